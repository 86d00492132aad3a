"""Books on the command line: what is typed, taken along, and sealed; clauses have their stories."""

from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.portal.conftest import PROJECT, Cli
from tests.stories.clauses.doors import LAND, add, pairs, shown


def parcel(cli: Cli) -> Any:
    values = {"parcel": "A-1", "project": PROJECT, "area": 126000, "holder": "unit-park"}
    return add(cli, "land", LAND, **values)


class TestWhatIsTyped:
    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"area": "12.6"}, "不带小数的非负数"),
            ({"area": "1,2"}, "不带小数的非负数"),
            ({"needed_on": "明天"}, "应为日期"),
            ({"project": "2020-230112-39-03-999999"}, "没有登记项目"),
            ({"holder": "nobody"}, "没有“nobody”"),
            ({"colour": "red"}, "没有这一栏"),
            ({"parcel": "同上"}, "“同上”离开原表就不知所指"),
            ({"parcel": "—"}, "不能为空"),
            ({"parcel": "\u200b"}, "不能为空"),
            ({"needed_on": "6月底"}, "没有写到哪一日"),
            ({"area": "12①"}, "不带小数的非负数"),
        ],
    )
    def test_wrongly_is_named_by_its_field(
        self, office_cli: Cli, given: dict[str, str], said: str
    ) -> None:
        answer = office_cli("books", "add", "land", *pairs(dict(given)), "--by", LAND)

        assert answer.code == 2
        assert said in answer.err

    def test_of_a_book_or_line_that_does_not_exist_is_a_sentence(self, office_cli: Cli) -> None:
        assert "没有专项清单“x”" in office_cli("books", "show", "x").err
        assert "没有第9号" in office_cli("books", "move", "land", "9", "--by", LAND).err


def test_a_book_is_taken_along_as_a_workbook(office_cli: Cli, tmp_path: Path) -> None:
    parcel(office_cli)
    out = tmp_path / "用地.xlsx"

    assert office_cli("books", "show", "land", "--out", str(out)).code == 0
    rows = CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python()

    assert any(row[1] == "A-1" and row[3] == 126000 for row in rows)
    assert "用地清单" in office_cli("books", "list").out
    assert "约定动工" in office_cli("books", "show", "land").out


def test_what_was_written_stands_in_the_sealed_ledger(office_cli: Cli) -> None:
    parcel(office_cli)

    assert office_cli("verify").code == 0
    assert office_cli("rebuild").code == 0
    assert shown(office_cli, "land")["lines"][0]["title"] == "A-1"
