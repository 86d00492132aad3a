"""One case as it lies on the desk (办件): papers, clocks, what may be done, what has happened."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import Connection

from casework.office import Office
from casework.reading.case.moved_days import MovedDay, moves_among
from casework.reading.case.offering import Offer, Seen, may_act, offer, offers, start_before
from casework.reading.case.opinions import Opinions, opinions
from casework.reading.case.timeline import timeline_line
from casework.reading.case.views import view
from casework.reading.lists.work_lines import WorkLine, line_of
from models.act_requests import AcceptConditionally, Act
from models.case import Case, CaseFile, CaseState, ClockStop
from models.catalogue import Bound, CountsFrom, Procedure, RequiredDocument, RequirementLevel
from models.ledger import Entry
from models.people import Account
from models.project_views import CaseView, ProjectView, TimelineView
from models.proof import ClockProof
from models.refusal import Unknown
from models.review import SignedReview
from models.rulebook import MakeUpCap
from rules.acceptance.deferral import latest_make_up
from rules.acceptance.regime import REFUSALS
from rules.acting.examining import acts_possible
from rules.clocks.clock import stop_due
from rules.days.last_day import passed
from rules.proof.proof import clock_proof
from store import ledger
from store.projected.queries import open_breaches


@dataclass(frozen=True, slots=True)
class Paper:
    """One document of a case as it stands (材料)."""

    code: str
    name: str
    level: RequirementLevel
    level_name: str
    standing: str
    """In one or two words: 已交, 欠交, 待补正, 未交, 按需."""
    tone: str
    """``done``, ``late``, ``soon``, ``stop`` or ``calm``."""
    due_on: date | None
    note: str
    asked: str
    """What the notice of correction asks of it; empty = nothing."""
    latest: date | None
    """The last day for which it could be promised today; ``None`` = no limit, or not deferrable."""
    cap: str
    """Why that day is the last one."""

    @property
    def absent(self) -> bool:
        """Tell whether it has not been handed in."""
        return self.standing in ("未交", "欠交")


@dataclass(frozen=True)
class CaseSheet:
    """A case with everything that an officer looks at before acting (办件).

    What is looked at is worked out when it is: an act that is done needs little of it.
    """

    seen: Seen
    office: Office

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Return the project's entries up to what is looked at."""
        with self.office.store.reading() as connection:
            every = ledger.read(connection, self.file.project.code)
        return tuple(one for one in every if one.version <= self.file.version)

    @cached_property
    def project(self) -> ProjectView:
        """Return the project with all its cases."""
        return view(self.file, self.seen.situation, self.seen.on)

    @cached_property
    def view(self) -> CaseView:
        """Return the case as lists show it."""
        return next(one for one in self.project.cases if one.procedure == self.procedure.code)

    @cached_property
    def line(self) -> WorkLine:
        """Return its line of the work list."""
        return line_of(self.file, self.procedure.code, self.seen.situation, self.seen.on)

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        """Return its documents as they stand."""
        return tuple(_papers(self.seen))

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """Return what may be done to it, and what that moves."""
        return offers(self.seen)

    @cached_property
    def proof(self) -> ClockProof:
        """Return the proof of its dates."""
        return clock_proof(
            self.file,
            self.procedure.code,
            on=self.seen.on,
            regulations=self.seen.situation.regulations,
            entries=self.entries,
            head=self.entries[-1].hash if self.entries else "",
        )

    @cached_property
    def history(self) -> tuple[TimelineView, ...]:
        """Return what has happened to it, the latest first."""
        code, situation, known = self.procedure.code, self.seen.situation, self._procedures
        of_case = (one for one in self.entries if getattr(one.payload, "procedure", "") == code)
        return tuple(timeline_line(one, situation, known) for one in reversed([*of_case]))

    @cached_property
    def opinions(self) -> Opinions | None:
        """Return what other offices that are asked have said; ``None`` = none is asked."""
        return opinions(self.seen)

    @property
    def own_reviews(self) -> tuple[SignedReview, ...]:
        """Return the opinions of the department that decides, in their order."""
        return tuple(one for one in self.case.reviews if not one.office)

    @cached_property
    def moved(self) -> tuple[MovedDay, ...]:
        """Return days of the case that were moved, the latest move first."""
        found = moves_among(self.entries, self.seen.situation, self._procedures)
        return tuple(one for one in found if one.procedure == self.procedure.code)

    @property
    def _procedures(self) -> Mapping[str, Procedure]:
        return self.seen.situation.regulations.procedures(self.file.project, on=self.seen.on)

    @property
    def file(self) -> CaseFile:
        """Return the project's file."""
        return self.seen.file

    @property
    def case(self) -> Case:
        """Return the case."""
        return self.seen.case

    @property
    def refusal(self) -> str:
        """Return what a negative outcome is called here; a filing has none."""
        return REFUSALS[self.procedure.nature] or "不予办理"

    @property
    def procedure(self) -> Procedure:
        """Return the procedure as the law stands today."""
        return self.seen.procedure

    @property
    def stop(self) -> ClockStop | None:
        """Return the special procedure for which the clock stands still; ``None`` = none."""
        stop = self.case.stops[-1] if self.case.stops else None
        named = stop is not None and stop.kind is not None and stop.limit_days > 0
        return stop if named and self.case.state is CaseState.PAUSED else None

    @property
    def stop_ends(self) -> date | None:
        """Return the last day of the length that was stated for that special procedure."""
        days = self.seen.situation.regulations.days
        return stop_due(self.stop, days=days) if self.stop is not None else None

    def barred(self, act: Act) -> bool:
        """Tell whether the state knows an act for which the account lacks the right."""
        return act in acts_possible(self.case.state) and not may_act(self.seen, act)

    def offer(self, act: str) -> Offer | None:
        """Return what is offered of an act, ``None`` where the state does not know it."""
        possible = next((one for one in acts_possible(self.case.state) if one.value == act), None)
        return offer(self.seen, possible, start_before(self.seen)) if possible is not None else None

    def name_of(self, document: str) -> str:
        """Return the name of a document."""
        return self.procedure.document_name(document)


