"""One measure of one target drilled down (目标任务分解): shares, and who does what when."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial

from casework.office import Situation
from casework.weekly.targets.standing import view_of
from models.book_line import BookLine
from models.campaign import Campaign
from models.case import CaseFile
from models.people import Role
from models.target_views import MonthTask, ShareView, TargetDetail
from reports.text.target_words import cause_in_words, step_in_words
from rules.clocks.round_days import iso_week
from rules.weekly.targets.reasons import short
from rules.weekly.targets.rollup import TargetLine
from rules.weekly.targets.shares import ONE, Share
from rules.weekly.targets.split import months_of

TASK_PLANS = "task-plans"
"""The book in which task forces split a target by hand, where the campaign has it."""


def detail_of(
    line: TargetLine, files: Mapping[str, CaseFile], situation: Situation, *, on: date
) -> TargetDetail:
    """Return a measure with every project and line that its figures add up from."""
    campaign = situation.file.campaign
    shares = sorted(line.shares, key=partial(_weight, line))
    plans = _plans(situation.file.books.get(TASK_PLANS, {}).values())
    return TargetDetail(
        as_of=on,
        target=view_of(line, campaign.holder_names),
        shares=tuple(_share(line, one, campaign) for one in shares),
        months=tuple(
            sorted(
                _months(line, files, campaign, plans, on),
                key=lambda one: (one.month, one.project, one.name),
            )
        ),
    )


def post_of(campaign: Campaign, unit: str) -> str:
    """Return the post that answers for what a unit has to do (责任人): its head, by what it is."""
    own = campaign.account(unit)
    if own is not None:
        return own.name
    for role in (Role.UNIT_HEAD, Role.DEPARTMENT_HEAD, Role.UNIT_LIAISON):
        if found := campaign.accounts_of(role, unit):
            return found[0].name
    return campaign.holder_names.get(unit, unit)


def _weight(line: TargetLine, share: Share) -> tuple[bool, object, str, str, int]:
    missing = short(line.measure, line.asked, share)
    return share.counted and not missing, -missing, share.project, share.book, share.line


def _share(line: TargetLine, share: Share, campaign: Campaign) -> ShareView:
    missing = short(line.measure, line.asked, share)
    held = share.holdup if missing > 0 or not share.counted else None
    office = campaign.holder_names.get(held.office, held.office) if held is not None else ""
    return ShareView(
        name=share.name,
        project=share.project,
        book=share.book,
        line=share.line,
        unit=share.unit,
        unit_name=campaign.holder_names.get(share.unit, share.unit),
        post=post_of(campaign, share.unit),
        done=share.done,
        of=share.of,
        expected=share.expected.quantize(ONE),
        chance=round(share.chance, 3) if share.chance is not None else None,
        short=missing,
        counted=share.counted,
        there=share.there,
        cause=held.cause if held is not None else "",
        reason=cause_in_words(held.cause, held.party, held.name, office) if held else "",
        next_step=step_in_words(held.cause, held.party, held.name, office) if held else "",
    )


def _months(
    line: TargetLine,
    files: Mapping[str, CaseFile],
    campaign: Campaign,
    plans: Mapping[str, Mapping[str, BookLine]],
    on: date,
) -> Iterator[MonthTask]:
    for share in line.shares:
        for month in months_of(
            share,
            line.measure,
            files.get(share.project),
            by=line.by,
            week=iso_week(on),
            on=on,
            plans=plans.get(share.project, {}),
        ):
            yield MonthTask(
                project=share.project,
                name=share.name,
                unit_name=campaign.holder_names.get(share.unit, share.unit),
                post=post_of(campaign, month.post or share.unit),
                month=month.month,
                task=month.task,
                planned=month.planned,
                done=month.done,
                due_on=month.due_on,
            )


def _plans(lines: Iterable[BookLine]) -> dict[str, dict[str, BookLine]]:
    """Return project → month → what its task force planned; the newest line counts."""
    found: dict[str, dict[str, BookLine]] = {}
    for line in sorted(lines, key=lambda one: one.number):
        if project := line.text("project"):
            found.setdefault(project, {})[line.text("month")] = line
    return found
