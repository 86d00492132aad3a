"""`export timings` at the end of a campaign, `load --timings` at the beginning of the next."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from models.access import AccessKind
from models.timings_sheet import TIMINGS_COLUMNS
from portal.premises import opened
from store.people import access_log
from tests.portal.conftest import LIAISON, PROJECT, Cli, head, use
from tests.rehearsed import rehearsed_home

HEAD = ",".join(one.header for one in TIMINGS_COLUMNS)
ROW = "old-2019,,受理至办结,P05,water,40,5,确数,{number},"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the campaign that was rehearsed to 19 June hands on."""
    home = rehearsed_home(tmp_path_factory, until=date(2020, 6, 19))
    file = tmp_path_factory.mktemp("handed") / "timings.csv"
    with pytest.MonkeyPatch.context() as patch:
        use(patch, home)
        from portal.console import run

        assert run(["export", "timings", "--out", str(file), "--json"]) == 0
    shutil.copytree(home, file.parent / "home")
    return file


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """Forty projects in which the permit of soil conservation took forty days."""
    file = tmp_path / "slow.csv"
    rows = [ROW.format(number=number) for number in range(1, 41)]
    file.write_text("\n".join([HEAD, *rows]), encoding="utf-8-sig")
    return file


class TestExporting:
    def test_names_nobody_and_no_day(self, written: Path) -> None:
        text = written.read_bytes().decode("utf-8-sig")
        rows = text.splitlines()

        assert rows[0] == HEAD
        assert len(rows) > 500
        assert {row.partition(",")[0] for row in rows[1:]} == {"hundred-day-2020"}
        assert not any(word in text for word in ("2020-2301", "2020-06", "物流", "公司", "-01,"))

    def test_gives_the_same_bytes_again_by_either_way_of_asking(
        self, written: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        use(monkeypatch, written.parent / "home")
        file = tmp_path / "again.csv"

        answer = cli("export", str(file), "--json")

        told = answer.json()
        assert file.read_bytes() == written.read_bytes()
        assert (told["kind"], told["file"]) == ("timings", str(file))
        assert told["timings"] + told["starts"] == len(written.read_text().splitlines()) - 1
        with opened() as premises, premises.office.store.reading() as connection:
            lines = access_log.events(connection, kind=AccessKind.EXPORTED, most=50)
            assert [one.about for one in lines] == ["全部项目 timings.csv"] * 2

    def test_of_a_project_alone_or_of_nothing_is_refused(
        self, office_cli: Cli, tmp_path: Path
    ) -> None:
        out = ("--out", str(tmp_path / "timings.csv"))
        one = office_cli("export", "timings", *out, "--project", PROJECT)
        none = office_cli("export", "timings", *out, "--json")

        assert (one.code, one.err.partition("：")[0]) == (2, "参数 --project")
        assert (none.code, none.json()["refused"]) == (1, "nothing_timed")
        assert not [*tmp_path.glob("*.csv")]


class TestLoading:
    def test_teaches_the_forecasts_and_says_so(self, office_cli: Cli, slow: Path) -> None:
        before = office_cli("plan", PROJECT, "--json").json()["confidence"]
        told = office_cli("load", "--timings", str(slow), "--by", "dispatch-01")
        after = office_cli("plan", PROJECT, "--json").json()["confidence"]
        page = office_cli("plan", PROJECT)

        assert told.code == 0
        assert told.out == ("已载入old-2019的用时 40 条（项目 40 个）；开工预测自即日起据以推算\n")
        assert (before["earlier"], after["earlier"]) == (0, 40)
        assert after["p50"] > before["p50"]
        assert "照以往专项行动用时40条" in page.out.replace("\n", "").replace(" ", "")

    def test_again_changes_nothing(self, office_cli: Cli, slow: Path) -> None:
        office_cli("load", "--timings", str(slow), "--by", "dispatch-01")
        before = head(office_cli)

        again = office_cli("load", "--timings", str(slow), "--by", "dispatch-01")
        told = office_cli("load", "--timings", str(slow), "--by", "dispatch-01", "--json").json()

        assert again.out.endswith("此前已载入，内容一致，没有变化\n")
        assert told == {
            "campaign": "old-2019",
            "fresh": False,
            "timings": 40,
            "projects": 40,
            "replaced": 0,
        }
        assert head(office_cli) == before

    def test_what_another_ledger_handed_on_leaves_a_whole_ledger(
        self, office_cli: Cli, written: Path
    ) -> None:
        told = office_cli("load", "--timings", str(written), "--by", "dispatch-01", "--json").json()

        assert told["fresh"]
        assert office_cli("verify").code == 0
        assert office_cli("rebuild").code == 0
        assert office_cli("verify").code == 0

    def test_of_its_own_timings_is_refused(
        self, written: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        use(monkeypatch, written.parent / "home")

        answer = cli("load", "--timings", str(written), "--by", "dispatch-01", "--json")

        assert (answer.code, answer.json()["refused"]) == (1, "own_timings")

    @pytest.mark.parametrize(
        ("change", "code", "said"),
        [
            pytest.param(lambda text: text, 1, "无权载入以往用时", id="by a liaison"),
            pytest.param(lambda text: text.replace("P05", "X99"), 2, "第 2 行 D 列", id="unknown"),
            pytest.param(lambda text: text.replace(",40,", ",-4,"), 2, "工作日", id="negative"),
            pytest.param(lambda _: HEAD, 2, "只有表头", id="empty"),
            pytest.param(lambda _: "", 2, "没有内容", id="nothing"),
        ],
    )
    def test_of_what_is_wrong_writes_nothing(
        self,
        office_cli: Cli,
        slow: Path,
        change: Callable[[str], str],
        code: int,
        said: str,
    ) -> None:
        slow.write_text(change(slow.read_text(encoding="utf-8-sig")), encoding="utf-8")
        before, by = head(office_cli), LIAISON if code == 1 else "dispatch-01"

        answer = office_cli("load", "--timings", str(slow), "--by", by)

        assert answer.code == code
        assert said in answer.err
        assert head(office_cli) == before

    def test_stands_alone(self, office_cli: Cli, slow: Path) -> None:
        both = office_cli("load", "campaigns", "--timings", str(slow))
        applied = office_cli("load", "--timings", str(slow), "--apply-changes")
        neither = office_cli("load")

        assert {both.code, applied.code, neither.code} == {2}
        assert both.err.startswith("参数 --timings：单独使用")
        assert neither.err.startswith("参数 CAMPAIGN_DIR：缺少此项")
