"""Thousands of lives of a project, drawn at random; after every step the books must balance.

The desk of this page does in memory what `casework/desk.py` does in a transaction:
bring the file up to the day, examine, record, and draw the consequences. Nothing of it
is written down. What must hold is told a second time by `tests/walker.py`.
"""

import sys
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
import yaml
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from models.act_requests import Act, Request, Via
from models.case import Case, CaseFile, CaseState
from models.catalogue import ExtensionRule, SpecialProcedureKind
from models.ledger import Draft, Entry, Payload
from models.milestone import Registered
from models.refusal import Refused
from models.rulebook import DeferralProfile
from rules.acceptance.circumstances import Circumstances
from rules.acting.agenda import due_on
from rules.acting.conduct import CONDUCT
from rules.acting.consequences import consequences
from rules.acting.examining import MOVES, examine
from rules.clocks.clock import read_clock
from rules.fold.file import add, fold
from rules.in_force.regulations import Regulations
from rules.standing.delay import delay_ledger
from tests.calendars import TABLES, plain_days
from tests.walker import clock_of, days_open, papers_came_first
from tests.world import (
    CALENDAR_DAY,
    HEAD,
    HOUSING,
    OFFICER,
    PLANNING,
    PROJECT,
    WORKDAY,
    at,
    campaign,
    limit,
    procedure,
    project,
    request,
)

S = CaseState
SEQUENCES = 5_000
STEPS = 10
"""Beside the registration and the four acts with which a life begins."""
RULES = Path(__file__).parents[2] / "campaigns" / "hundred-day-2020" / "rules.yaml"
FIRST_OF_JUNE, BEFORE_THE_LONG_HOLIDAY = date(2020, 6, 1), date(2020, 9, 14)

PROCEDURES = (
    procedure("A01", "用地预审", PLANNING, 10),
    procedure(
        "B02",
        "规划许可证",
        HOUSING,
        5,
        tolerable_prerequisites=("A01",),
        statutory=limit(7, CALENDAR_DAY),
        extension=ExtensionRule(days=10, unit=WORKDAY, times=1, approver="负责人"),
    ),
    procedure("C01", "施工许可证", HOUSING, 2, prerequisites=("A01",), statutory=limit(0)),
)
CODES = tuple(one.code for one in PROCEDURES)
AFTER: dict[Act, frozenset[CaseState]] = {
    Act.SUBMIT: frozenset({S.SUBMITTED}),
    Act.ACCEPT: frozenset({S.ACCEPTED}),
    Act.ACCEPT_CONDITIONALLY: frozenset({S.CONDITIONALLY_ACCEPTED}),
    Act.REQUEST_CORRECTION: frozenset({S.CORRECTING}),
    Act.CORRECT: frozenset({S.SUBMITTED}),
    Act.DECLINE: frozenset({S.DECLINED}),
    Act.RECEIVE_DOCUMENT: frozenset(
        {S.ACCEPTED, S.CONDITIONALLY_ACCEPTED, S.PAUSED, S.OVERDUE_PROMISE}
    ),
    Act.PAUSE: frozenset({S.PAUSED}),
    Act.RESUME: frozenset({S.ACCEPTED, S.CONDITIONALLY_ACCEPTED}),
    Act.EXTEND: frozenset({S.ACCEPTED, S.CONDITIONALLY_ACCEPTED}),
    Act.DECIDE: frozenset({S.APPROVED}),
    Act.REFUSE: frozenset({S.REFUSED}),
    Act.WITHDRAW: frozenset({S.WITHDRAWN}),
    Act.REVOKE: frozenset({S.REVOKED}),
    Act.OFFER_HEARING: frozenset({S.ACCEPTED, S.CONDITIONALLY_ACCEPTED}),
    Act.REQUEST_HEARING: frozenset({S.PAUSED}),
    Act.HOLD_HEARING: frozenset({S.ACCEPTED, S.CONDITIONALLY_ACCEPTED}),
    Act.REVIEW: MOVES[Act.REVIEW],
    Act.ANNOUNCE_MEASURE: MOVES[Act.ANNOUNCE_MEASURE],
    Act.STATE_DEFENCE: MOVES[Act.STATE_DEFENCE],
}
"""Where each act may lead: the life cycle told a second time."""


