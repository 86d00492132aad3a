"""Registering a project (项目登记): the form of `models/register_form.py`, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.responses import Response

from casework.intake.registering import register_filled_in
from models.people import Role
from models.refusal import BadInput
from models.register_form import SHOWN_AS, RegisterForm
from portal.web.filled import (
    NO_PROBLEMS,
    Filled,
    FilledIn,
    Objection,
    Problem,
    Problems,
    plain_code,
)
from portal.web.visit import Signed, Visit
from rules.in_force.authority import may_register
from store.files.input_errors import shown, worded

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
CODES = frozenset({"code", "credit_code"})


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
        filled = _read(visit, form)
        visit.attempt(lambda: register_filled_in(visit.office, filled, stamp=visit.stamp()))
    except BadInput as wrong:
        return _form(visit, form, Problems((_placed(wrong.place, wrong.message),)))
    except Objection as refused:
        return _form(visit, form, _at_fields(refused.problems))
    code = filled.code.strip()
    visit.request.app.state.waker.wake(code)
    return visit.seen(f"/projects/{code}/registered")


@router.get("/projects/{code}/registered")
def registered(visit: Signed, code: str) -> Response:
    """Show what a registration brought: what is open, what waits, what is not asked for."""
    with visit.office.store.reading() as connection:
        situation = visit.office.situation(connection)
        file, _ = visit.office.file(connection, code)
    names = {
        one: procedure.name
        for one, procedure in situation.regulations.procedures(file.project, on=visit.today).items()
    }
    opened = [one for one, case in file.cases.items() if case.opened_on is not None]
    return visit.page(
        "registered.html",
        file=file,
        names=names,
        opened=opened,
        waiting=[one for one in file.plan if one not in opened],
    )


def must_be_entitled(visit: Visit) -> None:
    """Refuse whoever may not register."""
    if refused := may_register(visit.signer.account):
        raise refused


def _read(visit: Visit, form: Filled) -> RegisterForm:
    """Read the form; raise :class:`Objection` with every problem at its field."""
    given: dict[str, Any] = {"officer": visit.signer.number}
    for name, told in RegisterForm.model_fields.items():
        if name == "officer":
            continue
        if told.annotation is bool:
            given[name] = form.text(name) == "yes"
        elif value := (form.code(name) if name in CODES else form.text(name)):
            given[name] = value
    try:
        return RegisterForm.model_validate(given)
    except ValidationError as wrong:
        found = []
        for error in wrong.errors(include_url=False):
            name = str(error["loc"][0])
            label = RegisterForm.model_fields[name].title or name
            verb = "选择" if _is_choice(name) else "填写"
            match error["type"]:
                case "missing":
                    said = f"请{verb}{label}"
                case "value_error":
                    said = shown(error["input"]) + worded(error)
                case _:
                    said = worded(error)
            found.append(Problem(name, said))
        raise Objection(Problems(tuple(found))) from wrong


def _is_choice(name: str) -> bool:
    kind = RegisterForm.model_fields[name].annotation
    return isinstance(kind, type) and issubclass(kind, Enum)


def _at_fields(problems: Problems) -> Problems:
    found = tuple(_placed(one.field, one.sentence) if one.field else one for one in problems.found)
    return Problems(found, problems.status)


def _placed(place: str, sentence: str) -> Problem:
    """Return a problem at the field that its place names, by its title or as the model calls it."""
    for name, told in RegisterForm.model_fields.items():
        if told.title and f"“{told.title}”" in place:
            return Problem(name, f"{told.title}：{sentence.partition('：')[2] or sentence}")
    last = place.replace(".", " ").split()[-1] if place.split() else ""
    last = SHOWN_AS.get(last, last)
    field = RegisterForm.model_fields.get(last)
    if field is None:
        return Problem("", sentence)
    return Problem(last, f"{field.title}：{sentence.removeprefix(f'{place}：')}")


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
