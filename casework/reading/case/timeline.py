"""What a case file says happened (办理经过): one line per entry, with what matters of it."""

from collections.abc import Mapping

from casework.office import Situation
from models.assignment import Assigned
from models.attachment import FilesAttached
from models.awaiting import UpstreamAwaited
from models.case_entries import (
    ClockPaused,
    Concluded,
    ConditionallyAccepted,
    CorrectionRequested,
    Delivered,
    Extended,
    Reminded,
    Submitted,
)
from models.catalogue import Procedure, RequirementLevel
from models.certificate import CertificateExtended
from models.date_labels import REMINDERS
from models.days import ZONE, DueDatesMoved
from models.expectation import DocumentExpected
from models.hearing import HearingHeld, HearingOffered, HearingRequested
from models.ledger import Entry
from models.light_rules import DelayJustified
from models.measure import DefenceStated, MeasureAnnounced
from models.milestone import (
    BaselineTaken,
    ConditionConfirmed,
    GatePassed,
    GateReopened,
    ProjectAmended,
    Started,
    StartPinned,
)
from models.parcel import ParcelMoved
from models.people import Account
from models.preview import PreviewOpinionGiven
from models.progress import ProgressReported
from models.project_views import TimelineView
from models.promise import (
    DeferredItemReceived,
    PromiseExtended,
    PromiseLapsed,
    RectificationOrdered,
)
from models.review import Reviewed
from models.supervision import SlipDrafted, SlipDropped, SlipIssued
from models.week_words import week_in_words
from rules.acceptance.regime import entry_name
from rules.in_force.regulations import Regulations


def timeline_line(
    entry: Entry, situation: Situation, procedures: Mapping[str, Procedure]
) -> TimelineView:
    """Return the line of an entry, as doors show it."""
    payload = entry.payload
    account = situation.file.campaign.account(entry.by)
    code = getattr(payload, "procedure", "")
    procedure = procedures.get(code)
    return TimelineView(
        version=entry.version,
        on=entry.on,
        at=entry.at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M"),
        by=entry.by,
        by_name=_who(entry, situation) or _hand(account, entry.person),
        person=entry.person,
        via=entry.via.label,
        kind=payload.kind,
        name=_name(entry, situation, procedure),
        procedure=f"{code} {procedure.name}" if procedure else "",
        detail=_detail(entry, procedure, situation.regulations),
        key=entry.key or "",
    )


def _hand(account: Account | None, person: str) -> str:
    """Name the post, and the person who acted at it where the ledger tells."""
    if account is None:
        return "系统"
    return f"{account.name}（{person}）" if person else account.name


def _who(entry: Entry, situation: Situation) -> str:
    """Return in whose name a prompt went out, whoever's act it followed; else nothing."""
    payload, ladder = entry.payload, situation.regulations.rulebook.escalation
    if ladder is None or not isinstance(payload, SlipIssued) or payload.signed:
        return ""
    return ladder.rung(payload.rung).issuer


def _name(entry: Entry, situation: Situation, procedure: Procedure | None) -> str:
    """Name an entry; a slip by its rung: a prompt is sent (发出), an order is signed (签发)."""
    payload, ladder = entry.payload, situation.regulations.rulebook.escalation
    if ladder is None or not isinstance(payload, SlipDrafted | SlipIssued | SlipDropped):
        return entry_name(payload.kind, procedure)
    rung = ladder.rung(payload.rung).name
    match payload:
        case SlipIssued(signed=signed):
            return f"{'签发' if signed else '发出'}{rung}"
        case SlipDropped():
            return f"不予签发{rung}"
        case _:
            return f"拟制{rung}"