def acheng_default() -> DeferralProfile:
    """The profile that the district's campaign is delivered with."""
    rules = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    return DeferralProfile.model_validate(rules["profiles"]["acheng_default"])


def _campaign_of_the_district() -> Regulations:
    small = campaign(procedures=PROCEDURES)
    rulebook = small.rulebook.model_copy(
        update={"profile": "acheng_default", "profiles": {"acheng_default": acheng_default()}}
    )
    return Regulations(small.model_copy(update={"rulebook": rulebook}))


REGULATIONS = _campaign_of_the_district()
IN_FORCE = tuple((Regulations(REGULATIONS.campaign, table), plain_days(table)) for table in TABLES)

WAITS = some.sampled_from((0, 1, 0, 1, 2, 3, 5, 8, 21))
MISSING = some.sampled_from(((), (2,), (3,), (2, 3), (1,)))
SIGNED = {Act.ACCEPT_CONDITIONALLY: {"signed_by": "金阿物流"}}
BEGINNINGS = some.one_of(
    some.tuples(MISSING, some.integers(0, 9), some.none()),
    some.tuples(some.just(()), some.integers(0, 4), some.just(Act.ACCEPT)),
    some.tuples(
        some.sampled_from(((2,), (3,), (2, 3))),
        some.integers(0, 4),
        some.just(Act.ACCEPT_CONDITIONALLY),
    ),
)
PICKS = some.integers(0, 5)
KINDS = some.sampled_from(
    (
        SpecialProcedureKind.EXPERT_REVIEW,
        SpecialProcedureKind.HEARING,
        SpecialProcedureKind.PUBLIC_NOTICE,
    )
)
HAPPENS = frozenset(
    {
        *("submitted", "accepted", "deemed_accepted", "conditionally_accepted", "declined"),
        *("correction_requested", "corrected", "deferred_item_received", "promise_lapsed"),
        *("returned", "clock_paused", "clock_resumed", "extended", "concluded"),
        *("application_refused", "withdrawn", "revoked", "procedure_opened", "procedure_closed"),
        *("hearing_offered", "hearing_requested", "hearing_held"),
    }
)
"""What must have happened time and again, or the lives drawn are too tame."""


class Desk:
    """The one way to write, in memory: `casework.recording.record` without a store."""

    def __init__(self, on: date) -> None:
        self.today = on
        self.regulations, self.days = IN_FORCE[0]
        self.entries: list[Entry] = []
        given = project()
        planned, not_required = self.regulations.plan(given, on=on)
        draft = self._draft(
            Registered(
                project=given, catalogue_version="1", plan=planned, not_required=not_required
            )
        )
        self._write(add(None, draft, 1), [draft])

    def act(self, code: str, wanted: Request) -> Refused | None:
        """Do one act on a file that is brought up to the day; a refusal writes nothing."""
        file, drafts = self._caught_up()
        now = Circumstances(
            file=file,
            about=(
                file.cases[code],
                self.regulations.procedures(file.project, on=self.today)[code],
            ),
            request=wanted,
            by=HEAD_OF_OFFICE,
            on=self.today,
            regulations=self.regulations,
        )
        if refused := examine(now):
            return refused
        before = now.case.state
        drafts.append(self._draft(CONDUCT[wanted.act].record(now)))
        self._write(add(file, drafts[-1], file.version + 1), drafts)
        after = self.file.cases[code].state
        assert before in MOVES[wanted.act]
        assert after in AFTER[wanted.act], (before, wanted.act, after)
        return None

    def sweep(self) -> None:
        """Record what time alone has brought."""
        self._write(*self._caught_up())
        assert due_on(self.file, self.today, self.regulations) is None

    def _caught_up(self) -> tuple[CaseFile, list[Draft]]:
        file, drafts = self.file, []
        while appointment := due_on(file, self.today, self.regulations):
            drafts.append(self._draft(appointment.payload))
            file = add(file, drafts[-1], file.version + 1)
        return file, drafts

    def _write(self, file: CaseFile, drafts: list[Draft]) -> None:
        while follows := consequences(file, self.regulations):
            for payload in follows:
                drafts.append(self._draft(payload))
                file = add(file, drafts[-1], file.version + 1)
        for version, one in enumerate(drafts, start=len(self.entries) + 1):
            stamp = (one.at, one.on, one.by, one.via, one.key)
            self.entries.append(Entry(PROJECT, version, one.payload, *stamp, ""))
        self.file = file

    def _draft(self, payload: Payload) -> Draft:
        """Whoever else wrote it, it was not the head, who decides alone of what others took in."""
        return Draft(payload, at(self.today), self.today, OFFICER, Via.CONSOLE)


