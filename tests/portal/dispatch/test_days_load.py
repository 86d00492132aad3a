"""`days load` on the command line: what moves is said first, and what is wrong has its place.

The notices are invented for these tests.
"""

from pathlib import Path

import pytest

from casework.office.clock import OfficeClock
from tests.portal.conftest import LIAISON, MORNING, PROJECT, WATER_OFFICER, Cli, head

DISPATCHER = "dispatch-01"
NOTICE = """\
notice: 测试通知〔2020〕0号（虚构，仅供测试）
year: 2020
off:
  2020-06-10: 地方活动
make_up_workdays:
  2020-06-20: 地方活动
"""


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "2020-extra.yaml"
    path.write_text(NOTICE, encoding="utf-8")
    return path


@pytest.fixture
def running(office_cli: Cli, home: Path) -> Cli:
    """A case accepted on 5 June: its limit runs over 10 June."""
    office_cli("act", PROJECT, "P05", "submit", "--by", LIAISON)
    OfficeClock(home, rehearsal=True).set(MORNING.replace(day=5))
    office_cli("act", PROJECT, "P05", "accept", "--by", WATER_OFFICER)
    return office_cli


def due(cli: Cli) -> str:
    told = cli("show", PROJECT, "--json").json()
    return next(str(one["promised_due"]) for one in told["cases"] if one["procedure"] == "P05")


class TestThePreview:
    def test_says_what_would_move_and_writes_nothing(self, running: Cli, notice: Path) -> None:
        before, root = due(running), head(running)

        answer = running("days", "load", str(notice), "--by", DISPATCHER, "--preview")

        assert answer.code == 0
        assert f"承诺时限到期日：{before} → " in answer.out
        assert "2020-06-10 周三 地方活动放假" in answer.out
        assert "未写入任何内容" in answer.out
        assert (due(running), head(running)) == (before, root)

    def test_is_there_for_programs(self, running: Cli, notice: Path) -> None:
        told = running("days", "load", str(notice), "--by", DISPATCHER, "--preview", "--json")

        answer = told.json()
        assert answer["applied"] is False
        assert answer["calendar"]["from"] != answer["calendar"]["to"]
        assert [one["date"] for one in answer["days"]] == ["2020-06-10", "2020-06-20"]
        (project,) = [one for one in answer["projects"] if one["project"] == PROJECT]
        promised = [one for one in project["moves"] if one["what"] == "promised_due"]
        assert promised[0]["procedure"] == "P05"
        assert promised[0]["from"] != promised[0]["to"]
        assert promised[0]["because"][0] == "2020-06-10"


SECOND = """\
notice: 测试通知〔2020〕00号（虚构，更正前一份）
year: 2020
off:
  2020-06-11: 地方活动
  2020-06-20: 照常休息
  2020-06-28: 地方活动
make_up_workdays:
  2020-06-10: 照常上班
  2020-06-13: 地方活动
"""


def test_a_preview_tells_three_kinds_of_days(office_cli: Cli, notice: Path) -> None:
    assert office_cli("days", "load", str(notice), "--by", DISPATCHER).code == 0
    notice.write_text(SECOND, encoding="utf-8")
    load = ("days", "load", str(notice), "--by", DISPATCHER, "--preview")

    answer = office_cli(*load)

    assert "改为放假 1 日：2020-06-11 周四 地方活动放假\n" in answer.out
    assert "改为调休上班 1 日：2020-06-13 周六 地方活动调休上班\n" in answer.out
    assert (
        "恢复常态 3 日：2020-06-10 周三 照常上班、2020-06-20 周六 照常休息、"
        "2020-06-28 周日 地方活动照常休息\n"
    ) in answer.out
    kinds = {one["date"]: one["kind"] for one in office_cli(*load, "--json").json()["days"]}
    assert kinds["2020-06-10"] == kinds["2020-06-20"] == kinds["2020-06-28"] == "ordinary"
    assert (kinds["2020-06-11"], kinds["2020-06-13"]) == ("off", "make_up_workday")


