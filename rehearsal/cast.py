"""Who plays in a rehearsal, and the chances they are given (演练角色与机遇).

Every chance is drawn from a generator of its own, keyed by seed, project, procedure and
attempt: what one of them does never shifts what another one does.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from random import Random

from models.act_requests import Request
from models.campaign import Campaign
from models.case import Case, CaseFile
from models.catalogue import Procedure, Unit
from models.days import ZONE
from models.people import Role
from models.project import ProjectStanding
from rules.days.working_days import WorkingDays
from rules.in_force.regulations import Regulations

MORNING, AFTERNOON = time(8, 40), time(13, 30)
MORNING_SECONDS, AFTERNOON_SECONDS = 3 * 3600, 13_800
"""At the counters from 08:40 to 11:40 and from 13:30 to 17:20."""

CLOSES = time(17, 20)
SOON, A_LITTLE = timedelta(minutes=10), timedelta(minutes=25)

PRESSING_DAYS = 28
"""Working days to the pinned start below which everybody hurries."""


class Step(StrEnum):
    """One thing that a scripted person means to do (演练步骤)."""

    EXPECT = "expect"
    SUBMIT = "submit"
    REVIEW = "review"
    CORRECT = "correct"
    GIVE_UP = "give_up"
    """Corrections never came: the officer declines."""
    RECEIVE = "receive"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    DECIDE = "decide"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    DELIVER = "deliver"
    CONFIRM = "confirm"
    MOVE_PIN = "move_pin"
    REPORT_START = "report_start"
    ANNOUNCE = "announce"
    DEFEND = "defend"
    BREACH = "breach"
    REPAIR = "repair"
    SIGN_SLIP = "sign_slip"
    ANSWER_SLIP = "answer_slip"
    CLOSE_MATTER = "close_matter"
    HOLD_INTERVIEW = "hold_interview"
    EXPLAIN = "explain"
    SOLVE_ISSUE = "solve_issue"


@dataclass(frozen=True, order=True, slots=True)
class Move:
    """Something that a scripted person has planned (演练动作); ordered by time."""

    at: datetime
    project: str
    procedure: str
    step: Step
    attempt: int = 0
    """Which application of that procedure it belongs to; a newer one makes it moot."""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a scripted person sees on acting (演练情形)."""

    move: Move
    file: CaseFile
    regulations: Regulations
    cast: "Cast"
    seed: int

    @property
    def on(self) -> date:
        """Return the day in the office's zone."""
        return self.move.at.astimezone(ZONE).date()

    @property
    def days(self) -> WorkingDays:
        """Return the working-day calendar."""
        return self.regulations.days

    @property
    def case(self) -> Case:
        """Return the case that the move is about."""
        return self.file.cases[self.move.procedure]

    @property
    def procedure(self) -> Procedure:
        """Return the procedure that the move is about, as the law stands that day."""
        return self.regulations.procedures(self.file.project, on=self.on)[self.move.procedure]

    @property
    def officer(self) -> str:
        """Return the officer at whose counter the file lies."""
        return self.cast.officer(self.procedure.department, self.move.project)

    @property
    def head(self) -> str:
        """Return the head of the department whose procedure it is."""
        return self.cast.head(self.procedure.department)

    def chance(self, *about: object) -> Random:
        """Return this move's own generator."""
        move = self.move
        return chance(self.seed, move.project, move.procedure, move.attempt, *about)


@dataclass(frozen=True, slots=True)
class Deed:
    """Who asks for what (办理请求)."""

    by: str
    request: Request


Answer = Deed | date | None
"""A deed, a day on which to look again, or nothing more to do."""


class Cast:
    """The accounts that act for departments, units and the dispatch centre (演练账号)."""

    def __init__(self, campaign: Campaign) -> None:
        self._campaign = campaign
        self.shorts = campaign.office_names

    def officer(self, department: str, project: str) -> str:
        """Return the officer of a department who keeps a project's files."""
        counters = self._campaign.accounts_of(Role.OFFICER, department)
        return counters[int(project[-6:]) % len(counters)].number

    def others(self, department: str, project: str) -> tuple[str, ...]:
        """Return the other officers of a department, then its head: who may decide beside one."""
        own = self.officer(department, project)
        counters = self._campaign.accounts_of(Role.OFFICER, department)
        return (*(one.number for one in counters if one.number != own), self.head(department))

    def head(self, department: str) -> str:
        """Return the head of a department."""
        return self._campaign.accounts_of(Role.DEPARTMENT_HEAD, department)[0].number

    def liaison(self, unit: str) -> str:
        """Return the liaison of a responsible unit."""
        return self._campaign.accounts_of(Role.UNIT_LIAISON, unit)[0].number

    def first(self, role: Role) -> str:
        """Return the first account of a district-wide role."""
        return self._campaign.accounts_of(role, "")[0].number

    def dispatcher(self) -> str:
        """Return the dispatch centre's desk."""
        return self.first(Role.DISPATCHER)


def chance(seed: int, *about: object) -> Random:
    """Return the generator of one question; the same words, the same answers, everywhere."""
    return Random("/".join(str(word) for word in (seed, *about)))


def moment(day: date, luck: Random) -> datetime:
    """Return an instant of a day at which a counter is staffed."""
    second = luck.randrange(MORNING_SECONDS + AFTERNOON_SECONDS)
    opens = MORNING
    if second >= MORNING_SECONDS:
        opens, second = AFTERNOON, second - MORNING_SECONDS
    return datetime.combine(day, opens, ZONE) + timedelta(seconds=second)


def later(now: datetime, working_days: int, luck: Random, days: WorkingDays) -> datetime:
    """Return an instant so many working days on; never before ``now`` nor on a day off."""
    today = now.astimezone(ZONE).date()
    day = days.next_working_day(today)
    if working_days > 0:
        day = days.add(today, working_days, Unit.WORKDAY).due_on
    at = moment(day, luck)
    if at < now + SOON:
        at = moment(days.next_working_day(day + timedelta(days=1)), luck)
    return at


def shortly(now: datetime, days: WorkingDays) -> datetime:
    """Return an instant a little later, while the counter is still staffed; else next morning."""
    local = now.astimezone(ZONE)
    if (at := local + A_LITTLE) < datetime.combine(local.date(), CLOSES, ZONE):
        return at
    tomorrow = days.next_working_day(local.date() + timedelta(days=1))
    return datetime.combine(tomorrow, MORNING, ZONE) + A_LITTLE


def pressing(file: CaseFile, days: WorkingDays) -> bool:
    """Tell whether the pinned start is so near that everybody hurries (急件)."""
    project = file.project
    if project.standing is not ProjectStanding.NEW_START or project.pinned_start is None:
        return False
    return days.between(file.registered_on, project.pinned_start) < PRESSING_DAYS
