"""The clock proof at the door: for people, for programs, on paper; and every running clock."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from casework.office.clock import OfficeClock
from models.case import CaseState, ClockStop, Party
from models.catalogue import SpecialProcedureKind
from reports.pages.clock_page import clock_page
from reports.text.plain_text import visible
from rules.proof.proof import clock_proof
from tests.portal.conftest import LIAISON, MORNING, PROJECT, WATER_OFFICER, Cli
from tests.reports.hostile import HOSTILE
from tests.test_verifier import VERIFIER, found_in
from tests.world import CALENDAR_DAY, REGULATIONS, WORKDAY, june, limit, opened, running, with_case
from tests.world import project as world_project


@pytest.fixture
def accepted(office_cli: Cli, home: Path) -> Cli:
    """P05 accepted on 1 June, paused from 3 to 8 June, read on the 10th."""
    for day, act, by, data in (
        (1, "submit", LIAISON, {}),
        (1, "accept", WATER_OFFICER, {}),
        (
            3,
            "pause",
            WATER_OFFICER,
            {"procedure_kind": "expert_review", "reason": "专家评审", "limit_days": 15},
        ),
        (8, "resume", WATER_OFFICER, {}),
    ):
        OfficeClock(home, rehearsal=True).set(MORNING.replace(day=day, hour=9 + (act != "submit")))
        done = office_cli("act", PROJECT, "P05", act, "--by", by, "--data", json.dumps(data))
        assert done.code == 0, done.err
    OfficeClock(home, rehearsal=True).set(MORNING.replace(day=10))
    return office_cli


class TestTheJson:
    def test_has_the_shape_of_the_contract(self, accepted: Cli) -> None:
        told = accepted("clock", PROJECT, "P05", "--json").json()

        assert told.keys() >= {
            *("procedure", "calendar_version", "promised", "statutory", "days", "delay"),
        }
        for clock in (told["promised"], told["statutory"]):
            assert clock.keys() >= {"days", "unit", "used", "remaining", "due_on"}
        assert told["days"][0].keys() >= {"date", "counted", "why", "article", "used"}
        assert sum(told["delay"].values()) == 10
        assert [day["date"] for day in told["days"] if day["why"] == "paused"] == [
            f"2020-06-0{day}" for day in (3, 4, 5, 6, 7)
        ]

    def test_agrees_with_the_case_file_and_the_verifier(self, accepted: Cli) -> None:
        answer = accepted("clock", PROJECT, "P05", "--json")
        case = next(
            one
            for one in accepted("show", PROJECT, "--json").json()["cases"]
            if one["procedure"] == "P05"
        )
        told = answer.json()

        assert told["promised"]["due_on"] == case["promised_due"]
        assert told["statutory"]["due_on"] == case["statutory_due"]
        assert told["promised"]["used"] == case["used_days"]
        assert found_in(answer.out) == []

    def test_of_a_past_day_reads_what_was_known_then(self, accepted: Cli) -> None:
        told = accepted("clock", PROJECT, "P05", "--as-of", "2020-06-05", "--json").json()

        assert told["as_of"] == "2020-06-05"
        assert told["promised"]["due_on"] is None
        assert [one["clock"] for one in told["others"]] == ["notice", "special"]

    def test_of_all_holds_every_running_clock(self, accepted: Cli, tmp_path: Path) -> None:
        answer = accepted("clock", "--all", "--json")
        told = answer.json()
        path = tmp_path / "all.json"
        path.write_text(answer.out, encoding="utf-8")

        assert told["count"] == len(told["proofs"]) == 1
        assert told["proofs"][0]["facts"]["project"] == PROJECT
        assert VERIFIER.main([str(path)]) == 0


class TestAfterTheDecision:
    def test_a_ratification_tells_until_when_to_start(
        self, office_cli: Cli, tmp_path: Path
    ) -> None:
        ratified = "2019-230112-61-02-000034"
        page = tmp_path / "page.html"
        told = office_cli("clock", ratified, "L03", "--json")
        people = office_cli("clock", ratified, "L03", "--page", str(page))

        assert [
            (one["code"], one["name"], one["due_on"], one["article"])
            for one in told.json()["timers"]
        ] == [
            (
                "certificate_expiry",
                "证件有效期",
                "2022-03-02",
                "企业投资项目核准和备案管理条例第12条",
            )
        ]
        assert found_in(told.out) == []
        assert "证件有效期：最后一日为2022-03-02" in people.out
        assert "自动失效" in page.read_text(encoding="utf-8")

    def test_an_open_case_tells_nothing(self, accepted: Cli) -> None:
        assert accepted("clock", PROJECT, "P05", "--json").json()["timers"] == []


class TestForPeople:
    def test_both_clocks_stand_side_by_side_above_the_weeks(self, accepted: Cli) -> None:
        answer = accepted("clock", PROJECT, "P05")

        assert answer.code == 0
        assert "承诺时限" in answer.out
        assert "法定时限" in answer.out
        assert "承诺时限逐日" in answer.out
        assert "暂停计时：专家评审" in answer.out
        assert "归因：" in answer.out

    def test_a_case_whose_clock_never_started_says_so(self, office_cli: Cli) -> None:
        answer = office_cli("clock", PROJECT, "P05")

        assert answer.code == 0
        assert "未受理，时限未起算" in answer.out

    def test_all_are_listed(self, accepted: Cli) -> None:
        answer = accepted("clock", "--all")

        assert "正在计时的办件 1 件" in answer.out
        assert PROJECT in answer.out

    def test_the_page_is_written(self, accepted: Cli, tmp_path: Path) -> None:
        path = tmp_path / "时限举证.html"

        assert accepted("clock", PROJECT, "P05", "--page", str(path)).code == 0
        assert "2020-06-08" in path.read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        ("tokens", "code", "said"),
        [
            pytest.param((), 2, "参数 PROJECT", id="nothing"),
            pytest.param((PROJECT,), 2, "参数 PROCEDURE", id="no procedure"),
            pytest.param(("2020", "P05"), 2, "参数 PROJECT", id="no project code"),
            pytest.param(("2020-230112-39-03-999999", "P05"), 2, "没有登记项目", id="stranger"),
            pytest.param((PROJECT, "X99"), 2, "参数 PROCEDURE", id="no such procedure"),
            pytest.param((PROJECT, "P05", "--as-of", "2019-01-01"), 2, "尚未登记", id="before"),
            pytest.param(
                (PROJECT, "P05", "--page", "/nowhere/x.html"), 2, "--page", id="no folder"
            ),
            pytest.param((PROJECT, "--all"), 2, "--all", id="all of one"),
            pytest.param(("--all", "--page", "x.html"), 2, "--page", id="all on paper"),
        ],
    )
    def test_what_cannot_be_read_is_named(
        self, office_cli: Cli, tokens: tuple[str, ...], code: int, said: str
    ) -> None:
        answer = office_cli("clock", *tokens)

        assert (answer.code, said in answer.err) == (code, True), answer.err

    def test_help_has_examples(self, cli: Cli) -> None:
        answer = cli("clock", "--help")

        assert answer.code == 0
        assert "例：\n  greenchannel clock" in answer.out


TYPED = [one[:200] for one in HOSTILE if "\ud800" not in one]
"""The vocabulary refuses lone surrogates."""


class _Tags(HTMLParser):
    """What a browser would obey: tags, attributes and text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def page(reason: str = "专家评审", name: str = "冷链物流园") -> str:
    stop = ClockStop(SpecialProcedureKind.EXPERT_REVIEW, reason, june(3), 5, WORKDAY)
    case = running(
        state=CaseState.PAUSED, stops=(stop,), statutory=limit(7, CALENDAR_DAY, source=reason[:50])
    )
    project = world_project().model_copy(update={"name": name})  # as an old ledger may hold it
    file = with_case(opened(project), case)
    delay = {Party.DEPARTMENT: 2, Party.STATUTORY_STOP: 3}
    return clock_page(
        clock_proof(file, "A01", on=june(5), regulations=REGULATIONS, delay=delay, head="ab" * 32)
    )


