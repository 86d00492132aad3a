"""Courses as text in a row (走势的存法): the first standing, then each turn after its day.

``green department department - 审查并作出决定;2020-06-10 yellow department department - 审…``:
light, whom it points at, who holds the case, which consequence waits for a signature (``-`` =
none), what the department has to do next (to the end, blanks and all; nothing = empty).
"""

from datetime import date

from models.case import Light, Party
from models.rulebook import OnDue
from rules.standing.course import Course, Standing

NONE = "-"
LIGHTS = {light.value: light for light in Light}
PARTIES: dict[str, Party | None] = {NONE: None} | {party.value: party for party in Party}
CONSEQUENCES: dict[str, OnDue | None] = {NONE: None} | {one.value: one for one in OnDue}


def as_text(course: Course) -> str:
    """Return a course as it stands in a row."""
    first, *turned = map(_as_text, course.standings)
    turns = (f"{day} {told}" for day, told in zip(course.days[1:], turned, strict=True))
    return ";".join((first, *turns))


def standing_on(text: str, day: date) -> Standing:
    """Return how a case stands on a day, not before its last entry, by the text of its course."""
    told, *turns = text.split(";")
    if turns:
        wanted = day.isoformat()
        for turn in turns:
            on, _, then = turn.partition(" ")
            if on > wanted:
                break
            told = then
    light, party, holder, consequence, step = told.split(" ", 4)
    return Standing(LIGHTS[light], PARTIES[party], PARTIES[holder], CONSEQUENCES[consequence], step)


def _as_text(standing: Standing) -> str:
    *known, step = standing
    values = [NONE if one is None else one for one in known]  # each is the text of its value
    return " ".join((*values, step.replace(";", "；")))
