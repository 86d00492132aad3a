"""Whether a catalogue and its rules hold together (目录核对): every name it uses is defined.

A fault names where it stands and says in words what is wrong, so that the file and
line can be shown.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import product

from pydantic import ValidationError

from models.catalogue import Catalogue, Condition, Procedure, StatuteVariant
from models.people import Account, Department, ResponsibleUnit, Role
from models.practice import PlacePractice
from models.project import ProjectTraits, ProjectType
from models.rulebook import Rulebook
from rules.in_force.authority import BULLETIN_SIGNERS
from rules.in_force.coherence import Fault, Loc
from rules.in_force.connected import loose_ends
from rules.in_force.precedence import find_cycle

OFFICE_OF = {
    Role.OFFICER: "departments",
    Role.DEPARTMENT_HEAD: "departments",
    Role.UNIT_LIAISON: "units",
    Role.UNIT_HEAD: "units",
}
"""Roles that belong to an office, and of which kind."""


def catalogue_faults(catalogue: Catalogue, departments: Iterable[Department]) -> Iterator[Fault]:
    """Yield every name in the catalogue that is used twice or defined nowhere."""
    codes = [procedure.code for procedure in catalogue.procedures]
    offices = {department.code for department in departments}
    stages = {stage.code for stage in catalogue.stages}
    yield from repeated("procedures", "code", codes, "事项编码")
    yield from repeated("gates", "code", [gate.code for gate in catalogue.gates], "条件编码")
    for index, procedure in enumerate(catalogue.procedures):
        here: Loc = ("procedures", index)
        if procedure.department not in offices:
            yield (*here, "department"), f"部门“{procedure.department}”不在机构名录（people.yaml）"
        if procedure.stage not in stages:
            yield (*here, "stage"), f"没有“{procedure.stage}”这个阶段"
        yield from _procedure_faults(procedure, here, set(codes))
    for index, gate in enumerate(catalogue.gates):
        for field in ("all_of", "applicable_of", "not_asked"):
            yield from _unknown_codes(getattr(gate, field), ("gates", index, field), set(codes))
    faults = list(_variant_faults(catalogue))
    yield from faults
    if not faults:
        place = {code: index for index, code in enumerate(codes)}
        for code, where in loose_ends(catalogue).items():
            yield (
                ("procedures", place[code]),
                f"{code} 在某些项目（{where}）中不通向开工：须作为后续事项或开工条件的前置，"
                "或在开工条件的“不要求”一节写明理由",
            )


def rulebook_faults(rulebook: Rulebook, catalogue: Catalogue) -> Iterator[Fault]:
    """Yield every procedure code in the rules that the catalogue does not define."""
    codes = {procedure.code for procedure in catalogue.procedures}
    for index, term in enumerate(rulebook.clock.certificate_expiry):
        here: Loc = ("clock", "certificate_expiry", index, "procedures")
        yield from _unknown_codes(term.procedures, here, codes)
    for index, stop in enumerate(rulebook.clock.long_stops):
        if stop.procedure not in codes:
            place: Loc = ("clock", "long_stops", index, "procedure")
            yield place, f"没有“{stop.procedure}”这个事项"
    for key, profile in rulebook.profiles.items():
        if profile.hard_stop and profile.hard_stop not in codes:
            yield ("profiles", key, "hard_stop"), f"没有“{profile.hard_stop}”这个事项"


def bulletin_faults(rulebook: Rulebook, accounts: Sequence[Account]) -> Iterator[Fault]:
    """Yield what is wrong with who signs the monthly bulletin."""
    rules = rulebook.monthly_bulletin
    if rules is None:
        return
    here: Loc = ("monthly_bulletin",)
    if rules.signer not in BULLETIN_SIGNERS:
        yield (*here, "signer"), f"“{rules.signer.value}”这一岗位无权签发通报"
    elif not rules.signers and not any(one.role is rules.signer for one in accounts):
        yield (*here, "signer"), f"没有“{rules.signer.value}”岗位的账号，通报无人可签发"
    roles = {one.number: one.role for one in accounts}
    for index, number in enumerate(rules.signers):
        if number not in roles:
            yield (*here, "signers", index), f"没有账号“{number}”"
        elif roles[number] not in BULLETIN_SIGNERS:
            yield (*here, "signers", index), f"账号“{number}”无权签发通报"


def place_faults(places: Sequence[PlacePractice], catalogue: Catalogue) -> Iterator[Fault]:
    """Yield places that are given twice, and their procedures that the catalogue lacks."""
    codes = {procedure.code for procedure in catalogue.procedures}
    yield from repeated("places", "code", [place.code for place in places], "地方编码")
    for index, place in enumerate(places):
        here: Loc = ("places", index)
        for field in ("promised", "statutory", "materials"):
            for code in getattr(place, field):
                if code not in codes:
                    yield (*here, field, code), f"没有“{code}”这个事项"
        for number, bundle in enumerate(place.bundles):
            yield from _unknown_codes(bundle.items, (*here, "bundles", number, "items"), codes)
        for number, deferral in enumerate(place.deferrable):
            if deferral.procedure not in codes:
                at = (*here, "deferrable", number, "procedure")
                yield at, f"没有“{deferral.procedure}”这个事项"


def people_faults(
    departments: Iterable[Department],
    units: Iterable[ResponsibleUnit],
    accounts: Iterable[Account],
) -> Iterator[Fault]:
    """Yield codes that are used twice, and accounts of an office that does not exist."""
    accounts = tuple(accounts)
    offices = {
        "departments": [department.code for department in departments],
        "units": [unit.code for unit in units],
    }
    yield from repeated("departments", "code", offices["departments"], "部门编码")
    yield from repeated("units", "code", offices["units"], "责任单位编码")
    for index, code in enumerate(offices["units"]):
        if code in offices["departments"]:
            yield ("units", index, "code"), f"编码“{code}”与审批部门重复"
    yield from repeated("accounts", "number", [one.number for one in accounts], "账号")
    for index, account in enumerate(accounts):
        here, kind = ("accounts", index, "office"), OFFICE_OF.get(account.role)
        if kind is None and account.office:
            yield here, f"角色 {account.role} 面向全区，不应写所属机构"
        elif kind is not None and account.office not in offices[kind]:
            title = "审批部门" if kind == "departments" else "责任单位"
            yield here, f"{title}“{account.office}”不在机构名录"


def repeated(section: str, field: str, values: Iterable[str], title: str) -> Iterator[Fault]:
    """Yield every value that an earlier member of the section already has."""
    seen: set[str] = set()
    for index, value in enumerate(values):
        if value in seen:
            yield (section, index, field), f"{title}“{value}”重复"
        seen.add(value)


def _procedure_faults(procedure: Procedure, here: Loc, codes: set[str]) -> Iterator[Fault]:
    for field in ("prerequisites", "tolerable_prerequisites"):
        yield from _unknown_codes(getattr(procedure, field), (*here, field), codes)
    for index, group in enumerate(procedure.prerequisites_any_of):
        yield from _unknown_codes(group, (*here, "prerequisites_any_of", index), codes)
    for index, kind in enumerate(procedure.applies_to):
        if kind not in set(ProjectType):
            yield (*here, "applies_to", index), f"没有“{kind}”这种项目类型"
    yield from _condition_faults(procedure.conditions, here)
    seen: set[str] = set()
    for index, document in enumerate(procedure.documents):
        place = (*here, "documents", index, "code")
        if not document.code.startswith(f"{procedure.code}-"):
            yield place, f"材料编码“{document.code}”应以“{procedure.code}-”开头"
        if document.code in seen:
            yield place, f"材料编码“{document.code}”重复"
        seen.add(document.code)
        yield from _condition_faults(document.conditions, (*here, "documents", index))


def _condition_faults(conditions: Iterable[Condition], here: Loc) -> Iterator[Fault]:
    for index, condition in enumerate(conditions):
        place = (*here, "conditions", index)
        answers = _answers(condition.trait)
        if not answers:
            yield (*place, "trait"), f"项目特征中没有“{condition.trait}”"
            continue
        for position, answer in enumerate(condition.among):
            if answer not in answers:
                yield (
                    (*place, "among", position),
                    f"“{answer}”不是特征 {condition.trait} 的可选值",
                )


def _answers(trait: str) -> frozenset[str | bool]:
    """Return the values that a trait can have; none for an unknown trait."""
    field = ProjectTraits.model_fields.get(trait)
    kind = field.annotation if field else None
    if kind is bool:
        return frozenset({True, False})
    return frozenset(kind) if isinstance(kind, type) and issubclass(kind, StrEnum) else frozenset()


def _variant_faults(catalogue: Catalogue) -> Iterator[Fault]:
    procedures = {procedure.code: procedure for procedure in catalogue.procedures}
    variants = catalogue.statute_variants
    yield from repeated("statute_variants", "code", [one.code for one in variants], "变体编码")
    faulty: set[int] = set()
    for index, variant in enumerate(variants):
        here: Loc = ("statute_variants", index)
        for fault in _condition_faults(variant.conditions, here):
            faulty.add(index)
            yield fault
        if variant.before and variant.since and variant.since >= variant.before:
            yield (*here, "before"), "截止日不晚于起始日，永远不会适用"
        for fault in _override_faults(variant, here, procedures):
            faulty.add(index)
            yield fault
    yield from _circles(procedures, [v for i, v in enumerate(variants) if i not in faulty])


def _override_faults(
    variant: StatuteVariant, here: Loc, procedures: Mapping[str, Procedure]
) -> Iterator[Fault]:
    for code, fields in variant.overrides.items():
        place: Loc = (*here, "overrides", code)
        if code not in procedures:
            yield place, f"没有“{code}”这个事项"
            continue
        if "code" in fields:
            yield (*place, "code"), "不得更改事项编码"
            continue
        try:
            changed = _overridden(procedures[code], fields)
        except ValidationError as error:
            wrong = error.errors(include_url=False)[0]
            yield (*place, *wrong["loc"]), f"替换后的事项不成立：{_reason(wrong['msg'])}"
        else:
            yield from _procedure_faults(changed, place, set(procedures))


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ")


def _overridden(procedure: Procedure, fields: Mapping[str, object]) -> Procedure:
    return Procedure.model_validate(procedure.model_dump(mode="json") | dict(fields))


def _circles(
    procedures: Mapping[str, Procedure], variants: Sequence[StatuteVariant]
) -> Iterator[Fault]:
    """Look for circles under every set of variants that some project can meet on some day."""
    relevant = [
        variant
        for variant in variants
        if any("prerequisites" in name for fields in variant.overrides.values() for name in fields)
    ]
    for chosen in _sets_in_force(relevant):
        laid = dict(procedures)
        for variant in chosen:
            for code, fields in variant.overrides.items():
                laid[code] = _overridden(laid[code], fields)
        if circle := find_cycle({code: _waits_for(one) for code, one in laid.items()}):
            names = "、".join(variant.code for variant in chosen)
            suffix = f"（法规变体 {names} 之下）" if names else ""
            where: Loc = ("procedures", list(procedures).index(circle[0]))
            yield where, f"前置关系成环{suffix}：{' → '.join(circle)}"
            return


def _sets_in_force(
    variants: Sequence[StatuteVariant],
) -> Iterator[tuple[StatuteVariant, ...]]:
    """Yield each set of variants that holds for some traits on some day, in file order."""
    traits = sorted({one.trait for variant in variants for one in variant.conditions})
    answers = [sorted(_answers(trait), key=str) for trait in traits]
    turns = {day for variant in variants for day in (variant.before, variant.since) if day}
    seen: set[tuple[str, ...]] = set()
    for day in (date.min, *sorted(turns)):
        for facts in product(*answers):
            told = dict(zip(traits, facts, strict=True))
            chosen = tuple(
                variant
                for variant in variants
                if all(told[one.trait] in one.among for one in variant.conditions)
                and (variant.before is None or day < variant.before)
                and (variant.since is None or day >= variant.since)
            )
            key = tuple(variant.code for variant in chosen)
            if key not in seen:
                seen.add(key)
                yield chosen


def _waits_for(procedure: Procedure) -> tuple[str, ...]:
    groups = (code for group in procedure.prerequisites_any_of for code in group)
    return (*procedure.prerequisites, *groups, *procedure.tolerable_prerequisites)


def _unknown_codes(named: Iterable[str], here: Loc, codes: set[str]) -> Iterator[Fault]:
    for index, code in enumerate(named):
        if code not in codes:
            yield (*here, index), f"没有“{code}”这个事项"
