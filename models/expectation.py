"""Documents that are late in coming (在途材料): on which day a missing one is expected."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from models.act import Act
from models.vocabulary import Paper, Text, Value
from models.written import Day


class ExpectDocument(Value):
    """Say on which day a missing document is expected (报告材料预计取得日).

    Of a case that has not been taken in yet; said again, the later word stands.
    """

    act: Literal[Act.EXPECT_DOCUMENT] = Act.EXPECT_DOCUMENT
    document: Paper
    expected_on: Day = Field(title="预计取得日")
    reason: Text = Field("", title="理由")


class DocumentExpected(Value):
    """A missing document is expected on a day (材料预计取得日已报告)."""

    label: ClassVar[str] = "报告材料预计取得日"
    kind: Literal["document_expected"] = "document_expected"
    procedure: str
    document: str
    expected_on: date
    reason: str = ""
