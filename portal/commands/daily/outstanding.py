"""The outstanding list of a project, a unit, a department or the district (前期未办结手续清单)."""

from datetime import date
from typing import Annotated

from cyclopts import Parameter

from casework.reading.board.sheet import ProjectSheet, project_sheet
from casework.reading.lists.project_list import find_projects
from models.refusal import Unknown
from portal.commands.daily.lists import office_code, office_names
from portal.edge import DONE, say_json
from portal.premises import Premises, opened
from portal.terminal import print_table
from portal.usage import AsJson, OfficeCode, ProjectCode, TableFile
from portal.web.projects.outstanding import headings, rows
from portal.written import check_ending, write_table
from reports.workbooks.table_file import Cell

TITLE = "前期未办结手续清单"
OF_PROJECT = ("项目代码", "项目", "责任单位")


def list_outstanding(
    project: Annotated[ProjectCode, Parameter(help="项目代码；缺省为全部未开工项目。")] = "",
    /,
    *,
    unit: Annotated[OfficeCode, Parameter(metavar="UNIT", help="责任单位编号或名称。")] = "",
    department: Annotated[
        OfficeCode, Parameter(metavar="OFFICE", help="审批部门编号或名称，只列其主办的事项。")
    ] = "",
    out: TableFile = None,
    as_json: AsJson = False,
) -> int:
    """List what is not concluded before the start, or write it to a file."""
    check_ending(out)
    with opened() as premises:
        of = office_code(_departments(premises), department, "--department")
        today = premises.today()
        of_unit = office_code(office_names(premises.office), unit, "--unit")
        sheets = _sheets(premises, project, of_unit, today)
    listed: list[tuple[Cell, ...]] = []
    for sheet in sheets:
        project_of = (sheet.standing.code, sheet.standing.name, sheet.standing.unit_name)
        listed.extend((*project_of, *row[1:]) for row in rows(sheet, of))
    columns = (*OF_PROJECT, *headings()[1:])
    if as_json:
        told = [dict(zip(columns, row, strict=True)) for row in listed]
        say_json({"as_of": today, "outstanding": told})
        return DONE
    title = f"{TITLE}（截至 {today}，{len(sheets)} 个项目、{len(listed)} 项）"
    if out is not None:
        write_table(out, title, columns, listed)
    else:
        print_table(title, columns, listed)
    return DONE


def _sheets(premises: Premises, project: str, unit: str, today: date) -> list[ProjectSheet]:
    office = premises.office
    found = find_projects(office, project, unit=unit, active=not project)
    if project and not found:
        raise Unknown(f"没有项目 {project}", project=project)
    return [project_sheet(office, project=one.code, likely=False, today=today) for one in found]


def _departments(premises: Premises) -> dict[str, str]:
    """Return the code of every department with its short name.

    A bureau may be a responsible unit as well, under the same name and another code.
    """
    with premises.office.store.reading() as connection:
        campaign = premises.office.situation(connection).file.campaign
    return {one.code: one.short for one in campaign.departments}
