"""Weekly workbooks through the command line: out to every unit, and back."""

import io
from pathlib import Path

import openpyxl
import pytest

from models.weekly_sheet import PROJECT_SHEET
from tests.portal.conftest import Cli, head

BY = "unit-park-liaison"


@pytest.fixture
def out(office_cli: Cli, tmp_path: Path) -> Path:
    """This week's workbooks of all units."""
    folder = tmp_path / "周报"
    assert office_cli("week", "template", "--out", str(folder)).code == 0
    return folder


def park(out: Path) -> Path:
    return next(path for path in out.iterdir() if "开发区" in path.name)


def filled(path: Path, *, first: object = 12.5) -> Path:
    """A unit's workbook with a first report of every project."""
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    sheet = book[PROJECT_SHEET]
    for row in range(4, sheet.max_row + 1):
        sheet[f"H{row}"].value = 12.5
        sheet[f"I{row}"].value = 100
        sheet[f"J{row}"].value = 2000
        sheet[f"K{row}"].value = "主体施工"
        sheet[f"V{row}"].value = "首次填报，均属实。"
    sheet["H4"].value = first
    done = path.with_name(f"填好的{path.name}")
    book.save(done)
    return done


class TestTemplates:
    def test_are_written_for_every_unit_with_projects(self, office_cli: Cli, out: Path) -> None:
        again = office_cli("week", "template", "--out", str(out), "--json").json()

        assert again["week"] == "2020-W23"
        assert {Path(one["file"]).name for one in again["files"]} == {
            path.name for path in out.iterdir()
        }
        assert len(again["files"]) > 5

    def test_are_written_for_one_unit(self, office_cli: Cli, tmp_path: Path) -> None:
        answer = office_cli("week", "template", "--out", str(tmp_path / "x"), "--unit", "unit-park")

        assert answer.code == 0
        assert [path.name for path in (tmp_path / "x").iterdir()] == [
            "周报_2020年第23周_开发区管委会.xlsx"
        ]

    @pytest.mark.parametrize(
        ("tokens", "words"),
        [
            (("--unit", "nowhere"), "没有责任单位“nowhere”"),
            (("--week", "2020-W77"), "不是有效的周"),
        ],
    )
    def test_of_nothing_are_refused_in_words(
        self, office_cli: Cli, tmp_path: Path, tokens: tuple[str, ...], words: str
    ) -> None:
        answer = office_cli("week", "template", "--out", str(tmp_path / "x"), *tokens)

        assert answer.code in (1, 2)
        assert words in answer.err

    def test_need_a_folder(self, office_cli: Cli, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x", "utf-8")

        answer = office_cli("week", "template", "--out", str(tmp_path / "file"))

        assert answer.code == 2
        assert "无法写入" in answer.err


class TestAnImport:
    def test_records_every_project_once(self, office_cli: Cli, out: Path) -> None:
        file = str(filled(park(out)))

        first = office_cli("week", "import", file, "--by", BY, "--json")
        before = head(office_cli)
        again = office_cli("week", "import", file, "--by", BY, "--json")

        assert first.code == again.code == 0, first.err
        (told,) = first.json()["imported"]
        (repeated,) = again.json()["imported"]
        assert len(told["recorded"]) == len(repeated["unchanged"]) == 5
        assert head(office_cli) == before

    def test_names_the_cells_and_goes_on_with_the_next_workbook(
        self, office_cli: Cli, out: Path
    ) -> None:
        wrong = filled(park(out), first="约三百")
        housing = filled(next(path for path in out.iterdir() if "住建" in path.name))

        answer = office_cli(
            "week", "import", str(wrong), str(housing), "--by", "dispatch-01", "--json"
        )

        assert answer.code == 2
        told = answer.json()
        assert [one["unit"] for one in told["imported"]] == ["unit-housing"]
        (refused,) = told["refused"]
        assert refused["error"] == "wrong_cells"
        (cell,) = refused["cells"]
        assert (cell["sheet"], cell["column"], cell["row"]) == (PROJECT_SHEET, "H", 4)
        assert (cell["header"], cell["value"]) == ("本周完成投资（万元）", "约三百")
        assert "H4“本周完成投资（万元）”：填的是“约三百”" in answer.err

    def test_by_another_unit_is_refused(self, office_cli: Cli, out: Path) -> None:
        before = head(office_cli)

        answer = office_cli("week", "import", str(filled(park(out))), "--by", "unit-water-liaison")

        assert (answer.code, answer.out) == (1, "")
        assert "只能报区水务局的项目" in answer.err
        assert head(office_cli) == before

    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("周报.xls", b"x", "只收 .xlsx"),
            ("周报.xlsx", b"x", "不是 Excel 工作簿"),
            ("没有.xlsx", None, "文件不存在"),
        ],
    )
    def test_of_what_is_no_workbook_is_refused(
        self, office_cli: Cli, tmp_path: Path, name: str, content: bytes | None, words: str
    ) -> None:
        if content is not None:
            (tmp_path / name).write_bytes(content)

        answer = office_cli("week", "import", str(tmp_path / name), "--by", BY)

        assert (answer.code, answer.out) == (2, "")
        assert words in answer.err

    def test_of_nothing_is_refused(self, office_cli: Cli) -> None:
        answer = office_cli("week", "import", "--by", BY)

        assert answer.code == 2
        assert "FILE" in answer.err
