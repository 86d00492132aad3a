"""The form of an act (办理表单), read off its request: one table for every act.

What a field is — a day, words, a choice, rows of papers — follows from its type in the request
model; how it is called from `models/act_words.py`. Nothing here is written for one act alone
but which papers of the case a field is about.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from annotated_types import Ge, Le, MaxLen
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from models.act import OWN_DOOR
from models.act_requests import REQUEST_OF, REQUESTS, Act, CorrectionItem, PromisedDocument, Request
from models.act_words import label_of
from models.catalogue import RequirementLevel
from models.labelled import Labelled
from models.refusal import faults_of
from portal.web.filled import Filled, Objection, Problem, Problems
from store.files.input_errors import worded

SHORT = 200
"""Words of at most so many characters stand on one line."""
MOST_ROWS = 40
LISTS = ("promised", "items")
ROWS = {PromisedDocument: "promised", CorrectionItem: "items"}
YES_NO = {("decide_review", "upheld"): (("true", "维持"), ("false", "撤销"))}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an act's form (填写项)."""

    name: str
    label: str
    hint: str
    kind: str
    """``line``, ``area``, ``day``, ``number``, ``tick``, ``choice``, ``document``, ``documents``,
    ``promised`` or ``items``."""
    required: bool
    most: int | None = None
    least: int | None = None
    options: tuple[tuple[str, str], ...] = ()
    value: str = ""
    """What stands in it before anybody types."""


@cache
def fields_of(act: Act) -> tuple[Field, ...]:
    """Return the fields of an act's form, in the order of its request."""
    if act in OWN_DOOR:
        return ()
    told = REQUEST_OF[act].model_fields
    return tuple(
        _field(act, name, one) for name, one in told.items() if name not in ("act", "missing")
    )


def _field(act: Act, name: str, told: FieldInfo) -> Field:
    kind, options = _kind(act, name, told)
    bounds = {type(one): one for one in told.metadata}
    most = bounds.get(MaxLen) or bounds.get(Le)
    least = bounds.get(Ge)
    default = told.default if not told.is_required() else None
    value = ""
    match default:
        case bool():
            value = "yes" if default else ""
        case StrEnum():
            value = default.value
        case _:
            pass
    return Field(
        name=name,
        label=told.title or name,
        hint=told.description or "",
        kind=kind,
        required=told.is_required() or (act, name) == (Act.ACCEPT_CONDITIONALLY, "signed_by"),
        most=getattr(most, "max_length", getattr(most, "le", None)),
        least=getattr(least, "ge", None),
        options=options,
        value=value,
    )


def _kind(act: Act, name: str, told: FieldInfo) -> tuple[str, tuple[tuple[str, str], ...]]:
    plain = _without_none(told.annotation)
    if get_origin(plain) is tuple:
        return ROWS.get(get_args(plain)[0], "documents"), ()
    if name in ("document", "to"):
        return "document", ()
    if (act.value, name) in YES_NO:
        return "choice", YES_NO[act.value, name]
    if isinstance(plain, type) and issubclass(plain, Labelled):
        return "choice", tuple((one.value, one.label) for one in plain)
    if plain in (bool, date, int):
        return {bool: "tick", date: "day", int: "number"}[plain], ()
    length = next((one.max_length for one in told.metadata if isinstance(one, MaxLen)), SHORT)
    return ("area" if length > SHORT else "line"), ()


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, UnionType):
        annotation = next(one for one in get_args(annotation) if one is not type(None))
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def request_of(act: Act, form: Filled) -> Request:
    """Return what was asked for; raise :class:`Objection` with every problem at its field."""
    given: dict[str, Any] = {"act": act.value}
    problems: list[Problem] = []
    for field in fields_of(act):
        try:
            value = READERS[field.kind](field, form)
        except Objection as wrong:
            problems.extend(wrong.problems.found)
            continue
        if value not in ("", (), None):
            given[field.name] = value
        elif field.required:
            problems.append(Problem(field.name, f"请{_verb(field)}{field.label}"))
    try:
        request = REQUESTS.validate_python(given)
    except ValidationError as wrong:
        told = {one.field.partition(".")[0] for one in problems}
        others = (at_row(act, form, one) for one in _problems(act, wrong))
        problems.extend(one for one in others if one.field.partition(".")[0] not in told)
    else:
        if not problems:
            return request
    raise Objection(Problems(tuple(problems)))


