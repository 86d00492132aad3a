"""What waits for somebody's signature or answer (签批台): slips, reviews, bulletins, cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework.office import Office
from casework.reading.lists.work_lines import WorkLine
from casework.reading.lists.work_list import Sought, Tab, work_list
from casework.signing.gate_sheet import gate_offers
from casework.supervision.bulletin import unsigned_bulletins
from casework.supervision.matters import STATES, matters
from models.act import Act
from models.people import Account, Role
from models.project_views import MatterView
from models.proposal import Proposal
from rules.supervision.bulletin_signing import signer_refused
from store.people.proposals import waiting_for

TURNS = {
    "unsigned": (Act.SIGN_SLIP, Act.DROP_SLIP),
    "issued": (Act.ANSWER_SLIP, Act.HOLD_INTERVIEW),
    "answered": (Act.CLOSE_MATTER,),
    "dropped": (Act.CLOSE_MATTER,),
    "review": (Act.DECIDE_REVIEW,),
}
"""State of a matter → the acts that are somebody's turn there."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A matter under supervision on which somebody may act (待签批事项)."""

    matter: MatterView
    acts: tuple[tuple[str, str], ...]
    """Code and name of what one may do."""
    key: bool
    """Its project is a key one: of the same day it comes first (重点项目)."""


@dataclass(frozen=True, slots=True)
class SigningDesk:
    """Everything that waits for one account (签批台)."""

    to_sign: tuple[Waiting, ...]
    to_answer: tuple[Waiting, ...]
    to_close: tuple[Waiting, ...]
    bulletins: tuple[str, ...]
    """Months whose bulletin waits for this account's signature."""
    proposals: tuple[Proposal, ...]
    """What was filled in where nobody signs in, in this account's name."""
    cases: tuple[WorkLine, ...]
    """Consequences of lapsed promises that the head of the department signs."""

    @property
    def count(self) -> int:
        """Return how many things wait."""
        parts: Sequence[Sequence[object]] = (
            *(self.to_sign, self.to_answer, self.to_close),
            *(self.bulletins, self.proposals, self.cases),
        )
        return sum(len(one) for one in parts)


def signing_desk(office: Office, *, account: Account, today: date) -> SigningDesk:
    """Return what waits for an account's signature or answer today."""
    found: dict[str, list[Waiting]] = {"sign": [], "answer": [], "close": []}
    listed = matters(office, today=today)
    with office.store.reading() as connection:
        situation = office.situation(connection)
        waiting = tuple(waiting_for(connection, account.number))
        files = {one.project: office.file(connection, one.project)[0] for one in listed}
    tiers, order = situation.regulations.rulebook.key_tiers, list(STATES)
    for one in listed:
        turns = TURNS.get(one.state, ())
        open_acts = tuple(
            (offer.act.value, offer.act.label)
            for offer in gate_offers(files[one.project], situation, account, today, one)
            if offer.act in turns and offer.open
        )
        if not open_acts:
            continue
        part = {"unsigned": "sign", "review": "sign", "issued": "answer"}.get(one.state, "close")
        found[part].append(Waiting(one, open_acts, files[one.project].project.tier in tiers))
    for some in found.values():
        some.sort(
            key=lambda one: (order.index(one.matter.state), one.matter.opened_on, not one.key)
        )
    rules = situation.regulations.rulebook.monthly_bulletin
    signs = rules is not None and signer_refused(account, rules) is None
    cases: tuple[WorkLine, ...] = ()
    if account.role is Role.DEPARTMENT_HEAD:
        sought = Sought(signature=True)
        cases = work_list(office, account=account, tab=Tab.OFFICE, sought=sought, today=today).lines
    return SigningDesk(
        to_sign=tuple(found["sign"]),
        to_answer=tuple(found["answer"]),
        to_close=tuple(found["close"]),
        bulletins=tuple(one.drafted.month for one in unsigned_bulletins(office)) if signs else (),
        proposals=waiting,
        cases=cases,
    )
