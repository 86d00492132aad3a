"""What offices really send to the register door: each kind comes in right, or is told in words.

The identifiers are those of the collection of field cases; the files are written here.
"""

import csv
import io
import random
import re
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from models.project import FundKind, Project
from models.refusal import BadInput
from store.intake.project_files import read_project_workbook, read_projects
from store.workbook.workbook_file import WorkbookReader
from tests.store.intake.project_workbooks import BASE, CREDIT, HEADERS, STRUCK, Book, Kept, at, row

CJK_DATES = (*range(27, 37), *range(50, 59))
"""The built-in date formats of Chinese spreadsheets."""
TOLD, AREA = "应为以万元计的数字", "应为以公顷计的数字"


def read(reader: WorkbookReader, book: Book) -> tuple[Project, ...]:
    return read_project_workbook(reader.read_content("登记.xlsx", book.content()))


def one(**change: Any) -> Book:
    """A workbook with one project."""
    return Book().add([row(**change)])


def two(**more: Any) -> Book:
    """A workbook with two projects."""
    return Book().add([row(), row(项目代码="2020-230112-33-03-009102")], **more)


def counted_from_1904(**change: Any) -> Book:
    book = one(**change)
    book.date_1904 = True
    return book


def phonetic() -> Book:
    book = Book()
    guided = "<si><r><t>河东金属</t></r><r><t>制品加工园</t></r>" \
             '<rPh sb="0" eb="2"><t>hedong</t></rPh><phoneticPr fontId="1"/></si>'  # fmt: skip
    return book.add([row(项目名称=book.shared(guided))])


def run(text: str, looks: str = "") -> str:
    return f"<r>{f'<rPr>{looks}</rPr>' if looks else ''}<t>{text}</t></r>"


STRIKE, RAISED = "<strike/>", '<vertAlign val="superscript"/>'


def mixed(column: str, *runs: str) -> Book:
    """A cell of a shared text in several runs, each with its looks."""
    book = Book()
    return book.add([row(**{column: book.shared(f"<si>{''.join(runs)}</si>")})])


def inline(*runs: str) -> Kept:
    """The same, kept in the cell itself."""
    return Kept("", markup=f'<c r="AT" t="inlineStr"><is>{"".join(runs)}</is></c>')


def inline_empty() -> Kept:
    """A formula whose result was computed: no letters."""
    return Kept("", markup='<c r="AT" t="str"><f>IF(TRUE,"","")</f><v></v></c>')


