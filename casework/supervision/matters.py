"""What stands under supervision (督办台账): every open matter, whose turn it is. Reads only."""

from collections.abc import Iterator
from datetime import date

from casework.office import Office, Situation, must_be_registered
from models.case import CaseFile
from models.date_labels import REMINDERS
from models.project_views import MatterView
from models.supervision import Matter, Slip
from rules.days.last_day import passed
from store.projected.listed import listed_matters

STATES = {
    "unsigned": "待签发",
    "issued": "待反馈",
    "answered": "已反馈，待办结",
    "dropped": "不予签发",
    "review": "复核中",
    "closed": "已销号",
}
TO_DO = {
    "unsigned": "签发或不予签发",
    "issued": "反馈办理情况和办结日期",
    "answered": "核实后销号；到期未办结的继续督办",
    "dropped": "核实后销号",
    "review": "由签发人以外的人员作出复核决定",
    "closed": "",
}


def matters(
    office: Office, *, project: str | None = None, closed: bool = False, today: date
) -> tuple[MatterView, ...]:
    """Return the matters of a project, or of all: what waits for a signature comes first."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        if project is not None:
            must_be_registered(connection, project)
        found = [
            view
            for of, matter in listed_matters(connection, project=project or "", closed=closed)
            if (view := _view(of.code, of.name, matter, situation, today)) is not None
        ]
    order = list(STATES)
    return tuple(
        sorted(found, key=lambda one: (order.index(one.state), one.opened_on, one.project))
    )


def matters_of(
    file: CaseFile, situation: Situation, *, closed: bool, today: date
) -> Iterator[MatterView]:
    """Yield the matters of one file as doors show them."""
    project = file.project
    for matter in file.matters.values():
        if matter.open or closed:
            view = _view(project.code, project.name, matter, situation, today)
            if view is not None:
                yield view


def _view(
    project: str, project_name: str, matter: Matter, situation: Situation, today: date
) -> MatterView | None:
    """Return a matter as doors show it; ``None`` where the rules know no ladder."""
    campaign = situation.file.campaign
    ladder = campaign.rulebook.escalation
    if ladder is None:
        return None
    names = campaign.office_names
    slip = matter.slip or Slip(matter.first_rung, matter.opened_on)
    rung, state = ladder.rung(slip.rung), _state(matter, slip)
    settled_by = max(filter(None, (slip.reply_by, slip.done_by)), default=None)
    return MatterView(
        matter=matter.key,
        number=matter.number,
        project=project,
        project_name=project_name,
        ground=matter.ground.value,
        ground_name=matter.cause or REMINDERS.get(matter.ground, ""),
        procedure=matter.procedure,
        office=matter.office,
        office_name=names.get(matter.office, matter.office),
        opened_on=matter.opened_on,
        rung=rung.code,
        rung_name=rung.name,
        issuer=rung.issuer,
        state=state,
        state_name=STATES[state],
        drafted_on=slip.drafted_on,
        signed_by=slip.signed_by,
        reply_by=slip.reply_by,
        done_by=slip.done_by,
        overdue=matter.open
        and settled_by is not None
        and passed(settled_by, on=today, days=situation.regulations.days),
        to_do=TO_DO[state],
    )


def _state(matter: Matter, slip: Slip) -> str:
    if not matter.open:
        return "closed"
    if matter.review_due_on is not None:
        return "review"
    if slip.dropped_on is not None:
        return "dropped"
    if slip.issued_on is None:
        return "unsigned"
    return "answered" if slip.answered_on is not None else "issued"