HEAD_OF_OFFICE = next(one for one in REGULATIONS.campaign.accounts if one.number == HEAD)


def _possible(act: Act) -> Callable[["Lives"], bool]:
    return lambda lives: bool(lives.candidates(act))


class Lives(RuleBasedStateMachine):
    """Everything that people, time and new calendars can do to a project, in any order."""

    first_day: ClassVar[date]
    ran: ClassVar[int]
    steps: ClassVar[int]
    told: ClassVar[Counter[str]]

    @initialize(day=some.integers(0, 13), begun=some.lists(BEGINNINGS, min_size=2, max_size=2))
    def register(self, day: int, begun: list[tuple[tuple[int, ...], int, Act | None]]) -> None:
        self.desk = Desk(self.first_day + timedelta(days=day))
        self.prefixes: list[tuple[int, date, CaseFile]] = []
        self.check()
        for code, (missing, wait, taken_in) in zip(("A01", "B02"), begun, strict=True):
            self.hand_in(code, missing)
            self.desk.today += timedelta(days=wait)
            if taken_in is not None:
                self.desk.act(code, request(taken_in, **SIGNED.get(taken_in, {})))
            self.check()

    def candidates(self, act: Act) -> list[str]:
        cases = self.desk.file.cases
        return [code for code in CODES if cases[code].state in MOVES[act]]

    def hand_in(self, code: str, missing: tuple[int, ...]) -> None:
        lacking = [f"{code}-{number}" for number in missing]
        self.desk.act(code, request(Act.SUBMIT, missing=lacking))

    def attempt(self, act: Act, pick: int, wait: int, **data: object) -> Refused | None:
        codes = self.candidates(act)
        self.desk.today += timedelta(days=wait)
        refused = self.desk.act(codes[pick % len(codes)], request(act, **data))
        if wait or refused is None:
            self.check()
        return refused

    @precondition(_possible(Act.SUBMIT))
    @rule(pick=PICKS, wait=WAITS, missing=MISSING)
    def submit(self, pick: int, wait: int, missing: tuple[int, ...]) -> None:
        codes = self.candidates(Act.SUBMIT)
        self.desk.today += timedelta(days=wait)
        self.hand_in(codes[pick % len(codes)], missing)
        self.check()

    @precondition(_possible(Act.ACCEPT))
    @rule(pick=PICKS, wait=WAITS)
    def accept(self, pick: int, wait: int) -> None:
        self.attempt(Act.ACCEPT, pick, wait)

    @precondition(_possible(Act.ACCEPT_CONDITIONALLY))
    @rule(pick=PICKS, wait=WAITS)
    def accept_conditionally(self, pick: int, wait: int) -> None:
        self.attempt(Act.ACCEPT_CONDITIONALLY, pick, wait, **SIGNED[Act.ACCEPT_CONDITIONALLY])

    @precondition(_possible(Act.REQUEST_CORRECTION))
    @rule(pick=PICKS, wait=WAITS, number=some.integers(1, 3))
    def request_correction(self, pick: int, wait: int, number: int) -> None:
        codes = self.candidates(Act.REQUEST_CORRECTION)
        item = {"document": f"{codes[pick % len(codes)]}-{number}", "what": "盖章不清"}
        self.attempt(Act.REQUEST_CORRECTION, pick, wait, items=[item])

    @precondition(_possible(Act.CORRECT))
    @rule(pick=PICKS, wait=WAITS)
    def correct(self, pick: int, wait: int) -> None:
        self.attempt(Act.CORRECT, pick, wait)

    @precondition(_possible(Act.DECLINE))
    @rule(pick=PICKS, wait=WAITS)
    def decline(self, pick: int, wait: int) -> None:
        self.attempt(Act.DECLINE, pick, wait, reason="不属本机关职权", ground="not_this_authority")

    @precondition(_possible(Act.RECEIVE_DOCUMENT))
    @rule(pick=PICKS, wait=WAITS, number=some.integers(2, 3))
    def receive_document(self, pick: int, wait: int, number: int) -> None:
        codes = self.candidates(Act.RECEIVE_DOCUMENT)
        code = codes[pick % len(codes)]
        self.attempt(Act.RECEIVE_DOCUMENT, pick, wait, document=f"{code}-{number}")

    @precondition(_possible(Act.PAUSE))
    @rule(
        pick=PICKS,
        wait=WAITS,
        kind=KINDS,
        days=some.integers(1, 16),
        unit=some.sampled_from((WORKDAY, CALENDAR_DAY)),
    )
    def pause(self, pick: int, wait: int, **stated: object) -> None:
        self.attempt(
            Act.PAUSE,
            pick,
            wait,
            procedure_kind=stated["kind"],
            limit_days=stated["days"],
            limit_unit=stated["unit"],
            reason="书面告知申请人",
        )

    @precondition(_possible(Act.RESUME))
    @rule(pick=PICKS, wait=WAITS, result=some.sampled_from(("", "撤回听证申请")))
    def resume(self, pick: int, wait: int, result: str) -> None:
        awaited = [code for code in self.candidates(Act.RESUME) if _awaited(self.case(code))]
        codes = self.candidates(Act.RESUME)
        refused = self.attempt(Act.RESUME, pick, wait, result=result)
        assert refused is not None or result or codes[pick % len(codes)] not in awaited

    @precondition(lambda self: any(_hearing_goes_on(one) for one in self.cases()))
    @rule(wait=WAITS, back=some.integers(0, 4))
    def go_on_with_a_hearing(self, wait: int, back: int) -> None:
        """Ask for the hearing that was offered, hold the one that was asked for."""
        case = next(one for one in self.cases() if _hearing_goes_on(one))
        act, data = Act.REQUEST_HEARING, {}
        self.desk.today += timedelta(days=wait)
        if _awaited(case):
            act, data = Act.HOLD_HEARING, {"result": "意见一致", "presided_by": "法规股"}
            data["held_on"] = self.desk.today - timedelta(days=back)
        self.desk.act(case.procedure, request(act, **data))
        self.check()

    @precondition(_possible(Act.OFFER_HEARING))
    @rule(pick=PICKS, wait=WAITS)
    def offer_hearing(self, pick: int, wait: int) -> None:
        self.attempt(Act.OFFER_HEARING, pick, wait, reason="涉及重大利益")

    @precondition(_possible(Act.EXTEND))
    @rule(pick=PICKS, wait=WAITS, days=some.integers(1, 11))
    def extend(self, pick: int, wait: int, days: int) -> None:
        self.attempt(Act.EXTEND, pick, wait, days=days, reason="案情复杂")

    @precondition(_possible(Act.DECIDE))
    @rule(pick=PICKS, wait=WAITS)
    def decide(self, pick: int, wait: int) -> None:
        owing = [code for code in self.candidates(Act.DECIDE) if self.case(code).outstanding]
        codes = self.candidates(Act.DECIDE)
        refused = self.attempt(Act.DECIDE, pick, wait)
        assert refused is not None or codes[pick % len(codes)] not in owing

    @precondition(_possible(Act.DECIDE_CONDITIONALLY))
    @rule(pick=PICKS, wait=WAITS)
    def decide_conditionally(self, pick: int, wait: int) -> None:
        assert self.attempt(Act.DECIDE_CONDITIONALLY, pick, wait) is not None

    @precondition(_possible(Act.REFUSE))
    @rule(pick=PICKS, wait=WAITS)
    def refuse(self, pick: int, wait: int) -> None:
        self.attempt(Act.REFUSE, pick, wait, reason="不符合法定条件")

    @precondition(_possible(Act.WITHDRAW))
    @rule(pick=PICKS, wait=WAITS)
    def withdraw(self, pick: int, wait: int) -> None:
        self.attempt(Act.WITHDRAW, pick, wait)

    @precondition(_possible(Act.REVOKE))
    @rule(pick=PICKS, wait=WAITS)
    def revoke(self, pick: int, wait: int) -> None:
        codes = self.candidates(Act.REVOKE)
        code, measure = codes[pick % len(codes)], {"measure": "revocation"}
        self.desk.act(code, request(Act.ANNOUNCE_MEASURE, reason="情况已变", **measure))
        self.desk.act(code, request(Act.STATE_DEFENCE, statement="没有异议", **measure))
        self.attempt(Act.REVOKE, pick, wait, reason="准予所依据的情况已变")

    @rule(wait=WAITS, number=some.sampled_from((None, 0, 1, 2, 3)))
    def sweep(self, wait: int, number: int | None) -> None:
        """Time passes, the calendar may change, the watch comes round."""
        self.desk.today += timedelta(days=wait)
        if number is not None:
            self.desk.regulations, self.desk.days = IN_FORCE[number]
            self.check()
        self.desk.sweep()
        self.check()

    def case(self, code: str) -> Case:
        return self.desk.file.cases[code]

    def cases(self) -> list[Case]:
        return [self.case(code) for code in CODES]

    def check(self) -> None:
        """Hold the books against the walker's."""
        desk = self.desk
        type(self).steps += 1
        self.prefixes.append((len(desk.entries), desk.today, desk.file))
        held = delay_ledger(desk.entries, upto=desk.today, regulations=desk.regulations)
        for code in CODES:
            assert sum(held.get(code, {}).values()) == days_open(
                desk.entries, code, upto=desk.today
            )
            _check_clock(desk, desk.file.cases[code])

    def teardown(self) -> None:
        if not hasattr(self, "desk"):
            return
        if sys.exc_info()[0] is None:  # else it was cut short, or found something
            type(self).ran += 1
        for code in CODES:
            assert papers_came_first(self.desk.entries, code)
        type(self).told.update(one.payload.kind for one in self.desk.entries)
        anew: CaseFile | None = None
        told = 0
        for version, _, file in self.prefixes:
            if version > told:
                anew = fold(anew, self.desk.entries[told:version])
                told = version
            assert anew == file