DISPIMG = '_xlfn.DISPIMG("ID_0123456789ABCDEF0123456789ABCDEF",1)'
REFUSED: dict[str, tuple[Callable[[], Book], str, str]] = {
    "r01 a formula never computed, optional": (
        lambda: one(计划开工日期=Kept("", formula="DATE(2020,6,30)")),
        at("计划开工日期"), "公式没有计算结果"),
    "r02 a formula never computed, required": (
        lambda: one(总投资=Kept("", formula="5000+200")), at("总投资"), "公式没有计算结果"),
    "an error": (lambda: one(总投资=Kept("#REF!", "e")), at("总投资"), "#REF!"),
    "r06 merged cells": (
        lambda: Book().add([row(专项债=1200), row(项目代码="2020-230112-33-03-009102")],
                           merged=["AS2:AS3"]), "AS2", "AS2:AS3 被合并"),
    "r07 a hidden row": (lambda: two(hidden_rows=[3]), "第 3 行", "整行被隐藏"),
    "r08 a superscript": (lambda: one(总投资="12²"), at("总投资"), TOLD),
    "r08 a circled digit": (lambda: one(年度计划投资="③"), at("年度计划投资"), TOLD),
    "an amount that was crossed out": (
        lambda: one(总投资=Kept("5200", code=STRUCK)), at("总投资"), "有删除线"),
    "words that were crossed out": (
        lambda: one(建设地点=Kept("新城大街", "str", code=STRUCK)), at("建设地点"), "有删除线"),
    "an amount written anew behind the one that was crossed out": (
        lambda: mixed("总投资", run("5200", STRIKE), run("5300")), at("总投资"), "有删除线"),
    "the same in the cell itself": (
        lambda: one(总投资=inline(run("5200", STRIKE), run("5300"))), at("总投资"), "有删除线"),
    "a name partly crossed out": (
        lambda: mixed("项目名称", run("河东"), run("河西", STRIKE), run("加工园")),
        at("项目名称"), "有删除线"),
    "a footnote behind an amount": (
        lambda: mixed("总投资", run("5200"), run("1", RAISED)), at("总投资"), "上标"),
    "a footnote behind a day": (
        lambda: one(计划开工日期=inline(run("2020-06-30"), run("2", RAISED))), "AP2", "上标"),
    "a subscript": (lambda: one(用地面积="4₂"), at("用地面积"), AREA),
    "a digit in a bracket": (lambda: one(总投资="⑸200"), at("总投资"), TOLD),
    "a Roman numeral": (lambda: one(总投资="Ⅻ"), at("总投资"), TOLD),
    "a vulgar fraction": (lambda: one(用地面积="4½"), at("用地面积"), AREA),
    "r10 a day without its year": (lambda: one(计划开工日期="6月30日"), "AP2", "缺少年份"),
    "r10 a month": (lambda: one(计划开工日期="2020年6月"), "AP2", "没有写到哪一日"),
    "r10 the end of a month": (lambda: one(计划开工日期="2020年6月底"), "AP2", "没有写到哪一日"),
    "r10 no such day": (lambda: one(计划开工日期="2020-6-31"), "AP2", "没有这一天"),
    "r10 the day first": (lambda: one(计划开工日期="30/6/2020"), "AP2", "年份应写在前"),
    "r10 a serial number as text": (lambda: one(计划开工日期="44012"), "AP2", "是数字，不是日期"),
    "r10 Chinese numerals": (lambda: one(计划开工日期="二〇二〇年六月三十日"), "AP2", "应为日期"),
    "r10 day nothing of Excel": (lambda: one(计划开工日期="1899-12-30"), "AP2", "不在2000年至"),
    "r11 hundred millions": (lambda: one(总投资="0.52亿元"), at("总投资"), "换算成万元"),
    "r11 about": (lambda: one(总投资="约5200"), at("总投资"), TOLD),
    "r11 a blank inside": (lambda: one(总投资="5 200"), at("总投资"), TOLD),
    "r11 finer than a fen": (lambda: one(总投资="5200.0000001"), at("总投资"), "精确到分"),
    "r11 finer than a fen, a number": (lambda: one(总投资=5200.0000001), at("总投资"), "精确到分"),
    "r11 below nothing": (lambda: one(总投资="-5200"), at("总投资"), "不得小于 0"),
    "r11 a power of ten": (lambda: one(总投资="1e4"), at("总投资"), TOLD),
    "r11 a sign of money": (lambda: one(总投资="¥5200"), at("总投资"), TOLD),
    "r11 a hexadecimal number": (lambda: one(总投资="0x10"), at("总投资"), TOLD),
    "r11 Arabic digits": (lambda: one(总投资="٥٢٠٠"), at("总投资"), TOLD),
    "r11 a remark": (lambda: one(总投资="5200（含税）"), at("总投资"), TOLD),
    "r13 a day for money": (lambda: one(总投资=Kept("44012", code="yyyy-mm-dd")), "L2", "是日期"),
    "a month that Excel made a day": (
        lambda: one(计划开工日期=Kept("43983", code="57")), "AP2", "只显示到月"),
    "a month in a format of its own": (
        lambda: one(计划开工日期=Kept("43983", code='yyyy"年"m"月"')), "AP2", "只显示到月"),
    "r14 a truth for a day": (lambda: one(计划开工日期=True), "AP2", "应为日期"),
    "r14b a truth for money": (lambda: one(总投资=True), "L2", "逻辑值"),
    "r16 an hour": (lambda: one(计划开工日期=Kept("0.375", code="h:mm:ss")), "AP2", "是时刻"),
    "r19 a row of sums": (
        lambda: Book().add([row(), {"项目名称": "合计", "总投资（万元）": 5200}]),
        "第 3 行", "合计等行请删除"),
    "sums in the column of codes": (
        lambda: Book().add([row(), {"项目代码": "合 计", "总投资（万元）": 5200}]),
        "A3", "合计等行请删除"),
    "sums in the column of names, many of them": (
        lambda: Book().add([row(), {"项目名称": "合计", **dict.fromkeys(HEADERS[11:40], 1)}]),
        "第 3 行", "合计等行请删除"),
    "the headers again, as on each printed page": (
        lambda: Book().add([row(), {one: one for one in HEADERS}]),
        "A3", "合计等行请删除"),
    "a note in the column of codes": (
        lambda: Book().add([row(), {"项目代码": "说明：以上数据截至2020年6月"}]),
        "A3", "不是项目代码；标题、说明、合计等行请删除"),
    "a note in the column of names": (
        lambda: Book().add([row(), {"项目名称": "填表人：张某"}]), "第 3 行", "不是项目"),
    "a column that comes twice": (
        lambda: Book().add([row()], headers={"企业自筹（万元）": "总投资（万元）"}),
        "AY1", "这一列与 L 列重复"),
    "a header in yuan": (
        lambda: Book().add([row(总投资=52000000)], headers={"总投资（万元）": "总投资（元）"}),
        "L1", "单位是“元”"),
    "a year of two digits": (lambda: one(计划开工日期="20.6.30"), "AP2", "应为日期"),
    "a day with its week day": (
        lambda: one(计划开工日期="2020年6月30日（星期二）"), "AP2", "应为日期"),
    "two days": (lambda: one(计划开工日期="2020年6月30日-7月5日"), "AP2", "应为日期"),
    "Chinese numerals for money": (lambda: one(总投资="五千二百"), "L2", TOLD),
    "an accountant's minus": (lambda: one(总投资="(5200)"), "L2", TOLD),
    "commas in odd places": (lambda: one(总投资="52,00"), "L2", TOLD),
    "mu in words": (lambda: one(用地面积="63亩"), "O2", AREA),
    "an infinite number": (lambda: one(总投资=Kept("1E400")), "L2", "是错误值"),
    "the number of a former register": (
        lambda: one(统一社会信用代码="230112000012345"), "H2", "应为18位"),
    "one project twice": (lambda: Book().add([row(), row()]), "A3", "与第 1 个项目相同"),
    "words that run backwards": (
        lambda: one(项目名称="河东\u202e金属"), "B2", "改变文字方向"),
    "1 for yes": (lambda: one(用燃气=1), "AK2", "应填“是”或“否”"),
    "r20 a header in another unit": (
        lambda: Book().add([row(总投资=0.52)], headers={"总投资（万元）": "总投资（亿元）"}),
        "L1", "单位是“亿元”，这一列应为“总投资（万元）”"),
    "land in mu": (
        lambda: Book().add([row(用地面积=63)], headers={"用地面积（公顷）": "用地面积（亩）"}),
        "O1", "单位是“亩”，这一列应为“用地面积（公顷）”"),
    "r21 a header without a unit": (
        lambda: Book().add([row()], headers={"总投资（万元）": "总投资"}),
        "L1", "没有写明单位"),
    "r22 a name on two lines": (lambda: one(项目名称="河东金属\n制品加工园 "), "B2", "中间有换行"),
    "r24 the letter O for 0": (
        lambda: one(统一社会信用代码="1132OOOOMB15184OXJ"), "H2", f"是否应为 {CREDIT}"),
    "r25 a check that fails": (lambda: one(统一社会信用代码="1" * 18), "H2", "校验位不符"),
    "a code kept as a number": (lambda: one(统一社会信用代码=9.12301e17), "H2", "末几位已经失真"),
    "r27 a circled digit in a day": (
        lambda: one(计划开工日期="2020年6月3①日"), "AP2", "应为日期"),
    "r32 the end before the start": (
        lambda: one(计划开工日期="2020-09-30", 计划竣工日期="2020-08-01"), "AQ2", "早于开工"),
    "r35 a hidden column": (
        lambda: Book().add([row(企业自筹=999)], hidden_columns=["企业自筹（万元）"]),
        "AY2", "列被隐藏"),
    "another unit in the title": (
        lambda: Book().add([row()], title="登记表（单位：亿元）"), "A1", "写明单位是“亿元”"),
    "another unit of land in the title": (
        lambda: Book().add([row()], title="金额单位：万元，面积单位：亩"), "A1", "写明单位是“亩”"),
    "a column that nobody knows": (
        lambda: Book().add([row(银行贷款="甲银行")], headers={"银行贷款（万元）": "开户行"}),
        "AZ1", "不认识这一列；请改用模板的列名"),
    "a dash for what must be filled in": (lambda: one(建设地点="—"), "K2", "不能为空"),
    "a formula that comes to nothing, required": (
        lambda: one(总投资=inline_empty()), "L2", "不能为空"),
    "r36 a hidden sheet": (
        lambda: Book().add([row()], state="hidden").add([row()], name="新项目"),
        "工作表“项目”", "被隐藏，里面也有项目"),
    "projects on a second sheet": (
        lambda: Book().add([row()]).add([row()], name="续表"), "续表", "里也有项目"),
    "w03 a picture in a cell": (
        lambda: one(建设地点=Kept(f"={DISPIMG}", "str", formula=DISPIMG)), "K2", "图片"),
    "w05 a scaled amount": (
        lambda: one(总投资=Kept("52000000", code='0!.0,"万元"')), "L2", "显示的数与实际存放"),
    "an amount in thousands": (
        lambda: one(总投资=Kept("5200", code="#,##0,")), "L2", "显示的数与实际存放的数不同"),
    "a percentage": (lambda: one(用地面积=Kept("0.42", code="9")), "O2", "显示的数"),
    "an amount nobody sees": (lambda: one(总投资=Kept("5200", code=";;;")), "L2", "不显示"),
    "an amount that its format calls a guess": (
        lambda: one(总投资=Kept("5200", code='"约"0')), "L2", "数字前后显示的文字"),
    "dollars by the format": (
        lambda: one(总投资=Kept("5200", code="[$$-409]#,##0")), "L2", "数字前后显示的文字"),
    "dollars in ten thousands by the format": (
        lambda: one(总投资=Kept("5200", code='0"万美元"')), "L2", "数字前后显示的文字"),
    "thousands by the format": (
        lambda: one(总投资=Kept("5200", code='0.0"K"')), "L2", "数字前后显示的文字"),
    "a number that is parted by its format": (
        lambda: one(总投资=Kept("5200", code="0!-000")), "L2", "显示的数与实际存放的数不同"),
    "words that a format writes behind a number": (
        lambda: one(建设地点=Kept("5", code='0"公顷"')), "K2", "格式里写有“公顷”"),
    "a year by its format": (
        lambda: one(计划开工日期=Kept("43831", code='yyyy"年"')), "AP2", "只显示到年"),
    "an amount in white": (
        lambda: one(企业自筹=Kept("999", code="[White]0")), "AY2", "有内容而不显示"),
    "words nobody sees": (
        lambda: one(已办结事项=Kept("L04:2020-03-02", "str", code="0;-0;0;")),
        "BA2", "有内容而不显示"),
    "an amount behind words": (lambda: one(总投资=Kept("5200", code='"待定"')), "L2", "文字"),
    "w05 another unit in the format": (
        lambda: one(总投资=Kept("0.52", code='0.00"亿元"')), "L2", "格式里的单位是“亿元”"),
    "an area in mu by its format": (
        lambda: one(用地面积=Kept("63", code='0.0"亩"')), "O2", "格式里的单位是“亩”"),
    "a day in a column of words": (
        lambda: one(建设地点=Kept("44012", code="m/d")), "K2", "是日期，应为文字"),
    "yuan for 万元": (
        lambda: one(总投资=52000000, 年度计划投资=30000000), "L2", "疑单位不是万元"),
    "mu for 公顷": (lambda: one(用地面积=63), "O2", "疑单位是亩"),
    "square metres for 公顷": (lambda: one(用地面积=42000), "O2", "疑单位是平方米"),
    "a fund in yuan": (lambda: one(专项债=12000000), "AS2", "疑单位不是万元"),
    "亿元 for 万元": (lambda: one(总投资=0.52, 年度计划投资=0.3), "L2", "疑单位不是万元"),
}  # fmt: skip

