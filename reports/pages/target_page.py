"""The targets as tables (目标任务): one page for leaders, and one target drilled down."""

from collections.abc import Iterator
from decimal import Decimal

from models.campaign_views import TargetView
from models.target_views import MonthTask, ShareView, TargetDetail
from reports.pages.campaign_report import amount, target_row
from reports.text.target_words import chance_in_words, wan
from reports.workbooks.table_file import Cell

LEADERS = (
    *("目标", "指标", "要求", "时限", "实际", "差距", "预计"),
    *("把握", "情况", "原因", "下一步"),
)
SHARES = (
    *("项目（条目）", "责任单位", "责任人", "完成", "基数", "缺"),
    *("预计", "把握", "情况", "原因", "下一步"),
)
MONTHS = ("月份", "项目（条目）", "责任单位", "责任人", "任务", "计划", "完成", "节点期限")

MONEY = frozenset({"investment_rate", "amount", "growth"})


def leader_row(one: TargetView) -> tuple[str, ...]:
    """Return a target with its gap, how surely it is reached, why not, and what is next."""
    *cells, standing = target_row(one)
    return (*cells, chance_in_words(one), standing, one.reason or "—", one.next_step or "—")


def adds_up(detail: TargetDetail) -> str:
    """Say from what the figure of a target adds up."""
    target = detail.target
    counted = [one for one in detail.shares if one.counted]
    done = sum((one.done for one in counted), Decimal(0))
    of = sum((one.of for one in counted), Decimal(0))
    total = figure(done, target)
    whole = f"，基数{figure(of, target)}" if of and target.unit == "share" else ""
    left = f"；另有{target.not_counted}个不再计入" if target.not_counted else ""
    return f"共{len(counted)}个项目（条目），合计完成{total}{whole}{left}。"


def share_row(one: ShareView, target: TargetView) -> tuple[Cell, ...]:
    """Return what one project or line adds, as a row."""
    chance = "—" if one.chance is None or one.there else f"{one.chance:.0%}"
    state = "已完成" if one.there else "未完成"
    return (
        one.name,
        one.unit_name,
        one.post,
        figure(one.done, target),
        figure(one.of, target),
        figure(one.short, target) if one.short else "—",
        figure(one.expected, target),
        chance,
        state if one.counted else "不再计入",
        one.reason or "—",
        one.next_step or "—",
    )


def month_row(one: MonthTask, target: TargetView) -> tuple[Cell, ...]:
    """Return what has to be done in one month, as a row."""
    return (
        one.month or "此前",
        one.name,
        one.unit_name,
        one.post,
        one.task or "完成投资",
        figure(one.planned, target),
        figure(one.done, target),
        one.due_on,
    )


def figure(value: Decimal, target: TargetView) -> str:
    """Write what a target adds up: sums in 万元, projects as a number."""
    return f"{wan(value)}万元" if target.measure in MONEY else f"{value:.0f}个"


def headline(target: TargetView) -> Iterator[str]:
    """Say in sentences what is asked, reached, missing, expected, and why."""
    best = "力争" if target.best_effort else ""
    asked = f"要求{best}{amount(target.asked, target.unit)}"
    when = f"{target.by.isoformat()}前" if target.by is not None else ""
    now = f"实际{amount(target.actual, target.unit, apart_from=target.asked)}"
    ahead = f"预计{amount(target.forecast, target.unit, apart_from=target.asked)}"
    yield f"{when}{asked}，{now}，{ahead}，把握：{chance_in_words(target)}。"
    if target.reason:
        yield f"{target.reason}。"
    if target.next_step:
        yield f"下一步：{target.next_step}。"
    if target.note and not target.reached:
        yield f"否则：{target.note}。" if target.not_counted else f"{target.note}。"
