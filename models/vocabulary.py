"""The base of every value in the office's vocabulary, and how long its texts may be."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Text = Annotated[str, Field(max_length=2000)]
Reason = Annotated[str, Field(min_length=2, max_length=2000)]
"""A text that must not be left out."""


def _chosen(document: str) -> str:
    if not document.strip():
        raise ValueError("请选择材料")
    return document


Paper = Annotated[str, AfterValidator(_chosen)]
"""Code or name of a document, which somebody has to choose."""


class Value(BaseModel):
    """A frozen value that refuses keys it does not know (值)."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Sourced(Value):
    """A value taken from law or practice, with its source (依据); a placeholder says so."""

    assumed: bool = False
    source: str = ""