def at_row(act: Act, form: Filled, problem: Problem) -> Problem:
    """Return a problem of an item at the row in which that item was typed: empty ones are left."""
    name, _, rest = problem.field.partition(".")
    field = next((one for one in fields_of(act) if one.name == name and one.kind in LISTS), None)
    number, _, part = rest.partition(".")
    if field is None or not number.isdecimal():
        return problem
    rows = [place for place, _ in _meant(field, form)]
    if int(number) >= len(rows):
        return problem  # of what the rules filled in themselves
    return replace(problem, field=f"{name}.{rows[int(number)]}.{part}")


def _verb(field: Field) -> str:
    return "填写" if field.kind in ("line", "area", "day", "number", "items") else "选择"


def _problems(act: Act, wrong: ValidationError) -> Sequence[Problem]:
    named = {field.name: field.label for field in fields_of(act)}
    found = []
    for error in faults_of(wrong):
        place = [str(one) for one in error["loc"][1:]]
        label = named.get(place[0], "") if place else ""
        if len(place) > 2:
            label = f"{label}第{int(place[1]) + 1}项{label_of(act, place[2])}"
        found.append(Problem(".".join(place), f"{label}{worded(error, shows=False)}"))
    return found


def rows_of(form: Filled, name: str) -> tuple[Mapping[str, str], ...]:
    """Return the rows of a list as they were typed, those left empty as well."""
    parts = ("document", "what", "due_on", "taken")
    found = []
    for number in range(MOST_ROWS):
        row = {part: form.text(f"{name}.{number}.{part}") for part in parts}
        if not any(f"{name}.{number}.{part}" in form.given for part in parts):
            break
        found.append(row)
    return tuple(found)


def _meant(field: Field, form: Filled) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the rows that count: one of a letter when it is ticked, of a notice when typed in."""
    for number, row in enumerate(rows_of(form, field.name)):
        typed = row["document"] or row["what"] or row["due_on"]
        if row["taken"] if field.kind == "promised" else typed:
            yield number, row


def _rows(field: Field, form: Filled) -> tuple[dict[str, Any], ...]:
    """Read rows of papers; whatever is wrong with any of them is said at once, at its field."""
    found, problems = [], []
    for number, row in _meant(field, form):
        place, which = f"{field.name}.{number}", f"第{number + 1}项"
        one: dict[str, Any] = {"document": row["document"]}
        if not row["document"]:
            problems.append(Problem(f"{place}.document", f"{which}：请选择材料"))
        if field.kind == "items":
            one["what"] = row["what"]
            if not row["what"]:
                problems.append(Problem(f"{place}.what", f"{which}：请写明须补正什么"))
        try:
            due = form.day(f"{place}.due_on", f"{which}的日期")
        except Objection as wrong:
            problems.extend(wrong.problems.found)
            continue
        if due is not None:
            one["due_on"] = due
        elif field.kind == "promised":
            problems.append(Problem(f"{place}.due_on", f"{which}：请填写补交日期"))
        found.append(one)
    if problems:
        raise Objection(Problems(tuple(problems)))
    return tuple(found)


def _documents(field: Field, form: Filled) -> tuple[str, ...] | None:
    """Read ticked papers; that the question was asked is told by a hidden field beside them."""
    return form.many(field.name) if form.text(f"{field.name}.asked") else None


READERS: Mapping[str, Callable[[Field, Filled], Any]] = {
    "line": lambda field, form: form.text(field.name),
    "area": lambda field, form: form.text(field.name),
    "choice": lambda field, form: form.text(field.name),
    "document": lambda field, form: form.code(field.name),
    "number": lambda field, form: form.code(field.name),
    "day": lambda field, form: form.day(field.name, field.label),
    "tick": lambda field, form: form.text(field.name) == "yes",
    "documents": _documents,
    "promised": _rows,
    "items": _rows,
}

ABOUT: Mapping[Act, Callable[[Any], bool]] = {
    Act.ACCEPT_CONDITIONALLY: lambda paper: (
        paper.standing == "未交" and paper.level is RequirementLevel.DEFERRABLE
    ),
    Act.RECEIVE_DOCUMENT: lambda paper: paper.standing == "欠交",
    Act.EXTEND_PROMISE: lambda paper: paper.standing == "欠交",
    Act.CORRECT: lambda paper: paper.standing == "待补正",
    Act.EXPECT_DOCUMENT: lambda paper: paper.standing in ("未交", "待补正"),
}
"""Which papers of a case the fields of an act are about; every paper where nothing is said."""
