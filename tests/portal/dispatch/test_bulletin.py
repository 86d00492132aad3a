"""The monthly bulletin on the command line: shown, signed, not signed, and what is refused."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from casework.office.clock import OfficeClock
from portal.console import run
from tests.portal.conftest import LIAISON, MORNING, Cli, head, use

JUNE = "2020-06"
SUPERVISOR = "supervision-01"
JULY_6 = datetime(2020, 7, 6, 9, tzinfo=MORNING.tzinfo)


@pytest.fixture(scope="module")
def drafted_home(loaded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory on 6 July 2020, when the watch has drafted June's bulletin; to be copied."""
    home = tmp_path_factory.mktemp("drafted") / "home"
    shutil.copytree(loaded_home, home)
    OfficeClock(home, rehearsal=True).set(JULY_6)
    with pytest.MonkeyPatch.context() as monkeypatch:
        use(monkeypatch, home)
        assert run(["watch"]) == 0
    return home


@pytest.fixture
def drafted(drafted_home: Path, tmp_path: Path, cli: Cli) -> Cli:
    """The command line over this test's own copy of that data directory."""
    shutil.copytree(drafted_home, tmp_path / "home")
    return cli


class TestABulletin:
    def test_that_is_not_drafted_is_a_preview_and_changes_nothing(self, office_cli: Cli) -> None:
        before = head(office_cli)

        shown = office_cli("bulletin", JUNE)

        assert shown.code == 0
        assert "【未拟】应于2020-07-06拟制※。以下为截至2020-06-01的预览" in shown.out
        assert office_cli("bulletin", JUNE, "--json").json()["state"] == "preview"
        assert head(office_cli) == before

    def test_is_drafted_by_the_watch_signed_and_told(self, drafted: Cli) -> None:
        waiting = drafted("bulletin", JUNE)
        assert "【待签发】2020-07-06拟制" in waiting.out
        assert "通报待签发" in drafted("inbox", SUPERVISOR).out
        assert "督办通报" not in drafted("inbox", LIAISON).out
        before = drafted("verify", "--json").json()["head"]

        signed = drafted(
            *("bulletin", JUNE, "--sign", "--by", SUPERVISOR, "--json"),
            *("--opinion", "情况属实", "--requirements", "逐项整改"),
        ).json()

        assert (signed["state"], signed["settled_by"]) == ("issued", SUPERVISOR)
        assert (signed["opinion"], signed["requirements"]) == ("情况属实", "逐项整改")
        assert signed["anchor"] == before
        assert drafted("watch").code == 0
        assert "【督办通报】2020年6月" in drafted("inbox", LIAISON).out
        assert "十一、下月要求\n逐项整改" in drafted("bulletin", JUNE).out
        assert drafted("verify").code == 0

    def test_is_written_as_a_page(self, drafted: Cli, tmp_path: Path) -> None:
        page = tmp_path / "通报.md"

        answer = drafted("bulletin", JUNE, "--markdown", str(page))

        assert (answer.code, answer.out) == (0, f"已写入 {page}\n")
        assert "## 三、责任单位情况" in page.read_text(encoding="utf-8")

    def test_that_is_not_signed_says_why_and_tells_nobody(self, drafted: Cli) -> None:
        dropped = drafted("bulletin", JUNE, "--drop", "--by", SUPERVISOR, "--reason", "数据须复核")

        assert dropped.code == 0
        assert "【不予签发】2020-07-06，督办室01（supervision-01）。理由：数据须复核" in dropped.out
        drafted("watch")
        assert "督办通报" not in drafted("inbox", LIAISON).out


class TestARefusal:
    @pytest.mark.parametrize("by", [LIAISON, "dispatch-01", "leader-01"])
    def test_of_the_wrong_person_is_exit_code_one(self, drafted: Cli, by: str) -> None:
        answer = drafted("bulletin", JUNE, "--sign", "--by", by)

        assert answer.code == 1
        assert "签发" in answer.err
        assert drafted("bulletin", JUNE, "--json").json()["state"] == "unsigned"

    def test_of_a_second_signature_names_the_first(self, drafted: Cli) -> None:
        assert drafted("bulletin", JUNE, "--sign", "--by", SUPERVISOR).code == 0

        again = drafted("bulletin", JUNE, "--sign", "--by", "supervision-02", "--json")

        assert (again.code, again.json()["refused"]) == (1, "bulletin_settled")
        assert "已于 2020-07-06 由 supervision-01 签发" in again.err

    def test_of_what_is_not_drafted(self, office_cli: Cli) -> None:
        answer = office_cli("bulletin", JUNE, "--sign", "--by", SUPERVISOR)

        assert (answer.code, "尚未拟制" in answer.err) == (1, True)

    @pytest.mark.parametrize(("month", "why"), [("2019-12", "不在"), ("2020-09", "尚未开始")])
    def test_of_a_month_without_bulletin(self, office_cli: Cli, month: str, why: str) -> None:
        answer = office_cli("bulletin", month)

        assert (answer.code, why in answer.err) == (1, True)


@pytest.mark.parametrize(
    ("tokens", "place"),
    [
        (["2020-13"], "参数 MONTH"),
        (["六月"], "参数 MONTH"),
        ([JUNE, "--sign"], "参数 --by"),
        ([JUNE, "--drop", "--by", SUPERVISOR], "参数 --reason"),
        ([JUNE, "--drop", "--by", SUPERVISOR, "--reason", "字" * 2001], "参数 --reason"),
        ([JUNE, "--sign", "--by", SUPERVISOR, "--opinion", "字" * 2001], "参数 --opinion"),
        ([JUNE, "--sign", "--by", SUPERVISOR, "--opinion", "\ud800"], "参数 --opinion"),
        ([JUNE, "--sign", "--drop", "--by", SUPERVISOR], "参数 --sign、--drop"),
        ([JUNE, "--by", SUPERVISOR], "参数 --by"),
        ([JUNE, "--requirements", "整改"], "参数 --requirements"),
        ([JUNE, "--sign", "--by", SUPERVISOR, "--reason", "无"], "参数 --reason"),
        ([JUNE, "--sign", "--by", "nobody"], "参数 --by"),
        ([], "MONTH"),
    ],
)
def test_what_cannot_be_read_is_exit_code_two_and_names_the_place(
    drafted: Cli, tokens: list[str], place: str
) -> None:
    answer = drafted("bulletin", *tokens)

    assert (answer.code, answer.out) == (2, "")
    assert place in answer.err
    assert drafted("bulletin", JUNE, "--json").json()["state"] == "unsigned"
