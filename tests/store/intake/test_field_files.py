"""The collection of field cases, file by file: what each must come to, and the test that says so.

The collection itself lies beside the repository, not in it. Where it lies there each file is
read at its real door as well; everywhere the kinds are written anew by the tests named here.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from models.project import Project
from models.refusal import BadInput
from store.intake.project_files import read_project_workbook, read_projects
from store.intake.weekly_workbook import FilledWorkbook, read_weekly_workbook
from store.workbook.workbook_file import WorkbookReader
from tests.store.intake import test_field_cases as register_cases
from tests.store.intake.workbook_corpus import GOOD, WRONG_CELLS

FOLDER = Path(__file__).parents[4] / "shared" / "field-cases"
AWAY = not FOLDER.is_dir()
beside = pytest.mark.skipif(AWAY, reason="the collection does not lie beside the repository")
TOTAL, DAY = ("total", Decimal(52_000_000)), ("pinned_start", date(2020, 6, 30))
CODE = ("credit_code", register_cases.CREDIT)
PROJECT = ("name", "河东金属制品加工园")
AMOUNT = register_cases.TOLD

REGISTER: dict[str, tuple[str, str | tuple[str, Any]]] = {
    "c01_gbk.csv": ("c01 GBK", CODE),
    "c02_utf8bom.csv": ("c02 UTF-8 with its mark", CODE),
    "c03_utf16.csv": ("c03 UTF-16", CODE),
    "c04_tab_named_csv.csv": ("c04 tabs", CODE),
    "c05_eqquote.csv": ('c05 ="…"', CODE),
    "c06_tabsuffix.csv": ("c06 a tab behind", CODE),
    "c07_apostrophe.csv": ("c07 an apostrophe", CODE),
    "c08_sepline.csv": ("c08 a line that tells the separator", CODE),
    "c09_cr_only.csv": ("c09 carriage returns", CODE),
    "c10_trailing_commas.csv": ("c10 commas at the end", TOTAL),
    "c11_money_comma_unquoted.csv": ("c11 a thousands comma", "“5”和“200”疑为一个数"),
    "c12_credit_numeric.csv": ("c12 a code as a number", "末几位已经失真"),
    "c13_date_slash.csv": ("c13 slashes", DAY),
    "c14_bom_inside.csv": ("c14 a mark inside a name", PROJECT),
    "c15_superscript.csv": ("c15 superscripts", AMOUNT),
    "c16_superscript_only.csv": ("c16 circled digits", AMOUNT),
    "r01_formula_no_cache_optional.xlsx": (
        "r01 a formula never computed, optional", "公式没有计算结果"),
    "r02_formula_no_cache_required.xlsx": (
        "r02 a formula never computed, required", "公式没有计算结果"),
    "r04_1904_date_formatted.xlsx": ("r04 a day counted from 1904", DAY),
    "r06_merged_optional.xlsx": ("r06 merged cells", "AS2:AS3 被合并"),
    "r07_hidden_row.xlsx": ("r07 a hidden row", "第 3 行：整行被隐藏"),
    "r08_superscript.xlsx": ("r08 a superscript", "“12²”，" + AMOUNT),
    "r09_fullwidth.xlsx": ("r09 full width", TOTAL),
    "r10_01_date.xlsx": ("r10 dots", DAY),
    "r10_02_date.xlsx": ("r10 a day without its year", "缺少年份"),
    "r10_03_date.xlsx": ("r10 a month", "没有写到哪一日"),
    "r10_04_date.xlsx": ("r10 no such day", "没有这一天"),
    "r10_05_date.xlsx": ("r10 midnight", DAY),
    "r10_06_date.xlsx": ("r10 the day first", "年份应写在前"),
    "r10_07_date.xlsx": ("r10 digits", DAY),
    "r10_08_date.xlsx": ("r10 a serial number as text", "是数字，不是日期"),
    "r10_09_date.xlsx": ("r10 a serial number as text", "是数字，不是日期"),
    "r10_10_date.xlsx": ("r10 the end of a month", "没有写到哪一日"),
    "r10_11_date.xlsx": ("r10 Chinese numerals", "应为日期"),
    "r10_12_date.xlsx": ("r10 wide dots", DAY),
    "r10_13_date.xlsx": ("r10 day nothing of Excel", "不在2000年至2100年之间"),
    "r11_01_money.xlsx": ("r11 with its unit", TOTAL),
    "r11_02_money.xlsx": ("r11 hundred millions", "请换算成万元"),
    "r11_03_money.xlsx": ("r11 about", AMOUNT),
    "r11_04_money.xlsx": ("r11 grouped", TOTAL),
    "r11_05_money.xlsx": ("r11 a blank inside", AMOUNT),
    "r11_06_money.xlsx": ("r11 finer than a fen", "精确到分"),
    "r11_07_money.xlsx": ("r11 below nothing", "不得小于 0"),
    "r11_08_money.xlsx": ("r11 a power of ten", AMOUNT),
    "r11_09_money.xlsx": ("r11 a sign of money", AMOUNT),
    "r11_10_money.xlsx": ("r11 with half its unit", TOTAL),
    "r11_11_money.xlsx": ("r11 a hexadecimal number", AMOUNT),
    "r11_12_money.xlsx": ("r11 Arabic digits", AMOUNT),
    "r11_13_money.xlsx": ("r11 a remark", AMOUNT),
    "r13_date_in_money.xlsx": ("r13 a day for money", "是日期"),
    "r14_bool_date.xlsx": ("r14 a truth for a day", "应为日期"),
    "r14b_bool_money.xlsx": ("r14b a truth for money", "逻辑值"),
    "r15_datetime.xlsx": ("r15 a day and an hour", DAY),
    "r16_time.xlsx": ("r16 an hour", "是时刻"),
    "r18_title_row.xlsx": ("r18 a title above", TOTAL),
    "r19_total_row.xlsx": ("r19 a row of sums", "合计等行请删除"),
    "r20_header_yi.xlsx": ("r20 a header in another unit", "单位是“亿元”"),
    "r21_header_nounit.xlsx": ("r21 a header without a unit", "没有写明单位"),
    "r22_newline_name.xlsx": ("r22 a name on two lines", "中间有换行"),
    "r23_lower_credit.xlsx": ("r23 a code in small letters", CODE),
    "r24_O_credit.xlsx": ("r24 the letter O for 0", "是否应为 " + register_cases.CREDIT),
    "r25_all1_credit.xlsx": ("r25 a check that fails", "校验位不符"),
    "r26_full_credit.xlsx": ("r26 a code in full width", CODE),
    "r27_date_circled.xlsx": ("r27 a circled digit in a day", "应为日期"),
    "r32_completion_before_start.xlsx": ("r32 the end before the start", "早于开工"),
    "r33_cjk31_in_money.xlsx": ("r33", "是日期"),
    "r33_cjk57_in_money.xlsx": ("r33", "是日期"),
    "r33_cjk58_in_money.xlsx": ("r33", "是日期"),
    "r34_cjk31_1904_date.xlsx": ("r34", DAY),
    "r34_cjk57_1904_date.xlsx": ("r34", DAY),
    "r34_cjk58_1904_date.xlsx": ("r34", DAY),
    "r35_hidden_col.xlsx": ("r35 a hidden column", "所在的列被隐藏"),
    "r36_hidden_sheet.xlsx": ("r36 a hidden sheet", "被隐藏，里面也有项目"),
}  # fmt: skip
"""File → the case of `test_field_cases.py` that writes its like, and what must come of it."""

AT_REGISTRATION = {
    "r30_pinned_holiday.xlsx": ("pinned_start", date(2020, 6, 25)),
    "r31_pinned_past.xlsx": ("pinned_start", date(2019, 6, 28)),
}
"""Read as written; the rules refuse the day (`tests/rules/in_force/test_coherence.py`)."""

ARRIVED = ("funds_arrived", Decimal(16_400_000))
COMPLETED = ("completion_expected_on", date(2021, 10, 31))
WEEKLY: dict[str, tuple[str, str | tuple[str, Any]]] = {
    "w01_date_builtin30.xlsx": ("w01 a day in format 30", COMPLETED),
    "w01_date_builtin31.xlsx": ("w01 a day in format 31", COMPLETED),
    "w01_date_builtin57.xlsx": ("w01 a day in format 57", COMPLETED),
    "w01_date_builtin58.xlsx": ("w01 a day in format 58", COMPLETED),
    "w02_date_builtin30_in_money.xlsx": ("w02 format 30 for money", "是日期"),
    "w02_date_builtin31_in_money.xlsx": ("w02 format 31 for money", "是日期"),
    "w02_date_builtin57_in_money.xlsx": ("w02 format 57 for money", "是日期"),
    "w02_date_builtin58_in_money.xlsx": ("w02 format 58 for money", "是日期"),
    "w02b_date_custom_in_money.xlsx": ("w02 a day in a Chinese format for money", "是日期"),
    "w03_dispimg.xlsx": ("w03 a picture in a cell", "嵌入单元格的图片"),
    "w04_phonetic.xlsx": ("w04 a phonetic guide", ("physical_work", "基础大道完成")),
    "w05_01_format.xlsx": ("w05 the unit of the column", ARRIVED),
    "w05_02_format.xlsx": ("w05 capital numerals", ARRIVED),
    "w05_03_format.xlsx": ("w05 another unit in the format", "格式里的单位是“亿元”"),
    "w05_04_format.xlsx": ("w05 a scaled number", "显示的数与实际存放的数不同"),
    "w05_05_format.xlsx": ("w05 accounts", ARRIVED),
    "w05_06_format.xlsx": ("w05 accounts", ARRIVED),
    "w06_none_problem.xlsx": ("w06 no problem", ("problems", 0)),
    "w06b_none_problem_office.xlsx": ("w06b no problem, and an office", ("problems", 0)),
    "w07_hidden_row.xlsx": ("w07 a hidden row", "整行被隐藏"),
    "w07b_hidden_col.xlsx": ("w07b a hidden column", "列被隐藏"),
    "w08_slash.xlsx": ("w08 slashes for nothing", ("started_on", None)),
    "w09_nogap.xlsx": ("w09 no gap", ("utility_gaps", ())),
    "w10_choice.xlsx": ("w10 a choice with a remark", "不在可选值之内"),
}
"""File → the specimen of `workbook_corpus.py` that is its like, and what must come of it."""

DAYS = {"2027-first.yaml", "2027-second.yaml", "2027-undo.yaml", "extend-2020-06.yaml"}
"""A whole year, the same again, days undone, days shut: `test_calendar.py`, `test_days_load.py`."""


def test_each_kind_is_written_anew_by_a_test() -> None:
    written = {
        *register_cases.REFUSED,
        *register_cases.READ,
        *register_cases.CSV_READ,
        *register_cases.CSV_REFUSED,
        "r33",
        "r34",
    }
    corpus = {one.name for one in (*WRONG_CELLS, *GOOD)}

    assert {case for case, _ in REGISTER.values()} <= written
    assert {case for case, _ in WEEKLY.values()} <= corpus


@beside
def test_no_file_of_the_collection_is_unknown() -> None:
    assert {one.name for one in (FOLDER / "register").iterdir()} == {*REGISTER, *AT_REGISTRATION}
    assert {one.name for one in (FOLDER / "weekly").iterdir()} == {*WEEKLY}
    assert {one.name for one in (FOLDER / "days").iterdir()} == DAYS


@beside
@pytest.mark.parametrize("name", [""] if AWAY else [*REGISTER, *AT_REGISTRATION])
def test_a_file_for_the_register_comes_to_what_it_must(reader: WorkbookReader, name: str) -> None:
    path = FOLDER / "register" / name
    meant = REGISTER[name][1] if name in REGISTER else AT_REGISTRATION[name]

    def projects() -> tuple[Project, ...]:
        if path.suffix == ".csv":
            return read_projects(path)
        return read_project_workbook(reader.read(path))

    if isinstance(meant, str):
        with pytest.raises(BadInput) as refused:
            projects()
        assert meant in str(refused.value)
        return
    (project,) = projects()
    assert register_cases.said(project, meant[0]) == meant[1]


@beside
@pytest.mark.parametrize("name", [""] if AWAY else [*WEEKLY])
def test_a_weekly_workbook_comes_to_what_it_must(reader: WorkbookReader, name: str) -> None:
    workbook = read_weekly_workbook(reader.read(FOLDER / "weekly" / name))
    meant = WEEKLY[name][1]

    if isinstance(meant, str):
        assert any(meant in cell.why for cell in workbook.wrong)
    else:
        assert workbook.wrong == ()
        assert told(workbook, meant[0]) == meant[1]
    assert [str(row.values["project"])[-6:] for row in workbook.projects] == ["000022", "000017"]


def told(workbook: FilledWorkbook, what: str) -> Any:
    if what == "problems":
        return len(workbook.problems)
    return workbook.projects[0].values.get(what)
