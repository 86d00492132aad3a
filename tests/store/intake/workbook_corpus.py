"""Weekly workbooks as they should not come back: made by hand, each under its name."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from models.week_words import week_in_words
from models.weekly_sheet import (
    GUIDE_SHEET,
    PROBLEM_SHEET,
    PROCEDURE_SHEET,
    PROJECT_SHEET,
    ProblemLine,
    ProcedureLine,
    WeeklyWorkbook,
    WorkbookStamp,
)
from reports.workbooks.weekly_workbook import weekly_workbook

STAMP = WorkbookStamp("test-2020", "2020-W25", "park")
CODES = tuple(f"2020-230112-39-03-00000{number}" for number in (1, 2, 3))
NAMES = ("冷链物流园", "钢铁技改", "文化广场")
ROW = 4
"""The first row of data."""

PARTS = {PROJECT_SHEET: "xl/worksheets/sheet2.xml", PROCEDURE_SHEET: "xl/worksheets/sheet3.xml"}


def told(
    codes: tuple[str, ...] = CODES,
    names: tuple[str, ...] = NAMES,
    *,
    stamp: WorkbookStamp = STAMP,
    week: Decimal | None = None,
) -> WeeklyWorkbook:
    """What a workbook tells that goes out, or with ``week`` one that comes back."""
    return WeeklyWorkbook(
        stamp=stamp,
        campaign_title="百日攻坚（测试）",
        unit_name="阿城开发区管委会",
        week_words=week_in_words(stamp.week),
        made_on=date(2020, 6, 15),
        due="请于 6月19日 16:00 前报回。",
        projects=tuple(
            {
                "project": code,
                "name": name,
                "total": Decimal(100),
                "this_year": Decimal(50),
                "last_year": Decimal(10),
                "last_total": Decimal(20),
                "invested_week": week,
                "physical_work": "基础完成",
                "status": "已开工",
                "started_on": date(2020, 5, 19),
                "land_status": "已动工",
                "funds_arrived": Decimal(30),
                "funds_paid": Decimal("20.25"),
                "utility_gaps": "电、热",
                "explanation": "以上均属实，有会议纪要。",
                "filled_by": "开发区联络员",
            }
            for code, name in zip(codes, names, strict=True)
        ),
        procedures=(ProcedureLine(codes[0], names[0], "A01", "用地预审", "规划局", "待申报"),),
        problems=(ProblemLine(names[0], "外线电力未进场", "明确进场时间", "住建局"),),
        offices=("规划局", "住建局"),
    )


def template() -> bytes:
    """The workbook as it goes out, already telling of last week."""
    return weekly_workbook(told())


def filled() -> bytes:
    """The workbook with this week's figures in it."""
    return weekly_workbook(told(week=Decimal(3)))


def changed(content: bytes, change: Callable[[openpyxl.Workbook], None]) -> bytes:
    """A workbook after a change made with openpyxl."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def rezipped(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """A workbook after a change to its parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return output.getvalue()


Make = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Specimen:
    """One workbook of the corpus, made from the one that is filled in well."""

    name: str
    make: Make
    place: str = ""
    """The wrong cell, as sheet, column and row; empty when no single cell is wrong."""
    why: str = ""
    """Part of what is said."""
    good: bool = False


def cell(name: str, at: str, value: Any, why: str, sheet: str = PROJECT_SHEET) -> Specimen:
    """A workbook with one wrong cell."""

    def put(book: openpyxl.Workbook) -> None:
        book[sheet][at].value = value
        if isinstance(value, str):
            book[sheet][at].data_type = "s"

    return Specimen(name, lambda base: changed(base, put), f"工作表“{sheet}”{at}", why)


