"""A case that waits for a prerequisite alone stands still, by fact (前置容缺, 滨州16)."""

import importlib.util
import json
from datetime import date
from pathlib import Path

import pytest

from casework.intake.loading import load
from casework.office import Office
from casework.reading.case.views import show
from casework.reading.lists.to_do import to_do
from casework.watching.sweep import sweep
from models.awaiting import UpstreamAwaited
from models.case import CaseFile, Light, Party
from models.ledger import Entry
from models.vocabulary import Sourced
from rules.acting.consequences import PrerequisiteOpen
from rules.clocks.clock import read_clock
from rules.in_force.regulations import Regulations
from rules.proof.proof import clock_proof
from rules.standing.delay import delay_ledger
from rules.standing.lights import light_case
from store import ledger
from tests.world import HEAD, PLANNING, PROJECT, at, do, folder, heard, june, project, stamp

SOURCE = "滨州市工程建设项目并联审批管理规定第16条"
VERIFIER = Path(__file__).parents[3] / "verifier" / "verify_clock.py"


def loaded(office: Office, *, by_rule: bool = True) -> Office:
    """B02 may be accepted before A01 is concluded, and not decided: five working days each."""
    world = folder(project())
    rulebook = world.campaign.rulebook
    rule = Sourced(source=SOURCE, assumed=True) if by_rule else None
    clock = rulebook.clock.model_copy(update={"upstream_stop": rule})
    mine = world.campaign.model_copy(
        update={"rulebook": rulebook.model_copy(update={"clock": clock})}
    )
    load(office, world.model_copy(update={"campaign": mine}), stamp=stamp(june(1)))
    return office


@pytest.fixture
def office(empty_office: Office) -> Office:
    return loaded(empty_office)


@pytest.fixture
def waiting(office: Office) -> Office:
    """B02 is accepted on Monday 1 June with every document; A01 is not even applied for."""
    accept(office, "B02", june(1))
    return office


def accept(office: Office, code: str, on: date) -> None:
    do(office, "submit", code, on=on)
    do(office, "accept", code, on=on, hour=10)


def revoke(office: Office, *, told: date, on: date) -> None:
    """Take A01 back, after its holder was heard."""
    heard(office, "revocation", "A01", on=told)
    do(office, "revoke", "A01", by=HEAD, on=on, reason="依据已变")


def entries(office: Office) -> tuple[Entry, ...]:
    with office.store.reading() as connection:
        return ledger.read(connection, PROJECT)


def kinds(office: Office, code: str = "B02") -> list[str]:
    return [
        one.payload.kind for one in entries(office) if getattr(one.payload, "procedure", "") == code
    ]


def file_of(office: Office) -> tuple[CaseFile, Regulations]:
    with office.store.reading() as connection:
        return office.file(connection, PROJECT)[0], office.situation(connection).regulations


def lit(office: Office, on: date) -> tuple[Light, Party | None]:
    file, regulations = file_of(office)
    told = light_case(file.cases["B02"], on=on, regulations=regulations, file=file)
    return told.light, told.party


def due(office: Office, on: date) -> date | None:
    file, regulations = file_of(office)
    case = file.cases["B02"]
    assert case.limits is not None
    reading = read_clock(case, case.limits.promised, on=on, days=regulations.days)
    assert reading is not None
    return reading.due_on


class TestWhileOnlyThePrerequisiteIsMissing:
    def test_the_clock_stands_still_from_the_day_of_that_fact(self, waiting: Office) -> None:
        (told,) = [
            one.payload for one in entries(waiting) if isinstance(one.payload, UpstreamAwaited)
        ]

        assert (told.awaited, told.source) == (("A01",), SOURCE)
        assert kinds(waiting)[-2:] == ["accepted", "upstream_awaited"]
        assert due(waiting, june(30)) is None

    def test_it_is_never_black_nor_reminded_of(self, waiting: Office) -> None:
        sweep(waiting, now=at(date(2020, 9, 1)))

        assert lit(waiting, date(2020, 9, 1)) == (Light.BLUE, Party.UPSTREAM)
        assert "overdue" not in {
            str(getattr(one.payload, "ground", "")) for one in entries(waiting)
        }

    def test_its_days_are_upstream_in_the_delay_ledger(self, waiting: Office) -> None:
        _, regulations = file_of(waiting)

        held = delay_ledger(entries(waiting), upto=june(30), regulations=regulations)["B02"]

        assert held == {Party.UPSTREAM: 30}

    def test_a_decision_is_refused_with_the_reason_and_a_refusal_is_not(
        self, waiting: Office
    ) -> None:
        with pytest.raises(PrerequisiteOpen, match="A01（等待期间暂停计时"):
            do(waiting, "decide", "B02", on=june(3))

        do(waiting, "refuse", "B02", by=HEAD, on=june(3), reason="不符合规划")
        assert kinds(waiting)[-1] == "application_refused"

    def test_page_and_to_do_ask_for_no_decision(self, waiting: Office) -> None:
        lines = to_do(waiting, department=PLANNING, today=june(9))
        (line,) = [one for one in lines if one.procedure == "B02"]
        view = show(waiting, project=PROJECT, today=june(9))
        (case,) = [one for one in view.cases if one.procedure == "B02"]

        assert line.to_do == "先行审查；待前置事项A01办结后作出决定（等待期间暂停计时）"
        assert case.waits_for == ("A01",)

    def test_a_special_procedure_takes_over_and_hands_back(self, waiting: Office) -> None:
        do(
            waiting,
            "pause",
            "B02",
            on=june(3),
            procedure_kind="expert_review",
            reason="专家评审",
            limit_days=5,
        )
        do(waiting, "resume", "B02", on=june(5))

        file, _ = file_of(waiting)
        stops = file.cases["B02"].stops
        assert [(one.kind, one.started_on, one.ended_on) for one in stops] == [
            ("upstream", june(1), june(3)),
            ("expert_review", june(3), june(5)),
            ("upstream", june(5), None),
        ]


