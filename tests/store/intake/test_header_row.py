"""The header row: found among the first, told apart kindly, each fault named in the same words."""

from dataclasses import dataclass

import pytest

from models.project_sheet import PROJECT_TABLE_COLUMNS
from models.refusal import BadInput
from models.timings_sheet import TIMINGS_COLUMNS
from models.weekly_sheet import SHEETS
from store.intake.header_row import HeaderRow, Headers, header_key
from store.workbook.workbook_file import CellValue, WorkbookSheet


@dataclass(frozen=True, slots=True)
class Told:
    header: str


CODE, TOTAL, NOTE = Told("项目代码"), Told("总投资（万元）"), Told("备注")
HEADERS = Headers(
    {"项目代码": CODE, "代码": CODE, "总投资（万元）": TOTAL, "备注": NOTE},
    [CODE, TOTAL],
    "请用模板",
)


def sheet(*rows: tuple[CellValue, ...], name: str = "表") -> WorkbookSheet:
    cells = {(row, at): one for row, line in enumerate(rows, 1) for at, one in enumerate(line, 1)}
    return WorkbookSheet(name, visible=True, cells=cells, flaws={}, merged=())


def found(*rows: tuple[CellValue, ...]) -> HeaderRow[Told]:
    return HEADERS.find("a.xlsx", sheet(*rows))


def wrong(*headers: CellValue) -> list[str]:
    return [str(one) for one in found(headers).wrong]


class TestAHeader:
    @pytest.mark.parametrize(
        "written",
        [
            " 项目代码 ",
            "项目\n代码",
            "项目\r\n代码",
            "项目_x000D_\n代码",
            "项目\u3000代码",
            "项目\xa0代码",
            "\ufeff项目代码",
            "项目\u200b代码\u200e",
            "项目\u00ad代码",
            "*项目代码",
            "＊ 项目代码",
            " * 项目代码",
            "项目代码 *",
        ],
    )
    def test_is_known_however_it_is_written(self, written: str) -> None:
        assert header_key(written) == "项目代码"
        assert found((written, "备注", "总投资(万元)")).placed == {CODE: 1, NOTE: 2, TOTAL: 3}

    def test_that_is_turned_round_is_not_known(self) -> None:
        assert header_key("项目\u202e代码") != "项目代码"

    def test_goes_by_its_former_name_too(self) -> None:
        assert found(("代码", "总投资（万元）")).placed == {CODE: 1, TOTAL: 2}

    @pytest.mark.parametrize(
        "columns", [PROJECT_TABLE_COLUMNS, TIMINGS_COLUMNS, *SHEETS.values()], ids=len
    )
    def test_of_no_table_is_mistaken_for_another_of_it(self, columns: tuple[Told, ...]) -> None:
        assert len({header_key(one.header) for one in columns}) == len(columns)


class TestTheRow:
    def test_is_the_fullest_among_the_first(self) -> None:
        head = found(("项目代码",), ("说明",), ("项目代码", "总投资（万元）"), ("x", 1.0))

        assert head.number == 3
        assert [*head.rows()] == [(4, {1: "x", 2: 1.0}, {})]

    def test_is_the_upper_of_two_alike(self) -> None:
        assert found(("代码", "总投资（万元）"), ("代码", "总投资（万元）")).number == 1

    def test_beyond_the_first_fifteen_is_none(self) -> None:
        with pytest.raises(BadInput, match="找不到表头"):
            found(*[("说明",)] * 15, ("项目代码", "总投资（万元）"))

    @pytest.mark.parametrize("rows", [(), (("甲", "乙"),), (("项目代码", "项目代码"),)])
    def test_of_another_table_is_refused_with_what_to_do(
        self, rows: tuple[tuple[CellValue, ...], ...]
    ) -> None:
        with pytest.raises(BadInput, match=r"找不到表头，缺少.*总投资（万元）；请用模板") as raised:
            found(*rows)
        assert raised.value.place == "a.xlsx 工作表“表”"

    def test_of_a_large_table_is_not_asked_for_column_by_column(self) -> None:
        many = [Told(f"第{number}列") for number in range(30)]
        headers = Headers({one.header: one for one in many}, many, "请用模板")

        with pytest.raises(
            BadInput, match="缺少第2列、第3列、第4列、第5列、第6列、第7列等 28 列；"
        ):
            headers.find("a.csv", sheet(("第0列", "第1列"), name=""))