READ: dict[str, tuple[Callable[[], Book], str, Any]] = {
    "as it should be": (one, "name", "河东金属制品加工园"),
    "words in several looks": (
        lambda: mixed("项目名称", run("河东", "<b/>"), run("金属", '<strike val="0"/>'), run("园")),
        "name", "河东金属园"),
    "a unit with a raised digit": (
        lambda: mixed("建设地点", run("新城大街，占地42000m"), run("2", RAISED)),
        "site", "新城大街，占地42000m2"),
    "r04 a day counted from 1904": (
        lambda: counted_from_1904(计划开工日期=Kept("42550", code="yyyy-mm-dd")),
        "pinned_start", date(2020, 6, 30)),
    "a plain number counted from 1904": (
        lambda: counted_from_1904(计划开工日期=42550), "pinned_start", date(2020, 6, 30)),
    "r09 full width": (lambda: one(总投资="５，２００"), "total", Decimal(52_000_000)),
    "r10 dots": (lambda: one(计划开工日期="2020.6.30"), "pinned_start", date(2020, 6, 30)),
    "r10 wide dots": (lambda: one(计划开工日期="2020．6．30"), "pinned_start", date(2020, 6, 30)),
    "full-width digits and dashes": (
        lambda: one(计划开工日期="２０２０－０６－３０"), "pinned_start", date(2020, 6, 30)),
    "an instant of a program": (
        lambda: one(计划开工日期="2020-06-30T00:00:00"), "pinned_start", date(2020, 6, 30)),
    "a header with half-width brackets": (
        lambda: Book().add([row()], headers={"总投资（万元）": "总投资(万元)"}),
        "total", Decimal(52_000_000)),
    "a header on two lines": (
        lambda: Book().add([row()], headers={"总投资（万元）": "总投资\n（万元）"}),
        "total", Decimal(52_000_000)),
    "a code in groups": (
        lambda: one(统一社会信用代码=" 1132 0000 MB15 1840 XJ "), "credit_code", CREDIT),
    "r10 midnight": (
        lambda: one(计划开工日期="2020/6/30 0:00"), "pinned_start", date(2020, 6, 30)),
    "a day that is called 号": (
        lambda: one(计划开工日期="2020年6月30号"), "pinned_start", date(2020, 6, 30)),
    "r10 digits": (lambda: one(计划开工日期="20200630"), "pinned_start", date(2020, 6, 30)),
    "r15 a day and an hour": (
        lambda: one(计划开工日期=Kept("44012.99", code="yyyy-mm-dd h:mm:ss")),
        "pinned_start", date(2020, 6, 30)),
    "r11 with its unit": (lambda: one(总投资="5200万元"), "total", Decimal(52_000_000)),
    "r11 with half its unit": (lambda: one(总投资="5200万"), "total", Decimal(52_000_000)),
    "r11 grouped": (lambda: one(总投资="5,200.00"), "total", Decimal(52_000_000)),
    "r18 a title above": (
        lambda: Book().add([row()], title="区重点项目登记表"), "total", Decimal(52_000_000)),
    "r23 a code in small letters": (
        lambda: one(统一社会信用代码=CREDIT.lower()), "credit_code", CREDIT),
    "r26 a code in full width": (
        lambda: one(统一社会信用代码="１１３２００００ＭＢ１５１８４０ＸＪ"),
        "credit_code", CREDIT),
    "a unit in other brackets": (
        lambda: Book().add([row()], headers={"总投资（万元）": "总投资【单位：万元】"}),
        "total", Decimal(52_000_000)),
    "a unit behind a stroke": (
        lambda: Book().add([row()], headers={"总投资（万元）": "总投资/万元"}),
        "total", Decimal(52_000_000)),
    "a unit in Latin letters": (
        lambda: Book().add([row()], headers={"用地面积（公顷）": "用地面积（hm²）"}),
        "area", Decimal("4.2")),
    "the unit of the columns in the title": (
        lambda: Book().add([row()], title="登记表（单位：万元、公顷）"),
        "total", Decimal(52_000_000)),
    "a column that counts the rows": (
        lambda: Book().add([row(银行贷款=1)], headers={"银行贷款（万元）": "序号"}),
        "funds", ()),
    "an empty column of remarks": (
        lambda: Book().add([row()], headers={"银行贷款（万元）": "备注"}),
        "total", Decimal(52_000_000)),
    "a formula that comes to nothing": (
        lambda: one(计划开工日期=inline_empty()), "pinned_start", None),
    "a day in digits that are shown as one": (
        lambda: one(计划开工日期=Kept("20200630", code='0000"年"00"月"00"日"')),
        "pinned_start", date(2020, 6, 30)),
    "w04 phonetic guides": (phonetic, "name", "河东金属制品加工园"),
    "w05 the unit of the column": (
        lambda: one(总投资=Kept("5200", code='0.00"万元"')), "total", Decimal(52_000_000)),
    "w05 capital numerals": (
        lambda: one(总投资=Kept("5200", code='[DBNum2][$-804]General"万元"')),
        "total", Decimal(52_000_000)),
    "words in a format that shows them": (
        lambda: one(建设地点=Kept("新城大街", "str", code="0;-0;;@")), "site", "新城大街"),
    "words in a format of numbers": (
        lambda: one(建设地点=Kept("新城大街", "str", code='0.00"万元"')), "site", "新城大街"),
    "w05 accounts": (
        lambda: one(总投资=Kept("5200", code="#,##0.00_ ;[Red]\\-#,##0.00\\ ")),
        "total", Decimal(52_000_000)),
    "w08 a slash for nothing": (lambda: one(计划开工日期="/"), "pinned_start", None),
    "w08 a word for nothing": (lambda: one(计划开工日期="无"), "pinned_start", None),
    "a formula with its result": (
        lambda: one(总投资=Kept("5200", formula="5000+200")), "total", Decimal(52_000_000)),
    "an empty hidden column": (
        lambda: Book().add([row()], hidden_columns=["企业自筹（万元）"]), "funds", ()),
    "a sum with noise": (
        lambda: one(总投资=5200.300000000001), "total", Decimal(52_003_000)),
}  # fmt: skip