def _awaited(case: Case) -> bool:
    return case.state is S.PAUSED and case.hearing is not None and case.hearing.awaited


def _hearing_goes_on(case: Case) -> bool:
    return _awaited(case) or (
        case.hearing is not None
        and case.hearing.requested_on is None
        and case.state in MOVES[Act.REQUEST_HEARING]
    )


def _check_clock(desk: Desk, case: Case) -> None:
    for earlier, later in zip(case.stops, case.stops[1:], strict=False):
        assert earlier.ended_on is not None
        assert earlier.started_on <= earlier.ended_on <= later.started_on
    assert case.state in STATES
    walked = clock_of(desk.entries, case.procedure)
    assert walked.start == case.clock_from
    if case.limits is None:
        return
    for which in ("promised", "statutory"):
        reading = read_clock(
            case, getattr(case.limits, which), on=desk.today, days=desk.regulations.days
        )
        assert reading is not None
        assert reading.due_on == walked.due(which, desk.days)
        assert reading.used == walked.used(which, desk.today, desk.days)
        if reading.overdue:
            assert -reading.remaining == walked.late(which, desk.today, desk.days)


STATES = frozenset().union(*MOVES.values()) | {S.NOT_OPEN}


@pytest.mark.parametrize(
    "first_day",
    [
        pytest.param(FIRST_OF_JUNE, id="around a festival and a make-up Sunday"),
        pytest.param(BEFORE_THE_LONG_HOLIDAY, id="around the long holiday"),
    ],
)
def test_the_books_balance_whatever_happens(first_day: date) -> None:
    lives = type(
        "Lives", (Lives,), {"first_day": first_day, "ran": 0, "steps": 0, "told": Counter()}
    )
    run_state_machine_as_test(
        lives,
        settings=settings(
            max_examples=SEQUENCES // 2,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert lives.ran >= SEQUENCES // 2
    assert lives.told.keys() >= HAPPENS
    assert min(lives.told[kind] for kind in HAPPENS) >= 20, lives.told
