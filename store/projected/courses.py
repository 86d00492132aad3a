"""Courses as text in a row (走势的存法): the first standing, then each turn after its day.

``gdd-审查并作出决定;20200610ydd-审查并作出决定;…``: a letter each for the light, whom it points at,
who holds the case, which consequence waits for a signature (``-`` = none), then what the
department has to do next (to the end, blanks and all; nothing = empty).
"""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from models.case import Light, Party
from models.rulebook import OnDue
from rules.standing.course import Course, Standing

NONE = "-"
DAY = len("20200610")

Said = TypeVar("Said", bound=StrEnum)


def _lettered(said: type[Said], letters: str) -> dict[str, Said]:
    return dict(zip(letters, said, strict=True))


LIGHTS = _lettered(Light, "xgyrkb")
PARTIES: dict[str, Party | None] = {NONE: None} | _lettered(Party, "datsup")
CONSEQUENCES: dict[str, OnDue | None] = {NONE: None} | _lettered(OnDue, "prfatcvn")
LIGHT, PARTY, CONSEQUENCE = (
    {one: letter for letter, one in some.items()} for some in (LIGHTS, PARTIES, CONSEQUENCES)
)


def as_text(course: Course) -> str:
    """Return a course as it stands in a row."""
    first, *turned = map(_as_text, course.standings)
    turns = (f"{_digits(day)}{told}" for day, told in zip(course.days[1:], turned, strict=True))
    return ";".join((first, *turns))


def standing_on(text: str, day: date) -> Standing:
    """Return how a case stands on a day, not before its last entry, by the text of its course."""
    told, *turns = text.split(";")
    if turns:
        wanted = _digits(day)
        for turn in turns:
            if turn[:DAY] > wanted:
                break
            told = turn[DAY:]
    party, holder = PARTIES[told[1]], PARTIES[told[2]]
    return Standing(LIGHTS[told[0]], party, holder, CONSEQUENCES[told[3]], told[4:])


def _digits(day: date) -> str:
    return day.isoformat().replace("-", "")


def _as_text(standing: Standing) -> str:
    light, party, holder, consequence, step = standing
    known = LIGHT[light] + PARTY[party] + PARTY[holder] + CONSEQUENCE[consequence]
    return known + step.replace(";", "；")
