"""From what happened to what is told (告知): one notice per entry that concerns somebody.

Written in the transaction of the act, sent later: a notice that cannot be delivered
never holds up or undoes a decision.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from casework.telling.announcing import addresses
from casework.telling.item_facts import of_the_item
from casework.telling.moved import concerns_somebody, moves_in_words, recipients_of_move
from casework.telling.supervision import (
    answerers,
    matter_in_words,
    matter_of,
    rung_of,
    supervision_ground,
    supervision_recipients,
)
from models.case import CaseFile
from models.catalogue import Procedure, Unit
from models.credit import BreachRecorded
from models.days import DueDatesMoved
from models.hearing import HearingHeld, HearingOffered, HearingRequested
from models.issue import IssueRaised
from models.labels import CONSEQUENCES, MEASURES
from models.ledger import (
    Accepted,
    ApplicationRefused,
    ClockPaused,
    Concluded,
    ConditionallyAccepted,
    CorrectionRequested,
    Declined,
    DeemedAccepted,
    Entry,
    Extended,
    ProcedureOpened,
    Reminded,
    Returned,
    Revoked,
    Submitted,
    Withdrawn,
)
from models.measure import DefenceStated, MeasureAnnounced
from models.milestone import GatePassed
from models.notice import Ground, Notice
from models.preview import PreviewOpinionGiven
from models.promise import (
    PromiseLapsed,
)
from models.supervision import SlipIssued, SupervisionEntry
from notices.recipients import recipients
from notices.wording import SEVERITY, Facts, worded
from rules.acceptance.promise import consequence
from rules.clocks.clock import read_clock
from rules.clocks.expiry import Expiry, expires_on
from rules.days.quiet_hours import held_out
from rules.plan.forecast import forecast_start
from rules.supervision.grounds import issues_of
from store.outbox import Posting

if TYPE_CHECKING:
    from casework.office import Office, Situation

GROUNDS: dict[type, Ground] = {
    ProcedureOpened: Ground.PROCEDURE_OPENED,
    Submitted: Ground.SUBMITTED,
    CorrectionRequested: Ground.CORRECTION_REQUESTED,
    Accepted: Ground.ACCEPTED,
    DeemedAccepted: Ground.DEEMED_ACCEPTED,
    ConditionallyAccepted: Ground.CONDITIONALLY_ACCEPTED,
    PreviewOpinionGiven: Ground.PREVIEW_OPINION,
    Declined: Ground.DECLINED,
    PromiseLapsed: Ground.PROMISE_LAPSED,
    Returned: Ground.RETURNED,
    ClockPaused: Ground.PAUSED,
    Extended: Ground.EXTENDED,
    Concluded: Ground.CONCLUDED,
    ApplicationRefused: Ground.REFUSED,
    Revoked: Ground.REVOKED,
    Withdrawn: Ground.WITHDRAWN,
    DueDatesMoved: Ground.DUE_DATES_MOVED,
    GatePassed: Ground.GATE_PASSED,
    IssueRaised: Ground.ISSUE_RAISED,
    HearingOffered: Ground.HEARING_OFFERED,
    HearingRequested: Ground.HEARING_REQUESTED,
    HearingHeld: Ground.HEARING_HELD,
    MeasureAnnounced: Ground.MEASURE_ANNOUNCED,
    DefenceStated: Ground.DEFENCE_STATED,
    BreachRecorded: Ground.BREACH_RECORDED,
}
"""Kind of entry → why somebody is told. A `Reminded` brings its own ground."""


def told(
    office: "Office", situation: "Situation", file: CaseFile, entries: Iterable[Entry]
) -> Iterator[Posting]:
    """Yield the notices that entries of a project bring, and where each goes."""
    procedures = situation.regulations.procedures(file.project, on=file.registered_on)
    for entry in entries:
        payload = entry.payload
        rung = (
            rung_of(payload, file, situation.regulations)
            if isinstance(payload, SupervisionEntry)
            else None
        )
        if isinstance(payload, SupervisionEntry):
            ground = supervision_ground(payload, rung)
        else:
            ground = payload.ground if isinstance(payload, Reminded) else GROUNDS.get(type(payload))
        if ground is None or entry.by == REGISTRAR:
            continue
        if isinstance(payload, DueDatesMoved) and not concerns_somebody(payload):
            continue
        code = vars(payload).get("procedure", "")
        procedure = procedures.get(code)
        project = file.project
        link = office.channels.link(project.code)
        facts = _facts(situation, file, procedure, entry, link=link)
        title, body = worded(ground, facts)
        to = recipients(
            ground,
            situation.file.campaign,
            unit=project.unit,
            sponsor=project.sponsor,
            chief_service_officer=project.chief_service_officer,
            department=procedure.department if procedure else "",
        )
        if isinstance(payload, IssueRaised):
            to = tuple(dict.fromkeys((*answerers(payload.office, situation.file.campaign), *to)))
        if isinstance(payload, SupervisionEntry) and rung is not None:
            to = supervision_recipients(payload, file, situation.file.campaign, rung)
        if isinstance(payload, DueDatesMoved):
            to = recipients_of_move(payload, file, situation.file.campaign, procedures)
        notice = Notice(
            key=f"{entry.stream}/{entry.version}",
            ground=ground,
            severity=SEVERITY[ground],
            project=project.code,
            procedure=code,
            title=title,
            body=body,
            recipients=to,
            on=entry.on,
            held_out=held_out(
                f"{entry.stream}/{entry.version}", ground, situation.regulations.rulebook.notices
            ),
        )
        yield Posting(notice, addresses(office, situation, to), entry.at)


REGISTRAR = "registrar"
"""Who loads a campaign's projects: what stood before the campaign is no news."""


