"""What may be done to a case now (可办动作): by whom, what stands against it, what it moves.

Read before anybody acts, for the doors to show; the act itself is judged again when it comes.
"""

from dataclasses import dataclass
from datetime import date

from casework.office import Situation
from casework.plan.effects import NO_EFFECT
from models.act_requests import Act, Request
from models.case import Case, CaseFile
from models.catalogue import Procedure
from models.people import Account, Role
from models.refusal import Refused
from reports.text.consequence import consequence
from rules.acceptance.circumstances import Circumstances
from rules.acceptance.regime import act_name
from rules.acting.examining import AUTHORITY, acts_possible, entitled, examine
from rules.acting.probes import PROBES, Probed
from rules.clocks.concurring import offices_asked
from rules.in_force.authority import Reach
from rules.in_force.gates import START_CONSTRUCTION
from rules.whatif.effect import effect_of, start_of
from rules.whatif.typical import TypicalRequest, typical_request


@dataclass(frozen=True, slots=True)
class Offer:
    """One act that the state of a case knows, as it stands for one account (可办动作)."""

    act: Act
    name: str
    entitled: bool
    who: str
    """Who may do it, in words."""
    refused: str
    """The rule's own sentence that stands against it; empty = nothing does."""
    moves: str
    """What it does to the start of construction; empty = nothing, or it has begun."""

    @property
    def open(self) -> bool:
        """Tell whether the account may do it now."""
        return self.entitled and not self.refused


@dataclass(frozen=True, slots=True)
class Seen:
    """A case of a file as one account sees it on a day (办件情形)."""

    file: CaseFile
    case: Case
    procedure: Procedure
    situation: Situation
    account: Account
    on: date
    breaches: tuple[str, ...] = ()
    person: str = ""
    """Login of who holds the account, where that is not the account itself."""

    def circumstances(self, request: Request) -> Circumstances:
        """Return what a rule would look at if the account asked for this now."""
        return Circumstances(
            file=self.file,
            about=(self.case, self.procedure),
            request=request,
            by=self.account,
            on=self.on,
            regulations=self.situation.regulations,
            open_breaches=self.breaches,
            person=self.person,
        )


def offers(seen: Seen) -> tuple[Offer, ...]:
    """Return every act that the state of the case knows, in the order of the life cycle."""
    before = start_before(seen)
    return tuple(offer(seen, act, before) for act in acts_possible(seen.case.state))


def start_before(seen: Seen) -> date:
    """Return when the project is expected to start as things stand, before anything is done."""
    regulations = seen.situation.regulations
    procedures = regulations.procedures(seen.file.project, on=seen.on)
    return start_of(seen.file, procedures, on=seen.on, regulations=regulations)


def offer(seen: Seen, act: Act, before: date) -> Offer:
    """Return one act that the state of the case knows, as it stands for the account."""
    may = may_act(seen, act)
    refusals: list[Refused | None] = []
    moves = ""
    for typical in _asked(seen, act):
        given = seen.circumstances(typical.request)
        if act in NO_EFFECT:
            refusals.append(examine(given))
            continue
        effect = effect_of(given, before=before, supposed=typical.supposed)
        refusals.append(effect.refused)
        if effect.refused is None and _ahead(seen.file):
            names = {one.code: one.name for one in seen.procedure.documents}
            moves = consequence(effect, names, as_of=seen.on, item=seen.procedure)
    stands = bool(refusals) and all(one is not None for one in refusals)
    refused = refusals[0].message if stands and refusals[0] is not None else ""
    who = who_may(seen.situation, seen.file, seen.procedure.department, act)
    return Offer(act, act_name(act, seen.procedure), may, who, refused, moves)


def _ahead(file: CaseFile) -> bool:
    """Tell whether the start of construction still lies ahead, so that something can move it."""
    return file.started_on is None and START_CONSTRUCTION not in file.passed


def may_act(seen: Seen, act: Act) -> bool:
    """Tell whether the account has the right to an act at all (权限)."""
    project = seen.file.project
    return not entitled(
        seen.account,
        act,
        department=seen.procedure.department,
        unit=project.unit,
        carers=(project.chief_service_officer, project.sponsor),
        agent=seen.file.agent,
        asked=offices_asked(seen.procedure, seen.situation.regulations.campaign.catalogue),
    )


def who_may(situation: Situation, file: CaseFile, department: str | None, act: Act) -> str:
    """Say who may do an act on a project: the offices and posts that the table names."""
    campaign, project = situation.file.campaign, file.project
    said: list[str] = []
    for role, reach in AUTHORITY.get(act, {}).items():
        match role:
            case Role.OFFICER | Role.DEPARTMENT_HEAD if reach in (Reach.OWN, Reach.ASKED):
                if department is not None:
                    said.append(f"{campaign.department(department).short}{role.label}")
            case Role.UNIT_LIAISON | Role.UNIT_HEAD if reach is Reach.OWN:
                post = role.label.removeprefix("责任单位")
                said.append(f"{campaign.unit(project.unit).short}{post}")
            case Role.CHIEF_SERVICE_OFFICER | Role.LEADER if reach is Reach.OWN:
                cso = role is Role.CHIEF_SERVICE_OFFICER
                number = project.chief_service_officer if cso else project.sponsor
                carer = campaign.account(number)
                said.append(f"本项目{role.label}（{carer.name if carer else number}）")
            case _:
                said.append(role.label)
    return "、".join(said) or "没有岗位"


def colleagues(seen: Seen) -> tuple[tuple[str, str, bool], ...]:
    """Return who may see to the case instead: number, name; oneself first, to take it up."""
    campaign, own = seen.situation.file.campaign, seen.account.number
    found = [
        (one.number, f"{one.name}{'（本人，认领）' if one.number == own else ''}", False)
        for role in (Role.OFFICER, Role.DEPARTMENT_HEAD)
        for one in campaign.accounts_of(role, seen.procedure.department)
        if one.number != seen.case.handler
    ]
    return tuple(sorted(found, key=lambda one: one[0] != own))


def _asked(seen: Seen, act: Act) -> tuple[TypicalRequest, ...]:
    """Return what would usually be asked for, or else whatever may be tried."""
    regulations = seen.situation.regulations
    typical = typical_request(act, seen.case, seen.procedure, on=seen.on, regulations=regulations)
    if typical is not None:
        return (typical,)
    probed = Probed(seen.file, (seen.case, seen.procedure), seen.on, regulations)
    return tuple(TypicalRequest(one) for one in PROBES[act](probed))
