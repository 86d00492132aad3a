"""The weekly report of the campaign as a page (专项行动周报): Markdown with one picture.

For the run page of Prefect, for the file that is sent round, for the dispatch meeting.
"""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from decimal import Decimal

from models.amount_words import WAN
from models.campaign_views import CampaignReport, GroupView, LateCase, RateView, TargetView
from models.week_words import week_in_words
from reports.chart.svg import Svg, element, label, line, rectangle
from reports.text.late_words import late_in_words
from reports.text.markdown_table import table
from reports.text.plain_text import markdown

WIDTH, ROW, LEFT, BAR = 760, 26, 240, 400
_MOST_DECIMALS, ZERO = 7, Decimal(0)
GREEN, YELLOW, RED, GREY = "#2e7d32", "#f9a825", "#c62828", "#9e9e9e"


def campaign_page(report: CampaignReport) -> str:
    """Return the whole report as Markdown; the picture is inside it."""
    parts = [
        f"# {markdown(report.title)} {week_in_words(report.week)}周报",
        f"截至 {report.as_of}：项目{report.projects}个，应报{report.due}个，"
        f"按时{report.on_time}个，迟报{report.late}个，未报{report.missing}个；"
        f"存疑{report.doubtful}个。",
        f"![目标完成情况](data:image/svg+xml;base64,{_encoded(target_chart(report.targets))})",
        "## 五率",
        _table(
            ("范围", "项目数", *(rate.name for rate in report.overall)),
            [
                _group_row("全区", report.projects, report.overall),
                *(_group_row(one.name, one.projects, one.rates) for one in report.by_tier),
            ],
        ),
        "括号内为较上周的百分点。",
        "## 责任单位",
        _table(
            ("责任单位", "项目数", *(rate.name for rate in report.overall)),
            [_group_row(one.name, one.projects, one.rates) for one in report.by_unit],
        ),
        "## 目标任务",
        _table(
            ("目标", "指标", "要求", "时限", "实际", "差距", "预计", "情况"),
            [target_row(one) for one in report.targets],
        ),
        "## 红灯项目",
        _table(
            ("项目", "责任单位", "包保领导", "原因"),
            [(one.name, one.unit_name, one.sponsor, "；".join(one.reasons)) for one in report.red],
        )
        if report.red
        else "无。",
        "## 超期办件",
        f"在办超期{sum(not one.decided for one in report.late_cases)}件，"
        f"本周超期办结{sum(one.decided for one in report.late_cases)}件，"
        f"自行动开始累计超期办结{report.decided_late}件。",
        *_late_cases(report.late_cases),
        "## 问题",
        f"本周提出{report.issues_raised}个，解决{report.issues_solved}个，"
        f"逾期未解决{report.issues_overdue}个。",
    ]
    if report.issues:
        parts.append(
            _table(
                ("项目", "问题", "需协调事项", "解决单位", "期限"),
                [
                    (
                        one.project_name,
                        one.text,
                        one.needs or "—",
                        one.office_name,
                        f"{one.due_on}{'（逾期）' if one.overdue else ''}",
                    )
                    for one in report.issues
                ],
            )
        )
    if report.missing_projects:
        listed = "、".join(markdown(name) for name in report.missing_projects)
        parts.extend(("## 未报项目", listed))
    return "\n\n".join(parts) + "\n"


def _late_cases(late: Sequence[LateCase]) -> Iterable[str]:
    if late:
        headings = ("项目", "事项", "部门", "到期日", "情况")
        yield _table(
            headings,
            [
                (
                    f"{'【重点】' if one.key else ''}{one.project_name}",
                    one.procedure_name,
                    one.department_name,
                    f"{one.due_on}",
                    late_in_words(one),
                )
                for one in late
            ],
        )


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return table(headings, [[markdown(cell) for cell in row] for row in rows])