def said(project: Project, what: str) -> Any:
    match what:
        case "total":
            return project.investment.total
        case "credit_code":
            return project.applicant.credit_code
        case "area":
            return project.land.area_hectares
        case _:
            return getattr(project, what)


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taken_is_named_with_its_cell(reader: WorkbookReader, name: str) -> None:
    make, place, why = REFUSED[name]

    with pytest.raises(BadInput) as raised:
        read(reader, make())

    told = str(raised.value)
    assert told.startswith("登记.xlsx")
    assert any(place in line and why in line for line in told.splitlines()), told


@pytest.mark.parametrize("name", READ)
def test_what_is_clear_is_taken_as_it_was_meant(reader: WorkbookReader, name: str) -> None:
    make, what, meant = READ[name]

    (project,) = read(reader, make())

    assert said(project, what) == meant


@pytest.mark.parametrize("number", CJK_DATES)
def test_r33_r34_chinese_date_formats_are_days(reader: WorkbookReader, number: int) -> None:
    kept = Kept("44012", code=str(number))
    with pytest.raises(BadInput, match=r"L2.*(是日期|是时刻)"):
        read(reader, one(总投资=kept))
    if number in (32, 33, 34, 35, 55, 56):  # an hour in Chinese words in some of their versions
        return
    (project,) = read(reader, one(计划开工日期=kept))
    assert project.pinned_start == date(2020, 6, 30)


