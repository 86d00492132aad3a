"""Projects from a file: all of them or none, and every fault with its place."""

import csv
import io
import json
import unicodedata
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import xlsxwriter
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from models.codes import credit_check_character
from models.project import FundKind, InvestmentRoute, LandSupply, ProjectTier, ProjectType
from models.project_sheet import PROJECT_TABLE_COLUMNS
from models.refusal import BadInput
from store.intake.campaign_folder import read_campaign_folder
from store.intake.project_files import names_of, read_projects
from store.workbook.wrong_cells import WrongCells, column_letters

FOLDER = Path(__file__).parents[3] / "campaigns" / "hundred-day-2020"
HEADERS = tuple(column.header for column in PROJECT_TABLE_COLUMNS)
NO = "否"
YES = "是"

BASE: Mapping[str, Any] = {
    "项目代码": "2020-230112-59-03-000101",
    "项目名称": "阿城区试验仓储项目",
    "项目类型": "工业类投资",
    "重点级别": "区重点",
    "建设性质": "新开工",
    "责任单位": "unit-park",
    "建设单位": "哈尔滨试验仓储有限公司",
    "统一社会信用代码": "91230112MA1D20001" + credit_check_character("91230112MA1D20001"),
    "包保领导": "leader-01",
    "首席服务官": "cso-01",
    "建设地点": "阿城经济开发区",
    "总投资(万元)": 1234.56,
    "年度计划投资(万元)": 500,
    "供地方式": "出让",
    "用地面积(公顷)": 2.5,
    "用地状态": "待供地",
    "投资管理方式": "备案",
    "环评类别": "报告表",
    "水土保持方案": "不涉及",
    "有地上建筑物": YES,
    "净地交付日期": date(2020, 6, 30),
    "计划开工日期": date(2020, 8, 3),
    "专项债(万元)": 1000,
    "已办结事项": "L04:2020-03-02;L08:2020-04-27",
    "已确认条件": "funds_arranged、land_delivered",
}


def wide(digits: str) -> str:
    """Return digits as an input method types them when it is set to full width."""
    return "".join(chr(ord(digit) + 0xFEE0) for digit in digits)


def key(header: str) -> str:
    return unicodedata.normalize("NFKC", header)


def row(change: Mapping[str, Any] = MappingProxyType({})) -> dict[str, Any]:
    """Return a full row; ``change`` maps a header to another cell."""
    cells: dict[str, Any] = {}
    for header in HEADERS:
        flag = header not in OPTIONAL and key(header) not in BASE
        cells[header] = BASE.get(key(header), NO if flag else None)
    for header, value in change.items():
        cells[next(one for one in HEADERS if key(one) == header)] = value
    return cells


OPTIONAL = HEADERS[HEADERS.index("净地交付日期") :]


def changed(header: str, value: Any) -> dict[str, Any]:
    return row({header: value})


def letters(header: str) -> str:
    """Return the letters of the column that a header of the template stands in."""
    return column_letters(1 + [key(one) for one in HEADERS].index(header))


def second(**change: Any) -> dict[str, Any]:
    return row({"项目代码": "2020-230112-59-03-000102", **change})


def as_text(value: Any) -> str:
    return "" if value is None else str(value)


