"""Contradictions of a report within itself and with last week (数据核对)."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from models.amount_words import in_wan
from models.doubt import Doubt, DoubtCode
from models.progress import WorkStatus
from models.week_words import week_in_words
from rules.weekly.facts import UNDER_WAY, ReportFacts, folded

_PROGRESS = {status: place for place, status in enumerate(WorkStatus)}
_FINISHED = (WorkStatus.COMPLETED, WorkStatus.IN_PRODUCTION)
_FINISHED_WORDS = ("竣工", "完工", "投产")
_NEARLY_ALL = Decimal("0.9")
"""Share of the total investment without which nothing is finished (assumed)."""


def cumulative_never_falls(facts: ReportFacts) -> Iterator[Doubt]:
    """累计≥上期累计: totals only grow, towards the week before and after."""
    now, before, after = facts.report, facts.before, facts.after
    if before is not None and now.invested_total < before.invested_total:
        yield facts.hard(
            DoubtCode.TOTAL_FELL,
            "invested_total",
            f"累计完成投资{in_wan(now.invested_total)}万元，"
            f"少于{week_in_words(facts.before_week)}所报{in_wan(before.invested_total)}万元",
        )
    if after is not None and now.invested_total > after.invested_total:
        yield facts.hard(
            DoubtCode.TOTAL_FELL,
            "invested_total",
            f"累计完成投资{in_wan(now.invested_total)}万元，"
            f"多于其后一周所报{in_wan(after.invested_total)}万元，请先更正后一周",
        )
    if before is not None and facts.same_year and now.invested_year < before.invested_year:
        yield facts.hard(
            DoubtCode.YEAR_FELL,
            "invested_year",
            f"年初至今完成投资{in_wan(now.invested_year)}万元，"
            f"少于{week_in_words(facts.before_week)}所报{in_wan(before.invested_year)}万元",
        )


def week_is_the_difference(facts: ReportFacts) -> Iterator[Doubt]:
    """本周=累计差; where weeks are missing in between, at most the difference."""
    now, before = facts.report, facts.before
    if before is None or now.invested_total < before.invested_total:
        return
    grown = now.invested_total - before.invested_total
    wrong = now.invested_week != grown if facts.follows else now.invested_week > grown
    if wrong:
        relation = "应等于" if facts.follows else "不应超过"
        yield facts.hard(
            DoubtCode.WEEK_DIFFERS,
            "invested_week",
            f"本周完成投资{in_wan(now.invested_week)}万元，{relation}累计之差{in_wan(grown)}万元",
        )


def parts_fit_the_whole(facts: ReportFacts) -> Iterator[Doubt]:
    """本周≤年初至今≤累计; paid ≤ arrived."""
    now = facts.report
    if now.invested_year > now.invested_total:
        yield facts.hard(
            DoubtCode.YEAR_OVER_TOTAL,
            "invested_year",
            f"年初至今完成投资{in_wan(now.invested_year)}万元，"
            f"多于开工至今累计{in_wan(now.invested_total)}万元",
        )
    if facts.within_year and now.invested_week > now.invested_year:
        yield facts.hard(
            DoubtCode.WEEK_OVER_YEAR,
            "invested_week",
            f"本周完成投资{in_wan(now.invested_week)}万元，多于年初至今{in_wan(now.invested_year)}万元",
        )
    if now.funds_paid > now.funds_arrived:
        yield facts.hard(
            DoubtCode.PAID_OVER_ARRIVED,
            "funds_paid",
            f"已支付资金{in_wan(now.funds_paid)}万元，多于到位资金{in_wan(now.funds_arrived)}万元",
        )


def facts_are_not_ahead(facts: ReportFacts) -> Iterator[Doubt]:
    """Nothing has happened on a day to come; nothing ends before it begins."""
    now = facts.report
    for field, name in (("started_on", "实际开工"), ("statistics_entered_on", "统计入库")):
        day = getattr(now, field)
        if day is not None and day > facts.on:
            yield facts.hard(DoubtCode.DATE_AHEAD, field, f"{name}日期 {day} 晚于填报日 {facts.on}")
    begun = now.started_on or facts.file.started_on
    entered = now.statistics_entered_on
    if entered is not None and (begun is None or entered < begun):
        since = f"早于实际开工 {begun}" if begun else "而项目尚未开工"
        yield facts.soft(
            DoubtCode.STATISTICS_AHEAD, "statistics_entered_on", f"统计入库日期 {entered}，{since}"
        )
    ends = now.completion_expected_on
    if ends is not None and now.started_on is not None and ends < now.started_on:
        yield facts.hard(
            DoubtCode.DATES_REVERSED,
            "completion_expected_on",
            f"计划竣工投产 {ends} 早于实际开工 {now.started_on}",
        )
    elif ends is not None and ends < facts.on and now.status not in _FINISHED:
        yield facts.soft(
            DoubtCode.DATE_PASSED,
            "completion_expected_on",
            f"计划竣工投产 {ends} 已过，项目仍未报竣工",
        )


def image_is_told(facts: ReportFacts) -> Iterator[Doubt]:
    """形象进度必填, and it moves as the investment does."""
    now, before = facts.report, facts.before
    image = folded(now.physical_work)
    if not image and now.status in UNDER_WAY:
        yield facts.hard(DoubtCode.IMAGE_MISSING, "physical_work", "项目已开工，形象进度必填")
    stands = before is not None and image and image == folded(before.physical_work)
    if stands and now.invested_week > 0 and now.status in UNDER_WAY:
        yield facts.soft(
            DoubtCode.IMAGE_STANDS,
            "physical_work",
            f"本周完成投资{in_wan(now.invested_week)}万元，形象进度与上次所报相同",
        )
    finished = now.status in _FINISHED or any(
        folded(now.physical_work).endswith(word) for word in _FINISHED_WORDS
    )
    total = facts.file.project.investment.total
    if finished and now.invested_total < total * _NEARLY_ALL:
        yield facts.soft(
            DoubtCode.IMAGE_AHEAD,
            "physical_work",
            f"已报竣工或投产，累计完成投资仅占总投资的{now.invested_total / total:.0%}",
        )


def figures_do_not_jump(facts: ReportFacts) -> Iterator[Doubt]:
    """数字突变>50%需说明; investment beyond the plan and money that went back, too."""
    now, before = facts.report, facts.before
    plan = facts.file.project.investment
    if before is not None and facts.follows and before.invested_week > 0:
        change = abs(now.invested_week - before.invested_week)
        if change > before.invested_week * facts.rules.jump_ratio and (
            change >= facts.rules.jump_floor
        ):
            yield facts.soft(
                DoubtCode.JUMP,
                "invested_week",
                f"本周完成投资{in_wan(now.invested_week)}万元，"
                f"上周{in_wan(before.invested_week)}万元，变动超过{facts.rules.jump_ratio:.0%}",
            )
    if plan.total > 0 and now.invested_total > plan.total:
        yield facts.soft(
            DoubtCode.OVER_PLAN,
            "invested_total",
            f"累计完成投资{in_wan(now.invested_total)}万元，超过总投资{in_wan(plan.total)}万元",
        )
    for field, name in (("funds_arrived", "到位资金"), ("funds_paid", "已支付资金")):
        if 0 < plan.total < getattr(now, field):
            yield facts.soft(
                DoubtCode.FUNDS_OVER_PLAN,
                field,
                f"{name}{in_wan(getattr(now, field))}万元，超过总投资{in_wan(plan.total)}万元",
            )
        if before is not None and getattr(now, field) < getattr(before, field):
            yield facts.soft(
                DoubtCode.FUNDS_FELL,
                field,
                f"{name}{in_wan(getattr(now, field))}万元，"
                f"少于{week_in_words(facts.before_week)}所报{in_wan(getattr(before, field))}万元",
            )


def words_are_not_copied(facts: ReportFacts) -> Iterator[Doubt]:
    """What was planned, done and explained last week is not the same this week."""
    before = facts.before
    if before is None:
        return
    for field, name in (
        ("last_problems", "上周问题办理结果"),
        ("next_week", "下周计划"),
        ("explanation", "情况说明"),
    ):
        words = folded(getattr(facts.report, field))
        if words and words == folded(getattr(before, field)):
            yield facts.soft(
                DoubtCode.COPIED,
                field,
                f"“{name}”与{week_in_words(facts.before_week)}所报完全相同",
            )


def status_never_falls(facts: ReportFacts) -> Iterator[Doubt]:
    """What has started is not unstarted, what is finished not unfinished; works may pause."""
    now, before = facts.report, facts.before
    if before is None:
        return
    unstarted = now.status is WorkStatus.NOT_STARTED and before.status in UNDER_WAY
    unfinished = before.status in _FINISHED and _PROGRESS[now.status] < _PROGRESS[before.status]
    if unstarted or unfinished:
        yield facts.soft(
            DoubtCode.STATUS_FELL,
            "status",
            f"开工状态比{week_in_words(facts.before_week)}所报倒退",
        )


CHECKS: tuple[Callable[[ReportFacts], Iterator[Doubt]], ...] = (
    cumulative_never_falls,
    week_is_the_difference,
    parts_fit_the_whole,
    facts_are_not_ahead,
    image_is_told,
    figures_do_not_jump,
    words_are_not_copied,
    status_never_falls,
)
