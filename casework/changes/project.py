"""A registered project becomes another (项目变更): its facts, and with them what it needs.

Investment, land, site, name, unit, tier and traits change while cases are open. What the
change says is compared with what stands, judged, and recorded as one entry with the plan as
the catalogue has it today; what opens, closes or reopens follows from it as from any act.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from casework.desk import KeyTaken, Recorded, Stamp
from casework.intake.registering import must_fit
from casework.office import Office, Situation
from casework.recording import nothing_else, record
from models.amount_words import in_wan
from models.case import CaseFile
from models.ledger import Payload
from models.milestone import ProjectAmended
from models.project import Project
from models.project_sheet import PROJECT_TABLE_COLUMNS, ProjectCell, ProjectColumn, said_of
from models.refusal import BadInput, Refused
from models.written import legible
from rules.fold.amending import FIXED, fixed_differences, in_hand
from rules.in_force.authority import may_amend
from rules.in_force.coherence import Fault, misfits

Becoming = Callable[[Project], Project]
"""A project as it stands → as it is from now on (变更后的项目)."""

_FLAGS = {True: "是", False: "否"}
_NOT_TOLD = "未填"
_FEWEST = 2


class NothingAmended(Refused):
    """The project is registered with the very same facts (没有变更)."""


class NotByAmending(Refused):
    """What acts alone move on is no matter of a change of the project (不属于项目变更)."""


class CaseInHand(Refused):
    """An application that would no longer be needed is being handled (有在办事项)."""


def beside_the_table(before: Project, after: Project) -> Project:
    """Return a project as a table tells it, with what no table has a column for as it was.

    That is the plan by months, and of a fund whose sum stays the day of its issue and what
    has arrived and was paid.
    """
    stays = {
        column.loc[1]
        for column in PROJECT_TABLE_COLUMNS
        if column.loc[0] == "funds" and said_of(before, column) == said_of(after, column)
    }
    kept = [one for one in before.funds if one.kind.value in stays]
    new = [one for one in after.funds if one.kind.value not in stays]
    monthly = after.investment.monthly or before.investment.monthly
    investment = after.investment.model_copy(update={"monthly": monthly})
    return after.model_copy(update={"investment": investment, "funds": (*kept, *new)})


def amend(
    office: Office,
    code: str,
    becoming: Becoming,
    *,
    reason: str,
    key: str | None = None,
    expect: int | None = None,
    stamp: Stamp,
) -> Recorded:
    """Record that a registered project is from now on what ``becoming`` makes of it.

    What it was registered with and only acts move on, its pinned start, its start and what was
    concluded before, stays as it is registered. ``expect`` is the version of the file that the
    person saw; :class:`KeyTaken` says that something else was recorded under the key.
    """
    try:
        reason = legible(reason)
    except ValueError as wrong:
        raise BadInput("reason", f"变更理由{wrong}") from wrong
    if len(reason) < _FEWEST:
        raise BadInput("reason", "请写明变更理由和依据")

    def judge(situation: Situation, file: CaseFile, _: object) -> tuple[Payload, ...]:
        if refused := may_amend(situation.account(stamp.by)):
            raise refused
        return (_amended(situation, file, becoming(file.project), reason, stamp),)

    recorded = record(office, code, judge, nothing_else, key=key, expect=expect, stamp=stamp)
    if recorded.repeated and not _says_the_same(recorded.entries[0].payload, becoming, reason):
        raise KeyTaken.by(recorded.entries[0])
    return recorded


def _says_the_same(done: Payload, becoming: Becoming, reason: str) -> bool:
    """Tell whether what is asked changes nothing of what was recorded."""
    return (
        isinstance(done, ProjectAmended)
        and done.reason == reason
        and becoming(done.project) == done.project
    )


def faults_of_change(situation: Situation, project: Project, *, on: date) -> Iterator[Fault]:
    """Yield where a project as it is to be contradicts itself or the campaign.

    What it was registered with is history: it was judged by the law of its day.
    """
    as_new = project.model_copy(
        update={"pinned_start": None, "concluded_before": {}, "confirmed_before": ()}
    )
    days = situation.regulations.days
    yield from misfits(as_new, situation.file.campaign, on=on, today=on, days=days)


def _amended(
    situation: Situation, file: CaseFile, project: Project, reason: str, stamp: Stamp
) -> ProjectAmended:
    if project == file.project:
        raise NothingAmended(f"项目 {project.code} 所填内容与登记的一致，没有变更")
    if fixed := fixed_differences(file.project, project):
        raise NotByAmending(
            f"{'、'.join(fixed)}不以项目变更办理，请照登记时所填：开工时间节点以“锁定开工时间节点”"
            "调整，开工、办结、条件以办理动作记录",
            fields=fixed,
        )
    campaign, regulations = situation.file.campaign, situation.regulations
    must_fit(project, faults_of_change(situation, project, on=stamp.on))
    plan, not_required = regulations.plan(project, on=stamp.on)
    if waiting := tuple(in_hand(file, {one.procedure for one in plan})):
        procedures = regulations.procedures(file.project, on=stamp.on)
        listed = "、".join(f"{one.procedure} {procedures[one.procedure].name}" for one in waiting)
        raise CaseInHand(
            f"{listed}正在办理，变更后不再需要办理；请先由申请人撤回申请，尚未受理的也可以"
            "依法不予受理（依法不需要办理），再办理项目变更",
            procedures=tuple(one.procedure for one in waiting),
        )
    return ProjectAmended(
        project=project,
        catalogue_version=campaign.catalogue.version,
        plan=plan,
        not_required=not_required,
        changes=tuple(_changes(file.project, project, campaign.holder_names)),
        unit_before=file.project.unit if file.project.unit != project.unit else "",
        reason=reason,
    )


def _changes(before: Project, after: Project, names: Mapping[str, str]) -> Iterator[str]:
    """Yield what reads otherwise, under the headers of the project table."""
    told: set[str] = set()
    for column in PROJECT_TABLE_COLUMNS:
        if column.loc[0] in FIXED:
            continue
        was, is_ = (said_of(one, column) for one in (before, after))
        if was != is_:
            told.add(column.loc[0])
            header = column.header.partition("（")[0]
            said = (_words(one, column, names) for one in (was, is_))
            yield f"{header}：{'→'.join(said)}"
    for field, called in (("investment", "分月投资计划"), ("funds", "资金安排"), ("land", "用地")):
        if field not in told and getattr(before, field) != getattr(after, field):
            yield f"{called}有调整"
    if before.pinned_start != after.pinned_start:
        yield f"不再锁定开工时间节点（原为 {before.pinned_start}）"


def _words(value: Any, column: ProjectColumn, names: Mapping[str, str]) -> str:
    if value is None or value == "":
        return _NOT_TOLD
    say: Callable[[Any], str] = {
        ProjectCell.MONEY: lambda one: f"{in_wan(one)}万元",
        ProjectCell.AREA: lambda one: f"{one.normalize():f}公顷",
        ProjectCell.CHOICE: lambda one: str(one.label),
        ProjectCell.FLAG: _FLAGS.__getitem__,
        ProjectCell.OFFICE: lambda one: names.get(one, one),
    }.get(column.kind, str)
    return say(value)
