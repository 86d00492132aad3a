"""A project as a whole as it lies on the desk (项目层面的办理): conditions, start, supervision."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from casework.office import Office, Situation
from casework.reading.offering import Offer, who_may
from casework.reading.views import view
from casework.supervision.matters import matters_of
from models.acts import (
    Act,
    ConfirmCondition,
    PinStart,
    ReportStart,
    Request,
)
from models.case import CaseFile
from models.escalation import EscalationRules
from models.issue import RaiseIssue, SolveIssue
from models.labels import ACTS
from models.ledger import Entry
from models.people import Account
from models.project_lights import JustifyDelay, LightSubject
from models.refusal import Unknown
from models.supervising import (
    AnswerSlip,
    CloseMatter,
    DecideReview,
    DropSlip,
    EscalateMatter,
    ExplainMissedStart,
    HoldInterview,
    RequestReview,
    SignSlip,
)
from models.views import MatterView, ProjectView
from rules.acceptance.circumstances import Circumstances
from rules.acting.examining import GATE_ACTS, entitled, examine
from rules.in_force.gates import START_CONSTRUCTION
from store import ledger

_WORDS = "试算"
OF_A_MATTER = (
    Act.SIGN_SLIP,
    Act.DROP_SLIP,
    Act.ANSWER_SLIP,
    Act.CLOSE_MATTER,
    Act.HOLD_INTERVIEW,
    Act.REQUEST_REVIEW,
    Act.DECIDE_REVIEW,
    Act.ESCALATE_MATTER,
)
"""Acts that are done to one matter under supervision."""
OF_A_PROJECT = tuple(one for one in Act if one in GATE_ACTS and one not in OF_A_MATTER)


@dataclass(frozen=True, slots=True)
class GateSheet:
    """A project, or one of its matters under supervision, as an account sees it (项目办理)."""

    file: CaseFile
    situation: Situation
    account: Account
    on: date
    project: ProjectView
    matter: MatterView | None
    offers: tuple[Offer, ...]
    entries: tuple[Entry, ...]

    def offer(self, act: str) -> Offer | None:
        """Return what is offered of an act."""
        return next((one for one in self.offers if one.act.value == act), None)

    def options(self, field: str) -> tuple[tuple[str, str], ...]:
        """Return what a field may hold where the project itself says so."""
        campaign, gates = self.situation.file.campaign, self.situation.regulations.gates
        ladder = campaign.rulebook.escalation
        match field:
            case "condition":
                gate = gates[START_CONSTRUCTION]
                return tuple(
                    (one.code, one.name)
                    for one in gate.confirmations
                    if f"{gate.code}.{one.code}" not in self.file.confirmed
                )
            case "issue":
                return tuple(
                    (str(number), f"{number}. {one.text}")
                    for number, one in self.file.issues.items()
                    if one.open
                )
            case "office":
                return tuple(campaign.office_names.items())
            case "rung":
                return tuple((one.code, one.name) for one in ladder.rungs) if ladder else ()
            case _:
                return ()


def gate_sheet(
    office: Office, *, project: str, account: Account, matter: int = 0, today: date
) -> GateSheet:
    """Return a project, or one matter of it by its number, as an account sees it today."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        file, _ = office.file(connection, project)
        entries = tuple(ledger.read(connection, project))
    shown = None
    if matter:
        found = matters_of(file, situation, closed=True, today=today)
        shown = next((one for one in found if one.number == matter), None)
        if shown is None:
            raise Unknown(f"{file.project.name}没有编号 {matter} 的督办事项", matter=matter)
    return GateSheet(
        file=file,
        situation=situation,
        account=account,
        on=today,
        project=view(file, situation, today),
        matter=shown,
        offers=gate_offers(file, situation, account, today, shown),
        entries=entries,
    )


def gate_offers(
    file: CaseFile,
    situation: Situation,
    account: Account,
    on: date,
    matter: MatterView | None,
) -> tuple[Offer, ...]:
    """Return what an account may do to a project as a whole, or to one matter of it."""
    acts = OF_A_MATTER if matter is not None else OF_A_PROJECT
    return tuple(_offer(file, situation, account, on, one, matter) for one in acts)