def target_row(target: TargetView) -> tuple[str, ...]:
    """Return a target as cells of text."""
    reached = {True: "已达到", False: "未达到", None: "无数据"}[target.reached]
    return (
        f"{target.group}（{'、'.join(target.lead)}牵头）" if target.lead else target.group,
        target.measure_name,
        f"{'力争' if target.best_effort else ''}{amount(target.asked, target.unit)}",
        str(target.by) if target.by else "—",
        amount(target.actual, target.unit, apart_from=target.asked),
        amount(max(target.gap, ZERO), target.unit, apart_from=ZERO)
        if target.gap is not None
        else "—",
        amount(target.forecast, target.unit, apart_from=target.asked),
        f"{reached}{f'（{target.note}）' if target.note and not target.reached else ''}"
        f"{f'（其中超期办结{target.decided_late}件）' if target.decided_late else ''}"
        f"{f'（其中逾期开（复）工{target.started_late}个）' if target.started_late else ''}",
    )


def amount(value: Decimal | None, unit: str, *, apart_from: Decimal | None = None) -> str:
    """Write a share as percent, yuan as 万元, projects as a number.

    What is not equal to ``apart_from`` is never written like it: 59.96% of the 60% that are asked
    has as many decimals as it takes to see that it is less.
    """
    if value is None:
        return "—"
    more = 0
    if apart_from is not None and apart_from != value:
        while more < _MOST_DECIMALS and _amount(value, unit, more) == _amount(
            apart_from, unit, more
        ):
            more += 1
    return _amount(value, unit, more)


def _amount(value: Decimal, unit: str, more: int) -> str:
    match unit:
        case "share":
            return f"{value * 100:.{1 + more}f}%"
        case "yuan":
            return f"{value / WAN:,.{more}f}万元"
        case _:
            return f"{value:.0f}个"


def target_chart(targets: Sequence[TargetView]) -> Svg:
    """Draw each target: bar = actual, light bar = forecast, line = what is asked."""
    shown = [one for one in targets if one.actual is not None and one.asked > 0]
    height = ROW * len(shown) + 34
    inside = [rectangle(0, 0, WIDTH, height, "#ffffff")]
    inside.append(
        label(LEFT, 18, "深色为实际，浅色为预计，竖线为目标", font_size=12, fill="#555555")
    )
    full = LEFT + BAR * 0.8
    for place, one in enumerate(shown):
        top = 30 + place * ROW
        assert one.actual is not None
        name = f"{one.group} {one.measure_name}"
        inside.append(label(8, top + 15, name[:17] + ("…" if len(name) > 17 else ""), font_size=12))
        ahead = min((one.forecast or one.actual) / one.asked, Decimal("1.25"))
        done = min(one.actual / one.asked, Decimal("1.25"))
        colour = GREEN if one.reached else YELLOW if ahead >= 1 else RED
        width = BAR * 0.8
        inside.append(rectangle(LEFT, top + 3, float(ahead) * width, 14, colour, fill_opacity=0.35))
        inside.append(rectangle(LEFT, top + 3, float(done) * width, 14, colour))
        said = f"{amount(one.actual, one.unit)}／{amount(one.asked, one.unit)}"
        inside.append(label(LEFT + BAR + 6, top + 15, said, font_size=12))
    inside.append(line(full, 26, full, height - 4, "#333333", stroke_width=1.5))
    return element(
        "svg",
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        width=WIDTH,
        height=height,
        viewBox=f"0 0 {WIDTH} {height}",
        font_family="'Noto Sans CJK SC','Microsoft YaHei',sans-serif",
    )


def _group_row(name: str, projects: int, rates: Iterable[RateView]) -> tuple[str, ...]:
    return (name, str(projects), *(rate_in_words(one) for one in rates))


def rate_in_words(rate: RateView) -> str:
    """Write a rate as percent, with its change in points where there is one."""
    if rate.share is None:
        return "—"
    change = f"（{rate.change_points:+.1f}）" if rate.change_points else ""
    return f"{rate.share * 100:.1f}%{change}"


def _encoded(picture: Svg) -> str:
    return b64encode(picture.encode()).decode()


def groups(report: CampaignReport) -> tuple[GroupView, ...]:
    """Return every group of the report, the whole district first."""
    whole = GroupView(code="all", name="全区", projects=report.projects, rates=report.overall)
    return (whole, *report.by_tier, *report.by_unit)