def _facts(
    situation: "Situation",
    file: CaseFile,
    procedure: Procedure | None,
    entry: Entry,
    *,
    link: str,
) -> Facts:
    payload, project = entry.payload, file.project
    said = vars(payload)  # of a field that a kind does not have, pydantic would write an error
    regulations = situation.regulations
    account = situation.file.campaign.account(entry.by)
    gate = regulations.gates.get(said.get("gate", ""))
    due: date | None = None
    left: int | None = None
    documents: tuple[str, ...] = ()
    expected: date | None = None
    slip: int | None = None
    reason = said.get("reason", "")
    basis = said.get("article", "")
    moves: tuple[str, ...] = ()
    expiry: Expiry | None = None  # told by its term in months or years, whatever the calendar
    week = what = rung = ""
    actor = account.name if account else ""
    match payload:
        case CorrectionRequested() as asked:
            documents, due = tuple(item.document for item in asked.items), asked.due_on
        case ConditionallyAccepted(owed=owed):
            documents = tuple(one.document for one in owed)
            due = min(one.due_on for one in owed)
        case PreviewOpinionGiven(opinion=opinion, lacking=lacking):
            reason = f"{opinion}；尚缺前置：{'、'.join(lacking)}"
        case PromiseLapsed() as lapsed:
            documents, due = lapsed.documents, lapsed.grace_until
            if due is not None:
                reason = f"自{entry.on}起暂停计时，宽限至{due}"
        case Reminded(ground=Ground.SIGNATURE_DUE, procedure=code):
            broken = file.cases[code]
            documents = tuple(one.document for one in broken.lapsed)
            waiting = consequence(
                broken, regulations.deferral_of(broken), on=entry.on, days=regulations.days
            )
            reason = CONSEQUENCES[waiting] if waiting is not None else ""
        case Reminded(ground=Ground.START_SLIPPED):
            procedures = regulations.procedures(project, on=entry.on)
            forecast = forecast_start(file, procedures, on=entry.on, regulations=regulations)
            expected, slip = forecast.start_on, -forecast.slip_days
        case Reminded(ground=Ground.CERTIFICATE_EXPIRING, procedure=code):
            expiry = expires_on(file.cases[code], on=entry.on, regulations=regulations)
            if expiry is not None:
                due, basis = expiry.due_on, expiry.term.source
                reason = expiry.term.extensions or expiry.term.effect
        case DueDatesMoved() as moved:
            basis = moved.basis
            moves = moves_in_words(moved, regulations.procedures(project, on=entry.on))
        case MeasureAnnounced(answer_by=answer_by):
            due = answer_by
        case DefenceStated(statement=statement):
            reason = statement
        case HearingOffered(apply_by=apply_by):
            due = apply_by
        case HearingRequested(hold_by=hold_by):
            due = hold_by
        case HearingHeld(result=result):
            reason = result
        case IssueRaised(text=text, due_on=due_on):
            reason, due = text, due_on
        case Reminded(ground=Ground.ISSUE_OVERDUE, about_on=about_on):
            reason = "；".join(one.text for one in issues_of(file, about_on))
        case Reminded(ground=Ground.LIGHT_YELLOW | Ground.LIGHT_RED):
            reason = "；".join(one.reason for one in file.lit.values() if one.reason)
        case Reminded(ground=Ground.START_MISSED | Ground.STANDSTILL):
            pass
        case Reminded(ground=Ground.REPORT_MISSED, about_on=about_on):
            week = "{}-W{:02d}".format(*about_on.isocalendar()[:2])
        case payload if isinstance(payload, SupervisionEntry):
            due = said.get("reply_by") or said.get("decide_by")
            reason = reason or said.get("answer", "") or said.get("result", "")
            if (matter := matter_of(payload, file)) is not None:
                what = matter_in_words(matter)
            if (reached := rung_of(payload, file, regulations)) is not None:
                rung = reached.name
                if isinstance(payload, SlipIssued):
                    actor = reached.issuer
        case Reminded(ground=Ground.PROMISE_DUE_SOON, procedure=code):
            owed_now = file.cases[code].outstanding
            documents = tuple(one.document for one in owed_now)
            due = min((one.due_on for one in owed_now), default=None)
        case Reminded() as reminded if reminded.procedure:
            due = reminded.about_on
        case ClockPaused() as paused:
            due = regulations.days.add(entry.on, paused.limit_days, paused.limit_unit).due_on
        case _:
            case = file.cases.get(procedure.code) if procedure is not None else None
            if case is not None and case.limits is not None and not case.concluded:
                reading = read_clock(case, case.limits.promised, on=entry.on, days=regulations.days)
                due = reading.due_on if reading is not None else None
    if due is not None:
        days = regulations.days
        left = days.between(entry.on, due)
        if due < entry.on and left == 0:
            left = None  # only days off have passed since
    item = of_the_item(file, entry, procedure, regulations)
    department = regulations.department_name(procedure.department) if procedure else ""
    measure = said.get("measure")
    return Facts(
        on=entry.on,
        project_code=project.code,
        project_name=project.name,
        procedure_code=procedure.code if procedure else "",
        procedure_name=procedure.name if procedure else "",
        department=department,
        unit=situation.file.campaign.unit(project.unit).short,
        gate=gate.name if gate else "",
        documents=_names(procedure, documents),
        due_on=due,
        provisional=due is not None
        and expiry is None
        and regulations.days.add(due, 0, Unit.WORKDAY).provisional,
        days_left=left if slip is None else slip,
        start_on=file.pinned_start,
        expected_on=expected,
        actor=actor,
        reason=reason or item.asked,
        basis=basis or item.basis,
        permit_number=said.get("permit_number", ""),
        moves=moves,
        week=week,
        matter=what,
        measure=MEASURES[measure] if measure is not None else "",
        rung=rung,
        received_on=item.received_on,
        silence=item.silence,
        licence=item.licence,
        refusal=item.refusal,
        link=link,
    )


def _names(procedure: Procedure | None, codes: Iterable[str]) -> tuple[str, ...]:
    if procedure is None:
        return tuple(codes)
    found = ((code, procedure.document(code)) for code in codes)
    return tuple(document.name if document else code for code, document in found)
