"""A matter as an official paper (督办文书、约谈文书), read from the ledger; a person signs it."""

from collections.abc import Iterator
from datetime import date

from casework.office import Office, Situation
from models.case import CaseFile
from models.date_labels import REMINDERS
from models.escalation import LadderRung
from models.ledger import Entry
from models.matter_paper import MatterPaper, MatterStep
from models.people import Role
from models.refusal import Unknown
from models.supervision import (
    InterviewHeld,
    Matter,
    MatterClosed,
    MatterOpened,
    ReviewDecided,
    ReviewRequested,
    Slip,
    SlipAnswered,
    SlipDrafted,
    SlipDropped,
    SlipIssued,
)
from rules.plan.forecast import forecast_start
from store import ledger

INTERVIEW_BASIS = (
    "《政府督查工作条例》第十二条第（七）项：约谈是政府督查的方式之一",
    "《政府督查工作条例》第十七条：对督查结论有异议的，可以自收到之日起30日内申请复核",
    "《工作方案》保障措施第1条：推进不力、未完成目标任务的，对责任单位进行约谈",
)
SLIP_BASIS = (
    "《政府督查工作条例》第十七条：对督查结论有异议的，可以自收到之日起30日内申请复核",
    "《工作方案》保障措施第3条：政府督办室按月督办通报",
)


def matter_paper(office: Office, *, project: str, number: int, today: date) -> MatterPaper:
    """Return the paper of a project's matter by its number; :class:`Unknown` lists them."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        file, _ = office.file(connection, project)
        entries = ledger.read(connection, project)
    ladder = situation.file.campaign.rulebook.escalation
    matter = next((one for one in file.matters.values() if one.number == number), None)
    if matter is None or ladder is None:
        known = "、".join(str(one.number) for one in file.matters.values()) or "无"
        raise Unknown(
            f"项目 {project} 没有编号为 {number} 的督办事项，现有：{known}", matter=number
        )
    slip = matter.slip or Slip(matter.first_rung, matter.opened_on)
    rung = ladder.rung(slip.rung)
    held = next(
        (one for one in _of(entries, matter) if isinstance(one.payload, InterviewHeld)), None
    )
    told = held.payload if held is not None and isinstance(held.payload, InterviewHeld) else None
    campaign = situation.file.campaign
    signer = campaign.account(slip.signed_by)
    return MatterPaper(
        project=project,
        project_name=file.project.name,
        number=number,
        title="约谈通知书" if rung.interview else rung.name,
        interview=rung.interview,
        draft=slip.pending,
        dropped=slip.dropped_on is not None,
        addressed_to=campaign.holder_names.get(matter.office, matter.office),
        posts=tuple(_posts(situation, matter)),
        issuer=rung.issuer,
        signed_by=signer.name if signer is not None else "",
        signed_on=slip.issued_on,
        reply_by=slip.reply_by,
        subject=_subject(file, matter, situation, today),
        facts=tuple(_facts(file, matter, situation, today)),
        basis=INTERVIEW_BASIS if rung.interview else SLIP_BASIS,
        steps=tuple(_steps(entries, matter, situation)),
        held_on=told.held_on if told is not None else None,
        attendants=told.attendants if told is not None else "",
        minutes=told.minutes if told is not None else "",
        as_of=today,
        version=file.version,
    )


def _posts(situation: Situation, matter: Matter) -> Iterator[str]:
    for role in (Role.UNIT_HEAD, Role.DEPARTMENT_HEAD):
        for account in situation.file.campaign.accounts_of(role, matter.office):
            yield account.name


def _subject(file: CaseFile, matter: Matter, situation: Situation, today: date) -> str:
    ground = matter.cause or REMINDERS.get(matter.ground, matter.ground.value)
    if not matter.procedure or matter.procedure not in file.plan:
        return ground
    named = situation.regulations.procedures(file.project, on=today)[matter.procedure].name
    return f"《{named}》（{matter.procedure}）{ground}"


def _facts(file: CaseFile, matter: Matter, situation: Situation, today: date) -> Iterator[str]:
    regulations = situation.regulations
    yield f"事由发生于{matter.about_on.isoformat()}，{matter.opened_on.isoformat()}立项。"
    if file.started_on is not None:
        yield f"项目已于{file.started_on.isoformat()}开工。"
        return
    procedures = regulations.procedures(file.project, on=today)
    forecast = forecast_start(file, procedures, on=today, regulations=regulations)
    if file.pinned_start is not None:
        yield f"锁定开工时间节点{file.pinned_start.isoformat()}。"
    late = f"，晚{forecast.slip_days}个工作日" if forecast.slip_days else ""
    yield f"各方按承诺时限办理，预计{forecast.start_on.isoformat()}开工{late}。"
    open_ = [procedures[code].name for code in file.plan if not file.concluded(code)]
    if open_:
        yield f"前期手续尚有{len(open_)}项未办结：{'、'.join(f'《{one}》' for one in open_)}。"


def _of(entries: tuple[Entry, ...], matter: Matter) -> Iterator[Entry]:
    for entry in entries:
        if getattr(entry.payload, "matter", None) == matter.key:
            yield entry


def _steps(
    entries: tuple[Entry, ...], matter: Matter, situation: Situation
) -> Iterator[MatterStep]:
    ladder = situation.file.campaign.rulebook.escalation
    rungs = {one.code: one for one in ladder.rungs} if ladder is not None else {}
    for entry in _of(entries, matter):
        told = _told(entry, rungs)
        if told is not None:
            account = situation.file.campaign.account(entry.by)
            name = account.name if account is not None else ""
            yield MatterStep(on=entry.on, by=name, what=told[0], text=told[1])


def _told(entry: Entry, rungs: dict[str, LadderRung]) -> tuple[str, str] | None:
    match entry.payload:
        case MatterOpened(cause=cause):
            return "立项", cause
        case SlipDrafted(rung=rung, reason=reason):
            return f"拟{rungs[rung].name}", reason
        case SlipIssued(rung=rung, reply_by=by, opinion=opinion, signed=signed):
            done = "签发" if signed else "发出"
            return f"{done}{rungs[rung].name}", f"限{by.isoformat()}前反馈。{opinion}"
        case SlipDropped(rung=rung, reason=reason):
            return f"不予签发{rungs[rung].name}", reason
        case SlipAnswered(answer=answer, evidence=evidence, done_by=by):
            proof = f"佐证：{evidence}。" if evidence else ""
            return "反馈", f"{answer}；承诺{by.isoformat()}前办结。{proof}"
        case InterviewHeld(held_on=held):
            return "约谈", f"{held.isoformat()}进行，记录附后。"
        case ReviewRequested(reason=reason, decide_by=by):
            return "申请复核", f"{reason}（{by.isoformat()}前作出决定）"
        case ReviewDecided(upheld=upheld, reason=reason):
            return "复核决定：维持" if upheld else "复核决定：不予维持", reason
        case MatterClosed(result=result):
            return "销号", result
        case _:
            return None
