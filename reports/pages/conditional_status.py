"""The conditional status of a project, printable, for a lender (容缺条件状态说明).

One HTML file that leans on nothing outside itself: no script, no address, no font.
Everything that a user typed is text and nothing else.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from html import escape

from models.obligation import Blast, ConditionalStatus, HangingCase, HangingGate
from reports.papers.frame import framed
from reports.text.plain_text import visible

NOTHING = "—"

_STYLE = """
:root { color-scheme: light; }
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1a1a1a; background: #fff;
  font: 16px/1.7 "Source Han Serif SC", "Noto Serif CJK SC", SimSun, serif; }
h1 { font-size: 1.6rem; text-align: center; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; border-left: .35rem solid #444; padding-left: .6rem;
  margin: 2rem 0 .6rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 .4rem; }
table { width: 100%; border-collapse: collapse; font-size: .92rem; }
th, td { border: 1px solid #888; padding: .3rem .5rem; text-align: left; vertical-align: top; }
th { background: #f0f0f0; font-weight: 600; }
.verdict { border: 2px solid #333; padding: .6rem 1rem; margin: 1rem 0; font-weight: 600; }
.late { font-weight: 700; text-decoration: underline; }
.fine { color: #444; font-size: .85rem; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
@page { size: A4; margin: 18mm 16mm; }
@media print {
  body { margin: 0; max-width: none; padding: 0; font-size: 10.5pt; }
  h2, h3 { break-after: avoid; }
  tr, .verdict { break-inside: avoid; }
  thead { display: table-header-group; }
  .wide { overflow: visible; }
}
"""


def conditional_status_page(status: ConditionalStatus) -> str:
    """Write the page: the verdict, what is owed, what hangs on it, what stands by itself."""
    title = f"{visible(status.name)} 容缺条件状态说明"
    parts = [
        f"<h1>{_text(title)}</h1>",
        _table(
            ("项目代码", "建设单位", "统一社会信用代码", "截至"),
            [(status.project, status.applicant, status.credit_code, _day(status.as_of))],
        ),
        f'<p class="verdict">{_text(_verdict(status))}</p>',
        *_owed(status),
        *(_blast(one) for one in status.obligations),
        "<h2>二、开工与投产条件</h2>" if status.obligations else "<h2>一、开工与投产条件</h2>",
        _table(("条件", "状态", "其中附条件的事项"), map(_gate, status.gates)),
        "<h2>三、无条件办结的事项</h2>" if status.obligations else "<h2>二、无条件办结的事项</h2>",
        _settled(status),
        *_breaches(status),
        '<p class="fine">说明：本页由台账推算，只陈述容缺材料与各项批复的依附关系，'
        "不是批复，也不是担保。"
        "“已办结”的事项在所欠材料补齐前附条件；材料不能补齐的，依法可能被撤销（行政许可法第六十九条），"
        "以其为前置的事项随之受影响。</p>",
        f'<p class="fine">台账第{status.version}条；'
        f"记录哈希 {_text(status.head or NOTHING)}。"
        "可以用 greenchannel verify 核验台账。</p>",
    ]
    return framed(title, _STYLE, "\n".join(parts))


def _verdict(status: ConditionalStatus) -> str:
    owed = len(status.obligations)
    if not owed:
        return "结论：没有欠交的容缺材料，已办结的事项均不附条件。"
    late = sum(one.lapsed for one in status.obligations)
    overdue = f"（其中{late}件已逾期）" if late else ""
    issued = {one.procedure for each in status.obligations for one in each.issued}
    passed = [one.name for one in status.gates if one.passed_on is not None and one.through]
    said = f"结论：尚欠容缺材料{owed}件{overdue}；"
    if not issued:
        return f"{said}已办结的事项均不附条件，受影响的事项都还没有办结。"
    gates = f"，{'、'.join(passed)}随之附条件" if passed else ""
    return f"{said}已办结的{len(issued)}个事项附条件{gates}。"


def _owed(status: ConditionalStatus) -> Iterator[str]:
    if status.obligations:
        yield "<h2>一、欠交的材料及其影响</h2>"


def _blast(blast: Blast) -> str:
    late = '<span class="late">已逾期</span>' if blast.lapsed else "未到期"
    head = (
        f"<h3>{_text(blast.document)}《{_text(blast.name)}》</h3>"
        f"<p>由 {_text(blast.owed_by)} {_text(blast.owed_by_name)} 欠交，"
        f"承诺 {_text(_day(blast.due_on))} 前补交，{late}。"
    )
    gates = "、".join(_text(one.name) for one in blast.gates)
    return (
        head
        + (f"影响{gates}。" if gates else "")
        + "</p>"
        + _table(("事项", "部门", "状态", "批文或证照编号", "依附关系"), map(_case, blast.cases))
    )


def _case(case: HangingCase) -> tuple[str, ...]:
    when = f"（{_day(case.concluded_on)}）" if case.issued and case.concluded_on else ""
    return (
        f"{case.procedure} {case.name}",
        case.department_name,
        f"{case.state_name}{when}",
        case.permit_number or NOTHING,
        " → ".join(case.through),
    )


def _gate(gate: HangingGate) -> tuple[str, ...]:
    passed = gate.passed_on
    standing = f"{_day(passed)}具备" if passed is not None else "尚未具备"
    if passed is not None and gate.through:
        standing += "，附条件"
    return gate.name, standing, "、".join(gate.through) or NOTHING


def _settled(status: ConditionalStatus) -> str:
    if not status.settled:
        return "<p>没有。</p>"
    return _table(
        ("事项", "部门", "办结日期", "批文或证照编号"),
        (
            (
                f"{one.procedure} {one.name}",
                one.department_name,
                _day(one.concluded_on) if one.concluded_on else NOTHING,
                one.permit_number or NOTHING,
            )
            for one in status.settled
        ),
    )


def _breaches(status: ConditionalStatus) -> Iterator[str]:
    if status.breaches:
        listed = "".join(f"<li>{_text(one)}</li>" for one in status.breaches)
        yield f"<h2>未修复的失信记录</h2><ul>{listed}</ul>"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    titles = "".join(f'<th scope="col">{_text(one)}</th>' for one in head)
    body = "".join(f"<tr>{''.join(f'<td>{_text(one)}</td>' for one in row)}</tr>" for row in rows)
    return (
        f'<div class="wide"><table><thead><tr>{titles}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _text(said: str) -> str:
    """Return what somebody typed as text that no browser obeys."""
    return escape(visible(said))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
