"""Which issued papers stand on which undelivered documents (容缺影响面).

A document hangs on the case that owes it; on that case hang all that have it as a
prerequisite, strict or tolerable, however far away, and the gates that ask for one of
them. Where one of several prerequisites is enough, a case hangs only when all that it
may lean on do. A prerequisite that the project does not need holds nothing up.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from models.case import Case, CaseFile, OwedDocument
from models.catalogue import Procedure
from models.milestone import PlannedProcedure
from models.obligation import Blast, ConditionalStatus, HangingCase, HangingGate, SettledCase
from models.refusal import Refused
from rules.acceptance.regime import outcome_name
from rules.in_force.regulations import Regulations


class NothingHangs(Refused):
    """The document is not owed, so nothing hangs on it (并非欠交材料)."""


def hanging(file: CaseFile, procedure: str) -> Mapping[str, str | None]:
    """Return every case that hangs on one case, and for each the case that it hangs on.

    The case itself comes first, on ``None``; the rest follow by distance.
    """
    found: dict[str, str | None] = {procedure: None}
    while more := {
        code: by
        for code, planned in file.plan.items()
        if code not in found and (by := _leans_on(file, planned, found)) is not None
    }:
        found |= more
    return found


def _leans_on(
    file: CaseFile, planned: PlannedProcedure, found: Mapping[str, str | None]
) -> str | None:
    """Return the prerequisite through which a case hangs, or ``None``."""
    for before in (*planned.prerequisites, *planned.tolerable):
        if before in found:
            return before
    for group in planned.any_of:
        # It leans on those that are granted; while none is, any of them may still come.
        leaned_on = [code for code in group if file.concluded(code)] or group
        if all(code in found for code in leaned_on):
            return leaned_on[0]
    return None


def owing(file: CaseFile) -> Iterator[tuple[Case, OwedDocument]]:
    """Yield every undelivered document with the case that owes it, in catalogue order."""
    for code in file.plan:
        case = file.cases[code]
        if case.concluded or case.ended_on is None:
            yield from ((case, owed) for owed in case.outstanding)


def blast(file: CaseFile, document: str, *, on: date, regulations: Regulations) -> Blast:
    """Return what falls if an owed document, by its code or name, never comes."""
    procedures = regulations.procedures(file.project, on=on)
    owed_now = tuple(owing(file))
    for case, owed in owed_now:
        name = procedures[case.procedure].document_name(owed.document)
        if document in (owed.document, name):
            return _blast(file, case, owed, procedures, regulations)
    listed = "、".join(
        f"{owed.document}《{procedures[case.procedure].document_name(owed.document)}》"
        for case, owed in owed_now
    )
    known = f"欠交的是：{listed}" if listed else "目前没有欠交材料"
    raise NothingHangs(
        f"“{document}”不是本项目欠交的材料，{known}",
        document=document,
    )


def standing(
    file: CaseFile,
    *,
    on: date,
    regulations: Regulations,
    head: str = "",
    breaches: tuple[str, ...] = (),
) -> ConditionalStatus:
    """Return how far the whole project stands on undelivered documents."""
    procedures = regulations.procedures(file.project, on=on)
    blasts = [_blast(file, case, owed, procedures, regulations) for case, owed in owing(file)]
    blasts.sort(key=lambda one: (not one.lapsed, one.due_on, one.document))
    fallen = {case.procedure for one in blasts for case in one.cases}
    return ConditionalStatus(
        project=file.project.code,
        name=file.project.name,
        applicant=file.project.applicant.name,
        credit_code=file.project.applicant.credit_code,
        as_of=on,
        version=file.version,
        head=head,
        obligations=tuple(blasts),
        settled=tuple(
            _settled(file.cases[code], procedures[code], regulations)
            for code in file.plan
            if code not in fallen and file.cases[code].concluded
        ),
        gates=tuple(_gates(file, fallen, regulations)),
        breaches=breaches,
    )


def _blast(
    file: CaseFile,
    case: Case,
    owed: OwedDocument,
    procedures: Mapping[str, Procedure],
    regulations: Regulations,
) -> Blast:
    found = hanging(file, case.procedure)
    procedure = procedures[case.procedure]
    return Blast(
        document=owed.document,
        name=procedure.document_name(owed.document),
        owed_by=case.procedure,
        owed_by_name=procedure.name,
        due_on=owed.due_on,
        lapsed=owed.lapsed_on is not None,
        cases=tuple(
            _hanging(file.cases[code], procedures[code], _way(found, code), regulations)
            for code in found
        ),
        gates=tuple(one for one in _gates(file, set(found), regulations) if one.through),
    )


def _way(found: Mapping[str, str | None], code: str) -> tuple[str, ...]:
    way = [code]
    while (before := found[way[0]]) is not None:
        way.insert(0, before)
    return tuple(way)


def _hanging(
    case: Case, procedure: Procedure, way: tuple[str, ...], regulations: Regulations
) -> HangingCase:
    return HangingCase(
        procedure=procedure.code,
        name=procedure.name,
        department_name=regulations.department_name(procedure.department),
        state=case.state,
        state_name=outcome_name(case.state, procedure),
        issued=case.concluded,
        concluded_on=case.concluded_on,
        permit_number=case.permit_number,
        through=way,
    )


def _settled(case: Case, procedure: Procedure, regulations: Regulations) -> SettledCase:
    return SettledCase(
        procedure=procedure.code,
        name=procedure.name,
        department_name=regulations.department_name(procedure.department),
        concluded_on=case.concluded_on,
        permit_number=case.permit_number,
    )


def _gates(file: CaseFile, fallen: set[str], regulations: Regulations) -> Iterator[HangingGate]:
    for gate in regulations.gates.values():
        yield HangingGate(
            code=gate.code,
            name=gate.name,
            passed_on=file.passed.get(gate.code),
            through=tuple(one for one in (*gate.all_of, *gate.applicable_of) if one in fallen),
        )
