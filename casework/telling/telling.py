"""From what happened to what is told (告知): one notice per entry that concerns somebody.

Written in the transaction of the act, sent later: a notice that cannot be delivered
never holds up or undoes a decision.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import TYPE_CHECKING, get_args

from casework.telling.announcing import addresses
from casework.telling.being_heard import OF_BEING_HEARD
from casework.telling.cases import OF_CASES
from casework.telling.entry import News, Telling
from casework.telling.projects import OF_PROJECTS
from casework.telling.reminders import OF_REMINDERS
from casework.telling.supervision import OF_SUPERVISION
from models.case import CaseFile
from models.catalogue import Procedure, Unit
from models.ledger import CaseEntry, Entry, ProjectEntry
from models.nature import Nature
from models.notice import Ground, Notice
from notices.wording import SEVERITY, Facts, worded
from rules.acceptance.regime import REFUSALS, may_go_to_law, regime_of
from rules.days.quiet_hours import held_out
from store.outgoing.outbox import Posting

if TYPE_CHECKING:
    from casework.office import Office, Situation

TELLINGS: Mapping[type, Telling] = {
    **{
        one: Telling(ground)
        for one, ground in product((*get_args(CaseEntry), *get_args(ProjectEntry)), Ground)
        if one.model_fields["kind"].default == ground
    },
    **OF_CASES,
    **OF_BEING_HEARD,
    **OF_PROJECTS,
    **OF_REMINDERS,
    **OF_SUPERVISION,
}
"""Kind of entry → how it is told: plainly, where a ground has its name and nothing else is said.

A kind that is neither named nor a ground tells nobody.
"""

REGISTRAR = "registrar"
"""Who loads a campaign's projects: what stood before the campaign is no news."""


def told(
    office: "Office", situation: "Situation", file: CaseFile, entries: Iterable[Entry]
) -> Iterator[Posting]:
    """Yield the notices that entries of a project bring, and where each goes."""
    procedures = situation.regulations.procedures(file.project, on=file.registered_on)
    for entry in entries:
        telling = TELLINGS.get(type(entry.payload))
        if telling is None or entry.by == REGISTRAR:
            continue
        code = vars(entry.payload).get("procedure", "")
        news = News(situation, file, procedures.get(code), entry)
        ground = telling.ground(news) if callable(telling.ground) else telling.ground
        if ground is None:
            continue
        title, body = worded(ground, _facts(news, telling, office.channels.link(file.project.code)))
        to = telling.to(news, ground)
        key = f"{entry.stream}/{entry.version}"
        notice = Notice(
            key=key,
            ground=ground,
            severity=SEVERITY[ground],
            project=file.project.code,
            procedure=code,
            title=title,
            body=body,
            recipients=to,
            on=entry.on,
            held_out=held_out(key, ground, situation.regulations.rulebook.notices),
        )
        yield Posting(notice, addresses(office, situation, to), entry.at)


def _facts(news: News, telling: Telling, link: str) -> Facts:
    """Return everything that the notice of an entry says."""
    entry, file, procedure, regulations = news.entry, news.file, news.procedure, news.regulations
    fields = vars(entry.payload)  # of a field that a kind does not have, pydantic would err
    said, days = telling.facts(news), regulations.days
    due = said.due_on
    left = days.between(entry.on, due) if due is not None else None
    if due is not None and due < entry.on and left == 0:
        left = None  # only days off have passed since
    gate, measure = regulations.gates.get(fields.get("gate", "")), fields.get("measure")
    account = news.situation.file.campaign.account(entry.by)
    regime = regime_of(procedure, regulations.rulebook.clock) if procedure else None
    return Facts(
        on=entry.on,
        project_code=file.project.code,
        project_name=file.project.name,
        procedure_code=procedure.code if procedure else "",
        procedure_name=procedure.name if procedure else "",
        department=regulations.department_name(procedure.department) if procedure else "",
        unit=news.situation.file.campaign.unit(file.project.unit).short,
        gate=gate.name if gate else "",
        documents=_names(procedure, said.documents),
        due_on=due,
        provisional=due is not None
        and said.of_the_calendar
        and days.add(due, 0, Unit.WORKDAY).provisional,
        days_left=left if said.days_left is None else said.days_left,
        start_on=file.pinned_start,
        expected_on=said.expected_on,
        actor=said.actor or (account.name if account else ""),
        reason=said.reason or fields.get("reason", ""),
        basis=fields.get("article", "") or said.basis,
        permit_number=fields.get("permit_number", ""),
        moves=said.moves,
        week=said.week,
        matter=said.matter,
        measure=measure.label if measure is not None else "",
        rung=said.rung,
        received_on=said.received_on,
        silence=regime is None or regime.silence is not None,
        licence=news.licence,
        authority=news.procedure is None or may_go_to_law(news.procedure),
        refusal=(regime.refusal if regime else None) or REFUSALS[Nature.LICENCE],
        link=link,
    )


def _names(procedure: Procedure | None, codes: Iterable[str]) -> tuple[str, ...]:
    if procedure is None:
        return tuple(codes)
    found = ((code, procedure.document(code)) for code in codes)
    return tuple(document.name if document else code for code, document in found)
