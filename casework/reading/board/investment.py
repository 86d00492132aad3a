"""Earned value of the projects (投资进度): all of them on a day, or one week by week."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pydantic import TypeAdapter

from casework.office import Office, Situation
from casework.office.reckoning import Reading, Topic
from casework.reading.board.past import told_on
from models.case import CaseFile
from models.earned_views import EarnedTable, EarnedView
from models.refusal import Unknown
from reports.text.earned_words import in_words
from rules.clocks.round_days import iso_week
from rules.weekly.earned import Earned, earned, together, weekly

YUAN, FOUR = Decimal(1), Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class EarnedOf:
    """What one project has planned, earned and spent (项目投资进度)."""

    code: str
    name: str
    unit: str
    earned: Earned


def _earned_of(reading: Reading, file: CaseFile) -> EarnedOf:
    figures = earned(file, week=iso_week(reading.on), on=reading.on)
    return EarnedOf(file.project.code, file.project.name, file.project.unit, figures)


EARNED: Topic[EarnedOf] = Topic("earned", TypeAdapter(EarnedOf), _earned_of)


def investment(
    office: Office, *, unit: str = "", as_of: date | None = None, today: date
) -> EarnedTable:
    """Return planned, earned and spent of the projects, of one unit or all, worst first."""
    day = min(as_of or today, today)
    with office.store.reading() as connection:
        situation = office.situation(connection)
        told = told_on(Reading(office, connection, situation, day), EARNED, today=today)
    if unit and unit not in {one.code for one in situation.file.campaign.units}:
        raise Unknown(f"没有责任单位“{unit}”", unit=unit)
    own = [one for one in told if unit in ("", one.unit)]
    own.sort(key=lambda one: (one.earned.ahead, one.code))
    return EarnedTable(
        as_of=day,
        lines=tuple(_view(one, situation) for one in own),
        together=_view(EarnedOf("", "合计", "", together(one.earned for one in own)), situation),
    )


def investment_of(
    office: Office, *, project: str, as_of: date | None = None, today: date
) -> EarnedTable:
    """Return one project's planned, earned and spent at the end of each week that was reported."""
    day = min(as_of or today, today)
    with office.store.reading() as connection:
        situation = office.situation(connection)
        file = office.file_on(connection, project, day, today=today)
        told = _earned_of(Reading(office, connection, situation, day), file)
    return EarnedTable(
        as_of=day,
        lines=tuple(
            _view(replace(told, earned=figures), situation, week=at)
            for at, figures in weekly(file, week=iso_week(day))
        ),
        together=_view(told, situation),
    )


def _view(one: EarnedOf, situation: Situation, *, week: str = "") -> EarnedView:
    unit, figures = one.unit, one.earned
    pace, paid = figures.pace, figures.paid
    return EarnedView(
        project=one.code,
        name=one.name,
        unit=unit,
        unit_name=situation.file.campaign.unit(unit).short if unit else "",
        week=week,
        year=figures.year,
        planned=figures.planned.quantize(YUAN),
        earned=figures.earned,
        ahead=figures.ahead.quantize(YUAN),
        pace=pace.quantize(FOUR) if pace is not None else None,
        total=figures.total,
        earned_total=figures.earned_total,
        spent=figures.spent,
        unpaid=figures.unpaid,
        paid=paid.quantize(FOUR) if paid is not None else None,
        year_end=figures.year_end.quantize(YUAN),
        words=in_words(
            planned=figures.planned,
            earned=figures.earned,
            spent=figures.spent,
            earned_total=figures.earned_total,
        ),
    )
