"""``show --blast`` and ``show --status-page``: what an undelivered paper carries."""

import re
from pathlib import Path

import pytest

from models.case import CaseState
from models.obligation import Blast, ConditionalStatus, HangingCase, HangingGate, SettledCase
from reports.pages.conditional_status import conditional_status_page
from tests.portal.conftest import LIAISON, PROJECT, WATER_OFFICER, Cli
from tests.reports.hostile import HOSTILE
from tests.world import june

OWED = "P05-3"


@pytest.fixture
def owing(office_cli: Cli) -> Cli:
    """P05 accepted, P05-3 still owed."""
    submitted = ("--data", '{"missing": ["P05-3"]}')
    assert office_cli("act", PROJECT, "P05", "submit", "--by", LIAISON, *submitted).code == 0
    signed = ("--data", '{"signed_by": "法定代表人"}')
    accepted = ("act", PROJECT, "P05", "accept_conditionally", "--by", WATER_OFFICER, *signed)
    assert office_cli(*accepted).code == 0
    return office_cli


class TestABlast:
    def test_is_told_to_programs(self, owing: Cli) -> None:
        told = owing("show", PROJECT, "--blast", OWED, "--json").json()

        assert (told["document"], told["owed_by"], told["issued"]) == (OWED, "P05", [])
        assert told["cases"][0]["procedure"] == "P05"
        assert [gate["code"] for gate in told["gates"]] == ["start_construction"]

    def test_is_told_to_people(self, owing: Cli) -> None:
        answer = owing("show", PROJECT, "--blast", OWED)

        assert answer.code == 0
        assert "P05-3《" in answer.out
        assert "开工条件：尚未具备（P05）" in answer.out

    def test_of_a_paper_that_nobody_owes_is_refused(self, owing: Cli) -> None:
        answer = owing("show", PROJECT, "--blast", "P05-1")

        assert answer.code == 1
        assert "不是本项目欠交的材料，欠交的是：P05-3" in answer.err

    def test_of_a_past_day_knows_only_what_stood_then(self, owing: Cli) -> None:
        asked = ("show", PROJECT, "--blast", OWED, "--as-of", "2020-05-01")
        answer = owing(*asked)

        assert (answer.code, answer.out) == (2, "")
        assert "尚未登记" in answer.err


class TestAStatusPage:
    def test_is_written_beside_nothing_else(self, owing: Cli, tmp_path: Path) -> None:
        page = tmp_path / "说明.html"
        answer = owing("show", PROJECT, "--status-page", str(page))

        assert answer.code == 0
        assert "欠交材料 1 件" in answer.out
        written = page.read_text(encoding="utf-8")
        assert "尚欠容缺材料1件；已办结的事项均不附条件" in written
        assert not list(tmp_path.glob("*.part"))

    def test_is_told_to_programs(self, owing: Cli, tmp_path: Path) -> None:
        told = owing("show", PROJECT, "--status-page", str(tmp_path / "a.html"), "--json").json()

        assert told["unconditional"] is True
        assert [one["document"] for one in told["obligations"]] == [OWED]

    @pytest.mark.parametrize(
        "more",
        [("--blast", OWED), ("--as-of", "2020-06-01"), ("--timeline",)],
        ids=["a blast", "a past day", "a timeline"],
    )
    def test_does_not_go_together_with(
        self, owing: Cli, tmp_path: Path, more: tuple[str, ...]
    ) -> None:
        page = tmp_path / "a.html"
        answer = owing("show", PROJECT, "--status-page", str(page), *more)

        assert answer.code == 2
        assert not page.exists()

    def test_that_cannot_be_written_is_said(self, owing: Cli, tmp_path: Path) -> None:
        answer = owing("show", PROJECT, "--status-page", str(tmp_path / "none" / "a.html"))

        assert answer.code == 2
        assert "无法写入" in answer.err


def status(typed: str = "冷链物流园", **changes: object) -> ConditionalStatus:
    """A project with one permit granted ahead and one that leans on it."""
    first = HangingCase(
        procedure="U01",
        name=typed,
        department_name="供水公司",
        state=CaseState.APPROVED_CONDITIONALLY,
        state_name="容缺办结",
        issued=True,
        concluded_on=june(5),
        permit_number=typed,
        through=("U01",),
    )
    gate = HangingGate(
        code="start_production", name="投产条件", passed_on=june(9), through=("U01",)
    )
    owed = Blast(
        document="U01-2",
        name=typed,
        owed_by="U01",
        owed_by_name=typed,
        due_on=june(4),
        lapsed=True,
        cases=(first,),
        gates=(gate,),
    )
    settled = SettledCase(
        procedure="L04", name="备案", department_name="发改局", concluded_on=None, permit_number=""
    )
    fields: dict[str, object] = {
        "project": PROJECT,
        "name": typed,
        "applicant": typed,
        "credit_code": "91230112MA1D101370",
        "as_of": june(10),
        "version": 9,
        "head": "ab12",
        "obligations": (owed,),
        "settled": (settled,),
        "gates": (gate,),
    }
    return ConditionalStatus(**fields | changes)


class TestThePage:
    def test_says_the_verdict_first(self) -> None:
        page = conditional_status_page(status())

        assert "结论：尚欠容缺材料1件（其中1件已逾期）；" in page
        assert "已办结的1个事项附条件，投产条件随之附条件。" in page
        assert "2020年6月9日具备，附条件" in page
        assert "第9条；记录哈希 ab12" in page

    def test_of_a_project_that_owes_nothing_says_so(self) -> None:
        page = conditional_status_page(status(obligations=(), gates=(), settled=()))

        assert "没有欠交的容缺材料，已办结的事项均不附条件" in page
        assert "<h2>一、开工与投产条件</h2>" in page

    def test_names_open_breaches(self) -> None:
        page = conditional_status_page(status(breaches=("2020-06-08 某项目 A01 逾期未补",)))

        assert "未修复的失信记录" in page
        assert "逾期未补" in page

    def test_stands_alone_and_prints(self) -> None:
        page = conditional_status_page(status())

        assert not re.findall(r"https?:|<script|<link|<img|url\(|@import", page)
        assert "@media print" in page
        assert '<html lang="zh-CN">' in page

    @pytest.mark.parametrize("typed", HOSTILE)
    def test_shows_what_people_typed_as_text(self, typed: str) -> None:
        tags = {one.lower() for one in re.findall(r"<[^>]*>", conditional_status_page(status()))}
        page = conditional_status_page(status(typed, breaches=(typed,)))

        extra = {"<ul>", "</ul>", "<li>", "</li>"}
        assert {one.lower() for one in re.findall(r"<[^>]*>", page)} <= tags | extra
