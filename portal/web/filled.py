"""A form as it was filled in (表单): kept whole, so that a refused one comes back as typed."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, NoReturn

from fastapi import Depends
from pydantic import ValidationError
from starlette.datastructures import UploadFile
from starlette.requests import Request

from models.refusal import BadInput, Refused, Stale, Unknown
from models.written import name as written_name
from models.written import plain_code, written_day
from rules.clocks.round_days import week_code
from rules.doors.access import TooManyAttempts
from store.files.input_errors import worded

MOST_FIELDS, MOST_FILES = 500, 12
MOST_TEXT_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and at which field (问题)."""

    field: str
    """Name of the field; empty = the whole form."""
    sentence: str


@dataclass(frozen=True, slots=True)
class Problems:
    """Everything that is wrong with a form (问题清单); true when there is anything."""

    found: tuple[Problem, ...] = ()
    status: int = 422
    stale: Stale | None = None
    """Somebody else acted first: the page shows who, and what."""

    def __bool__(self) -> bool:
        """Tell whether anything is wrong."""
        return bool(self.found)

    def at(self, name: str) -> str:
        """Return what is wrong at a field, or nothing."""
        return "；".join(one.sentence for one in self.found if one.field == name)


NO_PROBLEMS = Problems()


class Objection(Exception):
    """A form cannot be carried out as filled in (表单退回)."""

    def __init__(self, problems: Problems) -> None:
        super().__init__("；".join(one.sentence for one in problems.found))
        self.problems = problems


def give_back(name: str, sentence: str) -> NoReturn:
    """Give a form back because of one field."""
    raise Objection(Problems((Problem(name, sentence),)))


@dataclass(frozen=True, slots=True)
class Filled:
    """What a person typed and chose (填写内容)."""

    given: dict[str, tuple[str, ...]] = field(default_factory=dict)
    uploads: dict[str, tuple[UploadFile, ...]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return the last value of a field, trimmed; empty when there is none."""
        return self.given.get(name, ("",))[-1].strip()

    def many(self, name: str) -> tuple[str, ...]:
        """Return every value of a field, trimmed, without the empty ones."""
        return tuple(value.strip() for value in self.given.get(name, ()) if value.strip())

    def code(self, name: str) -> str:
        """Return a code: spaces, full-width digits and long dashes are forgiven."""
        return plain_code(self.text(name))

    def line(self, name: str, label: str) -> str:
        """Return a name, or a purpose of one line; what is none is an :class:`Objection`."""
        try:
            return written_name(self.text(name))
        except ValueError as wrong:
            raise Objection(Problems((Problem(name, f"{label}{wrong}"),))) from wrong

    def day(self, name: str, label: str) -> date | None:
        """Return a day, ``None`` when empty; what is no day is an :class:`Objection`."""
        text = self.text(name)
        if not text:
            return None
        try:
            return written_day(text)
        except ValueError as wrong:
            raise Objection(Problems((Problem(name, f"{label}“{text}”{wrong}"),))) from wrong

    @property
    def key(self) -> str | None:
        """Return the idempotency key of the form; ``None`` when it has none."""
        return self.text("_key")[:200] or None

    @property
    def version(self) -> int | None:
        """Return the version of the file that the person saw; ``None`` when it was not sent."""
        return whole_number(self.text("_version"))


def whole_number(text: str) -> int | None:
    """Return a number of a few digits; ``None`` = it is none, or larger than any of ours."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def week_in_address(typed: str) -> str:
    """Return a week as its code, however it was typed."""
    try:
        return week_code(typed)
    except BadInput as wrong:
        raise Unknown(f"没有“{typed}”这一周", week=typed) from wrong


def objection(failure: Refused | BadInput | ValidationError) -> Objection:
    """Return what a refusal or a wrong value means for the form it came from."""
    match failure:
        case Stale():
            return Objection(Problems((Problem("", failure.message),), 409, failure))
        case TooManyAttempts():
            return Objection(Problems((Problem("", failure.message),), 429))
        case Refused() | BadInput() if isinstance(failure.facts.get("fields"), dict):
            each = dict[str, str](failure.facts["fields"])  # type: ignore[call-overload]
            return Objection(Problems(tuple(Problem(*one) for one in each.items())))
        case Refused():
            at = str(failure.facts.get("field", ""))
            return Objection(Problems((Problem(at, failure.message),)))
        case BadInput():
            return Objection(Problems((Problem(failure.place, str(failure)),)))
        case ValidationError():
            errors = failure.errors(include_url=False)
            found = (
                Problem(".".join(str(one) for one in error["loc"]), worded(error, shows=False))
                for error in errors
            )
            return Objection(Problems(tuple(found)))


async def filled_in(request: Request) -> AsyncIterator[Filled]:
    """Read the form of a request; its files are closed when the page has been answered."""
    async with request.form(
        max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=MOST_TEXT_BYTES
    ) as form:
        given: dict[str, list[str]] = {}
        uploads: dict[str, list[UploadFile]] = {}
        for name, value in form.multi_items():
            if isinstance(value, str):
                given.setdefault(name, []).append(value)
            elif value.filename:
                uploads.setdefault(name, []).append(value)
        yield Filled(
            {name: tuple(values) for name, values in given.items()},
            {name: tuple(values) for name, values in uploads.items()},
        )


FilledIn = Annotated[Filled, Depends(filled_in)]
