"""Registering a project (项目登记): the form of `models/register_form.py`, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from models.people import Role
from models.register_form import RegisterForm
from models.written import plain_code
from portal.web.filled import NO_PROBLEMS, Filled, FilledIn, Objection, Problems
from portal.web.projects.registering import brought, must_be_entitled, registered_as_given
from portal.web.visit import Signed, Visit

router = APIRouter()

GROUPS: Mapping[str, tuple[str, ...]] = {
    "项目": ("code", "name", "type", "tier", "standing", "site"),
    "单位": ("unit", "applicant", "credit_code", "sponsor", "chief_service_officer"),
    "投资与开工": ("total_wan", "this_year_wan", "route", "pinned_start"),
    "用地": ("land_supply", "area_hectares"),
    "环境": ("environmental_class", "soil_plan"),
}
"""What is typed or chosen, in the order of the form; what is only ticked comes last."""
TICKED = "涉及的情形"
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


@router.get("/register")
def ask(visit: Signed) -> Response:
    """Show the form; whoever may not register is told who may."""
    must_be_entitled(visit)
    return _form(visit, Filled())


@router.post("/register")
def put(visit: Signed, form: FilledIn) -> Response:
    """Register a project."""
    must_be_entitled(visit)
    try:
        done = visit.attempt(lambda: registered_as_given(visit, _typed(form)))
    except Objection as refused:
        return _form(visit, form, refused.problems)
    return visit.seen(f"/projects/{done.code}/registered")


@router.get("/projects/{code}/registered")
def registered(visit: Signed, code: str) -> Response:
    """Show what a registration brought: what is open, what waits, what is not asked for."""
    found = brought(visit, code)
    return visit.page(
        "registered.html",
        file=found.file,
        names=found.names,
        opened=found.opened,
        waiting=found.waiting,
    )


def _typed(form: Filled) -> dict[str, Any]:
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


def _form(visit: Visit, form: Filled, problems: Problems = NO_PROBLEMS) -> Response:
    campaign = visit.situation().file.campaign
    chosen: Mapping[str, tuple[tuple[str, str], ...]] = {
        "unit": tuple((one.code, one.name) for one in campaign.units),
        "sponsor": tuple((one.number, one.name) for one in campaign.accounts_of(Role.LEADER)),
        "chief_service_officer": tuple(
            (one.number, one.name) for one in campaign.accounts_of(Role.CHIEF_SERVICE_OFFICER)
        ),
    }
    groups = [
        (title, [_asked(name, form, chosen.get(name, ()), visit) for name in names])
        for title, names in GROUPS.items()
    ]
    ticks = [
        _asked(name, form, (), visit)
        for name, told in RegisterForm.model_fields.items()
        if told.annotation is bool and name != CHECKED
    ]
    known = [name for name in RegisterForm.model_fields if name != "officer"]
    return visit.page(
        "register.html",
        problems=problems,
        groups=groups,
        ticks=ticks,
        ticked=TICKED,
        checked=_asked(CHECKED, form, (), visit),
        form=form,
        known=known,
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
