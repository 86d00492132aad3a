"""A unit's weekly workbook comes back (周报工作簿导入): all of it in one transaction, or none.

Every wrong cell is named at once, with what `rules/weekly/checks.py` finds. The same
file again changes nothing, and a project whose report stays as it was is not recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from casework.desk import Addition, Stamp, caught_up, must_not_run_backwards, remember, write
from casework.office import REGULATIONS, Office, Situation
from casework.weekly.reporting import judged
from casework.weekly.templates import offices_by_word
from casework.weekly.workbook_rows import WorkbookReports
from models.case import CaseFile
from models.ledger import Draft
from models.people import Role
from models.progress import ProgressReported
from models.refusal import BadInput, Refused
from rules.clocks.round_days import monday_of
from rules.weekly.checks import ReportDoubtful, ReportImpossible
from store import ledger
from store.engine import hold
from store.intake.weekly_workbook import FilledWorkbook
from store.projected.queries import project_lines
from store.workbook.wrong_cells import WrongCells


class WrongWorkbook(Refused):
    """The workbook belongs to another campaign, week or unit (工作簿不对)."""


@dataclass(frozen=True, slots=True)
class WorkbookImport:
    """What a workbook left behind (导入结果)."""

    name: str
    week: str
    unit: str
    recorded: tuple[str, ...]
    unchanged: tuple[str, ...]
    """Projects whose report was in already, just so."""
    absent: tuple[str, ...]
    """Projects of which the unit was asked a report, and that are not in the workbook."""
    doubtful: Mapping[str, tuple[str, ...]]
    """Project → codes of what contradicts the record, explained by the unit."""
    late: tuple[str, ...]
    """Projects whose report came after the cut-off."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """What is to be written on one project."""

    addition: Addition
    reported: ProgressReported | None


def import_workbook(office: Office, workbook: FilledWorkbook, *, stamp: Stamp) -> WorkbookImport:
    """Record every report of a workbook, or refuse the whole of it.

    Raises :class:`WrongCells`, which names each cell, or a :class:`Refused` when the
    workbook or the account is not the right one.
    """
    with office.store.writing() as connection:
        situation = office.situation(connection)
        _must_belong(situation, workbook, stamp)
        wanted = {str(row.values.get("project", "")) for row in workbook.projects}
        lines = [line for line in project_lines(connection) if line.unit == workbook.stamp.unit]
        for line in lines:  # in the order of codes, as everybody who holds several does
            if line.code in wanted:
                hold(connection, line.code, beside=REGULATIONS)
        situation = office.situation(connection)
        codes = [line.code for line in lines]
        found = _judge(office, connection, situation, workbook, codes, stamp)
        recorded = [
            write(office, connection, situation, one.addition, stamp=stamp)
            for one in found.values()
            if one.reported is not None
        ]
        held = situation.file.rounds.get(workbook.stamp.week)
        asked = held.projects if held is not None else ()
        absent = tuple(line.code for line in lines if line.code in asked and line.code not in found)
    remember(office, recorded)
    reported = {code: one.reported for code, one in found.items() if one.reported is not None}
    return WorkbookImport(
        name=workbook.name,
        week=workbook.stamp.week,
        unit=workbook.stamp.unit,
        recorded=tuple(reported),
        unchanged=tuple(code for code in found if code not in reported),
        absent=absent,
        doubtful={code: one.doubts for code, one in reported.items() if one.doubts},
        late=tuple(code for code, one in reported.items() if one.late),
    )


def _judge(
    office: Office,
    connection: Connection,
    situation: Situation,
    workbook: FilledWorkbook,
    codes: list[str],
    stamp: Stamp,
) -> dict[str, _Judged]:
    """Return what each row comes to; every wrong cell of the workbook is raised at once."""
    stored = {code: office.file(connection, code) for code in codes}
    today: dict[str, CaseFile] = {}
    system: dict[str, list[Draft]] = {}
    for code, (file, _) in stored.items():
        system[code], today[code] = caught_up(file, situation, stamp)
    reports = WorkbookReports(workbook, today, offices_by_word(situation.file.campaign))
    found: dict[str, _Judged] = {}
    week = workbook.stamp.week
    for code in sorted(reports.rows):
        file, hash_ = stored[code]
        key = f"{week}/{code}/{workbook.digest}"
        if ledger.read_key(connection, key) is not None:
            found[code] = _Judged(Addition(file, hash_, []), None)
            continue
        must_not_run_backwards(file, stamp)
        report = reports.report(code)
        if report is None:
            continue
        try:
            payloads = judged(situation, today[code], week=week, report=report, stamp=stamp)
        except (ReportImpossible, ReportDoubtful) as refused:
            reports.contradicted(code, refused)
            continue
        drafts = [*system[code]]
        reported = next((one for one in payloads if isinstance(one, ProgressReported)), None)
        for payload in payloads:  # the report, then the issues that it puts on the list
            drafts.append(stamp.draft(payload, key if payload is reported else None))
        found[code] = _Judged(Addition(file, hash_, drafts, today[code]), reported)
    if reports.wrong:
        raise WrongCells(workbook.name, reports.wrong)
    if not found:
        raise BadInput(workbook.name, "工作簿中没有一个项目，未导入")
    return found


def _must_belong(situation: Situation, workbook: FilledWorkbook, stamp: Stamp) -> None:
    """Refuse a workbook of another campaign, of no such week or unit, or of another's unit."""
    campaign, told = situation.file.campaign, workbook.stamp
    account = situation.account(stamp.by)
    if told.campaign != campaign.key:
        raise WrongWorkbook(
            f"{workbook.name} 属于专项行动“{told.campaign}”，本系统办理的是“{campaign.key}”，未导入"
        )
    units = {unit.code: unit.name for unit in campaign.units}
    if told.unit not in units:
        raise WrongWorkbook(f"{workbook.name} 所写的责任单位“{told.unit}”不在机构名录，未导入")
    if account.role is Role.UNIT_LIAISON and account.office != told.unit:
        own = units.get(account.office, account.office)
        raise WrongWorkbook(
            f"{workbook.name} 是{units[told.unit]}的周报，{account.name}只能报{own}的项目，未导入",
            unit=told.unit,
        )
    try:
        monday_of(told.week)
    except BadInput as wrong:
        raise WrongWorkbook(f"{workbook.name} 所写的填报周次有误：{wrong.message}") from wrong
