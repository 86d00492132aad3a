"""Earned value of the projects (投资进度): all of them on a day, or one week by week."""

from datetime import date
from decimal import Decimal

from casework.office import Office, Situation
from casework.reading.board.past import files_as_of
from models.case import CaseFile
from models.earned_views import EarnedTable, EarnedView
from models.refusal import Unknown
from reports.text.earned_words import in_words
from rules.clocks.round_days import iso_week
from rules.weekly.earned import Earned, earned, together, weekly

YUAN, FOUR = Decimal(1), Decimal("0.0001")


def investment(
    office: Office, *, unit: str = "", as_of: date | None = None, today: date
) -> EarnedTable:
    """Return planned, earned and spent of the projects, of one unit or all, worst first."""
    day = min(as_of or today, today)
    with office.store.reading() as connection:
        situation = office.situation(connection)
        files = files_as_of(office, connection, day, today=today)
    if unit and unit not in {one.code for one in situation.file.campaign.units}:
        raise Unknown(f"没有责任单位“{unit}”", unit=unit)
    own = [file for file in files if unit in ("", file.project.unit)]
    known = [(file, earned(file, week=iso_week(day), on=day)) for file in own]
    known.sort(key=lambda one: (one[1].ahead, one[0].project.code))
    return EarnedTable(
        as_of=day,
        lines=tuple(_view(figures, file, situation) for file, figures in known),
        together=_view(together(figures for _, figures in known), None, situation),
    )


def investment_of(
    office: Office, *, project: str, as_of: date | None = None, today: date
) -> EarnedTable:
    """Return one project's planned, earned and spent at the end of each week that was reported."""
    day = min(as_of or today, today)
    with office.store.reading() as connection:
        situation = office.situation(connection)
        file = office.file_on(connection, project, day, today=today)
    week = iso_week(day)
    return EarnedTable(
        as_of=day,
        lines=tuple(
            _view(figures, file, situation, week=at) for at, figures in weekly(file, week=week)
        ),
        together=_view(earned(file, week=week, on=day), file, situation),
    )


def _view(
    figures: Earned, file: CaseFile | None, situation: Situation, *, week: str = ""
) -> EarnedView:
    unit = file.project.unit if file is not None else ""
    pace, paid = figures.pace, figures.paid
    return EarnedView(
        project=file.project.code if file is not None else "",
        name=file.project.name if file is not None else "合计",
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
