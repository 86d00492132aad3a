"""A certificate that holds longer (证件延期): asked for in time, granted by its issuer."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from models.act import Act
from models.vocabulary import TODAY, Reason, Value
from models.written import Day


class ExtendCertificate(Value):
    """Let a certificate hold longer while nobody has started building (证件延期)."""

    act: Literal[Act.EXTEND_CERTIFICATE] = Act.EXTEND_CERTIFICATE
    until: Day = Field(title="延期至", description="次数、每次最长时间依法律，自原有效期届满起算")
    reason: Reason
    applied_on: Day | None = Field(None, title="申请日", description=TODAY)


class CertificateExtended(Value):
    """A certificate holds longer, because its holder asked in time (证件已延期)."""

    label: ClassVar[str] = "证件延期"
    kind: Literal["certificate_extended"] = "certificate_extended"
    procedure: str
    until: date
    reason: str
    applied_on: date
    article: str
