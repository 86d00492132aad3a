"""A what-if branch on the command line (推演): the difference, project by project, and the list."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from casework.plan.whatif import WhatIf, what_if
from portal.commands.dispatch.rescuing import print_steps, told_steps
from portal.edge import DONE, say, say_json
from portal.premises import opened
from portal.usage import AsJson
from reports.text.plain_text import visible
from rules.whatif.branch import ProjectDifference
from store.files.yaml_file import read_yaml


def show_branch(
    path: Annotated[Path, Parameter(name="FILE", help="推演方案文件（YAML）。")],
    /,
    *,
    as_json: AsJson = False,
) -> int:
    """Show what a branch file changes against the live plan, and what would make it real."""
    given = read_yaml(path)
    with opened() as premises:
        found = what_if(premises.office, given, today=premises.today())
    if as_json:
        say_json(told(found))
        return DONE
    _print(found)
    return DONE


def told(found: WhatIf) -> dict[str, object]:
    """Return the answer for programs."""
    return {
        "title": found.branch.title,
        "as_of": found.as_of,
        "projects": [
            {
                "project": one.project,
                "name": one.name,
                "pinned_before": one.pinned_before,
                "pinned_after": one.pinned_after,
                "start_before": one.start_before,
                "start_after": one.start_after,
                "days": one.days,
                "light_before": one.light_before.value,
                "light_after": one.light_after.value,
                "procedures": [
                    {
                        "procedure": moved.procedure,
                        "name": found.names[moved.procedure],
                        "before": moved.before,
                        "after": moved.after,
                    }
                    for moved in one.procedures
                ],
            }
            for one in found.projects
        ],
        "unchanged": found.unchanged,
        "directives": told_steps(found.directives),
    }


def _print(found: WhatIf) -> None:
    say(f"推演“{visible(found.branch.title)}”，截至 {found.as_of}，未写入任何内容")
    if not found.projects:
        say(f"{found.unchanged} 个项目的计划都不变")
    for one in found.projects:
        for line in _lines(one, found):
            say(visible(line))
    if found.projects:
        say(f"另有 {found.unchanged} 个项目不变")
    if found.directives:
        say("落实清单：")
        print_steps(found.directives)


def _lines(one: ProjectDifference, found: WhatIf) -> Iterator[str]:
    """Say of one project what differs: its start, its pinned day, its light, its procedures."""
    yield f"{one.project} {one.name}"
    start = _change(one.start_before, one.start_after)
    verb = "推迟" if one.days > 0 else "提前"
    yield f"  预计开工 {start}" + (f"，{verb} {abs(one.days)} 个工作日" if one.days else "")
    if one.pinned_before != one.pinned_after:
        yield f"  锁定开工 {_change(one.pinned_before, one.pinned_after)}"
    if one.light_before is not one.light_after:
        yield f"  亮灯 {one.light_before.label} → {one.light_after.label}"
    for moved in one.procedures:
        name = found.names[moved.procedure]
        yield f"  {moved.procedure} {name} 办结 {moved.before} → {moved.after}"


def _change(before: object, after: object) -> str:
    was, will_be = ("未锁定" if one is None else str(one) for one in (before, after))
    return was if was == will_be else f"{was} → {will_be}"
