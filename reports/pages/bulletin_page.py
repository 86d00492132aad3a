"""The monthly supervision bulletin as a page (月度督办通报): Markdown, or text for a terminal.

Both are made of the same sections. What nobody has signed says so on top.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from models.bulletin_figures import BulletinFigures
from models.bulletin_views import BulletinState, BulletinView
from models.campaign_views import GroupView
from reports.pages.campaign_report import rate_in_words
from reports.text.late_words import late_in_words
from reports.text.markdown_table import table
from reports.text.plain_text import markdown, visible

LONGEST = 2000
"""As long as what a signer may write."""
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page (通报一节): sentences, then perhaps a table."""

    title: str
    sentences: tuple[str, ...] = ()
    headings: Row = ()
    rows: tuple[Row, ...] = ()


def bulletin_page(view: BulletinView) -> str:
    """Return the bulletin as Markdown."""
    parts = [f"# {markdown(title(view))}", *(markdown(one, LONGEST) for one in standing(view))]
    for section in sections(view):
        parts.append(f"## {section.title}")
        parts.extend(markdown(one, LONGEST) for one in section.sentences)
        if section.rows:
            rows = ([markdown(cell) for cell in row] for row in section.rows)
            parts.append(table(section.headings, rows))
    return "\n\n".join(parts) + "\n"


def bulletin_text(view: BulletinView) -> str:
    """Return the bulletin as lines for a terminal."""
    lines = [visible(title(view)), *map(visible, standing(view))]
    for section in sections(view):
        lines.extend(("", section.title, *map(visible, section.sentences)))
        for row in section.rows:
            cells = zip(section.headings, row, strict=True)
            lines.append("· " + "，".join(f"{heading} {visible(cell)}" for heading, cell in cells))
    return "\n".join(lines)


def month_in_words(month: str) -> str:
    """Write a month in full: 2020年6月."""
    year, _, number = month.partition("-")
    return f"{year}年{int(number)}月"


def title(view: BulletinView) -> str:
    """Return what the bulletin is called."""
    return f"{view.figures.title} {month_in_words(view.month)}督办通报"


def standing(view: BulletinView) -> Iterator[str]:
    """Yield how far the bulletin has come, and what of it is a placeholder."""
    when = f"应于{view.due_on}拟制{'※' if view.day_assumed else ''}"
    match view.state:
        case BulletinState.PREVIEW:
            yield f"【未拟】{when}。以下为截至{view.as_of}的预览，未记入台账，不是通报。"
        case BulletinState.UNSIGNED:
            late = "（停机漏拟后补拟）" if view.late else ""
            yield f"【待签发】{view.drafted_on}拟制{late}，{when}。未经签发，不送达任何单位。"
        case BulletinState.ISSUED:
            yield f"【已签发】{view.figures.issuer}，{view.settled_on}，{_signer(view)}签发。"
            yield f"签发意见：{visible(view.opinion) or '无'}"
            yield f"签发前台账总哈希：{view.anchor}"
            if view.anchor_sm3:
                yield f"签发前台账总哈希（SM3）：{view.anchor_sm3}"
        case BulletinState.DROPPED:
            yield f"【不予签发】{view.settled_on}，{_signer(view)}。理由：{view.reason}"
        case _:
            assert_never(view.state)
    yield f"数据取自台账，截至{view.as_of}。"
    if view.day_assumed:
        yield "※ 拟制日期为建议值，须核定。"


def _signer(view: BulletinView) -> str:
    return f"{view.settled_by_name}（{view.settled_by}）"


