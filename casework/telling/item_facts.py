"""What a notice says of its item (通知中的事项要素): its law, its silence, its day of receipt."""

from datetime import date
from typing import NamedTuple

from models.case import CaseFile
from models.catalogue import CountsFrom, Procedure
from models.ledger import (
    Accepted,
    ApplicationRefused,
    ClockPaused,
    Concluded,
    CorrectionRequested,
    Declined,
    DeemedAccepted,
    Entry,
    Extended,
    Reminded,
    Revoked,
    Submitted,
)
from models.nature import Nature
from models.notice import Ground
from rules.acceptance.regime import REFUSALS, regime_of
from rules.in_force.regulations import Regulations

OF_THE_ITEM = (
    *(Submitted, Accepted, CorrectionRequested, Declined),
    *(ClockPaused, Extended, Concluded, ApplicationRefused, Revoked),
)
"""Entries whose notice cites 行政许可法 for a licence, and for all else the item's own law."""


class ItemFacts(NamedTuple):
    """What of a notice hangs on the nature of its item (事项要素)."""

    received_on: date | None = None
    basis: str = ""
    silence: bool = True
    licence: bool = True
    refusal: str = REFUSALS[Nature.LICENCE]
    asked: str = ""
    """What is to be corrected, numbered."""


def of_the_item(
    file: CaseFile, entry: Entry, procedure: Procedure | None, regulations: Regulations
) -> ItemFacts:
    """Return what a notice says of its item; of none, what the forms say by themselves."""
    if procedure is None:
        return ItemFacts()
    regime = regime_of(procedure, regulations.rulebook.clock)
    licence = procedure.nature is Nature.LICENCE
    return ItemFacts(
        received_on=_received_on(file, entry),
        basis="" if licence else _own_basis(entry, procedure),
        silence=regime.silence is not None,
        licence=licence,
        refusal=regime.refusal or ItemFacts().refusal,
        asked=_asked(entry, procedure),
    )


def _received_on(file: CaseFile, entry: Entry) -> date | None:
    """Return the day of receipt, where an acceptance or its limit goes back to it."""
    match entry.payload:
        case DeemedAccepted(accepted_on=received):
            return received
        case Accepted(procedure=code, promised=promised):
            from_receipt = promised.counts_from is CountsFrom.RECEIPT
            return file.cases[code].received_on if from_receipt else None
        case _:
            return None


def _own_basis(entry: Entry, procedure: Procedure) -> str:
    """Return what an item that is no licence rests on: 行政许可法 is not cited for it."""
    match entry.payload:
        case Reminded(ground=Ground.DUE_SOON | Ground.OVERDUE):
            return "向社会承诺的办理时限"
        case payload if isinstance(payload, OF_THE_ITEM):
            return procedure.legal_basis
        case _:
            return ""


def _asked(entry: Entry, procedure: Procedure) -> str:
    """Return the items of a correction notice, each with its number and what is wanted."""
    match entry.payload:
        case CorrectionRequested(items=items):
            return "；".join(
                f"{number}.《{procedure.document_name(item.document)}》{item.what}"
                for number, item in enumerate(items, 1)
            )
        case _:
            return ""
