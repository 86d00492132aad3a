"""The sheet on which a project is described (项目登记表): what is asked, in which order."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from models.people import Role
from models.register_form import RegisterForm
from models.written import plain_code
from portal.web.filled import Filled
from portal.web.visit import Visit

GROUPS: Mapping[str, tuple[str, ...]] = {
    "项目": ("code", "name", "type", "tier", "standing", "site"),
    "单位": ("unit", "applicant", "credit_code", "sponsor", "chief_service_officer"),
    "投资与开工": ("total_wan", "this_year_wan", "route", "pinned_start"),
    "用地": ("land_supply", "area_hectares"),
    "环境": ("environmental_class", "soil_plan"),
}
"""What is typed or chosen, in the order of the form; what is only ticked comes last."""
CHECKED = "proportion_checked"


@dataclass(frozen=True, slots=True)
class Asked:
    """One field of the registration form (登记项)."""

    name: str
    label: str
    hint: str
    kind: str
    required: bool
    value: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The fields of the sheet (登记表)."""

    groups: tuple[tuple[str, tuple[Asked, ...]], ...]
    ticks: tuple[Asked, ...]
    checked: Asked
    """That a number out of proportion is right."""
    known: tuple[str, ...]


def typed(form: Filled) -> dict[str, Any]:
    """Return what was typed, chosen and ticked; what was left empty is left out."""
    given: dict[str, Any] = {}
    for name, told in RegisterForm.model_fields.items():
        if name == "officer":
            continue
        if told.annotation is bool:
            given[name] = form.text(name) == "yes"
        elif value := form.text(name):
            given[name] = value
    return given


def sheet_of(visit: Visit, form: Filled, *, settled: Collection[str] = ()) -> Sheet:
    """Return the sheet as it is shown; ``settled`` fields are not asked."""
    campaign = visit.situation().file.campaign
    chosen: Mapping[str, tuple[tuple[str, str], ...]] = {
        "unit": tuple((one.code, one.name) for one in campaign.units),
        "sponsor": tuple((one.number, one.name) for one in campaign.accounts_of(Role.LEADER)),
        "chief_service_officer": tuple(
            (one.number, one.name) for one in campaign.accounts_of(Role.CHIEF_SERVICE_OFFICER)
        ),
    }
    asked = {
        name: _asked(name, form, chosen.get(name, ()), visit)
        for name in RegisterForm.model_fields
        if name != "officer" and name not in settled
    }
    return Sheet(
        groups=tuple(
            (title, tuple(asked[name] for name in names if name in asked))
            for title, names in GROUPS.items()
        ),
        ticks=tuple(one for one in asked.values() if one.kind == "tick" and one.name != CHECKED),
        checked=asked[CHECKED],
        known=tuple(asked),
    )


def _asked(name: str, form: Filled, options: tuple[tuple[str, str], ...], visit: Visit) -> Asked:
    told = RegisterForm.model_fields[name]
    kind = told.annotation
    default = "" if told.is_required() else told.default
    if isinstance(kind, type) and issubclass(kind, Enum):
        options = tuple((one.value, one.value) for one in kind)
        default = default.value if isinstance(default, Enum) else ""
    if name == "unit" and not default:
        default = visit.signer.unit
    if name == "chief_service_officer" and visit.signer.role is Role.CHIEF_SERVICE_OFFICER:
        default = visit.signer.number
    value = str(default)
    if kind is bool:
        value = "yes" if default else ""
    if form.given:
        value = form.text(name)
    if name == "code" and value:
        value = plain_code(value)
    hint = "" if options else told.description or ""
    shape = "tick" if kind is bool else "choice" if options else "line"
    if name == "pinned_start":
        shape = "day"
    label = told.title or name
    if options:
        label = label.removesuffix("编码").removesuffix("账号")
    return Asked(name, label, hint, shape, told.is_required(), value, options)