def write_csv(path: Path, rows: Sequence[Mapping[str, Any]], encoding: str = "utf-8-sig") -> Path:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(rows[0])
    writer.writerows([as_text(value) for value in cells.values()] for cells in rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(
    path: Path, rows: Sequence[Mapping[str, Any]], sheet: str = "项目", **more: Any
) -> Path:
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheets = {sheet: rows, **more.get("sheets", {})}
        for name, content in sheets.items():
            page = book.add_worksheet(name)
            if name in more.get("hidden", ()):
                page.hide()
            page.write_row(0, 0, list(content[0]))
            for number, cells in enumerate(content, 1):
                for position, value in enumerate(cells.values()):
                    if isinstance(value, date):
                        page.write_datetime(number, position, value, day)
                    elif value is not None:
                        page.write(number, position, value)
    return path


@pytest.fixture
def xlsx(tmp_path: Path) -> Path:
    return tmp_path / "项目.xlsx"


class TestTheTemplate:
    def test_has_every_header_once(self) -> None:
        assert len(set(HEADERS)) == len(HEADERS) >= 54
        assert HEADERS[41] == "计划开工日期", "columns are added at the end, so files stay valid"
        assert HEADERS[:3] == ("项目代码", "项目名称", "项目类型")


class TestAWorkbook:
    def test_gives_back_what_was_written(self, xlsx: Path) -> None:
        (project,) = read_projects(write_xlsx(xlsx, [row()]))
        assert project.code == BASE["项目代码"]
        assert project.type is ProjectType.INDUSTRIAL
        assert project.tier is ProjectTier.DISTRICT_KEY
        assert project.traits.route is InvestmentRoute.FILING
        assert project.land.supply is project.traits.land_supply is LandSupply.GRANTED
        assert project.investment.total == Decimal("12345600")
        assert project.land.area_hectares == Decimal("2.5")
        assert project.land.cleared_by == date(2020, 6, 30)
        assert project.pinned_start == date(2020, 8, 3)
        assert [(fund.kind, fund.amount) for fund in project.funds] == [
            (FundKind.SPECIAL_BOND, Decimal(10_000_000))
        ]
        assert project.concluded_before == {"L04": date(2020, 3, 2), "L08": date(2020, 4, 27)}
        assert project.confirmed_before == ("funds_arranged", "land_delivered")
        assert project.traits.buildings
        assert not project.traits.gas

    def test_and_a_csv_file_of_the_same_rows_say_the_same(self, tmp_path: Path) -> None:
        rows = [row(), second()]
        book = read_projects(write_xlsx(tmp_path / "a.xlsx", rows))
        assert read_projects(write_csv(tmp_path / "a.csv", rows)) == book
        assert read_projects(write_csv(tmp_path / "b.csv", rows, "gb18030")) == book

    def test_may_leave_out_the_optional_columns(self, xlsx: Path) -> None:
        cells = {header: value for header, value in row().items() if header not in OPTIONAL}
        (project,) = read_projects(write_xlsx(xlsx, [cells]))
        assert project.pinned_start is None
        assert project.funds == ()

    def test_may_hold_its_columns_in_another_order(self, xlsx: Path) -> None:
        cells = dict(reversed(row().items()))
        assert len(read_projects(write_xlsx(xlsx, [cells]))) == 1

    def test_may_have_half_width_brackets_and_blanks_in_its_headers(self, xlsx: Path) -> None:
        cells = {f" {key(header)}\n": value for header, value in row().items()}
        assert len(read_projects(write_xlsx(xlsx, [cells]))) == 1

    def test_may_have_blank_rows_and_blank_columns(self, xlsx: Path) -> None:
        blank = dict.fromkeys(row(), " ")
        rows = [{**row(), " ": None}, blank, second(), blank]
        assert len(read_projects(write_xlsx(xlsx, rows))) == 2

    def test_may_have_hidden_sheets(self, xlsx: Path) -> None:
        write_xlsx(xlsx, [row()], sheets={"备注": [{"随便": 1}]}, hidden=("备注",))
        assert len(read_projects(xlsx)) == 1

    def test_of_several_sheets_is_read_where_the_projects_are(self, xlsx: Path) -> None:
        write_xlsx(xlsx, [row()], sheets={"备注": [{"随便": 1}]})
        assert len(read_projects(xlsx)) == 1

    def test_of_several_sheets_none_of_them_named_is_refused(self, xlsx: Path) -> None:
        write_xlsx(xlsx, [row()], sheet="甲", sheets={"乙": [row()]})
        with pytest.raises(BadInput, match="甲、乙"):
            read_projects(xlsx)

    def test_may_name_offices_in_words(self, xlsx: Path) -> None:
        names = names_of(read_campaign_folder(FOLDER).campaign)
        cells = row(
            {
                "责任单位": "开发区管委会",
                "包保领导": "区领导02",
                "首席服务官": "首席服务官03",
                "已确认条件": "净地交付",
            }
        )
        (project,) = read_projects(write_xlsx(xlsx, [cells]), names=names)
        assert (project.unit, project.sponsor) == ("unit-park", "leader-02")
        assert project.chief_service_officer == "cso-03"
        assert project.confirmed_before == ("land_delivered",)


@pytest.mark.parametrize(
    ("header", "cell", "read"),
    [
        pytest.param("总投资(万元)", wide("12345"), "123450000", id="full-width digits"),
        pytest.param("总投资(万元)", "12,345.6", "123456000", id="thousands separated"),
        pytest.param("总投资(万元)", 12345, "123450000", id="a whole number"),
        pytest.param("总投资(万元)", 0.1 + 0.2 + 600, "6003000", id="a float that is not quite"),
        pytest.param("总投资(万元)", " 800 ", "8000000", id="blanks around it"),
        pytest.param("总投资(万元)", "3000万", "30000000", id="its unit behind it"),
        pytest.param("总投资(万元)", "3000 万元", "30000000", id="its unit in full"),
    ],
)
def test_an_amount_is_read_kindly(xlsx: Path, header: str, cell: object, read: str) -> None:
    path = write_xlsx(xlsx, [changed(header, cell)])
    (project,) = read_projects(path, confirmed={BASE["项目代码"]})
    assert project.investment.total == Decimal(read)


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param(date(2020, 8, 3), id="a date cell"),
        pytest.param(
            datetime.combine(date(2020, 8, 3), time(9, 30)), id="a date cell with an hour"
        ),
        pytest.param("2020-08-03", id="text with hyphens"),
        pytest.param("2020/8/3", id="text with slashes"),
        pytest.param("2020.8.3", id="text with dots"),
        pytest.param("2020年8月3日", id="text in Chinese"),
        pytest.param("20200803", id="eight digits as text"),
        pytest.param(20200803, id="eight digits as a number"),
        pytest.param(44046, id="Excel's number for the day"),
    ],
)
def test_a_day_is_read_kindly(xlsx: Path, cell: object) -> None:
    (project,) = read_projects(write_xlsx(xlsx, [changed("计划开工日期", cell)]))
    assert project.pinned_start == date(2020, 8, 3)


