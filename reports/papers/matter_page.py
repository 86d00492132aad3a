"""A slip of supervision or an interview as a page to print and sign (督办、约谈文书).

One HTML file without script or address. What anybody typed is text and nothing else; what has
not been signed says that it may not be served.
"""

from collections.abc import Iterable, Iterator

from models.matter_paper import MatterPaper, MatterStep
from reports.papers.frame import LETTER, framed
from reports.papers.letter_lines import BY_HAND, NAME, chinese_day
from reports.papers.letter_page import text

DEMANDS = (
    "说明事由形成的经过、原因和责任。",
    "提出整改措施、责任岗位和完成时限。",
    "限期报送整改情况，由督办室核实后销号。",
)


def matter_page(paper: MatterPaper) -> str:
    """Write the paper: to whom, why, on what basis, what was done before, and room to sign."""
    title = f"{paper.title}{'（拟稿）' if paper.draft else ''}"
    parts = [
        f"<h1>{text(title)}</h1>",
        *_mark(paper),
        f'<p class="plain">{text(paper.addressed_to)}：</p>',
        f"<p>{text(_opening(paper))}</p>",
        "<h2>一、有关情况</h2>",
        *(f"<p>{text(one)}</p>" for one in paper.facts),
        "<h2>二、督办经过</h2>",
        _steps(paper.steps),
        "<h2>三、要求</h2>",
        *_demands(paper),
        "<h2>四、依据</h2>",
        *(f"<p>{text(one)}。</p>" for one in paper.basis),
        *_signs(paper),
        *(_record(paper) if paper.interview else ()),
        f'<p class="plain">据项目 {text(paper.project)} 台账第{paper.version}条拟制，'
        f"截至{chinese_day(paper.as_of)}；督办事项编号{paper.number}。</p>",
    ]
    return framed(title, LETTER, "\n".join(parts))


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
        yield f"<p>反馈期限：{chinese_day(paper.reply_by)}。</p>"


def _signs(paper: MatterPaper) -> Iterator[str]:
    signed = f"{NAME}{BY_HAND}"
    if paper.signed_on is not None:
        signed = f"{paper.signed_by}　{chinese_day(paper.signed_on)}"
    yield f'<p class="plain signs">{text(paper.issuer)}<br>签发人：{text(signed)}</p>'


def _record(paper: MatterPaper) -> Iterator[str]:
    when = chinese_day(paper.held_on) if paper.held_on is not None else BY_HAND
    who = text(paper.attendants or NAME)
    yield "<h2>约谈记录</h2>"
    yield f'<p class="plain">时间：{when}　参加人员：{who}</p>'
    yield f'<div class="record">{text(paper.minutes)}</div>'
    signs = f"约谈人：{NAME}　被约谈人核对签字：{NAME}{BY_HAND}"
    yield f'<p class="plain signs">{signs}</p>'


def _steps(steps: Iterable[MatterStep]) -> str:
    rows = "".join(
        f"<tr><td>{chinese_day(one.on)}</td><td>{text(one.what)}</td>"
        f"<td>{text(one.by or '系统')}</td><td>{text(one.text)}</td></tr>"
        for one in steps
    )
    head = "<tr><th>日期</th><th>事项</th><th>经办</th><th>内容</th></tr>"
    return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