def raw_cell(name: str, at: str, xml: str, why: str, *, good: bool = False) -> Specimen:
    """A workbook with one cell written as XML."""

    def put(parts: dict[str, bytes]) -> None:
        sheet = parts[PARTS[PROJECT_SHEET]].decode()
        pattern = rf'<c r="{at}"[^>]*?(/>|>.*?</c>)'
        sheet, count = re.subn(pattern, xml.replace("\\", "\\\\"), sheet, count=1, flags=re.S)
        assert count == 1
        parts[PARTS[PROJECT_SHEET]] = sheet.encode()

    place = "" if good else f"工作表“{PROJECT_SHEET}”{at}"
    return Specimen(name, lambda base: rezipped(base, put), place, why, good)


def sheet_change(
    name: str,
    change: Callable[[Worksheet], None],
    why: str = "",
    *,
    place: str = "",
    sheet: str = PROJECT_SHEET,
    good: bool = False,
) -> Specimen:
    """A workbook with a sheet that was worked upon."""
    return Specimen(
        name,
        lambda base: changed(base, lambda book: change(book[sheet])),
        f"工作表“{sheet}”{place}" if place else "",
        why,
        good,
    )


def book_change(
    name: str, change: Callable[[openpyxl.Workbook], None], why: str = "", *, good: bool = False
) -> Specimen:
    return Specimen(name, lambda base: changed(base, change), "", why, good)


def part(name: str, change: Callable[[dict[str, bytes]], None], why: str) -> Specimen:
    return Specimen(name, lambda base: rezipped(base, change), "", why)


def file(name: str, make: Make, why: str) -> Specimen:
    return Specimen(name, make, "", why)


def put(at: str, value: Any) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        sheet[at].value = value

    return change