@pytest.mark.parametrize(
    ("header", "cell", "told"),
    [
        pytest.param("项目代码", "2020-230112-59-03-0001", "应为24位", id="a short code"),
        pytest.param("项目代码", None, "不能为空", id="no code"),
        pytest.param("项目名称", "园", "不得少于2个字", id="a name of one character"),
        pytest.param("项目类型", "工业园", "可填", id="a type that is none"),
        pytest.param("重点级别", "国重点", "省百大、市重点、区重点", id="a tier that is none"),
        pytest.param("统一社会信用代码", "91230112MA1D200010", "校验位不符", id="a wrong check"),
        pytest.param("统一社会信用代码", 9.123011220001e17, "按文本重填", id="a code as a number"),
        pytest.param("总投资(万元)", "约3亿", "换算成万元", id="about so much"),
        pytest.param("总投资(万元)", "三千", "应为以万元计的数字", id="an amount in words"),
        pytest.param("总投资(万元)", "12²", "应为以万元计的数字", id="a superscript"),
        pytest.param("总投资(万元)", 5200.0000001, "精确到分", id="a number finer than a fen"),
        pytest.param("总投资(万元)", -5, "不得小于 0", id="less than nothing"),
        pytest.param("总投资(万元)", 1e15, "数字过大", id="more than all the money"),
        pytest.param("总投资(万元)", "1.23456789", "精确到分", id="less than a fen"),
        pytest.param("总投资(万元)", True, "逻辑值", id="yes for an amount"),
        pytest.param("总投资(万元)", date(2020, 1, 1), "是日期", id="a day for an amount"),
        pytest.param("年度计划投资(万元)", 99999, "超过总投资", id="a year above the whole"),
        pytest.param("专项债(万元)", -1, "不得小于 0", id="a fund below nothing"),
        pytest.param("总投资(万元)", "1200000元", "请换算后只填数字", id="an amount in yuan"),
        pytest.param("总投资(万元)", "500万美元", "请换算后只填数字", id="an amount in dollars"),
        pytest.param("用地面积(公顷)", "5亩", "请换算后只填数字", id="an area in mu"),
        pytest.param("用地面积(公顷)", "12平方公里", "请换算后只填数字", id="square kilometres"),
        pytest.param("投资管理方式", "审批", "此类项目应为核准", id="the wrong route"),
        pytest.param("供地方式", "租赁", "出让、划拨、自有", id="a supply that is none"),
        pytest.param("用燃气", "有", "应填“是”或“否”", id="neither yes nor no"),
        pytest.param("用燃气", None, "不能为空", id="no answer"),
        pytest.param("占用林地", YES, "有征收或占用林地的", id="forest without its approval"),
        pytest.param("计划开工日期", "2020-06-31", "没有这一天", id="a day that does not exist"),
        pytest.param("计划开工日期", "8月底", "没有写到哪一日", id="a day in words"),
        pytest.param("计划开工日期", 12, "不是日期", id="a number that is no day"),
        pytest.param("已办结事项", "L04", "事项编码", id="a history without days"),
        pytest.param("已办结事项", "L04:2020-03-02;L04:2020-03-03", "重复", id="twice in it"),
        pytest.param("已办结事项", "L04:昨天", "应为日期", id="a history of yesterday"),
    ],
)
def test_a_wrong_cell_is_told_with_sheet_row_and_column(
    xlsx: Path, header: str, cell: object, told: str
) -> None:
    wrong = second()
    wrong[next(one for one in HEADERS if key(one) == header)] = cell
    with pytest.raises(BadInput) as raised:
        read_projects(write_xlsx(xlsx, [row(), wrong]))
    shown = header if header != "占用林地" else "涉及农用地转用或征收"
    assert isinstance(raised.value, WrongCells)
    assert raised.value.place == "项目.xlsx"
    wrong_cell = next(one for one in raised.value.cells if key(one.header) == shown)
    assert (wrong_cell.sheet, wrong_cell.row) == ("项目", 3)
    assert wrong_cell.column == letters(shown)
    assert told in wrong_cell.why


