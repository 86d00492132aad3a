"""What an act does to the start, before it is done (办前后果); what a paper is worth (先补哪件).

Both are the same experiment: the entry is added to the file in memory, what follows from
it by itself is added too, and the network is passed through once before and once after.
Nothing is written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from types import MappingProxyType

from models.act_requests import Act, Via
from models.case import Case, CaseFile, CaseState
from models.case_entries import Corrected
from models.catalogue import Procedure
from models.ledger import Draft, Payload
from models.promise import DeferredItemReceived
from models.refusal import Refused
from rules.acceptance.circumstances import Circumstances
from rules.acting.conduct import CONDUCT
from rules.acting.consequences import consequences
from rules.acting.examining import examine
from rules.fold.file import add
from rules.in_force.regulations import Regulations
from rules.plan.network import network_of
from rules.plan.passes import forward
from rules.whatif.typical import Supposed

_INSTANT = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in for the instant of an entry that is never written; no forecast reads it."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What one act does to the forecast start (办理后果)."""

    act: Act
    procedure: str
    before: date
    after: date
    days: int
    """Working days: above 0 the start moves back, below 0 it comes nearer."""
    supposed: tuple[Supposed, ...] = ()
    """Values that were not entered but supposed."""
    refused: Refused | None = None
    """The rule that forbids the act as it stands; then it has no effect."""


@dataclass(frozen=True, slots=True)
class PaperWorth:
    """What it is worth to have papers today (补交价值)."""

    procedure: str
    documents: tuple[str, ...]
    """One document, or all that one notice of correction asks for."""
    expected_on: date | None
    """When they are expected or promised; ``None`` = nobody said."""
    days: int
    """Working days by which the start comes nearer."""


@dataclass(frozen=True, slots=True)
class PapersWorth:
    """Which paper to bring first (先补哪件), the most valuable first."""

    start_on: date
    papers: tuple[PaperWorth, ...]
    together: int
    """Working days that all of them are worth at once; more than one may be needed."""


def start_of(
    file: CaseFile,
    procedures: Mapping[str, Procedure],
    *,
    on: date,
    regulations: Regulations,
) -> date:
    """Return the forecast start of a file: one pass over its network."""
    network = network_of(file, procedures, on=on, regulations=regulations)
    return date.fromordinal(forward(network, regulations.days).start_on)


def with_payload(
    file: CaseFile, payload: Payload, *, on: date, by: str, regulations: Regulations
) -> CaseFile:
    """Return a file as an entry of a day would leave it, with what follows from it by itself."""
    pending: tuple[Payload, ...] = (payload,)
    while pending:
        for one in pending:
            draft = Draft(one, _INSTANT, on, by, Via.SYSTEM)
            file = add(file, draft, file.version + 1)
        pending = consequences(file, regulations)
    return file


def effect_of(
    given: Circumstances, *, before: date | None = None, supposed: tuple[Supposed, ...] = ()
) -> Effect:
    """Return what an act would do to the forecast start, as its request stands.

    ``before`` is the start as it is forecast without it, where that is known already.
    """
    procedures = given.regulations.procedures(given.file.project, on=given.on)
    if before is None:
        before = start_of(given.file, procedures, on=given.on, regulations=given.regulations)
    act, code = given.request.act, given.case.procedure
    if refused := examine(given):
        return Effect(act, code, before, before, 0, supposed, refused)
    payload = CONDUCT[act].record(given)
    file = with_payload(
        given.file, payload, on=given.on, by=given.by.number, regulations=given.regulations
    )
    after = start_of(file, procedures, on=given.on, regulations=given.regulations)
    return Effect(act, code, before, after, given.days.between(before, after), supposed)


def worth_of_papers(
    file: CaseFile,
    procedures: Mapping[str, Procedure],
    *,
    on: date,
    regulations: Regulations,
) -> PapersWorth:
    """Return what each missing paper is worth in working days of the start (先补这一件)."""
    days = regulations.days
    start = start_of(file, procedures, on=on, regulations=regulations)

    def gained(brought: CaseFile) -> int:
        return days.between(start_of(brought, procedures, on=on, regulations=regulations), start)

    papers, everything = [], file
    for case, documents, expected_on in _missing(file, procedures):
        brought = _brought(file, case.procedure, documents, on, regulations)
        everything = _brought(everything, case.procedure, documents, on, regulations)
        papers.append(PaperWorth(case.procedure, documents, expected_on, gained(brought)))
    order = {code: place for place, code in enumerate(file.plan)}
    papers.sort(key=lambda one: (-one.days, one.expected_on or date.max, order[one.procedure]))
    return PapersWorth(start, tuple(papers), gained(everything) if papers else 0)


def _missing(
    file: CaseFile, procedures: Mapping[str, Procedure]
) -> Iterator[tuple[Case, tuple[str, ...], date | None]]:
    """Yield what each case lacks: papers told to come later, papers owed, papers to correct."""
    for code in file.plan:
        case = file.cases[code]
        if case.concluded and not case.outstanding:
            continue
        if case.state is CaseState.CORRECTING:
            asked = tuple(dict.fromkeys(item.document for item in case.corrections))
            yield case, asked, case.correction_due_on
        owed = {one.document: one.due_on for one in case.outstanding}
        told = {
            document.code: case.expected[document.code]
            for document in procedures[code].documents
            if document.code in case.expected and document.code not in owed
        }
        for document, expected_on in (owed | told).items():
            yield case, (document,), expected_on


def _brought(
    file: CaseFile,
    procedure: str,
    documents: tuple[str, ...],
    on: date,
    regulations: Regulations,
) -> CaseFile:
    """Return the file as it would be with papers of a case brought in today."""
    case = file.cases[procedure]
    if case.state is CaseState.CORRECTING and set(documents) >= {
        item.document for item in case.corrections
    }:
        payload: Payload = Corrected(procedure=procedure, documents=documents)
        return with_payload(file, payload, on=on, by="", regulations=regulations)
    if any(one.document in documents for one in case.outstanding):
        for document in documents:
            payload = DeferredItemReceived(procedure=procedure, document=document)
            file = with_payload(file, payload, on=on, by="", regulations=regulations)
        return file
    left = {code: day for code, day in case.expected.items() if code not in documents}
    held = replace(case, expected=MappingProxyType(left))
    return replace(file, cases=MappingProxyType({**file.cases, procedure: held}))