def _offer(
    file: CaseFile,
    situation: Situation,
    account: Account,
    on: date,
    act: Act,
    matter: MatterView | None,
) -> Offer:
    project = file.project
    may = not entitled(
        account,
        act,
        department=None,
        unit=project.unit,
        carers=(project.chief_service_officer, project.sponsor),
    )
    refusals = [
        examine(
            Circumstances(
                file=file,
                about=situation.regulations.gates[START_CONSTRUCTION],
                request=request,
                by=account,
                on=on,
                regulations=situation.regulations,
            )
        )
        for request in _probes(act, file, situation, on, matter)
    ]
    stands = not refusals or all(refusals)
    first = refusals[0] if refusals else None
    said = first.message if first is not None else _NOTHING.get(act, "目前没有可办的内容")
    return Offer(
        act=act,
        name=ACTS[act],
        entitled=may,
        who=who_may(situation, file, None, act),
        refused=said if stands else "",
        moves="",
    )


_NOTHING = {
    Act.CONFIRM_CONDITION: "开工条件均已确认",
    Act.SOLVE_ISSUE: "没有待解决的问题",
    Act.ESCALATE_MATTER: "已是最高督办层级",
}
"""What is said where there is nothing to be done."""


def _probes(
    act: Act, file: CaseFile, situation: Situation, on: date, matter: MatterView | None
) -> Iterator[Request]:
    """Yield requests as they would usually be made, only to see what stands against them."""
    days = situation.regulations.days
    tomorrow = days.next_working_day(on + timedelta(days=1))
    if matter is not None:
        yield from _of_matter(act, matter, situation.regulations.rulebook.escalation, on)
        return
    match act:
        case Act.CONFIRM_CONDITION:
            gate = situation.regulations.gates[START_CONSTRUCTION]
            for one in gate.confirmations:
                yield ConfirmCondition(condition=one.code)
        case Act.PIN_START:
            moved = tomorrow
            if file.pinned_start == moved:
                moved = days.next_working_day(moved + timedelta(days=1))
            yield PinStart(start_on=moved, reason=_WORDS)
        case Act.REPORT_START:
            yield ReportStart(started_on=on)
        case Act.EXPLAIN_MISSED_START:
            yield ExplainMissedStart(reason=_WORDS, measures=_WORDS, proposed_on=tomorrow)
        case Act.RAISE_ISSUE:
            yield RaiseIssue(text=_WORDS)
        case Act.SOLVE_ISSUE:
            for number, issue in file.issues.items():
                if issue.open:
                    yield SolveIssue(issue=number, result=_WORDS)
        case Act.JUSTIFY_DELAY:
            for subject in LightSubject:
                yield JustifyDelay(
                    about=subject, reason=_WORDS, evidence=_WORDS, approved_by=_WORDS, until=on
                )
        case _:
            return


def _of_matter(
    act: Act, matter: MatterView, ladder: EscalationRules | None, on: date
) -> Iterator[Request]:
    number = str(matter.number)
    match act:
        case Act.SIGN_SLIP:
            yield SignSlip(matter=number)
        case Act.DROP_SLIP:
            yield DropSlip(matter=number, reason=_WORDS)
        case Act.ANSWER_SLIP:
            yield AnswerSlip(matter=number, answer=_WORDS, done_by=on)
        case Act.CLOSE_MATTER:
            yield CloseMatter(matter=number, result=_WORDS)
        case Act.HOLD_INTERVIEW:
            yield HoldInterview(matter=number, attendants=_WORDS, minutes=_WORDS)
        case Act.REQUEST_REVIEW:
            yield RequestReview(matter=number, reason=_WORDS)
        case Act.DECIDE_REVIEW:
            yield DecideReview(matter=number, upheld=True, reason=_WORDS)
        case Act.ESCALATE_MATTER:
            above = ladder.above(matter.rung) if ladder is not None else None
            if above is not None:
                yield EscalateMatter(matter=number, rung=above.code, reason=_WORDS)
        case _:
            return
