"""Which procedures a project needs, in which order (适用事项): the catalogue decides."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol

from models.catalogue import Catalogue, Condition, Procedure, RequiredDocument, StatuteVariant
from models.milestone import PlannedProcedure
from models.project import Project, ProjectTier, ProjectTraits, ProjectType
from rules.in_force.identity import TheVery


class Traited(Protocol):
    """Whatever has the traits by which the catalogue chooses: a project, or a row of one."""

    @property
    def traits(self) -> ProjectTraits:
        """Return them."""


class Typed(Traited, Protocol):
    """Whatever also has the type by which it chooses."""

    @property
    def type(self) -> ProjectType:
        """Return it."""

    @property
    def tier(self) -> ProjectTier:
        """Return whose key project it is: its limits may be shorter, nothing else differs."""


def holds(conditions: Iterable[Condition], project: Traited) -> bool:
    """Tell whether the project's traits satisfy every condition."""
    return all(
        getattr(project.traits, condition.trait) in condition.among for condition in conditions
    )


def variants_in_force(
    catalogue: Catalogue, project: Traited, *, on: date, tier: ProjectTier | None = None
) -> tuple[StatuteVariant, ...]:
    """Return the statute variants that hold for this project on that day, in file order.

    ``tier`` ``None`` = without those that only shorten the promises to key projects.
    """
    return tuple(
        variant
        for variant in catalogue.statute_variants
        if (variant.before is None or on < variant.before)
        and (variant.since is None or on >= variant.since)
        and (not variant.tiers or tier in variant.tiers)
        and holds(variant.conditions, project)
    )


def with_variants(
    catalogue: Catalogue, variants: Iterable[StatuteVariant]
) -> Mapping[str, Procedure]:
    """Return code → procedure with the variants' fields laid over, later ones last."""
    return _laid(TheVery(catalogue), tuple(map(TheVery, variants)))


@lru_cache(maxsize=128)
def _laid(
    catalogue: TheVery[Catalogue], variants: tuple[TheVery[StatuteVariant], ...]
) -> Mapping[str, Procedure]:
    procedures = {procedure.code: procedure for procedure in catalogue.itself.procedures}
    for variant in (one.itself for one in variants):
        for code, fields in variant.overrides.items():
            changed = procedures[code].model_dump(mode="json") | dict(fields)
            procedures[code] = Procedure.model_validate(changed)
        if variant.citations:
            procedures = {
                code: _cited(procedure, variant.citations) for code, procedure in procedures.items()
            }
    return MappingProxyType(procedures)


def _cited(procedure: Procedure, citations: Mapping[str, str]) -> Procedure:
    """Return a procedure whose bases and sources cite the law as it stood (法律依据的时点)."""
    told = procedure.model_dump_json()
    changed = told
    for newer, older in citations.items():
        changed = changed.replace(newer, older)
    return procedure if changed == told else Procedure.model_validate_json(changed)


def conditional_documents(
    procedures: Mapping[str, Procedure],
) -> tuple[tuple[RequiredDocument, tuple[str, ...]], ...]:
    """Return every document that only some projects owe, each with the types of project.

    What another procedure issues is owed by no type to which that one does not apply.
    """
    every = tuple(ProjectType)
    return tuple(
        (document, procedures[issuer].applies_to if (issuer := document.issued_by) else every)
        for procedure in procedures.values()
        for document in procedure.documents
        if document.conditions or document.issued_by
    )


def not_owed(
    documents: Iterable[tuple[RequiredDocument, tuple[str, ...]]], project: Typed
) -> tuple[str, ...]:
    """Return the codes of the conditional documents that the project does not owe."""
    return tuple(
        one.code
        for one, types in documents
        if project.type not in types or not holds(one.conditions, project)
    )


def without_documents(
    procedures: Mapping[str, Procedure], codes: Sequence[str]
) -> Mapping[str, Procedure]:
    """Return the procedures as a project sees them that does not owe these documents."""
    left_out = frozenset(codes)
    return {
        code: procedure.model_copy(
            update={
                "documents": tuple(one for one in procedure.documents if one.code not in left_out)
            }
        )
        if any(one.code in left_out for one in procedure.documents)
        else procedure
        for code, procedure in procedures.items()
    }


def why_not_required(procedure: Procedure, project: Project) -> str | None:
    """Say in words why the project does not need the procedure; ``None`` = it does."""
    if project.type.value not in procedure.applies_to:
        return procedure.not_asked_of.get(project.type.value, "本项目类型不涉及")
    if not holds(procedure.conditions, project):
        return f"不符合适用情形：{procedure.when}" if procedure.when else "不符合适用情形"
    return None


def plan(
    procedures: Mapping[str, Procedure], project: Project
) -> tuple[tuple[PlannedProcedure, ...], dict[str, str]]:
    """Return the procedures that apply, prerequisites resolved, and why the others do not.

    A prerequisite that does not apply to the project is skipped; of an any-of group
    the applicable members stay, and a group without one asks nothing.
    """
    reasons = {
        code: reason
        for code, procedure in procedures.items()
        if (reason := why_not_required(procedure, project)) is not None
    }
    applicable = [code for code in procedures if code not in reasons]

    def kept(codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(code for code in codes if code not in reasons)

    planned = tuple(
        PlannedProcedure(
            procedure=code,
            stage=procedures[code].stage,
            department=procedures[code].department,
            prerequisites=kept(procedures[code].prerequisites),
            any_of=tuple(
                group
                for members in procedures[code].prerequisites_any_of
                if (group := kept(members))
            ),
            tolerable=kept(procedures[code].tolerable_prerequisites),
        )
        for code in applicable
    )
    return planned, reasons
