"""A registration as it was given (项目登记): read, registered, each fault at its field.

The form of the browser and the request of a program come together here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from casework.changes.project import amend
from casework.desk import Recorded
from casework.intake.registering import filled_in, in_proportion, register_filled_in
from models.case import CaseFile
from models.codes import CreditCode, ProjectCode
from models.project import Project
from models.refusal import BadInput
from models.register_form import SHOWN_AS, RegisterForm
from models.written import Day
from portal.web.filled import Objection, Problem, Problems
from portal.web.visit import Visit
from rules.in_force.authority import may_register
from store.files.input_errors import shown, worded

OF_ITSELF: Mapping[str, TypeAdapter[Any]] = {
    "code": TypeAdapter(ProjectCode | None),
    "credit_code": TypeAdapter(CreditCode | None),
    "pinned_start": TypeAdapter(Day | None),
}
"""What a project asks of a field and the form does not: told with what the form asks."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A project that stands in the ledger now (登记结果)."""

    code: str
    fresh: bool
    """False: it stood there before, with the same data."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What a registration brought (登记所得): what is open, what waits, what is not asked for."""

    file: CaseFile
    names: Mapping[str, str]
    opened: Sequence[str]
    waiting: Sequence[str]


def must_be_entitled(visit: Visit) -> None:
    """Refuse whoever may not register."""
    if refused := may_register(visit.signer.account):
        raise refused


def registered_as_given(visit: Visit, given: Mapping[str, Any]) -> Registered:
    """Register a project, then start its case run; every fault stands at its field."""
    must_be_entitled(visit)
    filled = _read(visit, given)
    with _each_at_its_field():
        done = register_filled_in(visit.office, filled, stamp=visit.stamp())
    visit.request.app.state.waker.wake(filled.code)
    return Registered(filled.code, fresh=bool(done.registered))


def amended_as_given(
    visit: Visit,
    code: str,
    given: Callable[[Project], Mapping[str, Any]],
    *,
    reason: str,
    key: str | None = None,
    expect: int | None = None,
) -> Recorded:
    """Record a change of a project, then wake its case run; every fault stands at its field.

    ``given`` says by the project as it stands what the sheet holds now. What the sheet does not
    ask, funds and months of its investment, stays as it is.
    """

    def becoming(before: Project) -> Project:
        filled = _read(visit, given(before))
        return in_proportion(filled, filled_in(filled, before))

    with _each_at_its_field():
        done = amend(
            *(visit.office, code, becoming),
            reason=reason,
            key=key,
            expect=expect,
            stamp=visit.stamp(),
        )
    visit.request.app.state.waker.wake(code)
    return done


def brought(visit: Visit, code: str) -> Brought:
    """Return what the registration of a project brought."""
    with visit.office.store.reading() as connection:
        situation = visit.office.situation(connection)
        file, _ = visit.office.file(connection, code)
    known = situation.regulations.procedures(file.project, on=visit.today)
    opened = [one for one, case in file.cases.items() if case.opened_on is not None]
    return Brought(
        file,
        {one: procedure.name for one, procedure in known.items()},
        opened,
        [one for one in file.plan if one not in opened],
    )


def _read(visit: Visit, given: Mapping[str, Any]) -> RegisterForm:
    """Read the form; raise :class:`Objection` with every problem at its field."""
    try:
        return RegisterForm.model_validate({**given, "officer": visit.signer.number})
    except ValidationError as wrong:
        faults = {one.field: one for one in (*_of_itself(given), *_faults(wrong))}
        asked = {name: place for place, name in enumerate(RegisterForm.model_fields)}
        in_order = sorted(faults.values(), key=lambda one: asked.get(one.field, 0))
        raise Objection(Problems(tuple(in_order))) from wrong


def _of_itself(given: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with a field whatever the others hold, told with what the form asks."""
    for name, asked in OF_ITSELF.items():
        try:
            asked.validate_python(given.get(name) or None)
        except ValidationError as wrong:
            (error,) = wrong.errors(include_url=False)
            yield _said(name, error)


@contextmanager
def _each_at_its_field() -> Iterator[None]:
    try:
        yield
    except BadInput as wrong:
        raise Objection(Problems(tuple(_placed(wrong)))) from wrong


def _faults(wrong: ValidationError) -> Iterator[Problem]:
    for error in wrong.errors(include_url=False):
        yield _said(str(error["loc"][0]), error)


def _said(name: str, error: ErrorDetails) -> Problem:
    field = RegisterForm.model_fields.get(name)
    label = (field.title if field is not None else None) or name
    match error["type"]:
        case "missing":
            said = f"请{'选择' if _is_choice(name) else '填写'}{label}"
        case "value_error":
            why = worded(error)
            named = why.startswith(("“", f"{label}“"))
            said = _of(label, why if named else shown(error["input"]) + why)
        case _:
            said = _of(label, worded(error))
    return Problem(name, said)


def _of(label: str, sentence: str) -> str:
    """Return what is said of a field, which is named once."""
    return sentence if sentence.startswith(f"{label}“") else f"{label}：{sentence}"


def _is_choice(name: str) -> bool:
    kind = RegisterForm.model_fields[name].annotation
    return isinstance(kind, type) and issubclass(kind, Enum)


def _placed(wrong: BadInput) -> Iterator[Problem]:
    """Yield each fault at the field that its place names, by its title or as the model has it."""
    places = wrong.facts.get("places")
    each = places if isinstance(places, dict) else {wrong.place: wrong.message}
    for place, sentence in each.items():
        yield _at_field(place, sentence)


def _at_field(place: str, sentence: str) -> Problem:
    for name, told in RegisterForm.model_fields.items():
        if told.title and f"“{told.title}”" in place:
            return Problem(name, _of(told.title, sentence))
    last = place.replace(".", " ").split()[-1] if place.split() else ""
    last = SHOWN_AS.get(last, last)
    field = RegisterForm.model_fields.get(last)
    if field is None:  # the place of what is asked beside the sheet is its field
        return Problem(last if last == place else "", sentence)
    return Problem(last, _of(field.title or last, sentence))
