"""Projects and issues on the command line (项目一览、问题清单)."""

from dataclasses import asdict
from typing import Annotated

from cyclopts import Parameter

from casework.office import Office
from casework.reading.lists.project_list import find_issues, find_projects
from models.project import ProjectTier, ProjectType
from models.refusal import BadInput
from portal.edge import DONE, say, say_json
from portal.premises import opened
from portal.terminal import print_table
from portal.usage import AsJson, OfficeCode, ProjectCode
from store.projected.queries import ProjectLine

PROJECTS = ("项目代码", "项目", "类型", "级别", "责任单位", "锁定开工", "状态")
ISSUES = ("项目代码", "项目", "编号", "问题", "需协调事项", "协调单位", "期限", "办理")


def list_projects(
    text: Annotated[str, Parameter(help="代码或名称的一部分，或者名称的拼音首字母。")] = "",
    /,
    *,
    unit: Annotated[OfficeCode, Parameter(metavar="UNIT", help="责任单位编号或名称。")] = "",
    active: Annotated[bool, Parameter(negative=(), help="只列尚未具备开工条件的。")] = False,
    as_json: AsJson = False,
) -> int:
    """List projects by code, name or initials."""
    with opened() as premises:
        names = office_names(premises.office)
        code = office_code(names, unit, "--unit")
        found = find_projects(premises.office, text, unit=code, active=active)
        today = premises.today()
    if as_json:
        say_json({"as_of": today, "projects": [_told(one, names) for one in found]})
        return DONE
    if not found:
        say("没有符合条件的项目")
        return DONE
    print_table(f"项目 {len(found)} 个", PROJECTS, (_row(one, names) for one in found))
    return DONE


def list_issues(
    project: Annotated[ProjectCode, Parameter(help="项目代码；缺省为全部项目。")] = "",
    /,
    *,
    office: Annotated[OfficeCode, Parameter(metavar="OFFICE", help="只列该机构协调的。")] = "",
    solved: Annotated[bool, Parameter(negative=(), help="也列已销号的。")] = False,
    as_json: AsJson = False,
) -> int:
    """List the issues of one project or of all."""
    with opened() as premises:
        names = office_names(premises.office)
        wanted = office_code(names, office, "--office")
        today = premises.today()
        found = find_issues(premises.office, project, wanted=wanted, solved=solved, today=today)
    if as_json:
        say_json({"as_of": today, "issues": [one.model_dump(mode="json") for one in found]})
        return DONE
    if not found:
        say("没有符合条件的问题")
        return DONE
    rows = (
        (
            one.project,
            one.project_name,
            one.issue,
            one.text,
            one.needs,
            one.office_name,
            one.due_on,
            f"{one.solved_on} 销号" if one.solved_on else "逾期" if one.overdue else "办理中",
        )
        for one in found
    )
    print_table(f"问题 {len(found)} 个", ISSUES, rows)
    return DONE


def office_names(office: Office) -> dict[str, str]:
    """Return the code of every office with its name."""
    with office.store.reading() as connection:
        return dict(office.situation(connection).file.campaign.office_names)


def office_code(names: dict[str, str], given: str, place: str) -> str:
    """Return the code of an office that is given by its code or name."""
    codes = [code for code, name in names.items() if given in (code, name)]
    if given and not codes:
        raise BadInput(f"参数 {place}", f"没有机构“{given}”，可用：{'、'.join(names)}")
    return codes[0] if given else ""


def _row(line: ProjectLine, names: dict[str, str]) -> tuple[object, ...]:
    kind, tier = ProjectType(line.type).label, ProjectTier(line.tier).label
    unit = names.get(line.unit, line.unit)
    return line.code, line.name, kind, tier, unit, line.pinned_start, _standing(line)


def _standing(line: ProjectLine) -> str:
    if line.started_on:
        return f"{line.started_on} 开工"
    return "开工条件已具备" if line.passed_on else "手续办理中"


def _told(line: ProjectLine, names: dict[str, str]) -> dict[str, object]:
    return {**asdict(line), "unit_name": names.get(line.unit, line.unit), "active": line.active}
