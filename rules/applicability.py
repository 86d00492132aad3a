"""Which procedures a project needs, in which order (适用事项): the catalogue decides."""

from collections.abc import Iterable, Mapping
from datetime import date

from models.catalogue import Catalogue, Condition, Procedure, StatuteVariant
from models.milestone import PlannedProcedure
from models.project import Project


def holds(conditions: Iterable[Condition], project: Project) -> bool:
    """Tell whether the project's traits satisfy every condition."""
    return all(
        getattr(project.traits, condition.trait) in condition.among for condition in conditions
    )


def variants_in_force(
    catalogue: Catalogue, project: Project, *, on: date
) -> tuple[StatuteVariant, ...]:
    """Return the statute variants that hold for this project on that day, in file order."""
    return tuple(
        variant
        for variant in catalogue.statute_variants
        if (variant.before is None or on < variant.before)
        and (variant.since is None or on >= variant.since)
        and holds(variant.conditions, project)
    )


def with_variants(
    catalogue: Catalogue, variants: Iterable[StatuteVariant]
) -> Mapping[str, Procedure]:
    """Return code → procedure with the variants' fields laid over, later ones last."""
    procedures = {procedure.code: procedure for procedure in catalogue.procedures}
    for variant in variants:
        for code, fields in variant.overrides.items():
            changed = procedures[code].model_dump(mode="json") | dict(fields)
            procedures[code] = Procedure.model_validate(changed)
    return procedures


def why_not_required(procedure: Procedure, project: Project) -> str | None:
    """Say in words why the project does not need the procedure; ``None`` = it does."""
    if project.type.value not in procedure.applies_to:
        return "本项目类型不涉及"
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
