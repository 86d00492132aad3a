"""The rules say no (不予办理): one base for every refusal.

A refusal is an expected answer, not a defect: doors turn it into a page, a form
or exit code 1; a run that meets one still ends well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:  # the command line's help loads no models
    from collections.abc import Iterable

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

SHOWN = 6
"""So many further errors are listed after the first; the rest are counted."""


class Refused(Exception):
    """The rules forbid the act (不予办理). Subclasses sit beside the rule that raises them."""

    code: ClassVar[str] = "refused"
    """What programs know it by."""

    def __init_subclass__(cls) -> None:
        """Take the name of the class for the code, spelt ``like_this``, where no other is given."""
        if "code" not in vars(cls):
            cls.code = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts


class Stale(Refused):
    """Someone else acted first (他人已先行办理)."""


class Backdated(Refused):
    """An act is dated before what is already in the file (日期早于已有记录)."""

    code = "before_last_entry"


class Unknown(Refused):
    """No such project, procedure or account (查无此项)."""


class BadInput(Exception):
    """What was given cannot be read (输入有误): says which file, line and field."""

    code: ClassVar[str] = "bad_input"

    def __init__(self, place: str, message: str, **facts: object) -> None:
        super().__init__(f"{place}：{message}")
        self.place = place
        self.message = message
        self.facts = facts


def gathered(findings: Iterable[tuple[str, str]]) -> BadInput:
    """Return several findings (place, message) as one error, one finding per place.

    The fact ``places`` holds them apart: place → message.
    """
    unique: dict[str, str] = {}
    for place, message in findings:
        unique.setdefault(place, message)
    (first, message), *others = unique.items()
    listed = "".join(f"；另：{place}：{text}" for place, text in others[:SHOWN])
    counted = f"；此外还有{len(others) - SHOWN}处" if len(others) > SHOWN else ""
    return BadInput(first, message + listed + counted, places=unique)


def faults_of(wrong: ValidationError) -> list[ErrorDetails]:
    """Return what pydantic found; that a list with a wrong item is too short as well is no news."""
    found = wrong.errors(include_url=False)
    within = {one["loc"][:length] for one in found for length in range(len(one["loc"]))}
    return [one for one in found if one["type"] != "too_short" or one["loc"] not in within]