def added(path: str, data: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.update({path: data})


def replaced(path: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[path], (path, old)
        parts[path] = parts[path].replace(old, new, 1)

    return change


def _sheet(rows: Callable[[], bytes]) -> Callable[[dict[str, bytes]], None]:
    """Replace the project sheet's cells by rows, which are made when they are needed."""

    def change(parts: dict[str, bytes]) -> None:
        path = PARTS[PROJECT_SHEET]
        parts[path] = re.sub(
            rb"<sheetData>.*</sheetData>",
            lambda _: b"<sheetData>" + rows() + b"</sheetData>",
            parts[path],
            flags=re.S,
        )

    return change


def _timed(value: Any, number_format: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        sheet["M4"].value = value
        sheet["M4"].number_format = number_format

    return change


def _merged(span: str) -> Callable[[Worksheet], None]:
    return lambda sheet: sheet.merge_cells(span)


def _delete(at: int) -> Callable[[Worksheet], None]:
    return lambda sheet: sheet.delete_cols(at)


def _swap_columns(sheet: Worksheet, a: int = 8, b: int = 11) -> None:
    for row in range(3, ROW + len(CODES)):
        first, second = sheet.cell(row, a), sheet.cell(row, b)
        first.value, second.value = second.value, first.value


def _swapped_and_wrong(sheet: Worksheet) -> None:
    _swap_columns(sheet)
    sheet["K5"].value = "三百"


def _many_wrong(sheet: Worksheet) -> None:
    for row in range(ROW, ROW + 60):
        sheet.cell(row, 1).value = f"2020-230112-39-03-{row:06}"
        sheet.cell(row, 8).value = "约三百"


def _hidden_wrong(sheet: Worksheet) -> None:
    sheet["H5"].value = "三百"
    sheet.row_dimensions[5].hidden = True


def _hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[5].hidden = True


def _hide_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["H"].hidden = True


def _looking(at: str, value: float, number_format: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        sheet[at].value = value
        sheet[at].number_format = number_format

    return change


def _built_in(at: str, value: float, number: int) -> Make:
    """A cell in one of the formats that a workbook names by number alone."""

    def make(base: bytes) -> bytes:
        mark = f'0"format {number}"'
        marked = changed(base, lambda book: _looking(at, value, mark)(book[PROJECT_SHEET]))

        def by_number(parts: dict[str, bytes]) -> None:
            styles = parts["xl/styles.xml"].decode()
            named = re.search(rf"<numFmt [^>]*format {number}[^>]*/>", styles)
            assert named is not None
            own = re.search(r'numFmtId="(\d+)"', named[0])
            assert own is not None
            styles = styles.replace(named[0], "").replace(own[0], f'numFmtId="{number}"')
            parts["xl/styles.xml"] = styles.encode()

        return rezipped(marked, by_number)

    return make


def _no_problem(sheet: Worksheet) -> None:
    for at in ("B4", "C4", "D4"):
        sheet[at].value = "无"


def _no_problem_of_an_office(sheet: Worksheet) -> None:
    for at in ("B4", "C4"):
        sheet[at].value = "无"


def _of_before(sheet: Worksheet) -> None:
    """Headers as they stood in the first templates that went out."""
    sheet["E3"].value = "卡定开工日期"


def _slashes(sheet: Worksheet) -> None:
    for at, text in (("K4", "/"), ("N4", "/"), ("O4", "—"), ("V4", "无")):
        sheet[at].value = text


def _hide_sheet(state: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        sheet.sheet_state = state

    return change


def _blank_tail(sheet: Worksheet) -> None:
    for row in range(ROW + 3, 3000):
        sheet.cell(row, 1).font = openpyxl.styles.Font(bold=True)
    sheet.cell(9, 1).value = "   "


def _styled_far_away(sheet: Worksheet) -> None:
    sheet.cell(900_000, 40).font = openpyxl.styles.Font(bold=True)


def _rows_apart(sheet: Worksheet) -> None:
    sheet.insert_rows(5, 3)


def _renamed(book: openpyxl.Workbook) -> None:
    book[PROJECT_SHEET].title = "周报"


def _removed(book: openpyxl.Workbook) -> None:
    book.remove(book[PROBLEM_SHEET])


def _copied(book: openpyxl.Workbook) -> None:
    book.copy_worksheet(book[PROJECT_SHEET])["H4"].value = 77


def _copied_and_hidden(book: openpyxl.Workbook) -> None:
    book.copy_worksheet(book[PROBLEM_SHEET]).sheet_state = "hidden"


def _scratch(state: str) -> Callable[[openpyxl.Workbook], None]:
    def change(book: openpyxl.Workbook) -> None:
        extra = book.create_sheet("草稿")
        extra["A1"].value = "约三百"
        extra.sheet_state = state

    return change


def _restamp(label: str, value: str) -> Callable[[openpyxl.Workbook], None]:
    def change(book: openpyxl.Workbook) -> None:
        for row in book[GUIDE_SHEET].iter_rows():
            if row[0].value == label:
                row[1].value = value

    return change


def _unstamped(book: openpyxl.Workbook) -> None:
    book.remove(book[GUIDE_SHEET])
    book.custom_doc_props.props.clear()


def _old_version(book: openpyxl.Workbook) -> None:
    _restamp("模板版本", "0")(book)
    book.custom_doc_props.props.clear()


def _own_column(sheet: Worksheet) -> None:
    sheet["Y3"].value, sheet["Y5"].value = "备注", "见附件"


def _numbered(sheet: Worksheet) -> None:
    """A column of its own that only counts, as in the tables of an office; another is empty."""
    for row, value in ((3, "序号"), (4, 1), (5, 2), (6, 3)):
        sheet.cell(row, 25).value = value
    sheet["Z3"].value = "备注"


def _commented(sheet: Worksheet) -> None:
    sheet["H4"].comment = Comment("此数待核", "审核人")


def _no_headers(sheet: Worksheet) -> None:
    sheet.delete_rows(3)


def _words_of(sheet: Worksheet) -> None:
    for at, text in (("K4", "=1+1"), ("K5", "-2+3"), ("K6", "@SUM(1)"), ("U4", "＝1+1"),
                     ("U5", "+86"), ("U6", "\t=1"),
                     ("V4", '=HYPERLINK("http://x","y")')):  # fmt: skip
        sheet[at].value = text
        sheet[at].data_type = "s"


def _kind_numbers(sheet: Worksheet) -> None:
    for at, text in (("H4", "１，２３４．５"), ("H5", " 1,234.50 万元 "), ("H6", "0012.50"),
                     ("I4", "\u200e12\u200f"), ("I5", "12\xa0")):  # fmt: skip
        sheet[at].value = text


def _kind_days(sheet: Worksheet) -> None:
    for at, text in (("M4", "2020-6-5"), ("M5", "２０２０年６月５日"), ("M6", "2020.06.05"),
                     ("N4", "20210605"), ("N5", "2021/6/5 00:00"), ("N6", 44352)):  # fmt: skip
        sheet[at].value = text
        sheet[at].number_format = "General"


def _encrypted(base: bytes) -> bytes:
    content = bytearray(base)
    for at in (found.start() for found in re.finditer(rb"PK\x01\x02", base)):
        content[at + 8] |= 1
    return bytes(content)


def _twice(base: bytes) -> bytes:
    output = io.BytesIO(base)
    with zipfile.ZipFile(output, "a") as archive:
        archive.writestr("XL/workbook.xml", b"<workbook/>")
    return output.getvalue()


def _other_zip(*names: str) -> Make:
    def make(_: bytes) -> bytes:
        output = io.BytesIO()
        with zipfile.ZipFile(output, "w") as archive:
            for name in names:
                archive.writestr(name, "x")
        return output.getvalue()

    return make


def _lying_size(base: bytes) -> bytes:
    content = bytearray(base)
    at = content.index(b"PK\x01\x02")
    content[at + 24 : at + 28] = (5).to_bytes(4, "little")
    return bytes(content)


def _zeros(megabytes: int) -> bytes:
    return b"0" * (megabytes << 20)


def _gigabyte(parts: dict[str, bytes]) -> None:
    zeros = _zeros(30)
    parts.update({f"xl/media/{number}.png": zeros for number in range(35)})


def _strings(parts: dict[str, bytes]) -> None:
    """One long shared string, used two hundred thousand times."""
    path = "xl/sharedStrings.xml"
    parts[path] = re.sub(rb"<si>.*?</si>", b"<si><t>" + b"x" * 30_000 + b"</t></si>", parts[path],
                         count=1, flags=re.S)  # fmt: skip
    line = b"".join(b'<row r="%d">' % row + b'<c t="s"><v>0</v></c>' * 20 + b"</row>"
                    for row in range(1, 10_001))  # fmt: skip
    _sheet(lambda: line)(parts)


DOCTYPE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = b"<!DOCTYPE x [<!ENTITY a 'ha'>" + b"".join(
    b"<!ENTITY %c '%b'>" % (98 + number, b"&%c;" % (97 + number) * 20) for number in range(9)
) + b"]>"  # fmt: skip
_P = PROJECT_SHEET
DAY_FORMATS = (30, 31, 57, 58)
"""Numbers under which Chinese spreadsheets show days."""
_SST, _BOOK = "xl/sharedStrings.xml", "xl/workbook.xml"

WRONG_CELLS: tuple[Specimen, ...] = (
    cell("an amount in words", "H4", "约三百", "应为以万元计的数字"),
    cell("an amount in Chinese numerals", "H5", "三百万", "应为以万元计的数字"),
    cell("a negative amount", "H4", -3, "不得小于 0"),
    cell("a negative amount in full width", "H4", "－５", "不得小于 0"),
    cell("a day where an amount should be", "H4", date(2020, 6, 5), "是日期"),
    cell("a truth where an amount should be", "H4", True, "逻辑值"),
    cell("an amount without end", "H4", 1e300, "数字过大"),
    cell("wrong thousands", "H4", "1,23,4", "应为以万元计的数字"),
    cell("a decimal comma", "H4", "12,5", "应为以万元计的数字"),
    cell("two decimal points", "H4", "12..5", "应为以万元计的数字"),
    cell("an amount in hundred millions", "H4", "3亿", "换算成万元"),
    cell("a fraction of a fen", "H4", "1.1234567", "精确到分"),
    cell("a power of ten", "H4", "1e3", "应为以万元计的数字"),
    cell("a percentage", "H4", "50%", "应为以万元计的数字"),
    cell("a superscript", "H4", "12²", "应为以万元计的数字"),
    cell("digits of another script", "H4", "١٢", "应为以万元计的数字"),
    cell("an apostrophe before a number", "H4", "'12", "应为以万元计的数字"),
    cell("two numbers in a cell", "H4", "12\n13", "应为以万元计的数字"),
    cell("a number turned round", "H4", "\u202e21", "改变文字方向"),
    cell("a dash for nothing", "Q4", "—", "应为以万元计的数字"),
    cell("nothing where an amount must be", "H6", None, "不能为空"),
    cell("blanks where an amount must be", "H6", "   ", "不能为空"),
    Specimen(
        "a formula that was never computed",
        lambda base: changed(base, lambda book: put("H4", "=1+2")(book[_P])),
        f"工作表“{_P}”H4",
        "公式没有计算结果",
    ),
    raw_cell("a division by nothing", "H4",
             '<c r="H4" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
    raw_cell("a lost reference", "H5", '<c r="H5" t="e"><v>#REF!</v></c>', "#REF!"),
    raw_cell("a formula with an empty result", "H4",
             '<c r="H4" t="str"><f>""</f><v></v></c>', "不能为空"),
    raw_cell("a number that is none", "H4", '<c r="H4"><v>NaN</v></c>', ""),
    sheet_change("words that a format writes behind a number", _looking("K4", 60, '0"%"'),
                 "数字前后显示的文字", place="K4"),
    sheet_change("a unit that a format writes behind words", _looking("K4", 5, '0"亿元"'),
                 "格式里写有“亿元”", place="K4"),
    sheet_change("dollars in a format", _looking("H4", 3, '0"万美元"'),
                 "数字前后显示的文字", place="H4"),
    sheet_change("a comment beside a number", _commented, "有批注或文本框“此数待核”，不读入",
                 place="H4"),
    cell("words as above", "K4", "同上", "不知所指"),
    cell("a dash for who filled it in", "W4", "—", "不能为空"),
    cell("a day without its year", "M4", "6.5", "缺少年份"),
    cell("a day without its year in words", "M4", "6月5日", "缺少年份"),
    cell("a day that is none", "M5", "2020-02-30", "没有这一天"),
    cell("a thirteenth month", "M5", "2020/13/01", "没有这一天"),
    cell("a day in words", "M4", "上周五", "应为日期"),
    cell("a truth where a day should be", "M4", False, "应为日期"),
    sheet_change("a small number where a day should be", _timed(5, "General"), "是数字，不是日期",
                 place="M4"),
    sheet_change("a number no day has", _timed(1e7, "General"), "应为日期", place="M4"),
    sheet_change("a day of another century", _timed(date(1920, 6, 5), "yyyy-mm-dd"),
                 "不在2000年至2100年之间", place="M4"),
    sheet_change("an hour where a day should be", _timed(time(16, 30), "hh:mm"), "是时刻",
                 place="M4"),
    sheet_change("a span where a day should be", _timed(timedelta(hours=30), "[h]:mm"), "是时刻",
                 place="M4"),
    cell("a state nobody knows", "L4", "开工了", "可填：未开工、已开工"),
    cell("a state by its code", "L4", "started", "可填：未开工、已开工"),
    cell("a land state nobody knows", "P4", "已征", "可填：未报批"),
    cell("a utility nobody knows", "S4", "水、天然气", "可填：水、电、气、热"),
    cell("words without end", "K4", "长" * 5000, "不得超过2000个字"),
    cell("a name without end", "W4", "名" * 61, "不得超过60个字"),
    cell("nothing where words must be", "W5", None, "不能为空"),
    cell("nothing that can be seen", "W5", "\u200b\u200b", "不能为空"),
    cell("NUL as Excel writes it", "K4", "基础_x0000_完成", "不可见的控制字符"),
    cell("words turned round", "K4", "基础\u202e成完", "改变文字方向"),
    cell("a truth where words should be", "K4", True, "逻辑值"),
    cell("a project code stored as a number", "A4", 2.02023011239e19, "失真"),
    cell("no project code", "A5", None, "不能为空"),
    cell("a line of totals", "A7", "合计", "不是项目代码"),
    cell("a remark beside the table", "Z5", "已电话核实", "没有表头"),
    cell("a bottleneck with a wrong day", "H4", "下月", "应为日期", PROCEDURE_SHEET),
    cell("a bottleneck without end", "G4", "卡" * 501, "不得超过500个字", PROCEDURE_SHEET),
    cell("a problem of no project", "A4", None, "不能为空", PROBLEM_SHEET),
    cell("a project without its problem", "B4", None, "不能为空", PROBLEM_SHEET),
    cell("a problem without end", "B4", "难" * 501, "不得超过500个字", PROBLEM_SHEET),
    sheet_change("cells merged downwards", _merged("H4:H5"), "H4:H5 被合并", place="H4"),
    sheet_change("cells merged sideways", _merged("K4:L4"), "K4:L4 被合并", place="K4"),
    sheet_change("a header twice", put("I3", "本周完成投资（万元）"), "与 H 列重复", place="I3"),
    sheet_change("a header renamed", put("H3", "本周投资（万元）"),
                 "是否应为“本周完成投资（万元）”",
                 place="H3"),
    sheet_change("a header in another unit", put("H3", "本周完成投资（亿元）"),
                 "单位是“亿元”，这一列应为“本周完成投资（万元）”", place="H3"),
    sheet_change("a column of its own", _own_column, "不认识这一列", place="Y3"),
    sheet_change("a column deleted", _delete(8), "缺少以下各列：本周完成投资（万元）",
                 place="第 3 行"),
    sheet_change("columns changed about, one cell wrong", _swapped_and_wrong, "应为以万元计的数字",
                 place="K5"),
    sheet_change("w02 a day in a Chinese format for money", _looking("Q4", 44012, "m月d日"),
                 "是日期", place="Q4"),
    raw_cell("w03 a picture in a cell", "K4",
             '<c r="K4" t="str"><f>_xlfn.DISPIMG("ID_01",1)</f><v>=DISPIMG("ID_01",1)</v></c>',
             "图片"),
    sheet_change("w05 another unit in the format", _looking("Q4", 0.164, '0.0000"亿元"'),
                 "格式里的单位是“亿元”", place="Q4"),
    sheet_change("w05 a scaled number", _looking("Q4", 16400000, '0!.0,"万元"'),
                 "显示的数与实际存放的数不同", place="Q4"),
    sheet_change("a percentage for money", _looking("Q4", 16.4, "0%"), "显示的数", place="Q4"),
    sheet_change("w07b a hidden column", _hide_column, "列被隐藏", place="H4"),
    sheet_change("w10 a choice with a remark", put("P4", "已动工（已公示）"), "不在可选值之内",
                 place="P4"),
    sheet_change("no problem, and what it needs", put("B4", "无"), "却写有需协调事项",
                 place="B4", sheet=PROBLEM_SHEET),
    *(Specimen(f"w02 format {number} for money", _built_in("Q4", 44012, number), f"工作表“{_P}”Q4",
               "是日期") for number in DAY_FORMATS),
    sheet_change("w07 a hidden row", _hide_row, "整行被隐藏", place="第 5 行"),
    sheet_change("a hidden row, one cell wrong", _hidden_wrong, "应为以万元计的数字", place="H5"),
    sheet_change("sixty wrong rows", _many_wrong, "此外还有", place="H4"),
)  # fmt: skip

REFUSED: tuple[Specimen, ...] = (
    file("an empty file", lambda _: b"", "文件是空的"),
    file("noise", lambda _: bytes(range(256)) * 40, "不是 Excel 工作簿"),
    file("an old Excel file renamed", lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 5000,
         "旧版 Excel"),
    file("a locked workbook", lambda _: b"\xd0\xcf\x11\xe0" + b"x" * 600
         + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
    file("a web page renamed", lambda _: b"<html><table><tr><td>1</td></tr></table>", "网页"),
    file("a CSV file renamed", lambda _: "项目代码,本周\n1,2".encode("gb18030"), "改了扩展名"),
    file("an OpenDocument renamed", _other_zip("mimetype", "content.xml"), "OpenDocument"),
    file("a binary workbook renamed", _other_zip("xl/workbook.bin"), "二进制工作簿"),
    file("a letter renamed", _other_zip("word/document.xml"), "不是 Excel 工作簿"),
    file("half a workbook", lambda base: base[: len(base) // 2], "已损坏"),
    file("a workbook with a wrong checksum", lambda base: base[:2000] + b"\0\0\0\0" + base[2004:],
         "已损坏"),
    file("parts marked as locked", _encrypted, "打开密码"),
    file("a part twice", _twice, "重复"),
    file("a part that lies about its size", _lying_size, "已损坏"),
    file("a file of eleven megabytes", lambda base: base + _zeros(11), "超过 10 MB"),
    part("a macro", added("xl/vbaProject.bin", b"x"), "含有宏"),
    part("a macro workbook renamed", replaced("[Content_Types].xml",
         b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml"), "含有宏"),
    part("a macro sheet", added("xl/macrosheets/sheet1.xml", b"<x/>"), "宏表"),
    part("a link to another workbook", added("xl/externalLinks/externalLink1.xml", b"<x/>"),
         "外部链接"),
    part("a file inside", added("xl/embeddings/oleObject1.bin", b"x"), "嵌入的文件"),
    part("a control", added("xl/activeX/activeX1.xml", b"<x/>"), "控件"),
    part("a connection", added("xl/connections.xml", b"<x/>"), "数据连接"),
    part("an entity from a file", replaced(_SST, b"<sst", DOCTYPE + b"<sst"), "DTD"),
    part("a billion laughs", replaced(_BOOK, b"<workbook", LAUGHS + b"<workbook"), "DTD"),
    part("an entity in the properties", replaced("docProps/custom.xml", b"<Properties",
         DOCTYPE + b"<Properties"), "DTD"),
    part("a gigabyte of nothing", _gigabyte, "解压后超过"),
    part("a sheet of seventy megabytes", lambda parts: parts.update(
         {PARTS[PROJECT_SHEET]: _zeros(70)}), "解压后超过"),
    part("a thousand parts", lambda parts: parts.update(
         {f"xl/media/{number}.png": b"x" for number in range(1000)}), "过多"),
    part("a million rows", _sheet(lambda: b"".join(b'<row r="%d"><c><v>1</v></c></row>' % row
         for row in range(1, 1_048_577))), "过大"),
    part("a cell in the last corner", _sheet(
         lambda: b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "16384 列"),
    part("a row of a million cells", _sheet(lambda: b'<row r="1">' + b"<c><v>1</v></c>" * 1_000_000
         + b"</row>"), "过大"),
    part("three million empty cells", _sheet(
         lambda: b'<row r="1">' + b"<c/>" * 3_000_000 + b"</row>"), "单元格过多"),
    part("one long text, many times over", _strings, "限额"),
    part("NUL in the markup", replaced(PARTS[PROJECT_SHEET], b"<sheetData>", b"<sheetData>\0"),
         "已损坏"),
    part("markup left open", replaced(PARTS[PROJECT_SHEET], b"</sheetData>", b""), "已损坏"),
    part("markup without end", added(PARTS[PROJECT_SHEET], b"<a>" * 500_000), "已损坏"),
    part("a workbook without sheets", lambda parts: parts.update(
         {_BOOK: re.sub(rb"<sheets>.*</sheets>", b"<sheets/>", parts[_BOOK], flags=re.S)}), ""),
    part("two sheets of one name", lambda parts: parts.update(
         {_BOOK: re.sub(rb'name="[^"]*" sheetId="3"', f'name="{_P}" sheetId="3"'.encode(),
          parts[_BOOK])}), "都叫"),
    book_change("a sheet renamed", _renamed, f"缺少工作表“{_P}”"),
    book_change("a sheet removed", _removed, "缺少工作表“问题”"),
    sheet_change("a sheet hidden", _hide_sheet("hidden"), "被隐藏", sheet=PROBLEM_SHEET),
    sheet_change("a sheet hidden well", _hide_sheet("veryHidden"), "被隐藏", sheet=PROBLEM_SHEET),
    sheet_change("no headers", _no_headers, "找不到表头"),
    book_change("another week written in", _restamp("填报周次", "2020-W26"), "归属被改动"),
    book_change("another week written over the first", _restamp("填报周", "2020年第26周"),
                "周次不能改写"),
    sheet_change("last week's workbook with a new title", put("A1", "项目周报 · 2020年第26周"),
                 "写的是“2020年第26周”"),
    book_change("a second sheet of reports", _copied, f"工作表“{_P} Copy”里也有周报内容"),
    book_change("a second sheet of reports that nobody sees", _copied_and_hidden, "里也有周报内容"),
    book_change("no word of where it belongs", _unstamped, "不是系统生成的周报工作簿"),
    book_change("an old template", _old_version, "模板版本"),
)  # fmt: skip

GOOD: tuple[Specimen, ...] = (
    Specimen("as it should be", lambda base: base, good=True),
    sheet_change("columns changed about", _swap_columns, good=True),
    raw_cell("w04 a phonetic guide", "K4", '<c r="K4" t="inlineStr"><is><t>基础</t><rPh sb="0" '
             'eb="2"><t>jichu</t></rPh></is></c>', "", good=True),
    sheet_change("w05 capital numerals",
                 _looking("Q4", 30, '[DBNum2][$-804]General"万元"'), good=True),
    sheet_change("rows that are counted", _numbered, good=True),
    sheet_change("w05 the unit of the column", _looking("Q4", 30, '0.00"万元"'), good=True),
    sheet_change("w06 no problem", _no_problem, good=True, sheet=PROBLEM_SHEET),
    sheet_change("w06b no problem, and an office", _no_problem_of_an_office, good=True,
                 sheet=PROBLEM_SHEET),
    *(Specimen(f"w01 a day in format {number}", _built_in("N4", 44500, number), good=True)
      for number in DAY_FORMATS),
    sheet_change("w05 accounts", _looking("Q4", 30, "#,##0.00_ ;[Red]\\-#,##0.00\\ "), good=True),
    sheet_change("utilities in one word", put("S4", "水电气热"), good=True),
    sheet_change("utilities in one word, one of two letters", put("S4", "通信、电排水"), good=True),
    sheet_change("a header of an earlier template", _of_before, good=True),
    sheet_change("a header with what nobody sees", put("H3", "* 本周\u200b完成\r\n投资(万元)"),
                 good=True),
    sheet_change("w08 slashes for nothing", _slashes, good=True),
    sheet_change("w09 no gap", put("S4", "无缺口"), good=True),
    sheet_change("rows far apart", _rows_apart, good=True),
    sheet_change("a long blank tail", _blank_tail, good=True),
    sheet_change("a styled cell far away", _styled_far_away, good=True),
    book_change("a sheet of one's own", _scratch("visible"), good=True),
    book_change("a hidden sheet of one's own", _scratch("hidden"), good=True),
    sheet_change("words that look like formulas", _words_of, good=True),
    sheet_change("numbers written kindly", _kind_numbers, good=True),
    sheet_change("days written kindly", _kind_days, good=True),
    raw_cell("a formula with its result", "H4", '<c r="H4"><f>1+2</f><v>3</v></c>', "", good=True),
    raw_cell("a text inside its cell", "K4",
             '<c r="K4" t="inlineStr"><is><t>基础完成</t></is></c>', "", good=True),
    Specimen("days counted from 1904", lambda base: rezipped(base, lambda parts: parts.update(
        {_BOOK: re.sub(rb"<workbookPr[^>]*/>", b'<workbookPr date1904="1"/>', parts[_BOOK])})),
        good=True),
)  # fmt: skip