def test_a_table_that_went_out_before_columns_were_added_is_taken(reader: WorkbookReader) -> None:
    """Clerks keep their files: 须作地震安评 and 可不申领施工许可 were not asked before."""
    later = ("须作地震安评", "可不申领施工许可")
    book = Book().add([{**row(), **dict.fromkeys(later)}], headers=dict.fromkeys(later, ""))

    (project,) = read(reader, book)

    assert not project.traits.major_seismic
    assert not project.traits.below_permit_threshold


def test_a_number_is_confirmed_by_the_code_of_its_project(tmp_path: Path) -> None:
    path = tmp_path / "登记.xlsx"
    path.write_bytes(one(用地面积=63).content())

    with pytest.raises(BadInput, match="--confirm 2020-230112-33-03-009101"):
        read_projects(path)
    (project,) = read_projects(path, confirmed={"2020-230112-33-03-009101"})

    assert project.land.area_hectares == 63


def commented(at: str, said: str) -> bytes:
    """A workbook with one project and a comment."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "项目"
    for one in (HEADERS, [*row().values()]):
        sheet.append([*one])
    sheet[at].comment = Comment(said, "经办人")
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("此数含征地费", "此数含征地费"),
        (
            "[线程批注]\n\n你的 Excel 版本可读取此线程批注。\n\n注释:\n    单位应为亿元",
            "单位应为亿元",
        ),
    ],
)
def test_a_comment_is_told_for_nobody_reads_it(
    reader: WorkbookReader, said: str, told: str
) -> None:
    with pytest.raises(BadInput, match=f"L2“总投资（万元）”：有批注或文本框“{told}”，不读入"):
        read_project_workbook(reader.read_content("登记.xlsx", commented("L2", said)))


@pytest.mark.parametrize("at", [(0, 11), (1, 11)])
def test_a_text_box_is_told_for_nobody_reads_it(
    reader: WorkbookReader, at: tuple[int, int]
) -> None:
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output)
    sheet = book.add_worksheet("项目")
    for line, cells in enumerate((HEADERS, row().values())):
        for position, value in enumerate(cells):
            if value is not None:
                sheet.write(line, position, value)
    sheet.insert_textbox(*at, "金额单位：亿元")
    book.close()

    with pytest.raises(BadInput, match=r"L[12]“总投资（万元）”：.*(不读入|写明单位是“亿元”)"):
        read_project_workbook(reader.read_content("登记.xlsx", output.getvalue()))


def test_a_comment_at_a_header_that_names_another_unit_is_told(reader: WorkbookReader) -> None:
    with pytest.raises(BadInput, match=r"L1.*写明单位是“亿元”"):
        read_project_workbook(reader.read_content("登记.xlsx", commented("L1", "单位：亿元")))


def test_a_comment_at_a_header_is_the_table_s_own(reader: WorkbookReader) -> None:
    content = commented("L1", "以万元计，只填数字。")

    (project,) = read_project_workbook(reader.read_content("登记.xlsx", content))

    assert project.investment.total == 52_000_000


def lines(separator: str = ",", end: str = "\r\n", **change: str) -> str:
    """The table as a spreadsheet writes it into a file of text."""
    output = io.StringIO()
    writer = csv.writer(output, delimiter=separator, lineterminator=end)
    writer.writerow(HEADERS)
    writer.writerow("" if value is None else str(value) for value in row(**change).values())
    return output.getvalue()


LINE = lines()
CSV_READ: dict[str, bytes] = {
    "c01 GBK": LINE.encode("gbk"),
    "c02 UTF-8 with its mark": LINE.encode("utf-8-sig"),
    "c03 UTF-16": LINE.encode("utf-16"),
    "UTF-16 of the other end": b"\xfe\xff" + LINE.encode("utf-16-be"),
    "UTF-16 without its mark": LINE.encode("utf-16-le"),
    "c04 tabs": lines("\t").encode("gbk"),
    "semicolons": lines(";").encode("gb18030"),
    'c05 ="…"': LINE.replace(CREDIT, f'"=""{CREDIT}"""').encode(),
    "c06 a tab behind": LINE.replace(CREDIT, f"{CREDIT}\t").encode(),
    "c07 an apostrophe": LINE.replace("2020-230112", "'2020-230112").encode(),
    "c08 a line that tells the separator": f"sep=,\r\n{LINE}".encode(),
    "a line that tells semicolons": f"sep=;\r\n{lines(';')}".encode("utf-8-sig"),
    "c09 carriage returns": lines(end="\r").encode("gbk"),
    "c10 commas at the end": LINE.replace("\r\n", ",,,\r\n").encode("gbk"),
    "c10 commas at the end, and rows of them": (LINE + "," * 56 + "\r\n").encode("gbk"),
    "c13 slashes": lines(计划开工日期="2020/6/30").encode("gbk"),
    "two marks at the beginning": b"\xef\xbb\xbf" + LINE.encode("utf-8-sig"),
    "a question in UTF-8": LINE.replace("新城大街", "新城?大街").encode(),
    "the end of a text of DOS": f"{LINE}\x1a".encode("gbk"),
    "a mark before every line": "".join(
        f"\ufeff{one}" for one in f"{LINE}\r\n".splitlines(True)
    ).encode(),
    "stars at what must be filled in": re.sub(
        r"(?<=,)(总投资)|(?<=,)(项目名称)(?=,)", r"*\1\2", LINE, count=2
    ).encode("gbk"),
    "c14 a mark inside a name": LINE.replace("河东", "\ufeff河东").encode(),
}
CSV_REFUSED: dict[str, tuple[bytes, str]] = {
    "c11 a thousands comma": (LINE.replace(",5200,", ",5,200,").encode(), "疑为一个数"),
    "a thousands comma among the last": (
        (LINE.rstrip() + "\r\n").replace(",,,,,,,,,,\r\n", ",1,200,,,,,,,,,,\r\n").encode(),
        "疑为一个数"),
    "c12 a code as a number": (LINE.replace(CREDIT, "9.12301E+17").encode(), "末几位已经失真"),
    "c15 superscripts": (LINE.replace(",5200,", ",5200²,").encode(), TOLD),
    "c16 circled digits": (LINE.replace(",3000,", ",①②,").encode(), TOLD),
    "a formula": (LINE.replace(",5200,", ",=5000+200,").encode(), TOLD),
    "a decimal comma": (LINE.replace(",4.2,", ',"4,2",').encode(), AREA),
    "a mark of UTF-8 before GB": (b"\xef\xbb\xbf" + LINE.encode("gbk"), "编码无法识别"),
    "a picture in a cell": (
        LINE.replace("新城大街", '"=DISPIMG(""ID_1"",1)"').encode(), "是嵌入单元格的图片"),
    "a character that was lost": (
        LINE.replace("河东", "河?").encode("gbk"), "B 列.*疑有字（如生僻字）在另存时丢失"),
    "another unit in the title": (f"登记表（单位：元）\r\n{LINE}".encode("gbk"), "写明单位是“元”"),
    "a quotation that never ends": (LINE.replace("新城大街", '"新城大街').encode(), "引号不成对"),
    "a page of the web by the name of a table": (b"<html><table></table></html>", "内容是网页"),
    "a PDF by the name of a table": (b"%PDF-1.7\n%", "内容是PDF，不是 CSV"),
    "a picture by the name of a table": (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "内容是图片"),
    "data of a program by the name of a table": (b'[{"code": 1}]', "内容是JSON"),
    "another table": ("月份,产值\r\n1,2\r\n".encode("gbk"), "等 .* 列；请用空白登记表"),
    "headers alone": (LINE.partition("\r\n")[0].encode() + b"\r\n", "只有表头"),
    "no encoding": (LINE.encode() + b"\xff\xff\n", "编码无法识别"),
    "too many cells": ((LINE + ",".join(["x"] * 54) + "\n" * 1).encode() * 4000, "内容过多"),
}  # fmt: skip


