"""The register door: a template that fits, names in words, numbers asked back, wrong cells told."""

from pathlib import Path

import openpyxl
import pytest

from tests.portal.conftest import Cli, head
from tests.store.intake.project_workbooks import Book, row

REGISTRAR = "dispatch-01"
CODE = "2020-230112-33-03-009101"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "登记.xlsx"


class TestTheTemplate:
    def test_is_written_and_comes_back_filled_in(self, office_cli: Cli, book: Path) -> None:
        answer = office_cli("register", "--template", str(book))
        assert (answer.code, answer.out) == (0, f"空白登记表已写入 {book}\n")

        workbook = openpyxl.load_workbook(book)
        offered = workbook["选项"]
        listed = {
            column[0].value: [cell.value for cell in column[1:] if cell.value]
            for column in offered.columns
        }
        assert "开发区管委会" in listed["责任单位"]
        sheet = workbook["项目"]
        filled = row(
            责任单位="开发区管委会",
            包保领导=listed["包保领导"][1],
            首席服务官=listed["首席服务官"][1],
        )
        for cell in sheet[1]:
            sheet.cell(2, cell.column).value = filled[str(cell.value)]
        workbook.save(book)

        answer = office_cli("register", str(book), "--by", REGISTRAR)

        assert (answer.code, answer.err) == (0, "")
        told = office_cli("show", CODE, "--json").json()
        assert told["project"]["unit"] == "unit-park"

    def test_is_an_excel_workbook(self, office_cli: Cli, tmp_path: Path) -> None:
        answer = office_cli("register", "--template", str(tmp_path / "表.csv"))

        assert (answer.code, ".xlsx" in answer.err) == (2, True)

    def test_needs_a_folder_that_is_there(self, office_cli: Cli, tmp_path: Path) -> None:
        answer = office_cli("register", "--template", str(tmp_path / "没有" / "表.xlsx"))

        assert (answer.code, "无法写入" in answer.err) == (2, True)


def test_every_wrong_cell_is_told_to_programs(office_cli: Cli, book: Path) -> None:
    book.write_bytes(Book().add([row(总投资="12²", 责任单位="没有的单位")]).content())
    before = head(office_cli)

    told = office_cli("register", str(book), "--by", REGISTRAR, "--json").json()

    assert [(one["sheet"], one["row"], one["column"]) for one in told["cells"]] == [
        ("项目", 2, "L")
    ]
    assert head(office_cli) == before


def test_an_unknown_office_is_told_with_its_cell(office_cli: Cli, book: Path) -> None:
    book.write_bytes(Book().add([row(责任单位="没有的单位")]).content())

    answer = office_cli("register", str(book), "--by", REGISTRAR)

    assert answer.code == 2
    assert "工作表“项目”F2“责任单位”" in answer.err
    assert "不在机构名录" in answer.err


def test_a_number_out_of_proportion_is_asked_back_once(office_cli: Cli, book: Path) -> None:
    book.write_bytes(Book().add([row(用地面积=63)]).content())

    asked = office_cli("register", str(book), "--by", REGISTRAR)
    assert asked.code == 2
    assert f"确属实情的，加 --confirm {CODE} 再登记" in asked.err

    assert office_cli("register", str(book), "--by", REGISTRAR, "--confirm", CODE).code == 0


@pytest.mark.parametrize("tokens", [("--by", REGISTRAR), ("登记.xlsx",)])
def test_file_and_account_are_needed(office_cli: Cli, tokens: tuple[str, ...]) -> None:
    answer = office_cli("register", *tokens)

    assert (answer.code, "缺少此项" in answer.err) == (2, True)


class TestARegisteredProject:
    def test_is_changed_by_the_file_as_it_is_to_be(self, office_cli: Cli, book: Path) -> None:
        book.write_bytes(Book().add([row()]).content())
        office_cli("register", str(book), "--by", REGISTRAR)
        book.write_bytes(Book().add([row(总投资=6800, 占用挖掘道路="是")]).content())
        again = ("register", str(book), "--by", REGISTRAR)

        refused = office_cli(*again)
        told = office_cli(*again, "--amend", "规划方案调整")
        line = office_cli("show", CODE, "--timeline").out

        assert (refused.code, "--amend" in refused.err) == (1, True)
        assert "总投资：5200万元→6800万元；占用挖掘道路：否→是" in told.out
        assert "具备申报条件 G07" in told.out or "G07" in office_cli("show", CODE).out
        assert "规划方案调整" in line

    def test_is_changed_alone(self, office_cli: Cli, book: Path) -> None:
        other = row(项目代码="2020-230112-33-03-009102")
        book.write_bytes(Book().add([row(), other]).content())

        answer = office_cli("register", str(book), "--by", REGISTRAR, "--amend", "规划方案调整")

        assert (answer.code, "一次变更一个项目" in answer.err) == (2, True)