class TestWhenThePrerequisiteArrives:
    @pytest.fixture
    def arrived(self, waiting: Office) -> Office:
        accept(waiting, "A01", june(2))
        do(waiting, "decide", "A01", on=june(10))
        return waiting

    def test_the_clock_runs_on_from_that_day(self, arrived: Office) -> None:
        """行政许可法 45 by analogy: the day of resumption counts. 10, 11, 12, 15, 16 June."""
        assert kinds(arrived)[-1] == "upstream_arrived"
        assert due(arrived, june(10)) == june(16)
        assert lit(arrived, june(10)) == (Light.GREEN, Party.DEPARTMENT)

    def test_what_is_then_late_is_the_departments(self, arrived: Office) -> None:
        assert lit(arrived, june(17)) == (Light.RED, Party.DEPARTMENT)

        _, regulations = file_of(arrived)
        held = delay_ledger(entries(arrived), upto=june(17), regulations=regulations)["B02"]
        assert held == {Party.UPSTREAM: 9, Party.DEPARTMENT: 8}

    def test_it_may_be_decided_on_that_day(self, arrived: Office) -> None:
        do(arrived, "decide", "B02", on=june(10), hour=16)

        assert file_of(arrived)[0].cases["B02"].concluded

    def test_the_stop_begins_anew_when_the_prerequisite_falls_away(self, arrived: Office) -> None:
        revoke(arrived, told=june(11), on=june(12))

        assert kinds(arrived)[-1] == "upstream_awaited"
        assert lit(arrived, june(30)) == (Light.BLUE, Party.UPSTREAM)


class TestNothingStandsStill:
    def test_while_a_document_is_owed_as_well(self, office: Office) -> None:
        do(office, "submit", "B02", on=june(1), missing=["B02-2"])
        owed = [{"document": "B02-2", "due_on": june(3)}]
        do(office, "accept_conditionally", "B02", on=june(1), hour=10, owed=owed, signed_by="李某")
        assert "upstream_awaited" not in kinds(office)

        do(office, "receive_document", "B02", on=june(3), document="B02-2")
        assert kinds(office)[-1] == "upstream_awaited"
        # 2 and no more: the third is the first day of the stop.
        file, regulations = file_of(office)
        case = file.cases["B02"]
        assert case.limits is not None
        reading = read_clock(case, case.limits.promised, on=june(30), days=regulations.days)
        assert reading is not None
        assert reading.used == 1

    def test_that_was_late_before_it_had_to_wait(self, office: Office) -> None:
        accept(office, "A01", june(1))
        do(office, "decide", "A01", on=june(2))
        accept(office, "B02", june(2))
        revoke(office, told=june(10), on=june(11))

        assert kinds(office)[-1] == "upstream_awaited"
        assert due(office, june(30)) == june(9)
        assert lit(office, june(30))[0] is Light.RED

    def test_where_no_rule_says_so(self, empty_office: Office) -> None:
        office = loaded(empty_office, by_rule=False)
        accept(office, "B02", june(1))

        assert "upstream_awaited" not in kinds(office)
        assert due(office, june(30)) == june(8)


@pytest.mark.parametrize("day", [june(1), june(9), june(10), june(16), june(24)], ids=str)
@pytest.mark.parametrize("decided", [False, True], ids=["waits", "decided"])
def test_the_verifier_counts_the_stop_again(office: Office, day: date, decided: bool) -> None:
    accept(office, "B02", june(1))
    if decided:
        accept(office, "A01", june(2))
        do(office, "decide", "A01", on=june(10))
    file, regulations = file_of(office)
    proof = clock_proof(
        file, "B02", on=max(day, june(10)) if decided else day, regulations=regulations
    )

    spec = importlib.util.spec_from_file_location("verify_clock", VERIFIER)
    assert spec is not None
    assert spec.loader is not None
    verifier = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(verifier)
    assert verifier.verify(json.dumps(proof.exported()))[0] == []
    stopped = [one for one in proof.days if one.why == "paused"]
    assert {one.article for one in stopped} <= {SOURCE}
    assert bool(stopped) is (decided or day > june(1))
