"""A holiday notice takes effect (工作日历更新): shown first, then applied, all or nothing.

Only what is computed moves, and only in open cases; each project whose days move gets
an entry that names them, beside the one entry of the campaign. Nothing moves silently.
"""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from casework.changes.moving import UNMOVED, Step, Weighed, move, weigh
from casework.desk import Stamp, write_campaign
from casework.office import CAMPAIGN, REGULATIONS, Office, Situation
from models.days import DayNotice, DayTable, MovedDate
from models.ledger import DaysLoaded
from models.refusal import Stale
from rules.days.day_table import with_notice
from rules.in_force.authority import may_change_regulations
from rules.in_force.regulations import Regulations
from rules.proof.moved_dates import ChangedDay, changed_days
from rules.proof.moved_rounds import moved_rounds
from store.engine import hold


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """What a notice changes (日历变动), as shown before it is applied."""

    notice: str
    year: int
    before: str
    """The version of the calendar in force."""
    after: str
    """The version with the notice; the same when it changes nothing."""
    days: tuple[ChangedDay, ...] = ()
    weighed: Weighed = UNMOVED
    moves: tuple[MovedDate, ...] = ()
    """Days of the campaign itself: weekly reports, bulletins."""

    @property
    def nothing(self) -> bool:
        """Tell whether the calendar holds the notice already."""
        return self.before == self.after


def preview(office: Office, notice: DayNotice, *, stamp: Stamp) -> CalendarChange:
    """Return what a notice would change; nothing is written."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        change, _, _ = _weighed(office, connection, situation, notice, stamp)
    return change


def load_days(
    office: Office, notice: DayNotice, *, expect: CalendarChange | None = None, stamp: Stamp
) -> CalendarChange:
    """Bring a notice into force, in one transaction; the same notice again changes nothing.

    ``expect`` is the change that the person saw: if it has become another one meanwhile,
    :class:`Stale` says so and nothing is written.
    """
    with office.store.writing(CAMPAIGN) as connection:
        hold(connection, REGULATIONS)
        situation = office.situation(connection)
        change, then, steps = _weighed(office, connection, situation, notice, stamp)
        if change.nothing:
            return change
        if expect is not None and change != expect:
            raise Stale("预览之后又有办理或日历变动，受影响的期限已与预览不同，请重新预览后再执行")
        loaded = DaysLoaded(days=then.file.days, notice=notice.notice)
        write_campaign(office, connection, [loaded], stamp=stamp)
        move(office, connection, situation, then, steps, basis=notice.notice, stamp=stamp)
    return change


def _weighed(
    office: Office, connection: Connection, situation: Situation, notice: DayNotice, stamp: Stamp
) -> tuple[CalendarChange, Situation, list[Step]]:
    if refused := may_change_regulations(situation.account(stamp.by)):
        raise refused
    present = situation.file.days
    table = with_notice(present, notice)
    change = CalendarChange(notice.notice, notice.year, present.version, table.version)
    if change.nothing:
        return change, situation, []
    then = _with(situation, table, stamp)
    days = changed_days(situation.regulations.days, then.regulations.days)
    weighed, steps = weigh(office, connection, situation, then, changed=days, stamp=stamp)
    own = moved_rounds(
        situation.file,
        before=situation.regulations.days,
        after=then.regulations.days,
        changed=days,
    )
    return replace(change, days=days, weighed=weighed, moves=own), then, steps


def _with(situation: Situation, table: DayTable, stamp: Stamp) -> Situation:
    """Return the campaign as it stands with another calendar.

    Never remembered by the office: a transaction that fails must leave no trace.
    """
    past = (*situation.file.past_days, (stamp.now, situation.file.days))
    file = replace(situation.file, days=table, past_days=past)
    return Situation(file, Regulations(file.campaign, table, past))
