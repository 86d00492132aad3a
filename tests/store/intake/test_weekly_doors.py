"""The same words of a weekly report in a workbook and in a form: taken alike, or refused alike."""

from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from models.progress import LandStatus, ProgressReport, Utility, WorkStatus
from models.refusal import BadInput
from models.report_form import ReportFields
from models.weekly_sheet import PROJECT_COLUMNS, PROJECT_SHEET
from store.intake.weekly_workbook import read_weekly_workbook
from store.workbook.workbook_file import WorkbookReader
from tests.store.intake.workbook_corpus import ROW, changed, filled

PREFILLED = ProgressReport(
    invested_week=Decimal(0),
    invested_year=Decimal(0),
    invested_total=Decimal(0),
    physical_work="",
    status=WorkStatus.NOT_STARTED,
    land_status=LandStatus.NOT_APPLIED,
    funds_arrived=Decimal(0),
    funds_paid=Decimal(0),
    filled_by="开发区联络员",
)
NOTHING = (None, "", ())
POWER_HEAT = (Utility.POWER, Utility.HEAT)

TAKEN: dict[str, tuple[str, str, Any]] = {
    "an amount with its unit": ("invested_week", "1,200万元", Decimal(12_000_000)),
    "an amount in full width": ("invested_week", "１２．５", Decimal(125_000)),
    "a day in Chinese": ("started_on", "2020年5月19号", date(2020, 5, 19)),
    "a dash for a day": ("started_on", "—", None),
    "a word for no day": ("started_on", "暂无", None),
    "a dash for words": ("physical_work", "——", None),
    "a dash for a reason": ("explanation", "—", None),
    "a word for no reason": ("explanation", "暂无", None),
    "a choice with a blank": ("status", "已 开工", WorkStatus.STARTED),
    "utilities in one word": ("utility_gaps", "电热", POWER_HEAT),
    "utilities with a stroke": ("utility_gaps", "电/热", POWER_HEAT),
    "utilities in full width": ("utility_gaps", "电；热", POWER_HEAT),
    "no gap in words": ("utility_gaps", "无缺口", None),
    "a dash for no gap": ("utility_gaps", "/", None),
}
REFUSED: dict[str, tuple[str, str, str]] = {
    "about so much": ("invested_week", "约12", "不要写约数"),
    "another unit": ("invested_week", "1.2亿元", "请换算成万元"),
    "dollars": ("funds_paid", "12万美元", "请换算"),
    "a share": ("invested_week", "60%", "应为以万元计的数字"),
    "below nothing": ("invested_week", "-3", "不得小于 0"),
    "an hour that no day has": ("started_on", "2020-05-19 24:00", "应为日期"),
    "a month": ("completion_expected_on", "2021年10月底", "没有写到哪一日"),
    "a quarter": ("completion_expected_on", "2021年四季度", "没有写到哪一日"),
    "words as above": ("physical_work", "同上", "不知所指"),
    "a reason as above": ("explanation", "〃", "不知所指"),
    "a day as above": ("started_on", "同上", "不知所指"),
    "letters that were lost": ("next_week", "报送\ufffd", "已成乱码"),
    "a choice with a remark": ("status", "已开工（5月）", "可填：未开工"),
    "a utility that is none": ("utility_gaps", "网络", "可填：水、电"),
    "a gap and none": ("utility_gaps", "电、无", "可填：水、电"),
}


def in_workbook(reader: WorkbookReader, field: str, typed: str) -> Any:
    at = 1 + next(n for n, one in enumerate(PROJECT_COLUMNS) if one.field == field)

    def put(book: openpyxl.Workbook) -> None:
        cell = book[PROJECT_SHEET].cell(ROW, at)
        cell.value, cell.data_type = typed, "s"

    read = read_weekly_workbook(reader.read_content("周报.xlsx", changed(filled(), put)))
    if read.wrong:
        raise BadInput("周报.xlsx", "\n".join(map(str, read.wrong)))
    return read.projects[0].values.get(field)


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_clear_means_the_same_in_both(reader: WorkbookReader, name: str) -> None:
    field, typed, meant = TAKEN[name]

    form = getattr(ReportFields(**{field: typed}).report(PREFILLED), field)
    workbook = in_workbook(reader, field, typed)

    if meant is None:
        assert form in NOTHING
        assert workbook in NOTHING
    else:
        assert (form, workbook) == (meant, meant)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_unclear_is_refused_in_both(reader: WorkbookReader, name: str) -> None:
    field, typed, why = REFUSED[name]

    with pytest.raises(BadInput, match=why):
        ReportFields(**{field: typed}).report(PREFILLED)
    with pytest.raises(BadInput, match=why):
        in_workbook(reader, field, typed)
