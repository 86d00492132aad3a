"""A slip of supervision or an interview as a page to print and sign (督办、约谈文书).

One HTML file without script or address. What anybody typed is text and nothing else; what has
not been signed says that it may not be served.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from html import escape

from models.matter_paper import MatterPaper, MatterStep
from reports.papers.frame import framed
from reports.text.plain_text import visible

NAME, BY_HAND = "＿＿＿＿＿＿", "　　年　月　日"
"""Room for a name and a day that are written by hand."""

_STYLE = """
:root { color-scheme: light; }
body { margin: 2rem auto; max-width: 48rem; padding: 0 1rem; color: #111; background: #fff;
  font: 17px/1.9 "Source Han Serif SC", "Noto Serif CJK SC", SimSun, serif; }
h1 { font-size: 1.7rem; text-align: center; margin: 0 0 .4rem; letter-spacing: .2em; }
h2 { font-size: 1.1rem; margin: 1.6rem 0 .3rem; }
p { margin: .3rem 0; text-indent: 2em; }
.plain { text-indent: 0; }
.mark { border: 2px solid #111; padding: .2rem .8rem; width: fit-content; font-weight: 700; }
.signs { margin-top: 2.4rem; text-align: right; }
.record { white-space: pre-wrap; border: 1px solid #777; padding: .5rem .8rem; min-height: 8rem; }
table { width: 100%; border-collapse: collapse; font-size: .92rem; }
th, td { border: 1px solid #777; padding: .25rem .45rem; text-align: left; vertical-align: top; }
@page { size: A4; margin: 24mm 22mm; }
@media print { body { margin: 0; max-width: none; padding: 0; font-size: 12pt; }
  .print { display: none; } tr, .record { break-inside: avoid; } }
"""

DEMANDS = (
    "说明事由形成的经过、原因和责任。",
    "提出整改措施、责任岗位和完成时限。",
    "限期报送整改情况，由督办室核实后销号。",
)


def matter_page(paper: MatterPaper) -> str:
    """Write the paper: to whom, why, on what basis, what was done before, and room to sign."""
    title = f"{paper.title}{'（拟稿）' if paper.draft else ''}"
    parts = [
        f"<h1>{_text(title)}</h1>",
        *_mark(paper),
        f'<p class="plain">{_text(paper.addressed_to)}：</p>',
        f"<p>{_text(_opening(paper))}</p>",
        "<h2>一、有关情况</h2>",
        *(f"<p>{_text(one)}</p>" for one in paper.facts),
        "<h2>二、督办经过</h2>",
        _steps(paper.steps),
        "<h2>三、要求</h2>",
        *_demands(paper),
        "<h2>四、依据</h2>",
        *(f"<p>{_text(one)}。</p>" for one in paper.basis),
        *_signs(paper),
        *(_record(paper) if paper.interview else ()),
        f'<p class="plain">据项目 {_text(paper.project)} 台账第{paper.version}号记录拟制，'
        f"截至{_day(paper.as_of)}；督办事项编号{paper.number}。</p>",
    ]
    return framed(title, _STYLE, "\n".join(parts))


def _mark(paper: MatterPaper) -> Iterator[str]:
    if paper.dropped:
        yield '<p class="plain mark">不予签发，不得送达</p>'
    elif paper.draft:
        yield '<p class="plain mark">未经签发，不得送达</p>'


def _opening(paper: MatterPaper) -> str:
    what = f"{paper.project_name}（{paper.project}）{paper.subject}"
    if not paper.interview:
        return f"关于{what}，现予督办。"
    posts = f"，请{'、'.join(paper.posts)}参加" if paper.posts else ""
    return f"因{what}，经多次督办仍未办结，现对你单位进行约谈{posts}。"


def _demands(paper: MatterPaper) -> Iterator[str]:
    for number, one in enumerate(DEMANDS, 1):
        yield f"<p>{number}. {one}</p>"
    if paper.reply_by is not None:
        yield f"<p>反馈期限：{_day(paper.reply_by)}。</p>"


def _signs(paper: MatterPaper) -> Iterator[str]:
    signed = f"{NAME}{BY_HAND}"
    if paper.signed_on is not None:
        signed = f"{paper.signed_by}　{_day(paper.signed_on)}"
    yield f'<p class="plain signs">{_text(paper.issuer)}<br>签发人：{_text(signed)}</p>'


def _record(paper: MatterPaper) -> Iterator[str]:
    when = _day(paper.held_on) if paper.held_on is not None else BY_HAND
    who = _text(paper.attendants or NAME)
    yield "<h2>约谈记录</h2>"
    yield f'<p class="plain">时间：{when}　参加人员：{who}</p>'
    yield f'<div class="record">{_text(paper.minutes)}</div>'
    signs = f"约谈人：{NAME}　被约谈人核对签字：{NAME}{BY_HAND}"
    yield f'<p class="plain signs">{signs}</p>'


def _steps(steps: Iterable[MatterStep]) -> str:
    rows = "".join(
        f"<tr><td>{_day(one.on)}</td><td>{_text(one.what)}</td>"
        f"<td>{_text(one.by or '系统')}</td><td>{_text(one.text)}</td></tr>"
        for one in steps
    )
    head = "<tr><th>日期</th><th>事项</th><th>经办</th><th>内容</th></tr>"
    return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"


def _day(on: date | None) -> str:
    return f"{on.year}年{on.month}月{on.day}日" if on is not None else ""


def _text(words: str) -> str:
    return escape(visible(words))
