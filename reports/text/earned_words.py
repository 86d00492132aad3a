"""Earned value in the words of an office (投资进度表述), and as rows of a table."""

from decimal import Decimal

from models.earned_views import EarnedTable, EarnedView
from models.week_words import week_in_words
from reports.text.target_words import wan

HEADINGS = (
    *("项目", "责任单位", "年度计划（万元）", "序时计划（万元）", "完成投资（万元）"),
    *("进度偏差（万元）", "进度执行率", "累计完成（万元）", "累计支付（万元）"),
    *("支付占完成", "年底预计（万元）", "情况"),
)


def in_words(*, planned: Decimal, earned: Decimal, spent: Decimal, earned_total: Decimal) -> str:
    """Say how works stand beside the plan, and payments beside the works."""
    gap, unpaid = earned - planned, earned_total - spent
    if not planned and not earned:
        progress = "尚未到计划投资时间"
    elif _none(gap):
        progress = "与序时计划持平"
    else:
        progress = f"{'超' if gap > 0 else '欠'}序时计划{wan(abs(gap))}万元"
    if _none(earned_total) and _none(spent):
        return progress
    if _none(unpaid):
        return f"{progress}，支付与完成投资相符"
    if unpaid > 0:
        return f"{progress}，完成投资尚有{wan(unpaid)}万元未支付"
    return f"{progress}，支付超过完成投资{wan(-unpaid)}万元，请核实"


def row(one: EarnedView) -> tuple[str, ...]:
    """Return planned, earned and spent as cells of text."""
    return (
        week_in_words(one.week) if one.week else one.name,
        one.unit_name,
        wan(one.year),
        wan(one.planned),
        wan(one.earned),
        wan(one.ahead),
        _share(one.pace),
        wan(one.earned_total),
        wan(one.spent),
        _share(one.paid),
        wan(one.year_end),
        one.words,
    )


def sentences(table: EarnedTable) -> tuple[str, ...]:
    """Say how all of them stand together, and what the words mean."""
    one = table.together
    ahead = [line for line in table.lines if line.unpaid < 0 and not _none(line.unpaid)]
    paid = wan(-sum((line.unpaid for line in ahead), Decimal(0)))
    warned = (
        f"{len(ahead)}个项目累计支付超过累计完成投资，共{paid}万元，"
        "请逐一核实预付款、征收补偿和填报口径。"
    )
    return (
        *((warned,) if ahead and not one.project else ()),
        f"共{len(table.lines)}行；合计{one.words}；照目前进度年底预计完成{wan(one.year_end)}万元，"
        f"占年度计划{_share(one.year_end / one.year if one.year else None)}。",
        "序时计划按月度投资计划推算，没有月度计划的按日均摊；完成投资按形象进度填报，即已完成工程量；"
        "年底预计以进度执行率乘年度计划。",
    )


def _none(yuan: Decimal) -> bool:
    """Tell whether a sum is less than half of what is written."""
    return abs(yuan) < 5_000


def _share(share: Decimal | None) -> str:
    return f"{share:.1%}" if share is not None else "—"
