"""What a department has to do (待办): read off rows, whatever the number of projects."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from casework.office import Office
from casework.reading.lists.work_lines import OWN_STEPS
from models.labels import STATES
from models.project import ProjectTraits
from models.project_views import ToDoLine
from rules.acting.next_step import OF_DEPARTMENT
from rules.in_force.regulations import Regulations
from rules.standing.until import OPINION
from store.projected.case_lines import CaseLine, cases_asked_of, cases_of_department


def to_do(office: Office, *, department: str, today: date) -> tuple[ToDoLine, ...]:
    """Return what a department has to do, most urgent first."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        lines = cases_of_department(connection, department, OF_DEPARTMENT)
        asked = cases_asked_of(connection, department)
    own = _lines(lines, situation.regulations, today)
    others = _lines(asked, situation.regulations, today)
    signed = (one.model_copy(update={"to_do": OWN_STEPS[OPINION]}) for one in others)
    return tuple(sorted((*own, *signed), key=lambda one: (one.due_on or date.max, one.project)))


def _lines(lines: Iterable[CaseLine], regulations: Regulations, on: date) -> Iterator[ToDoLine]:
    """Yield cases as lines of a to-do list by the day on which they are due, then by plan."""
    named = procedure_names(regulations, on)
    ordered = sorted(lines, key=lambda one: (one.due_on or date.max, one.project, one.place))
    return (_line(one, regulations, on, named) for one in ordered)


def procedure_names(regulations: Regulations, on: date) -> Callable[[str, str], str]:
    """Return what names a procedure as the law stands on a day: traits as in a row, and code."""

    @cache
    def names(traits: str) -> Mapping[str, str]:
        traited = _Traited(ProjectTraits.model_validate_json(traits))
        return regulations.procedure_names(traited, on=on)

    return lambda traits, code: names(traits)[code]


@dataclass(frozen=True, slots=True)
class _Traited:
    traits: ProjectTraits


def _line(
    one: CaseLine, regulations: Regulations, on: date, named: Callable[[str, str], str]
) -> ToDoLine:
    standing = one.standing(on)
    return ToDoLine(
        project=one.project,
        project_name=one.project_name,
        procedure=one.procedure,
        procedure_name=named(one.traits, one.procedure),
        state_name=STATES[one.state],
        light=standing.light,
        light_name=standing.light.label,
        due_on=one.due_on,
        remaining_days=one.days_left(on, regulations.days),
        to_do=standing.step,
        attributed_to=standing.party,
    )
