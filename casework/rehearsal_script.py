"""What scripted people plan when something has happened (演练脚本): entry in, moves out.

Applicants, officers, heads and the dispatch centre react to what the ledger says, never to
a plan of the whole: so a rehearsed campaign tangles and recovers as a real one does.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from casework.rehearsal_cast import ZONE, Fate, Move, Step, chance, fate, later, pressing
from casework.rehearsal_deeds import CAREFUL, CORRECT_ONLY
from models.acts import CorrectionItem
from models.case import Case, CaseFile, CaseState
from models.catalogue import Bound, Procedure, Unit
from models.ledger import (
    Accepted,
    ApplicationRefused,
    BreachRecorded,
    ClockPaused,
    ClockResumed,
    Concluded,
    ConditionallyAccepted,
    Corrected,
    CorrectionRequested,
    Declined,
    DeemedAccepted,
    DeferredItemReceived,
    Entry,
    Extended,
    GatePassed,
    ProcedureOpened,
    PromiseLapsed,
    Registered,
    Reminded,
    Returned,
    Submitted,
    Withdrawn,
)
from models.notice import Ground
from models.project import ProjectStanding
from rules.clock import read_clock
from rules.gates import START_CONSTRUCTION
from rules.lifecycle import RUNNING
from rules.regulations import Regulations

FATES = (0.76, 0.14, 0.06, 0.025, 0.015)
"""How likely each fate is, in the order of :class:`Fate`."""
FATES_OF_PRESSING = (0.92, 0.05, 0.02, 0.005, 0.005)
FATES_OF_A_SECOND_TRY = (0.95, 0.05, 0.0, 0.0, 0.0)
FORGOTTEN = 0.025
"""How likely an officer leaves an application lying until it counts as accepted (art. 32)."""
IN_TIME, LATE = 0.85, 0.115
"""How likely an owed document comes by the promised day, or after it; else it never comes."""


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
        return newer or (move.step is Step.BREACH and self._breached)

    def reactions(self, entry: Entry, file: CaseFile) -> Iterator[Move]:
        """Yield what people plan on learning of an entry."""
        payload, now = entry.payload, entry.at
        code = getattr(payload, "procedure", "")
        match payload:
            case Registered():
                yield from self._conditions(file, now)
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
            case ClockPaused(limit_days=limit_days, limit_unit=unit):
                luck = self._chance(file, code, "resume")
                wait = round(limit_days * luck.uniform(0.5, 1.0))
                if luck.random() < 0.22:
                    wait = limit_days + luck.randint(1, 3)
                if unit is Unit.CALENDAR_DAY:
                    wait = wait * 5 // 7
                yield self._move(file, code, Step.RESUME, now, max(wait, 1), luck)
            case ClockResumed() | Extended():
                yield self._decision(file, code, now)
            case DeferredItemReceived():
                if file.cases[code].state in RUNNING and not file.cases[code].outstanding:
                    yield self._decision(file, code, now)
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
                yield self._move(file, code, Step.BREACH, now, 2, luck)
            case BreachRecorded():
                self._breached = True
                luck = self._chance(file, code, "repair")
                for owed in file.cases[code].outstanding:
                    yield self._move(
                        file, code, Step.RECEIVE, now, luck.randint(2, 4), luck, owed.document
                    )
                yield self._move(file, code, Step.REPAIR, now, luck.randint(7, 10), luck)
            case GatePassed(gate=gate) if gate == START_CONSTRUCTION and file.started_on is None:
                luck = self._chance(file, gate, "start")
                tardy = luck.random() < 0.12
                wait = luck.randint(25, 60) if tardy else luck.randint(0, 3)
                yield self._move(file, gate, Step.REPORT_START, now, wait, luck)
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
            at = later(move.at, 0, chance(self._seed, move.project, move.procedure), self._days)
            at = min(at, move.at + timedelta(minutes=25))
            yield Move(
                at, move.project, move.procedure, move.step, move.attempt, instead[move.detail]
            )

    def _conditions(self, file: CaseFile, now: datetime) -> Iterator[Move]:
        """Land, demolition and money are confirmed as they come about."""
        if file.started_on is not None or file.project.standing is ProjectStanding.RESERVE:
            return
        gate = self._regulations.gates[START_CONSTRUCTION]
        for condition in gate.confirmations:
            luck = self._chance(file, gate.code, condition.code)
            wait = luck.randint(2, 16)
            cleared = file.project.land.cleared_by
            if cleared is not None and condition.code != "funds_arranged":
                wait = max(self._days.between(now.astimezone(ZONE).date(), cleared), 0)
                wait += luck.choice((0, 0, 1, 2, 3, 5))
            yield self._move(file, gate.code, Step.CONFIRM, now, wait, luck, condition.code)

    def _application(self, file: CaseFile, code: str, now: datetime) -> Iterator[Move]:
        """An applicant prepares and submits; what nobody needs yet comes later."""
        project, luck = file.project, self._chance(file, code, "apply")
        care = chance(self._seed, project.unit).uniform(0.7, 1.5)
        hurry = pressing(file, self._days)
        if code[0] == "Y":
            planned = project.planned_completion
            if planned is None:
                return
            today = now.astimezone(ZONE).date()
            wait = max(self._days.between(today, planned) - luck.randint(25, 40), 1)
        elif code[0] == "U":
            wait = luck.randint(6, 30)
        elif project.standing is ProjectStanding.RESERVE:
            wait = luck.randint(10, 60)
        elif code[0] == "P":
            wait = luck.randint(0, 3) if hurry else round(luck.randint(1, self._ease(file)) * care)
        else:
            wait = luck.choice((0, 0, 1)) if hurry else round(luck.randint(0, 3) * care)
        yield self._move(file, code, Step.SUBMIT, now, wait, luck)

    def _ease(self, file: CaseFile) -> int:
        """Return how many working days an applicant may take over what is not on the long way."""
        pinned = file.project.pinned_start
        if pinned is None:
            return 12
        return max(self._days.between(file.registered_on, pinned) // 3, 4)

    def _review(
        self, file: CaseFile, code: str, now: datetime, *, corrected: bool
    ) -> Iterator[Move]:
        luck = self._chance(file, code, "receipt", corrected)
        if luck.random() < FORGOTTEN and not self._procedure(file, code).instant:
            return
        wait = luck.choice((0, 0, 0, 1) if pressing(file, self._days) else (0, 0, 1, 1, 2))
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
        """A case was taken in: owed documents come or not, and its fate takes its course."""
        case, procedure = file.cases[code], self._procedure(file, code)
        for owed in case.owed:
            luck = self._chance(file, code, "owed", owed.document)
            left = max(self._days.between(now.astimezone(ZONE).date(), owed.due_on), 1)
            roll = luck.random()
            if roll < IN_TIME:
                wait = luck.randint(1, left)
            elif roll < IN_TIME + LATE:
                wait = left + luck.randint(1, 5)
            else:
                continue  # never: the grace will run out
            yield self._move(file, code, Step.RECEIVE, now, wait, luck, owed.document)
        if case.deemed:
            for document in procedure.documents:
                if document.code not in case.documents:
                    luck = self._chance(file, code, "deemed", document.code)
                    yield self._move(
                        file, code, Step.RECEIVE, now, luck.randint(1, 3), luck, document.code
                    )
        yield self._next_step(file, code, now, case, procedure)

    def _next_step(
        self, file: CaseFile, code: str, now: datetime, case: Case, procedure: Procedure
    ) -> Move:
        luck = self._chance(file, code, "fate")
        limit = procedure.promised.value or 0
        if limit < 3 or procedure.promised.bound is not Bound.MAX:
            return self._decision(file, code, now)
        weights = FATES_OF_PRESSING if pressing(file, self._days) else FATES
        if self.attempt(file.project.code, code) > 1:
            weights = FATES_OF_A_SECOND_TRY
        match fate(luck, weights=weights):
            case Fate.PAUSED if any(one.clock_stops for one in procedure.special_procedures):
                return self._move(file, code, Step.PAUSE, now, luck.randint(0, 1), luck)
            case Fate.EXTENDED if procedure.extension is not None and not case.deemed:
                return self._move(file, code, Step.EXTEND, now, limit - 1, luck)
            case Fate.REFUSED:
                return self._move(file, code, Step.REFUSE, now, limit - 1, luck)
            case Fate.WITHDRAWN:
                return self._move(file, code, Step.WITHDRAW, now, limit // 2, luck)
            case _:
                return self._decision(file, code, now)

    def _decision(self, file: CaseFile, code: str, now: datetime) -> Move:
        """An officer decides well in time as a rule, at the limit now and then, late seldom."""
        case, luck = file.cases[code], self._chance(file, code, "decide")
        on = now.astimezone(ZONE).date()
        reading = (
            read_clock(case, case.limits.promised, on=on, days=self._days) if case.limits else None
        )
        limit = reading.limit if reading is not None else 1
        roll = luck.random()
        if pressing(file, self._days):
            meant = round(limit * luck.uniform(0.2, 0.6))
        elif roll < 0.8 or limit == 0:
            meant = round(limit * luck.uniform(0.3, 0.85))
        elif roll < 0.95:
            meant = limit - luck.randint(0, 1)
        else:
            meant = limit + luck.randint(1, 3)
        left = meant - (reading.used if reading is not None else 0)
        return self._move(file, code, Step.DECIDE, now, max(left, 0), luck)

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