class TestThePage:
    def test_needs_nothing_from_outside(self) -> None:
        parsed = _Tags()
        parsed.feed(page())

        assert parsed.tags == {
            *("html", "head", "meta", "title", "style", "body", "h1", "h2", "p"),
            *("table", "thead", "tbody", "tr", "th", "td", "main", "footer"),
        }
        assert parsed.attributes == {"lang", "charset", "http-equiv", "name", "content", "class"}
        assert not re.search(r"url\(|@import|https?:|//", page())
        assert "@media print" in page()

    def test_marks_what_is_late_extended_or_assumed(self) -> None:
        case = running(
            extension_days=3,
            promised=limit(2).model_copy(update={"assumed": True}),
            statutory=limit(4, CALENDAR_DAY),
        )
        file = with_case(opened(), case)
        text = clock_page(clock_proof(file, "A01", on=june(10), regulations=REGULATIONS))

        assert "2个工作日，延长3个工作日※" in text
        assert "超期2个工作日" in text
        assert "计，超期" in text
        assert "（延长3）" in text
        assert "计，最后一日" in text
        assert "※ 期限为占位值" in text

    def test_of_a_limit_that_ends_sooner_leaves_the_rest_empty(self) -> None:
        file = with_case(opened(), running(promised=limit(2)))
        text = clock_page(clock_proof(file, "A01", on=june(2), regulations=REGULATIONS))

        assert "<td>—</td><td></td><td></td><td></td>" in text

    def test_of_a_limit_that_is_not_set_says_so(self) -> None:
        file = with_case(opened(), running(statutory=limit(None)))
        text = clock_page(clock_proof(file, "A01", on=june(2), regulations=REGULATIONS))

        assert "未定期限，不计到期日" in text

    def test_says_each_day_of_both_clocks(self) -> None:
        text = page()

        assert "承诺时限计入" in text
        assert "法定时限计入" in text
        assert "暂停计时：专家评审（专家评审）" in text
        assert "审批部门2日、法定中止3日" in text
        assert "特别程序时限逐日" in text

    @pytest.mark.parametrize("hostile", TYPED, ids=ascii)
    def test_obeys_nothing_that_was_typed(self, hostile: str) -> None:
        parsed, plain = _Tags(), _Tags()
        parsed.feed(page(hostile, hostile[:50].ljust(2, "名")))
        plain.feed(page())

        assert (parsed.tags, parsed.attributes) == (plain.tags, plain.attributes)
        shown = visible(hostile)[:50].strip()
        assert shown in "".join(parsed.text)