class TestText:
    def read(self, tmp_path: Path, content: bytes) -> tuple[Project, ...]:
        path = tmp_path / "登记.csv"
        path.write_bytes(content)
        return read_projects(path)

    @pytest.mark.parametrize("name", CSV_READ)
    def test_of_every_hand_is_read_alike(self, tmp_path: Path, name: str) -> None:
        (project,) = self.read(tmp_path, CSV_READ[name])

        assert project.code == BASE["项目代码"]
        assert project.name == BASE["项目名称"]
        assert project.applicant.credit_code == CREDIT
        assert project.investment.total == Decimal(52_000_000)
        assert project.land.area_hectares == Decimal("4.2")
        assert project.pinned_start == (date(2020, 6, 30) if "slashes" in name else None)

    @pytest.mark.parametrize("name", CSV_REFUSED)
    def test_that_is_unclear_is_refused(self, tmp_path: Path, name: str) -> None:
        content, why = CSV_REFUSED[name]

        with pytest.raises(BadInput, match=why):
            self.read(tmp_path, content)


def test_a_bomb_is_refused_within_the_bounds_of_the_other_door(tmp_path: Path) -> None:
    """One long shared string, shown two hundred thousand times: 7.5 GB where it is unpacked."""
    book = Book()
    shown = book.shared(f"<si><t>{'x' * 30_000}</t></si>")
    book.add([dict.fromkeys(HEADERS, shown) for _ in range(4_000)])
    path = tmp_path / "登记.xlsx"
    path.write_bytes(book.content())

    began = time.monotonic()
    with pytest.raises(BadInput, match=r"限额|过多"):
        read_projects(path)

    assert time.monotonic() - began < 12


