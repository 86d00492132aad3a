"""The rescue set on the command line (保开工方案): the papers, the proof, and what to do now."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

from cyclopts import Parameter

from casework.plan.effects import Outlook, outlook, rescue_of, steps_of
from models.refusal import BadInput
from portal.edge import DONE, REFUSED, say, say_json
from portal.premises import opened
from portal.terminal import print_table
from portal.usage import AsJson, Day, ProjectArgument
from reports.text.plain_text import visible
from reports.text.rescue_words import certificate, chain_line, conclusion, forbidden_lines
from rules.acceptance.deferrable import LateDocument
from rules.whatif.directives import Directive
from rules.whatif.rescue import Rescue

PAPERS = ("事项", "材料", "预计取得", "可受理日", "可提前")


def show_rescue(
    project: ProjectArgument,
    /,
    *,
    goal: Annotated[Day, Parameter(name="--start-by", help="最晚哪一日开工。")],
    as_json: AsJson = False,
) -> int:
    """Show the smallest set of deferrals that brings the start to a day, or what blocks it."""
    with opened() as premises:
        today = premises.today()
        if goal < today:
            raise BadInput("参数 --start-by", f"{goal} 已过（今日 {today}）")
        seen = outlook(premises.office, project=project, today=today)
    found = rescue_of(seen, goal=goal)
    steps = steps_of(seen, found)
    if as_json:
        say_json(told(seen, found, steps))
    else:
        _print(seen, found, steps)
    return DONE if found.reachable else REFUSED


def told(seen: Outlook, found: Rescue, steps: Sequence[Directive]) -> dict[str, object]:
    """Return the answer for programs."""
    return {
        "project": seen.file.project.code,
        "as_of": seen.on,
        "reachable": found.reachable,
        "goal": found.goal,
        "start_now": found.start_now,
        "start_on": found.start_on,
        "set": [
            {
                **_paper(seen, one.late),
                "accept_on": one.accept_on,
                "saves_days": one.saves_days,
            }
            for one in found.set
        ],
        "tried": found.tried,
        "certificate": {
            "exact": found.exact,
            "text": certificate(found),
            "sizes": [asdict(one) for one in found.sizes],
            "groups": [
                [{"procedure": one.procedure, "document": one.document} for one in group]
                for group in found.groups
            ],
        },
        "blocking_chain": [
            {
                "procedure": link.procedure,
                "name": seen.procedures[link.procedure].name,
                "accepted_on": link.accepted_on,
                "concluded_on": link.concluded_on,
                "because": chain_line(link, seen.procedures, as_of=seen.on),
            }
            for link in found.blocking_chain
        ],
        "held_until": found.ready_on,
        "late": [
            {
                **_paper(seen, one),
                "deferrable": one.forbidden is None,
                "why_not": one.forbidden.message if one.forbidden else None,
                "code": one.forbidden.code if one.forbidden else None,
            }
            for one in found.late
        ],
        "steps": told_steps(steps),
    }


def told_steps(steps: Sequence[Directive]) -> list[dict[str, object]]:
    """Return what has to be done, for programs."""
    return [asdict(one) for one in steps]


def _paper(seen: Outlook, late: LateDocument) -> dict[str, object]:
    return {
        "procedure": late.procedure,
        "procedure_name": seen.procedures[late.procedure].name,
        "document": late.document,
        "name": late.name,
        "expected_on": late.expected_on,
        "signed_from": late.signed_from,
        "risk": asdict(late.risk) if late.risk else None,
    }


def _print(seen: Outlook, found: Rescue, steps: Sequence[Directive]) -> None:
    name = visible(seen.file.project.name)
    say(f"{name}：{conclusion(found, as_of=seen.on)}")
    if found.set:
        rows = (
            (
                f"{one.late.procedure} {seen.procedures[one.late.procedure].name}",
                f"{one.late.document} {one.late.name}",
                str(one.late.expected_on),
                str(one.accept_on),
                f"{one.saves_days} 个工作日",
            )
            for one in found.set
        )
        print_table("容缺以下材料", PAPERS, rows)
    for link in found.blocking_chain:
        say(f"  {visible(chain_line(link, seen.procedures, as_of=seen.on))}")
    for line in forbidden_lines(found):
        say(visible(line))
    say(certificate(found))
    print_steps(steps)


def print_steps(steps: Sequence[Directive]) -> None:
    """Print what has to be done by whom and when, each with its act to copy."""
    for number, one in enumerate(steps, start=1):
        say(f"{number}. {one.by} 前，{visible(one.office)}：{visible(one.what)}")
        if one.command:
            say(f"   {visible(one.command)}")