def test_a_number_is_a_text_where_a_text_is_meant(xlsx: Path) -> None:
    (project,) = read_projects(write_xlsx(xlsx, [changed("建设地点", 7)]))
    assert project.site == "7"


def test_several_wrong_cells_are_told_together(xlsx: Path) -> None:
    rows = [changed("用燃气", "有"), second(计划开工日期="8月底", 项目类型="园")]
    with pytest.raises(BadInput) as raised:
        read_projects(write_xlsx(xlsx, rows))
    assert "工作表“项目”AK2“用燃气”" in raised.value.message
    assert "工作表“项目”AP3“计划开工日期”" in raised.value.message
    assert "工作表“项目”C3“项目类型”" in raised.value.message


def test_a_code_used_twice_is_told_at_the_second(xlsx: Path) -> None:
    with pytest.raises(BadInput, match="与第 1 个项目相同") as raised:
        read_projects(write_xlsx(xlsx, [row(), row()]))
    assert "工作表“项目”A3“项目代码”" in raised.value.message


class TestAHeaderRow:
    def read(self, tmp_path: Path, headers: Sequence[str]) -> str:
        path = tmp_path / "a.csv"
        path.write_text(",".join(headers) + "\n" + ",".join("x" for _ in headers), "utf-8")
        with pytest.raises(BadInput) as raised:
            read_projects(path)
        assert raised.value.place == "a.csv"
        return raised.value.message

    def test_with_an_unknown_column_is_refused_with_a_guess(self, tmp_path: Path) -> None:
        message = self.read(tmp_path, [*HEADERS, "统一社会信用号码"])
        assert "第 1 行 BE 列：填的是“统一社会信用号码”，不认识这一列" in message
        assert "是否应为“统一社会信用代码”" in message

    def test_with_a_foreign_column_is_refused(self, tmp_path: Path) -> None:
        assert self.read(tmp_path, [*HEADERS, "zzz"]).endswith(
            "填的是“zzz”，不认识这一列；请改用模板的列名，不要的请删除"
        )

    def test_with_a_column_twice_is_refused(self, tmp_path: Path) -> None:
        assert "填的是“项目名称”，这一列与 B 列重复" in self.read(tmp_path, [*HEADERS, "项目名称"])

    def test_without_required_columns_is_refused_with_all_of_them(self, tmp_path: Path) -> None:
        message = self.read(tmp_path, [one for one in HEADERS if one not in ("用燃气", "建设地点")])
        assert "建设地点、用燃气" in message

    def test_without_any_project_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text(",".join(HEADERS), "utf-8")
        with pytest.raises(BadInput, match="没有项目"):
            read_projects(path)

    def test_does_not_cover_a_cell_beyond_it(self, tmp_path: Path) -> None:
        path = write_csv(tmp_path / "a.csv", [row()])
        path.write_bytes(path.read_bytes().rstrip() + ",多余\r\n".encode())
        with pytest.raises(BadInput, match="没有表头") as raised:
            read_projects(path)
        assert "第 2 行 BE 列：填的是“多余”" in str(raised.value)


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def repacked(path: Path, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook whose sheet was tampered with."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    members[sheet] = change(members[sheet])
    return zipped(**members)


class TestAStrangeFile:
    def refused(self, path: Path, content: bytes) -> str:
        path.write_bytes(content)
        with pytest.raises(BadInput) as raised:
            read_projects(path)
        assert raised.value.place.startswith(path.name)
        return raised.value.message

    def test_of_another_kind_is_refused(self, tmp_path: Path) -> None:
        assert "不认识“.doc”文件" in self.refused(tmp_path / "a.doc", b"x")

    def test_that_is_not_there_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(BadInput, match="文件不存在"):
            read_projects(tmp_path / "a.xlsx")

    def test_of_an_old_excel_is_refused(self, xlsx: Path) -> None:
        assert "旧版 Excel" in self.refused(xlsx, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99)

    def test_of_text_under_the_name_of_a_workbook_is_refused(self, xlsx: Path) -> None:
        assert "内容不是 Excel 工作簿" in self.refused(xlsx, b"a,b\n")

    def test_of_a_workbook_under_the_name_of_text_is_refused(self, tmp_path: Path) -> None:
        content = write_xlsx(tmp_path / "a.xlsx", [row()]).read_bytes()
        assert "请改用 .xlsx 扩展名" in self.refused(tmp_path / "a.csv", content)

    def test_of_another_archive_is_refused(self, xlsx: Path) -> None:
        assert "内容不是 Excel 工作簿" in self.refused(xlsx, zipped(a=b"x"))

    def test_cut_short_is_refused(self, xlsx: Path) -> None:
        content = write_xlsx(xlsx, [row()]).read_bytes()
        assert "已损坏" in self.refused(xlsx, content[: len(content) // 2])

    def test_with_a_sheet_that_is_no_xml_is_refused(self, xlsx: Path) -> None:
        write_xlsx(xlsx, [row()])
        assert "已损坏" in self.refused(xlsx, repacked(xlsx, lambda sheet: sheet[:-9]))

    def test_in_an_encoding_nobody_knows_is_refused(self, xlsx: Path) -> None:
        write_xlsx(xlsx, [row()])
        strange = repacked(xlsx, lambda sheet: sheet.replace(b"UTF-8", b"UTF-99", 1))
        assert "已损坏" in self.refused(xlsx, strange)

    def test_with_a_workbook_part_that_says_nothing_is_refused(self, xlsx: Path) -> None:
        content = zipped(**{"xl/workbook.xml": b"<workbook/>"})
        assert self.refused(xlsx, content)

    def test_that_grows_beyond_64_megabytes_is_refused(self, xlsx: Path) -> None:
        bomb = zipped(**{"xl/workbook.xml": b"<a/>", "xl/x.bin": b"\0" * (65 * 1024 * 1024)})
        assert len(bomb) < 1024 * 1024
        assert "解压后超过 64 MB" in self.refused(xlsx, bomb)

    def test_with_one_cell_in_the_last_corner_is_refused(self, xlsx: Path) -> None:
        write_xlsx(xlsx, [row()])
        far = repacked(xlsx, lambda sheet: sheet.replace(b'r="A2"', b'r="XFD1048576"'))
        assert "过大（至少" in self.refused(xlsx, far)

    def test_with_one_row_at_the_far_end_is_refused(self, xlsx: Path) -> None:
        write_xlsx(xlsx, [row()])
        far = repacked(
            xlsx,
            lambda sheet: sheet.replace(b'<row r="2"', b'<row r="1048576"').replace(b'r="A2"', b""),
        )
        assert "过大（至少" in self.refused(xlsx, far)

    def test_with_a_document_type_is_refused(self, xlsx: Path) -> None:
        write_xlsx(xlsx, [row()])
        declared = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><worksheet'
        evil = repacked(xlsx, lambda sheet: sheet.replace(b"<worksheet", declared, 1))
        assert "DTD" in self.refused(xlsx, evil)

    def test_without_rows_is_refused(self, xlsx: Path) -> None:
        write_xlsx(xlsx, [{"": None}])
        assert "没有内容" in self.refused(xlsx, xlsx.read_bytes())

    def test_of_no_known_encoding_is_refused(self, tmp_path: Path) -> None:
        assert "编码无法识别" in self.refused(tmp_path / "a.csv", b"a\n\xff\xff\n")

    def test_with_a_quotation_mark_left_open_is_refused(self, tmp_path: Path) -> None:
        assert "引号不成对" in self.refused(tmp_path / "a.csv", b'a,b\n"c,d\n')

    def test_with_control_characters_is_refused(self, tmp_path: Path) -> None:
        assert "控制字符" in self.refused(tmp_path / "a.csv", b"a,b\nc\x00,d\n")


class TestATree:
    def project(self) -> dict[str, Any]:
        text = (FOLDER / "projects.yaml").read_text(encoding="utf-8")
        first: dict[str, Any] = yaml.safe_load(text)["projects"][0]
        return first

    @pytest.mark.parametrize("wrap", [True, False], ids=["under its name", "as a list"])
    @pytest.mark.parametrize("suffix", [".yaml", ".yml", ".json"])
    def test_gives_back_what_was_written(self, tmp_path: Path, suffix: str, wrap: bool) -> None:
        data: Any = [self.project()]
        data = {"projects": data} if wrap else data
        path = tmp_path / f"a{suffix}"
        write = json.dumps if suffix == ".json" else yaml.safe_dump
        path.write_text(write(json.loads(json.dumps(data, default=str))), "utf-8")
        assert read_projects(path) == read_campaign_folder(FOLDER).projects[:1]

    def test_in_yaml_tells_line_and_field(self, tmp_path: Path) -> None:
        path = tmp_path / "a.yaml"
        path.write_text("- code: x\n", "utf-8")
        with pytest.raises(BadInput) as raised:
            read_projects(path)
        assert raised.value.place == "a.yaml 第 1 行 [0].code"

    def test_in_json_tells_the_field(self, tmp_path: Path) -> None:
        path = tmp_path / "a.json"
        path.write_text(json.dumps([{**self.project(), "tier": "x"}], default=str), "utf-8")
        with pytest.raises(BadInput, match="不在可选值之内") as raised:
            read_projects(path)
        assert raised.value.place == "a.json [0].tier"

    def test_tells_facts_that_disagree(self, tmp_path: Path) -> None:
        path = tmp_path / "a.json"
        project = self.project()
        project["land"]["supply"] = "owned"
        path.write_text(json.dumps({"projects": [project]}, default=str), "utf-8")
        with pytest.raises(BadInput, match="供地方式") as raised:
            read_projects(path)
        assert raised.value.place == "a.json projects[0].land.supply"

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            pytest.param(b"{", "不符合 JSON 语法", id="a bracket left open"),
            pytest.param(b'{"a": 1, "a": 2}', "字段“a”重复", id="a field given twice"),
            pytest.param(b"[NaN]", "不能使用 NaN", id="not a number"),
            pytest.param(b'["\\u0000"]', "控制字符", id="a control character"),
            pytest.param(b'{"projects": [{"\\u0001": 1}]}', "控制字符", id="one in a field name"),
            pytest.param(b"\xd6\xd0", "不是 UTF-8", id="GB18030 text"),
            pytest.param(b"[" * 100_000, "层次超过", id="a very deep nest"),
            pytest.param(b"[" + b"9" * 5000 + b"]", "过长的数字", id="a very long number"),
            pytest.param(b"3", "应为项目的列表", id="a number"),
            pytest.param(b'{"project": []}', "应为项目的列表", id="another field"),
            pytest.param(b'{"projects": {}}', "应为项目的列表", id="a map of projects"),
        ],
    )
    def test_in_json_that_is_malformed_is_refused(
        self, tmp_path: Path, content: bytes, told: str
    ) -> None:
        path = tmp_path / "a.json"
        path.write_bytes(content)
        with pytest.raises(BadInput) as raised:
            read_projects(path)
        assert told in raised.value.message


def refusal_of(path: Path) -> BadInput | None:
    """Return the refusal to read a file, if it is refused; any other error passes through."""
    try:
        read_projects(path)
    except BadInput as refusal:
        return refusal
    return None


CELLS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["=1+1", "NaN", "inf", "1e400", "--", "2020-00-00", "是;否", ":", "9" * 40]),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**20), 10**20),
    st.booleans(),
    st.dates(min_value=date(1901, 1, 1)),
)


@settings(max_examples=150, deadline=None)
@given(header=st.sampled_from(HEADERS), cell=CELLS, suffix=st.sampled_from([".csv", ".xlsx"]))
def test_a_table_with_one_cell_changed_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, header: str, cell: object, suffix: str
) -> None:
    path = tmp_path_factory.mktemp("cell") / f"a{suffix}"
    write = write_csv if suffix == ".csv" else write_xlsx
    try:
        write(path, [{**row(), header: cell}])
    except (UnicodeEncodeError, csv.Error):
        return
    refusal = refusal_of(path)
    assert refusal is None or (refusal.place.startswith(path.name) and refusal.message)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.yaml", "[]"), ("a.yaml", "projects: []"), ("a.json", "[]"), ("a.json", '{"projects":[]}')],
)
def test_a_file_without_a_project_is_refused_as_a_table_is(
    tmp_path: Path, name: str, content: str
) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")

    with pytest.raises(BadInput, match="没有项目"):
        read_projects(path)
