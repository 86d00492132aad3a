"""A project as a whole as it lies on the desk (项目层面的办理): conditions, start, supervision."""

from dataclasses import dataclass
from datetime import date

from casework.office import Office, Situation
from casework.reading.case.offering import Offer, who_may
from casework.reading.case.views import view
from casework.supervision.matters import matters_of
from models.act_requests import Act
from models.case import CaseFile
from models.ledger import Entry
from models.people import Account
from models.project_views import MatterView, ProjectView
from models.refusal import Unknown
from rules.acceptance.circumstances import Circumstances
from rules.acting.examining import GATE_ACTS, entitled, examine
from rules.acting.probes import PROBES, Probed
from rules.in_force.gates import START_CONSTRUCTION
from store import ledger

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
        agent=file.agent,
    )
    regulations = situation.regulations
    gate = regulations.gates[START_CONSTRUCTION]
    number = str(matter.number) if matter is not None else ""
    refusals = [
        examine(
            Circumstances(file, gate, request, account, on, regulations, books=situation.file.books)
        )
        for request in PROBES[act](Probed(file, gate, on, regulations, number))
    ]
    stands = not refusals or all(refusals)
    first = refusals[0] if refusals else None
    said = first.message if first is not None else _NOTHING.get(act, "目前没有可办的内容")
    return Offer(
        act=act,
        name=act.label,
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