class TestLoading:
    def test_shows_then_applies_and_the_calendar_answers_by_it(
        self, running: Cli, notice: Path
    ) -> None:
        before = due(running)

        answer = running("days", "load", str(notice), "--by", DISPATCHER)

        assert answer.code == 0
        assert answer.out.index("承诺时限到期日") < answer.out.index("已生效")
        assert due(running) > before
        told = running("days", "due", "--from", "2020-06-09", "--days", "1", "--json").json()
        assert told["due_on"] == "2020-06-11"
        listed = running("days", "list", "--from", "2020-06-20", "--to", "2020-06-20", "--json")
        assert listed.json()["days"][0]["reason"] == "make_up_workday"
        assert running("rebuild").code == 0
        assert running("verify").code == 0

    def test_again_changes_nothing(self, running: Cli, notice: Path) -> None:
        running("days", "load", str(notice), "--by", DISPATCHER)
        root = head(running)

        answer = running("days", "load", str(notice), "--by", DISPATCHER)

        assert (answer.code, answer.out) == (0, "日历已含此通知，没有变化\n")
        assert head(running) == root
        told = running("days", "load", str(notice), "--by", DISPATCHER, "--json").json()
        assert (told["applied"], told["projects"]) == (False, [])

    def test_json_says_that_it_is_applied(self, running: Cli, notice: Path) -> None:
        told = running("days", "load", str(notice), "--by", DISPATCHER, "--json").json()

        assert told["applied"] is True
        assert told["moved"] >= 1


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        ("old", "new", "place", "what"),
        [
            pytest.param("year: 2020", "year: 2020年", "第 2 行 year", "", id="a word as a year"),
            pytest.param("2020-06-10:", "2020-06-31:", "第 4 行 off", "", id="no such day"),
            pytest.param("2020-06-20:", "2020-06-19:", "", "周六或周日", id="a weekday made up"),
            pytest.param("2020-06-20:", "2020-06-10:", "", "既放假又上班", id="both"),
            pytest.param("off:", "of:", "第 3 行 of", "", id="a misspelt field"),
            pytest.param(
                "  2020-06-10:",
                "  2020-6-10: 停工\n  2020-06-10:",
                "第 3 行 off",
                "2020-06-10写了两遍",
                id="a day twice, written otherwise",
            ),
            pytest.param("year: 2020", "year: 2021", "", "不是2021年的日期", id="another year"),
        ],
    )
    def test_has_its_place_and_changes_nothing(
        self, office_cli: Cli, notice: Path, old: str, new: str, place: str, what: str
    ) -> None:
        notice.write_text(NOTICE.replace(old, new), encoding="utf-8")
        root = head(office_cli)

        answer = office_cli("days", "load", str(notice), "--by", DISPATCHER)

        assert answer.code == 2
        assert f"2020-extra.yaml {place}".strip() in answer.err
        assert what in answer.err
        assert head(office_cli) == root

    def test_a_file_that_is_not_there(self, office_cli: Cli, tmp_path: Path) -> None:
        answer = office_cli("days", "load", str(tmp_path / "none.yaml"), "--by", DISPATCHER)

        assert (answer.code, "none.yaml" in answer.err) == (2, True)

    @pytest.mark.parametrize(("by", "code"), [(LIAISON, 1), (WATER_OFFICER, 1), ("nobody", 2)])
    def test_an_account_without_the_right(
        self, office_cli: Cli, notice: Path, by: str, code: int
    ) -> None:
        root = head(office_cli)

        answer = office_cli("days", "load", str(notice), "--by", by, "--preview")

        assert answer.code == code
        assert head(office_cli) == root

    def test_no_database_yet(self, cli: Cli, notice: Path) -> None:
        assert cli("days", "load", str(notice), "--by", DISPATCHER).code == 3