WORKBOOKS, SEED = 5_000, 20_201_128
NUMBERS = ("", "#,##0.00", "0.00_ ", "0", '0.00"万元"', "[Red]0.0", "@")
SCALED = ("#,##0,", '0!.0,"万元"', "0%", "0.00%", '0.0000"亿元"', "0.0,,", '#,##0"元"', ";;;")
DAYS = ("14", "27", "28", "30", "31", "36", "50", "57", "58", "yyyy-mm-dd", 'yyyy"年"m"月"d"日"',
        "m/d/yy", "[$-804]yyyy/m/d", "")  # fmt: skip
NAMES = ("城东冷库", "一期（A区）", "3号厂房", "＝1+1", "-2+3", "_x0041_工程", "  前后空格 ",
         "中 间", "a&b<c>", "①号楼", "12²", "甲\u200b乙")  # fmt: skip


def amount(chance: random.Random) -> tuple[Any, Decimal | None]:
    """A cell for an amount, and what was typed; ``None`` where it may not be read at all."""
    typed = Decimal(chance.randrange(1, 10 ** chance.randint(3, 8))) / chance.choice((1, 10, 100))
    text = f"{typed:,}" if chance.random() < 0.3 else f"{typed}"
    match chance.randrange(9):
        case 0 | 1:
            return float(typed), typed
        case 2:
            return Kept(f"{typed}", code=chance.choice(NUMBERS)), typed
        case 3:
            return chance.choice((text, f" {text} ", f"{text}万元", f"{text}万")), typed
        case 4:
            wide = {ord(one): chr(ord(one) + 0xFEE0) for one in "0123456789.,"}
            return text.translate(wide), typed
        case 5:
            return Kept(f"{typed}", code=chance.choice(SCALED)), None
        case 6:
            return f"{typed}{chance.choice('²①½Ⅷ亿元%‰')}", None
        case 7:
            return chance.choice((f"约{text}", f"{text}元", f"{text}左右", f"¥{text}")), None
        case _:
            return Kept(f"{int(typed) % 60000 + 1}", code=chance.choice(DAYS[:-1])), None


