"""Commands that list (清单命令): projects and issues."""

from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import READING, AsJson

projects = App(
    name="projects",
    group=READING,
    help="""项目一览：按代码、名称或名称的拼音首字母查找，按责任单位筛选。

例：
  greenchannel projects
  greenchannel projects 冷链
  greenchannel projects llwl
  greenchannel projects 000024
  greenchannel projects --unit unit-park --active --json
""",
)


@projects.default
def _projects(
    text: Annotated[str, Parameter(help="代码或名称的一部分，或者名称的拼音首字母。")] = "",
    /,
    *,
    unit: Annotated[str, Parameter(metavar="UNIT", help="责任单位编号或名称。")] = "",
    active: Annotated[bool, Parameter(negative=(), help="只列尚未具备开工条件的。")] = False,
    json: AsJson = False,
) -> int:
    from portal.work.daily.lists import list_projects

    return list_projects(text, unit=unit, active=active, as_json=json)


issues = App(
    name="issues",
    group=READING,
    help="""问题清单：周报提出和单独提出的问题，期限在前的在前。

例：
  greenchannel issues
  greenchannel issues 2020-230112-39-03-000001 --solved
  greenchannel issues --office housing --json
""",
)


@issues.default
def _issues(
    project: Annotated[str, Parameter(help="项目代码；缺省为全部项目。")] = "",
    /,
    *,
    office: Annotated[str, Parameter(metavar="OFFICE", help="只列该机构协调的。")] = "",
    solved: Annotated[bool, Parameter(negative=(), help="也列已销号的。")] = False,
    json: AsJson = False,
) -> int:
    from portal.work.daily.lists import list_issues

    return list_issues(project, office=office, solved=solved, as_json=json)