def sections(view: BulletinView) -> Iterator[Section]:
    """Yield the parts of the bulletin, in order."""
    known = view.figures
    rates = tuple(one.name for one in known.overall)
    yield Section(
        "一、总体情况",
        (f"项目{known.projects}个。括号内为较上月末的百分点。",),
        rates,
        (tuple(map(rate_in_words, known.overall)),),
    )
    yield Section(
        "二、分类完成情况",
        headings=("类别", "项目数", *rates),
        rows=tuple(map(_group, known.by_tier)),
    )
    yield Section(
        "三、责任单位情况",
        ("名次仅按开复工率的原始比率排列，比率相同的名次相同，未考虑项目难易和数量。",),
        ("名次", "责任单位", "项目数", *rates),
        tuple((str(one.rank or "—"), *_group(one.group)) for one in known.units),
    )
    yield _departments(known)
    yield _late_cases(known)
    yield _or_none(
        "六、容缺到期未补清单",
        ("项目", "事项", "材料", "到期日"),
        tuple(
            (
                f"{one.project_name}（{one.project}）",
                f"{one.procedure} {one.procedure_name}",
                one.document_name,
                str(one.due_on),
            )
            for one in known.overdue_documents
        ),
    )
    yield _or_none(
        "七、红灯项目清单",
        ("项目", "责任单位", "包保领导", "原因"),
        tuple(
            (f"{one.name}（{one.project}）", one.unit_name, one.sponsor, "；".join(one.reasons))
            for one in known.red
        ),
    )
    yield _issues(known)
    yield _supervision(known)
    yield _prompt_starts(known)
    yield _requirements(view)


def _or_none(title: str, headings: Row, rows: tuple[Row, ...], *said: str) -> Section:
    return Section(title, said if rows else (*said, "无。"), headings, rows)


def _group(group: GroupView) -> Row:
    return (group.name, str(group.projects), *map(rate_in_words, group.rates))


def _departments(known: BulletinFigures) -> Section:
    return _or_none(
        "四、审批部门办件情况",
        ("部门", "当月办结", "超期办结", "月末在办", "在办超期"),
        tuple(
            (
                one.name,
                str(one.decided),
                str(one.decided_late),
                str(one.running),
                str(one.running_late),
            )
            for one in known.departments
        ),
        "超期以承诺时限计，暂停计时不计；自收件之日起算的，未受理也计；由上级审批的单列，不计入区内部门。",
    )


def _late_cases(known: BulletinFigures) -> Section:
    said = (
        ("※ 所依承诺时限为占位值，须核定。",)
        if any(one.assumed for one in known.late_cases)
        else ()
    )
    return _or_none(
        "五、超期办件清单",
        ("项目", "事项", "部门", "到期日", "情况"),
        tuple(
            (
                f"{'【重点】' if one.key else ''}{one.project_name}（{one.project}）",
                f"{one.procedure} {one.procedure_name}",
                one.department_name,
                f"{one.due_on}{'※' if one.assumed else ''}",
                late_in_words(one),
            )
            for one in known.late_cases
        ),
        *said,
    )


def _issues(known: BulletinFigures) -> Section:
    issues = known.issues
    raised = issues.raised_so_far
    share = f"销号率{issues.solved_so_far / raised:.1%}" if raised else "不计销号率"
    return Section(
        "八、问题销号情况",
        (
            f"当月提出{issues.raised}个，销号{issues.solved}个；"
            f"累计提出{raised}个，销号{issues.solved_so_far}个，{share}；"
            f"月末逾期未解决{issues.overdue}个。",
        ),
    )


def _supervision(known: BulletinFigures) -> Section:
    gone = f"（其中签发前事由已消除{known.matters_gone}件）" if known.matters_gone else ""
    return Section(
        "九、督办与约谈",
        (f"当月记录约谈{known.interviews}次，督办事项销号{known.matters_closed}件{gone}。",),
        ("层级", "拟制", "签发", "不予签发", "反馈"),
        tuple(
            (one.name, str(one.drafted), str(one.issued), str(one.dropped), str(one.answered))
            for one in known.rungs
        ),
    )


def _prompt_starts(known: BulletinFigures) -> Section:
    return _or_none(
        "十、当月按期开工项目",
        ("项目", "责任单位", "开工日", "锁定日期"),
        tuple(
            (
                f"{one.project_name}（{one.project}）",
                one.unit_name,
                str(one.started_on),
                f"{one.pinned_on}"
                + (
                    "" if one.pinned_on == one.first_pinned_on else f"（原为{one.first_pinned_on}）"
                ),
            )
            for one in known.prompt_starts
        ),
        "只列事实，是否表扬由签发人决定。",
    )


def _requirements(view: BulletinView) -> Section:
    settled = view.state in (BulletinState.ISSUED, BulletinState.DROPPED)
    empty = "无。" if settled else "（由签发人填写）"
    return Section("十一、下月要求", (visible(view.requirements) or empty,))