def day(chance: random.Random, *, from_1904: bool) -> tuple[Any, date | None]:
    typed = date(2020, 1, 1) + timedelta(days=chance.randrange(3000))
    zero = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    year, month, number = typed.year, typed.month, typed.day
    match chance.randrange(5):
        case 0 | 1:
            return Kept(str((typed - zero).days), code=chance.choice(DAYS)), typed
        case 2:
            return chance.choice((typed.isoformat(), f"{year}.{month}.{number}",
                                  f"{year}年{month}月{number}日", f"{typed:%Y%m%d}",
                                  f"{year}/{month}/{number} 0:00")), typed  # fmt: skip
        case 3:
            return chance.choice((f"{month}月{number}日", f"{year}年{month}月", f"{number}/{month}/"
                                  f"{year}", f"{typed}前", f"{typed}①", "近期")), None  # fmt: skip
        case _:
            return "/", None


@pytest.mark.timeout(900)  # a minute and a half alone, five and more beside others
def test_of_five_thousand_workbooks_none_is_silently_altered(reader: WorkbookReader) -> None:
    """What was typed is known before it is written: it comes back, or the workbook does not."""
    chance = random.Random(SEED)
    taken = refused = 0
    for _ in range(WORKBOOKS):
        book = Book(date_1904=chance.random() < 0.2)
        own, meant_own = amount(chance)
        opening, meant_day = day(chance, from_1904=book.date_1904)
        name = chance.choice(NAMES)
        cells = row(项目名称=name, 企业自筹=own, 总投资=999_999, 年度计划投资=1000,
                    用地面积=200, 净地交付日期=opening)  # fmt: skip
        spoilt = chance.random() < 0.1
        book.add(
            [row(项目代码="2020-230112-33-03-009102"), cells] if spoilt else [cells],
            hidden_rows=[3] if spoilt and chance.random() < 0.5 else [],
            hidden_columns=["项目名称"] if spoilt else [],
            title="登记表" if chance.random() < 0.2 and not spoilt else "",
        )
        try:
            project = read(reader, book)[-1]
        except BadInput as wrong:
            assert wrong.message  # noqa: PT017 - each of them says something
            refused += 1
            continue
        taken += 1
        assert not spoilt
        (fund,) = project.funds
        assert fund.kind is FundKind.OWN
        assert meant_own is not None, own
        assert fund.amount == meant_own * 10_000, own
        assert project.land.cleared_by == meant_day, opening
        assert project.name == name.replace("\u200b", "").strip()
    assert taken + refused == WORKBOOKS
    assert min(taken, refused) > WORKBOOKS // 10