class TestWhatIsWrong:
    def test_is_a_column_that_comes_twice(self) -> None:
        assert wrong("代码", "总投资（万元）", "项目 代码") == [
            "工作表“表”C1：填的是“项目 代码”，这一列与 A 列重复"
        ]

    def test_is_a_column_that_is_missing(self) -> None:
        assert wrong("代码", "备注") == ["工作表“表”第 1 行：缺少以下各列：总投资（万元）"]

    @pytest.mark.parametrize(
        ("header", "why"),
        [
            ("zzz", "不认识这一列；请改用模板的列名，不要的请删除"),
            (7.0, "不认识这一列；请改用模板的列名，不要的请删除"),
            ("项目代号", "不认识这一列，是否应为“项目代码”"),
            ("总投资(亿元)", "单位是“亿元”，这一列应为“总投资（万元）”；请换算后改表头"),
            ("总投资", "没有写明单位，应为“总投资（万元）”；请核对数字后改表头"),
        ],
    )
    def test_is_a_column_that_nobody_knows(self, header: CellValue, why: str) -> None:
        (told,) = map(str, found(("项目代码", "总投资（万元）", header), ("x", 1.0, "y")).wrong)

        assert told.startswith("工作表“表”C1：填的是“")
        assert told.endswith(why)

    def test_is_no_column_that_nobody_knows_and_that_is_empty(self) -> None:
        assert found(("项目代码", "总投资（万元）", "备注"), ("x", 1.0)).wrong == []

    @pytest.mark.parametrize(
        ("note", "unit"),
        [
            ("登记表（单位：亿元）", "亿元"),
            ("金额单位：人民币元", "元"),
            ("单位：万元、亿元", "亿元"),
            ("投资（亿元）", "亿元"),
            ("计量单位：万美元", "万美元"),
        ],
    )
    def test_is_another_unit_above_the_headers(self, note: str, unit: str) -> None:
        head = found((note,), ("项目代码", "总投资（万元）"), ("x", 1.0))

        (told,) = map(str, head.wrong)
        assert told.startswith("工作表“表”A1")
        assert f"写明单位是“{unit}”，表中各列以万元计" in told

    @pytest.mark.parametrize(
        "note",
        ["单位：万元", "责任单位：元宝区", "（单位：人民币万元）", "面积单位：亩", "（元旦前）"],
    )
    def test_is_no_note_that_says_nothing_else(self, note: str) -> None:
        assert found((note,), ("项目代码", "总投资（万元）"), ("x", 1.0)).wrong == []

    def test_is_a_header_on_two_rows(self) -> None:
        head = found(("代码", "备注", "投资"), ("", "", "总投资（万元）"), ("x", "y", 1.0))

        assert any("表头分在两行，请并为一行" in str(one) for one in head.wrong)


class TestACountOfTheRows:
    def test_is_passed_over(self) -> None:
        head = found(("序号", "项目代码", "总投资（万元）"), (1.0, "x", 1.0), ("2、", "y", 2.0))

        assert head.wrong == []
        assert [*head.rows()] == [(2, {2: "x", 3: 1.0}, {}), (3, {2: "y", 3: 2.0}, {})]

    def test_is_not_what_words_stand_in(self) -> None:
        head = found(("序号", "项目代码", "总投资（万元）"), ("合计", "x", 1.0))

        assert [*head.rows()] == [(2, {1: "合计", 2: "x", 3: 1.0}, {})]