def case_sheet(
    office: Office,
    *,
    project: str,
    procedure: str,
    account: Account,
    person: str = "",
    today: date,
) -> CaseSheet:
    """Return a case of a project as an account, and who holds it, sees it today."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        file, _ = office.file(connection, project)
        known = situation.regulations.procedures(file.project, on=today)
        if procedure not in file.cases or procedure not in known:
            why = file.not_required.get(procedure, "没有这个事项")
            raise Unknown(f"{file.project.name} {procedure}：{why}", procedure=procedure)
        seen = Seen(
            file=file,
            case=file.cases[procedure],
            procedure=known[procedure],
            situation=situation,
            account=account,
            on=today,
            breaches=_breaches(connection, file),
            person=person,
        )
    return CaseSheet(seen, office)


def _breaches(connection: Connection, file: CaseFile) -> tuple[str, ...]:
    return open_breaches(connection, file.project.applicant.credit_code)


def _papers(seen: Seen) -> Iterator[Paper]:
    case = seen.case
    before = case.submitted_on is None
    for document in seen.procedure.documents:
        standing, tone, due_on, note = _standing(document, seen, before=before)
        latest, cap = _cap(document, seen)
        asked = next(
            (one.what for one in case.open_corrections if one.document == document.code), ""
        )
        yield Paper(
            code=document.code,
            name=document.name,
            level=document.level,
            level_name=document.level.label,
            standing=standing,
            tone=tone,
            due_on=due_on,
            note=note,
            asked=asked,
            latest=latest,
            cap=cap,
        )


def _standing(
    document: RequiredDocument, seen: Seen, *, before: bool
) -> tuple[str, str, date | None, str]:
    case, days = seen.case, seen.situation.regulations.days
    owed = next((one for one in case.owed if one.document == document.code), None)
    if owed is not None and owed.outstanding:
        late = passed(owed.due_on, on=seen.on, days=days)
        return "欠交", "late" if late else "soon", owed.due_on, "逾期未补" if late else "承诺补交"
    if owed is not None and owed.received_on is not None:
        return "已交", "done", None, f"{owed.received_on.month}月{owed.received_on.day}日补交"
    item = next((one for one in case.open_corrections if one.document == document.code), None)
    if item is not None:
        return "待补正", "soon", item.due_on or case.correction_due_on, item.what
    if document.code in case.documents:
        return "已交", "done", None, ""
    expected = case.expected.get(document.code)
    if before or case.state is CaseState.NOT_OPEN:
        return "未交", "calm", expected, "预计取得" if expected else ""
    if document.level is RequirementLevel.SITUATIONAL:
        return "按需", "calm", None, document.when
    return "未交", "late", expected, "预计取得" if expected else ""


def _cap(document: RequiredDocument, seen: Seen) -> tuple[date | None, str]:
    """Return the last day for which a document could be promised today, and why it is the last."""
    if document.level is not RequirementLevel.DEFERRABLE:
        return None, ""
    request = AcceptConditionally(signed_by="试算")
    latest = latest_make_up(seen.circumstances(request), document.code)
    reasons = []
    if document.makeup_days is not None:
        reasons.append(f"本材料补交期限{document.makeup_days}个工作日")
    profile = seen.situation.regulations.deferral
    limits = {
        MakeUpCap.PROMISED: ("承诺时限", seen.procedure.promised),
        MakeUpCap.STATUTORY: ("法定时限", seen.procedure.statutory),
    }
    if profile.cap in limits:
        name, limit = limits[profile.cap]
        if limit.value is not None and limit.bound is Bound.MAX:
            received = "（自收到申请之日起）" if limit.counts_from is CountsFrom.RECEIPT else ""
            reasons.append(
                f"“{profile.name}”容缺办法以{name}{limit.value}{limit.unit.label}{received}为限"
            )
    listed = "；".join(reasons)
    return (
        latest,
        f"{listed}{'，取先到者' if len(reasons) > 1 else ''}，自签署之日起算" if listed else "",
    )
