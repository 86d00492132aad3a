"""What kind of matter a procedure is in law (事项性质): 行政许可法 speaks of licences only."""

from enum import StrEnum

from pydantic import Field

from models.vocabulary import Sourced


class Nature(StrEnum):
    """What a procedure is in law (事项性质); `rules/acceptance/regime.py` says what follows."""

    LICENCE = "licence"
    """行政许可: the whole of 行政许可法 applies."""
    FILING = "filing"
    """备案: what is received in full is filed; there is nothing to grant or to refuse."""
    PUBLIC_SERVICE = "public_service"
    """公用服务: water, power, gas, heat, by the enterprise that supplies it."""
    TECHNICAL_REVIEW = "technical_review"
    """技术审查: an expert opinion on drawings or reports."""
    INTERNAL = "internal"
    """政府内部事项: the government decides about its own land, money or plans."""
    REGISTRATION = "registration"
    """登记、确认: a fact or a right is recorded (行政确认、不动产登记)."""


class SilenceRule(Sourced):
    """Silence that counts as acceptance by the item's own law (视为受理的专门规定)."""

    days: int = Field(ge=0, le=30)
    """Working days after receipt; 0 = it is answered on the spot (当场)."""
