"""The weekly workbooks that go out to the units (周报填报工作簿): one a unit, prefilled.

What last week's report and the ledger already say is in it; asked is only what changes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from casework.office import Office, Situation
from casework.weekly.rounds import iso_week
from models.amount_words import WAN
from models.campaign import Campaign, WeeklyRound
from models.case import CaseFile
from models.days import WEEKDAYS, ZONE
from models.doubt import Origin
from models.labelled import Labelled
from models.people import Department, ResponsibleUnit, Role
from models.progress import ProgressReport
from models.refusal import Unknown
from models.week_words import week_in_words, week_number
from models.weekly_sheet import (
    PROJECT_COLUMNS,
    CellContent,
    ProblemLine,
    ProcedureLine,
    WeeklyWorkbook,
    WorkbookStamp,
)
from reports.workbooks.weekly_workbook import weekly_workbook
from rules.acceptance.regime import outcome_name
from rules.clocks.round_days import monday_of
from rules.weekly.prefilling import prefill
from rules.weekly.steps import reports_weekly
from store.projected.queries import project_lines

_NO_FILE_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]|^\.')


@dataclass(frozen=True, slots=True)
class WeekTemplate:
    """A workbook that is ready to be filled in by one unit (待填报工作簿)."""

    unit: str
    file_name: str
    projects: tuple[str, ...]
    content: bytes


def week_templates(
    office: Office, *, week: str | None = None, unit: str | None = None, today: date
) -> tuple[WeekTemplate, ...]:
    """Return the workbooks of all units with projects to report, or of one unit."""
    wanted = week or iso_week(today)
    monday_of(wanted)
    with office.store.reading() as connection:
        situation = office.situation(connection)
        units = {one.code: one for one in situation.file.campaign.units}
        if unit is not None and unit not in units:
            raise Unknown(f"没有责任单位“{unit}”，可用的是：{'、'.join(units)}", unit=unit)
        files: dict[str, list[CaseFile]] = {}
        held = situation.file.rounds.get(wanted)
        rules = situation.regulations.rulebook.weekly
        lines = project_lines(connection)
        every = office.each(connection, [one.code for one in lines])
        for line, (file, _) in zip(lines, every, strict=True):
            asked = line.code in held.projects if held else reports_weekly(file, wanted, rules)
            if asked and unit in (None, line.unit):
                files.setdefault(line.unit, []).append(file)
    return tuple(
        _template(situation, held, wanted, code, files[code], today) for code in sorted(files)
    )


def office_words(campaign: Campaign) -> dict[str, str]:
    """Return code → the shortest name under which an office is told from all others."""
    offices: list[Department | ResponsibleUnit] = [*campaign.departments, *campaign.units]
    short = [one.short for one in offices]
    full = [one.name for one in offices]
    words: dict[str, str] = {}
    for one in offices:
        if short.count(one.short) == 1:
            words[one.code] = one.short
        else:
            words[one.code] = one.name if full.count(one.name) == 1 else one.code
    return words


def offices_by_word(campaign: Campaign) -> dict[str, str]:
    """Return every word under which an office is printed in a workbook → its code.

    Where a department and a unit are one body, a short name is the department's: that is
    whose name stands beside the procedures.
    """
    found: dict[str, str] = {}
    kinds: tuple[tuple[Department | ResponsibleUnit, ...], ...] = (
        campaign.units,
        campaign.departments,
    )
    for offices in kinds:
        said = [(word, one.code) for one in offices for word in {one.short, one.name}]
        words = [word for word, _ in said]
        found |= {word: code for word, code in said if words.count(word) == 1}
    found |= {word: code for code, word in office_words(campaign).items()}
    return found | {one.code: one.code for offices in kinds for one in offices}


def _template(
    situation: Situation,
    held: WeeklyRound | None,
    week: str,
    unit: str,
    files: list[CaseFile],
    today: date,
) -> WeekTemplate:
    campaign = situation.file.campaign
    names = office_words(campaign)
    rows = [(file, *_project(situation, file, week, today)) for file in files]
    listed = [file.project.name for file in files]
    twice = frozenset(name for name in listed if listed.count(name) > 1)
    told = WeeklyWorkbook(
        stamp=WorkbookStamp(campaign.key, week, unit),
        campaign_title=campaign.title,
        unit_name=campaign.unit(unit).name,
        week_words=week_in_words(week),
        made_on=today,
        due=_due(held),
        projects=tuple(content for _, content, _ in rows),
        procedures=tuple(
            line for file, _, report in rows for line in _procedures(situation, file, report, today)
        ),
        problems=tuple(
            line for file, _, report in rows for line in _problems(file, report, names, twice)
        ),
        offices=tuple(names.values()),
    )
    return WeekTemplate(
        unit=unit,
        file_name=f"周报_{week_number(week)}_{_file_word(campaign, unit)}.xlsx",
        projects=tuple(file.project.code for file in files),
        content=weekly_workbook(told),
    )


def _file_word(campaign: Campaign, unit: str) -> str:
    """Return what a unit is called in the name of a file: its short name, where that will do."""
    short = campaign.unit(unit).short
    alone = [one.short for one in campaign.units].count(short) == 1
    return short if alone and not _NO_FILE_NAME.search(short) else unit


def _due(held: WeeklyRound | None) -> str:
    if held is None or held.cutoff_at is None:
        return "请按通知时间报回。"
    at = held.cutoff_at.astimezone(ZONE)
    day = f"{at.month}月{at.day}日（周{WEEKDAYS[at.weekday()]}）"
    return f"请于 {day}{at:%H:%M} 前报回。"


def _project(
    situation: Situation, file: CaseFile, week: str, today: date
) -> tuple[Mapping[str, CellContent], ProgressReport]:
    """Return the row of a project, and the prefilled report that it was made from."""
    project = file.project
    filled = prefill(file, week=week, regulations=situation.regulations, on=today)
    report = filled.report
    before = file.progress.before(week)
    last = before.report if before is not None else None
    this_year = before is not None and before.week[:4] == week[:4]
    content: dict[str, CellContent] = {
        "project": project.code,
        "name": project.name,
        "total": project.investment.total / WAN,
        "this_year": project.investment.this_year / WAN,
        "pinned_start": file.pinned_start,
        "last_year": _wan(last.invested_year if this_year else Decimal(0)) if last else None,
        "last_total": _wan(last.invested_total) if last else None,
    }
    sent = week in file.progress.reports
    for column in PROJECT_COLUMNS:
        asked = column.field in filled.origins and not column.locked
        summed = column.field in ("invested_year", "invested_total")
        if asked and (sent or not summed) and filled.origins[column.field] is not Origin.BLANK:
            content[column.field] = _content(getattr(report, column.field))
    content.setdefault("filled_by", _liaison(situation, project.unit))
    return content, report


def _liaison(situation: Situation, unit: str) -> str:
    """Return who fills it in for a unit, where there is one liaison."""
    names = [
        account.name
        for account in situation.file.campaign.accounts
        if account.role is Role.UNIT_LIAISON and account.office == unit
    ]
    return names[0] if len(names) == 1 else ""


def _content(value: Decimal | date | Labelled | str | tuple[Labelled, ...] | None) -> CellContent:
    match value:
        case Decimal():
            return value / WAN
        case Labelled():
            return value.label
        case tuple():
            return "、".join(one.label for one in value)
        case _:
            return value


def _procedures(
    situation: Situation, file: CaseFile, report: ProgressReport, today: date
) -> Iterator[ProcedureLine]:
    """Yield the procedures that are open now, with what is known of each."""
    open_now = {case.procedure for case in file.open_cases()}
    said = {one.procedure: one for one in report.bottlenecks}
    procedures = situation.regulations.procedures(file.project, on=today)
    for code, planned in file.plan.items():
        case = file.cases[code]
        if code not in open_now and code not in said:
            continue
        told = said.get(code)
        yield ProcedureLine(
            project=file.project.code,
            project_name=file.project.name,
            procedure=code,
            name=procedures[code].name,
            department=situation.file.campaign.department(planned.department).short,
            state=outcome_name(case.state, procedures[code]),
            sticking_point=told.sticking_point if told else "",
            expected_on=told.expected_on if told else None,
        )


def _problems(
    file: CaseFile, report: ProgressReport, names: Mapping[str, str], twice: frozenset[str]
) -> Iterator[ProblemLine]:
    project = file.project
    for problem in report.problems:
        yield ProblemLine(
            project=project.code if project.name in twice else project.name,
            text=problem.text,
            needs=problem.needs,
            office=names.get(problem.office, problem.office),
        )


def _wan(yuan: Decimal | None) -> Decimal | None:
    return yuan / WAN if yuan is not None else None
