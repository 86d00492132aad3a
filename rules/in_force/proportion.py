"""Numbers of a project that are out of all proportion (数量级核对): the unit is likely wrong.

Nobody is told that he is wrong: he is asked. 元 for 万元 makes a sum ten thousand times
too large, 亩 for 公顷 a piece of land fifteen times. The bounds are proposals (assumed):
far outside what the published lists of key projects of districts show.
"""

from collections.abc import Iterator
from decimal import Decimal

from models.amount_words import WAN, in_wan
from models.project import Project

Loc = tuple[int | str, ...]
"""Where a value stands: keys and indices."""

LEAST_TOTAL, MOST_TOTAL = 10 * WAN, 5_000_000 * WAN
"""Yuan: 10 万元 and 500 亿元."""
LEAST_PER_HECTARE, MOST_PER_HECTARE = 300 * WAN, 100_000 * WAN
"""Yuan of total investment for each hectare of land: 20 万元 and 6,667 万元 for each mu."""
MOST_HECTARES = Decimal(1_000)
LEAST_SHARE = Decimal("0.0005")
"""Of the total investment, that is planned for the year or comes from one source."""


def disproportions(project: Project) -> Iterator[tuple[Loc, str]]:
    """Yield the numbers of a project that are to be asked back, each with its question."""
    money, hectares = project.investment, project.land.area_hectares
    total = money.total
    if not LEAST_TOTAL <= total <= MOST_TOTAL:
        yield ("investment", "total"), f"总投资为{in_wan(total)}万元，疑单位不是万元"
    elif hectares and total > hectares * MOST_PER_HECTARE:
        yield (
            ("investment", "total"),
            f"总投资{in_wan(total)}万元，用地{hectares.normalize():f}公顷，"
            "每公顷投资过高，疑单位不是万元或公顷",
        )
    if hectares > MOST_HECTARES:
        yield (
            ("land", "area_hectares"),
            f"用地面积为{hectares.normalize():f}公顷，疑单位是平方米或亩（1公顷等于15亩）",
        )
    elif total >= LEAST_TOTAL and total < hectares * LEAST_PER_HECTARE:
        yield (
            ("land", "area_hectares"),
            f"总投资{in_wan(total)}万元，用地{hectares.normalize():f}公顷，"
            "每公顷投资过低，疑单位是亩（1公顷等于15亩）",
        )
    if 0 < money.this_year < total * LEAST_SHARE:
        yield (
            ("investment", "this_year"),
            f"年度计划投资{in_wan(money.this_year)}万元，不到总投资的万分之五，疑单位不是万元",
        )
    for index, fund in enumerate(project.funds):
        if fund.amount > total:
            yield (
                ("funds", index, "amount"),
                f"资金{in_wan(fund.amount)}万元，超过总投资，疑单位不是万元",
            )
