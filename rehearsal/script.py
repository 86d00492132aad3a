"""What scripted people plan when something has happened (演练脚本): entry in, moves out.

Applicants, officers, heads and the dispatch centre react to what the ledger says, never to
a plan of the whole: so a rehearsed campaign tangles and recovers as a real one does.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from random import Random

from models.act_requests import CorrectionItem
from models.case import CaseFile, CaseState
from models.case_entries import (
    Accepted,
    ApplicationRefused,
    ClockPaused,
    ClockResumed,
    Concluded,
    ConditionallyAccepted,
    Corrected,
    CorrectionRequested,
    Declined,
    DeemedAccepted,
    Extended,
    ProcedureOpened,
    Reminded,
    Returned,
    Submitted,
    Withdrawn,
)
from models.catalogue import Procedure
from models.credit import BreachRecorded
from models.days import ZONE
from models.issue import IssueRaised
from models.ledger import Entry
from models.measure import DefenceStated, MeasureAnnounced
from models.milestone import GatePassed, Registered
from models.notice import Ground
from models.promise import DeferredItemReceived, PromiseLapsed
from models.review import Recommendation, Reviewed
from models.supervision import SupervisionEntry
from rehearsal import pace
from rehearsal.cast import Move, Step, chance, later, shortly
from rehearsal.filing import CAREFUL, CORRECT_ONLY
from rehearsal.pace import Fate
from rehearsal.papers import papers_told
from rehearsal.supervision import supervision_plans
from rules.acceptance.regime import regime_of
from rules.fold.lifecycle import RUNNING
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.regulations import Regulations


class Script:
    """The plans of everybody in one rehearsal (演练脚本)."""

    def __init__(self, regulations: Regulations, *, seed: int) -> None:
        self._regulations = regulations
        self._days = regulations.days
        self._seed = seed
        self._attempts: dict[tuple[str, str], int] = {}
        self._breached = False

    def attempt(self, project: str, procedure: str) -> int:
        """Return how often a procedure has been applied for so far."""
        return self._attempts.get((project, procedure), 0)

    def moot(self, move: Move) -> bool:
        """Tell whether a move has been overtaken by a newer application, or by the one breach."""
        newer = move.attempt != self.attempt(move.project, move.procedure)
        return newer or (move.step is Step.ANNOUNCE and self._breached)

    def reactions(self, entry: Entry, file: CaseFile) -> Iterator[Move]:
        """Yield what people plan on learning of an entry."""
        payload, now = entry.payload, entry.at
        code = getattr(payload, "procedure", "")
        match payload:
            case Registered():
                yield from self._conditions(file, now)
                for told, wait, paper in papers_told(file, self._regulations, seed=self._seed):
                    luck = self._chance(file, told, "tells")
                    yield self._move(file, told, Step.EXPECT, now, wait, luck, paper)
            case ProcedureOpened():
                yield from self._application(file, code, now)
            case Submitted() | Corrected():
                if isinstance(payload, Submitted):
                    key = (file.project.code, code)
                    self._attempts[key] = self._attempts.get(key, 0) + 1
                yield from self._review(file, code, now, corrected=isinstance(payload, Corrected))
            case CorrectionRequested(items=items):
                yield from self._corrections(file, code, now, items)
            case Accepted() | DeemedAccepted() | ConditionallyAccepted():
                yield from self._course(file, code, now)
            case ClockPaused(limit_days=limit, limit_unit=unit):
                luck = self._chance(file, code, "resume")
                took = pace.special_procedure(limit, unit, luck=luck)
                yield self._move(file, code, Step.RESUME, now, took, luck)
            case ClockResumed() | Extended():
                yield self._decision(file, code, now)
            case DeferredItemReceived():
                if file.cases[code].state in RUNNING and not file.cases[code].outstanding:
                    yield self._decision(file, code, now)
            case Reviewed(recommends=recommends):
                luck = self._chance(file, code, "signed", len(file.cases[code].reviews))
                refused = recommends is Recommendation.REFUSE
                step = Step.REFUSE if refused else Step.DECIDE
                yield self._move(file, code, step, now, luck.choice((0, 0, 0, 1)), luck)
            case Concluded():
                yield self._delivery(file, code, now)
                yield from self._downstream(file, code, now)
            case ApplicationRefused() | Declined() | Returned() | Withdrawn():
                if isinstance(payload, ApplicationRefused):
                    yield self._delivery(file, code, now)
                luck = self._chance(file, code, "again")
                yield self._move(file, code, Step.SUBMIT, now, luck.randint(2, 6), luck)
            case PromiseLapsed() if not self._breached:
                luck = self._chance(file, code, "breach")
                yield self._move(file, code, Step.ANNOUNCE, now, 1, luck)
            case MeasureAnnounced():
                self._breached = True
                luck = self._chance(file, code, "defence")
                yield self._move(file, code, Step.DEFEND, now, 1, luck)
            case DefenceStated():
                luck = self._chance(file, code, "heard")
                yield self._move(file, code, Step.BREACH, now, 1, luck)
            case BreachRecorded():
                luck = self._chance(file, code, "repair")
                for owed in file.cases[code].outstanding:
                    yield self._move(
                        file, code, Step.RECEIVE, now, luck.randint(2, 4), luck, owed.document
                    )
                yield self._move(file, code, Step.REPAIR, now, luck.randint(7, 10), luck)
            case GatePassed(gate=gate) if gate == START_CONSTRUCTION and file.started_on is None:
                luck = self._chance(file, gate, "start")
                yield self._move(file, gate, Step.REPORT_START, now, pace.start(luck=luck), luck)
            case payload if isinstance(payload, SupervisionEntry | IssueRaised) or (
                isinstance(payload, Reminded) and payload.ground is Ground.START_MISSED
            ):
                about = [getattr(payload, name, "") for name in ("matter", "rung", "issue")]
                luck = self._chance(file, START_CONSTRUCTION, payload.kind, *about)
                for step, wait, matter in supervision_plans(payload, self._regulations, luck):
                    yield self._move(file, START_CONSTRUCTION, step, now, wait, luck, matter)
            case Reminded(ground=Ground.START_SLIPPED, about_on=about_on):
                luck = self._chance(file, START_CONSTRUCTION, "pin", about_on)
                if luck.random() < 0.4:
                    wait = luck.randint(2, 6)
                    yield self._move(file, START_CONSTRUCTION, Step.MOVE_PIN, now, wait, luck)
            case _:
                pass

    def after_refusal(self, move: Move) -> Iterator[Move]:
        """Yield what somebody does instead when the rules said no; never the same again."""
        instead = {"": CAREFUL, CAREFUL: CORRECT_ONLY}
        if move.step is Step.REVIEW and move.detail in instead:
            at = shortly(move.at, self._days)
            yield replace(move, at=at, detail=instead[move.detail])

    def _conditions(self, file: CaseFile, now: datetime) -> Iterator[Move]:
        gate = self._regulations.gates[START_CONSTRUCTION]
        for one in gate.confirmations:
            luck = self._chance(file, gate.code, one.code)
            wait = pace.condition(file, one.code, luck=luck, on=_day(now), days=self._days)
            if wait is not None:
                yield self._move(file, gate.code, Step.CONFIRM, now, wait, luck, one.code)

    def _application(self, file: CaseFile, code: str, now: datetime) -> Iterator[Move]:
        luck = self._chance(file, code, "apply")
        care = chance(self._seed, file.project.unit).uniform(0.7, 1.5)
        wait = pace.preparation(file, code, care=care, luck=luck, on=_day(now), days=self._days)
        if wait is not None:
            yield self._move(file, code, Step.SUBMIT, now, wait, luck)

    def _review(
        self, file: CaseFile, code: str, now: datetime, *, corrected: bool
    ) -> Iterator[Move]:
        luck = self._chance(file, code, "receipt", corrected)
        procedure = self._procedure(file, code)
        wait = pace.review(file, instant=procedure.instant, luck=luck, days=self._days)
        if wait is None and regime_of(procedure, self._regulations.rulebook.clock).silence is None:
            wait = pace.found_late(luck=luck)  # silence accepts nothing here: somebody asks
        if wait is not None:
            yield self._move(file, code, Step.REVIEW, now, wait, luck)

    def _corrections(
        self, file: CaseFile, code: str, now: datetime, items: tuple[CorrectionItem, ...]
    ) -> Iterator[Move]:
        luck = self._chance(file, code, "correct", len(items))
        if luck.random() < 0.1:
            yield self._move(file, code, Step.GIVE_UP, now, 6, luck)
        else:
            yield self._move(file, code, Step.CORRECT, now, luck.randint(1, 6), luck)

    def _course(self, file: CaseFile, code: str, now: datetime) -> Iterator[Move]:
        """Let owed documents come or not, and the case go its way."""
        case, procedure = file.cases[code], self._procedure(file, code)
        for owed in case.owed:
            luck = self._chance(file, code, "owed", owed.document)
            left = self._days.between(_day(now), owed.due_on)
            wait = pace.owed_document(left, luck=luck)
            if wait is not None:
                yield self._move(file, code, Step.RECEIVE, now, wait, luck, owed.document)
        for document in procedure.documents if case.deemed else ():
            if document.code not in case.documents:
                luck = self._chance(file, code, "deemed", document.code)
                wait = luck.randint(1, 3)
                yield self._move(file, code, Step.RECEIVE, now, wait, luck, document.code)
        luck = self._chance(file, code, "fate")
        again = self.attempt(file.project.code, code) > 1
        limit = procedure.promised.value or 0
        match pace.fate(file, case, procedure, again=again, luck=luck, days=self._days):
            case Fate.PLAIN:
                yield self._decision(file, code, now)
            case Fate.PAUSED:
                yield self._move(file, code, Step.PAUSE, now, luck.randint(0, 1), luck)
            case Fate.EXTENDED:
                yield self._move(file, code, Step.EXTEND, now, limit - 1, luck)
            case Fate.REFUSED:
                yield self._move(file, code, Step.REFUSE, now, limit - 1, luck)
            case Fate.WITHDRAWN:
                yield self._move(file, code, Step.WITHDRAW, now, limit // 2, luck)

    def _decision(self, file: CaseFile, code: str, now: datetime) -> Move:
        luck = self._chance(file, code, "decide")
        wait = pace.decision(file, file.cases[code], luck=luck, on=_day(now), days=self._days)
        return self._move(file, code, Step.DECIDE, now, wait, luck)

    def _delivery(self, file: CaseFile, code: str, now: datetime) -> Move:
        luck = self._chance(file, code, "deliver")
        return self._move(file, code, Step.DELIVER, now, luck.choice((0, 1, 1, 2, 4)), luck)

    def _downstream(self, file: CaseFile, code: str, now: datetime) -> Iterator[Move]:
        """Cases that only waited for this one to be concluded go on."""
        for other, planned in file.plan.items():
            if code not in planned.tolerable:
                continue
            state = file.cases[other].state
            luck = self._chance(file, other, "after", code)
            if state in RUNNING:
                yield self._decision(file, other, now)
            elif state is CaseState.OPEN and other[0] not in "UY":
                yield self._move(file, other, Step.SUBMIT, now, luck.randint(0, 2), luck)

    def _move(
        self,
        file: CaseFile,
        code: str,
        step: Step,
        now: datetime,
        working_days: int,
        luck: Random,
        detail: str = "",
    ) -> Move:
        project = file.project.code
        at = later(now, working_days, luck, self._days)
        return Move(at, project, code, step, self.attempt(project, code), detail)

    def _procedure(self, file: CaseFile, code: str) -> Procedure:
        return self._regulations.procedures(file.project, on=file.registered_on)[code]

    def _chance(self, file: CaseFile, code: str, *about: object) -> Random:
        project = file.project.code
        return chance(self._seed, project, code, self.attempt(project, code), *about)


def _day(now: datetime) -> date:
    return now.astimezone(ZONE).date()