def _detail(entry: Entry, procedure: Procedure | None, regulations: Regulations) -> str:
    gates, holders = regulations.gates, regulations.campaign.holder_names

    def named(code: str) -> str:
        document = procedure.document(code) if procedure else None
        return document.name if document else code

    match entry.payload:
        case Submitted() as submitted if procedure is not None:
            given = set(submitted.documents)
            missing_now = [
                one.name
                for one in procedure.documents
                if one.level is not RequirementLevel.SITUATIONAL and one.code not in given
            ]
            return f"缺{'、'.join(missing_now)}" if missing_now else "材料齐全"
        case CorrectionRequested(items=items):
            return "；".join(f"{named(one.document)}：{one.what}" for one in items)
        case ConditionallyAccepted(owed=owed, signed_by=signed_by):
            listed = "、".join(f"{named(one.document)}（{one.due_on}前）" for one in owed)
            return f"欠交{listed}；承诺书由{signed_by}签署"
        case PreviewOpinionGiven(opinion=opinion, lacking=lacking):
            return f"{opinion}（尚缺前置：{'、'.join(lacking)}；无法律效力，不是审批决定）"
        case DeferredItemReceived(document=document):
            return named(document)
        case DocumentExpected(document=document, expected_on=expected_on, reason=reason):
            return "：".join(filter(None, (f"{named(document)}预计 {expected_on} 取得", reason)))
        case FilesAttached(files=files, note=note):
            return " ".join(filter(None, ("、".join(one.name for one in files), note)))
        case BaselineTaken() as taken:
            return f"锁定 {taken.start_on}，当时预计 {taken.forecast_on}：{taken.reason}"
        case PromiseExtended(document=document, due_on=due_on, reason=reason):
            return f"{named(document)} 展期至 {due_on}：{reason}"
        case RectificationOrdered(due_on=due_on, reason=reason):
            return f"限 {due_on} 前整改：{reason}"
        case PromiseLapsed(documents=documents):
            return "、".join(named(code) for code in documents)
        case ClockPaused() as paused:
            kind, unit = paused.procedure_kind.label, paused.limit_unit.label
            return f"{kind}{paused.limit_days}{unit}：{paused.reason}"
        case UpstreamAwaited(awaited=awaited, source=source):
            return f"只待{'、'.join(awaited)}办结（{source}）"
        case HearingOffered() as told:
            return f"申请期至 {told.apply_by}：{told.reason}"
        case HearingRequested() as asked:
            return f"应于 {asked.hold_by} 前举行：{asked.reason or '申请人要求听证'}"
        case HearingHeld() as held:
            by = holders.get(held.presided_by, held.presided_by)
            return f"{held.held_on} 举行{f'，{by}主持' if by else ''}：{held.result}"
        case Assigned(to=to, before=before, reason=reason):
            said = f"{holders.get(before, before)}→" if before else ""
            return "；".join(filter(None, (said + holders.get(to, to), reason)))
        case Reviewed() as signed:
            stage, advice = signed.stage.label, signed.recommends.label
            return f"{stage}，{advice}：{signed.opinion}"
        case MeasureAnnounced() as told:
            return f"拟{told.measure.label}，陈述申辩期至 {told.answer_by}：{told.reason}"
        case DefenceStated() as stated:
            return f"就拟{stated.measure.label}：{stated.statement}"
        case CertificateExtended(until=until, reason=reason):
            return f"延期至 {until}：{reason}"
        case Extended() as extended:
            return f"延长{extended.days}{extended.unit.label}：{extended.reason}"
        case Concluded(permit_number=number, opinion=opinion):
            return " ".join(filter(None, (number, opinion)))
        case ParcelMoved(parcel=parcel, reached=reached):
            return f"{parcel}{'' if reached else '，不再是本项目用地'}"
        case ConditionConfirmed(gate=gate, condition=condition, evidence=evidence):
            names = {one.code: one.name for one in gates[gate].confirmations}
            return " ".join(filter(None, (names.get(condition, condition), evidence)))
        case GatePassed(gate=gate) | GateReopened(gate=gate):
            return gates[gate].name
        case ProjectAmended(changes=changes, reason=reason):
            return "；".join((*changes, reason))
        case StartPinned(start_on=start_on, reason=reason):
            return "：".join(filter(None, (f"锁定为 {start_on}", reason)))
        case Started(started_on=started_on):
            return str(started_on)
        case DueDatesMoved(basis=basis, moves=moves):
            return f"{basis}：{len(moves)}个日期变动"
        case Delivered(served_on=served_on):
            return str(served_on)
        case ProgressReported(week=week, late=late, doubts=doubts):
            marks = (
                week_in_words(week),
                "迟报" if late else "",
                f"存疑{len(doubts)}项" if doubts else "",
            )
            return "，".join(filter(None, marks))
        case DelayJustified(about=about, reason=reason, until=until):
            return f"{about.label}灯：{reason}（至 {until}）"
        case Reminded(ground=ground, about_on=about_on):
            return f"{REMINDERS.get(ground, '提醒')}，关于 {about_on}"
        case payload:
            return str(getattr(payload, "reason", "") or getattr(payload, "opinion", ""))
