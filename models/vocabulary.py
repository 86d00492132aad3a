"""The base of every value in the office's vocabulary, and how long its texts may be."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo

from models.written import LEGIBLE, NAME, ON_ONE_LINE, ItemCode, says_none

Text = Annotated[str, LEGIBLE, Field(max_length=2000)]


def _says_something(text: str, info: ValidationInfo) -> str:
    if info.mode != "json" and says_none(text, words_too=False):
        raise ValueError("请写明，不能只填一横")
    return text


Reason = Annotated[
    str,
    LEGIBLE,
    Field(min_length=2, max_length=2000, title="理由"),
    AfterValidator(_says_something),
]
"""A text that must not be left out."""
Line = Annotated[str, ON_ONE_LINE]
"""What stands on one line."""
Name = Annotated[str, NAME]
"""The name of somebody or something, on one line."""

TODAY = "空＝今日"
"""What is said beside a day that may be left out."""


def _chosen(document: str) -> str:
    if not document.strip():
        raise ValueError("请选择材料")
    return document


Paper = Annotated[ItemCode, AfterValidator(_chosen), Field(title="材料")]
"""Code or name of a document, which somebody has to choose."""


class Value(BaseModel):
    """A frozen value that refuses keys it does not know (值).

    Its validator is built when somebody first asks for it: who reads a list needs few of them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Sourced(Value):
    """A value taken from law or practice, with its source (依据); a placeholder says so."""

    assumed: bool = False
    source: str = ""
