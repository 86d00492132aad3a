"""Who of an office sees to a case (经办人): taken up by oneself, or handed on to a colleague."""

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from models.act import Act
from models.vocabulary import Text, Value
from models.written import OfficeCode


def _chosen(number: str) -> str:
    if not number.strip():
        raise ValueError("请选择经办人")
    return number.strip()


class Assign(Value):
    """Take a case up, or hand it on to a colleague of the same office (认领、转办)."""

    act: Literal[Act.ASSIGN] = Act.ASSIGN
    to: Annotated[OfficeCode, AfterValidator(_chosen)] = Field(
        title="经办人", description="本部门的账号；选本人即为认领"
    )
    reason: Text = Field("", title="理由", description="转给他人、接替他人的须写明")


class Assigned(Value):
    """A case was taken up by somebody, or handed on (已指定经办人).

    Whose the case is in law does not change: the department decides, and any of its officers
    may act on it. Only the lists of its officers tell it apart.
    """

    label: ClassVar[str] = "认领、转办"
    kind: Literal["assigned"] = "assigned"
    procedure: str
    to: str
    """Number of an account."""
    before: str = ""
    """Who saw to it until then; empty = nobody in particular."""
    reason: str = ""
