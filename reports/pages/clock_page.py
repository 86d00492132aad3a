"""The printable page of a clock proof (时限举证页): one HTML file that needs nothing else.

No scripts, no outside resources; whatever a person typed is text. The promised and the
statutory clock stand side by side, day by day.
"""

from collections.abc import Iterable, Iterator
from html import escape

from models.days import WEEKDAYS
from models.proof import ClockPhase, ClockProof, DayLine, ProvenClock
from reports.papers.frame import framed
from reports.text.phrases import ASSUMED
from reports.text.plain_text import visible

NOTHING = "—"
_LATE = "超期"

_STYLE = """
body{font:14px/1.5 "Noto Sans CJK SC","Microsoft YaHei",SimSun,sans-serif;color:#111;
max-width:60em;margin:1em auto;padding:0 1em}
h1{font-size:1.5em;margin:.2em 0}h2{font-size:1.15em;margin:1.2em 0 .3em}
table{border-collapse:collapse;width:100%}thead{display:table-header-group}
th,td{border:1px solid #888;padding:.15em .4em;text-align:left;vertical-align:top}
tr{break-inside:avoid}th{background:#eee}.off{color:#666;background:#f6f6f6}
.due{font-weight:bold;border:2px solid #111}.late{text-decoration:underline}
.n{text-align:right;white-space:nowrap}footer{margin-top:1.5em;font-size:.85em}
@page{size:A4;margin:15mm}@media print{body{max-width:none;margin:0;padding:0;font-size:10pt}}
"""


def clock_page(proof: ClockProof) -> str:
    """Write the page of a proof."""
    facts = proof.facts
    title = f"时限举证：{facts.project_name} {proof.procedure} {facts.procedure_name}"
    body = "\n".join(_body(proof))
    return framed(title, _STYLE, f"<h1>{_text(title)}</h1>\n{body}")


def figures(clock: ProvenClock) -> tuple[str, ...]:
    """Return limit, start, used, remaining and due day in words."""
    if not clock.lines:
        return (_limit(clock), *(NOTHING,) * 4)
    unit = clock.unit.label
    left = clock.remaining or 0
    return (
        _limit(clock),
        str(clock.started_on),
        f"{clock.used}{unit}",
        f"{_LATE}{-left}{unit}" if left < 0 else f"{left}{unit}",
        f"{clock.due_on or '暂停计时中'}{'（暂算）' if clock.provisional else ''}",
    )


def timer_cells(proof: ClockProof) -> Iterator[tuple[str, ...]]:
    """Yield what runs on after the decision (证后期限), a row each."""
    for one in proof.timers:
        mark = ASSUMED if one.assumed else ""
        days = (str(one.counted_from), f"{one.due_on}{mark}")
        yield (one.name, *days, one.effect, one.extensions or NOTHING, one.article)


def delays_in_words(proof: ClockProof) -> str:
    """Say how many days each party held the case (归因)."""
    named = (f"{party.label}{days}日" for party, days in proof.delay.items())
    return "、".join(named) or "尚无"


def _limit(clock: ProvenClock) -> str:
    if clock.limit is None:
        return clock.bound.label
    extra = ""
    if clock.extension_unit is not None:
        extra = f"，延长{clock.extension_days}{clock.extension_unit.label}"
    bound = "" if clock.lines and clock.bound.value == "max" else f"{clock.bound.label} "
    mark = ASSUMED if clock.assumed else ""
    return f"{bound}{clock.limit}{clock.unit.label}{extra}{mark}"


def _body(proof: ClockProof) -> Iterator[str]:
    facts = proof.facts
    yield (
        f"<p>项目代码 {_text(facts.project)}，审批部门 {_text(facts.department)}，"
        f"截至 {proof.as_of}，台账第{facts.version}条，"
        f"日历版本 {_text(proof.calendar_version)}。</p>"
    )
    heads = ("时钟", "期限", "起算", "已用", "剩余", "最后一日", "说明", "依据")
    rows = (
        _row((clock.name, *figures(clock), clock.statement, clock.source or NOTHING))
        for clock in proof.clocks
    )
    yield _table(heads, rows)
    if any(one.assumed for one in proof.clocks) or any(one.assumed for one in proof.timers):
        yield "<p>※ 期限为占位值，上线前须核定。</p>"
    if proof.timers:
        timer_heads = ("证后期限", "起算", "最后一日", "后果", "延期", "依据")
        yield f"<h2>证后期限</h2>\n{_table(timer_heads, map(_row, timer_cells(proof)))}"
    if facts.stops:
        stop_heads = ("暂停计时", "事由", "自", "至（不含）", "书面告知时间")
        stops = (
            _row(
                (
                    stop.kind_name,
                    stop.reason,
                    str(stop.started_on),
                    str(stop.ended_on or "未恢复"),
                    f"{stop.limit_days}{stop.limit_unit.label}" if stop.kind else NOTHING,
                )
            )
            for stop in facts.stops
        )
        yield f"<h2>暂停计时</h2>\n{_table(stop_heads, stops)}"
    if proof.promised.lines or proof.statutory.lines:
        yield f"<h2>承诺时限与法定时限逐日</h2>\n{_side_by_side(proof)}"
    for clock in proof.others:
        day_heads = ("日期", "周", "计入", "累计", "原因", "依据")
        lines = (f"<tr>{_day(line)}{_cells(line, clock)}</tr>" for line in clock.lines)
        yield f"<h2>{_text(clock.name)}逐日</h2>\n{_table(day_heads, lines)}"
    yield f"<p>归因（日历日）：{_text(delays_in_words(proof))}。</p>"
    yield (
        "<footer>起算日不计入；最后一日含当日。"
        f"台账末条哈希 {_text(facts.head or NOTHING)}。"
        "同一办件的 JSON 举证可用 verify_clock.py 离线逐日核算。</footer>"
    )


def _side_by_side(proof: ClockProof) -> str:
    clocks = [clock for clock in (proof.promised, proof.statutory) if clock.lines]
    heads = ["日期", "周"]
    for clock in clocks:
        heads += [f"{clock.name}计入", "累计", "原因", "依据"]
    by_day = [{line.date: line for line in clock.lines} for clock in clocks]
    rows = []
    for day in sorted({day for lines in by_day for day in lines}):
        found = [lines.get(day) for lines in by_day]
        first = next(line for line in found if line is not None)
        cells = "".join(
            _cells(line, clock) if line is not None else f"<td>{NOTHING}</td>" + "<td></td>" * 3
            for line, clock in zip(found, clocks, strict=True)
        )
        rows.append(f"<tr>{_day(first)}{cells}</tr>")
    return _table(heads, rows)


def _day(line: DayLine) -> str:
    return f'<td class="n">{line.date}</td><td>{WEEKDAYS[line.date.weekday()]}</td>'


def _cells(line: DayLine, clock: ProvenClock) -> str:
    kind = "" if line.counted else "off"
    if line.date == clock.due_on:
        kind += " due"
    if line.phase is ClockPhase.OVERDUE:
        kind += " late"
    count = f"{line.used}"
    if line.extension_used:
        count += f"（延长{line.extension_used}）"
    marks = {ClockPhase.OVERDUE: _LATE, ClockPhase.EXTENSION: "延长"}
    said = "计" if line.counted else "不计"
    if line.date == clock.due_on:
        said += "，最后一日"
    elif line.phase in marks:
        said += f"，{marks[line.phase]}"
    cells = (said, count, line.reason, line.article)
    return "".join(f'<td class="{kind.strip()}">{_text(cell)}</td>' for cell in cells)


def _table(heads: Iterable[str], rows: Iterable[str]) -> str:
    head = "".join(f"<th>{_text(one)}</th>" for one in heads)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{_lines(rows)}\n</tbody>\n</table>"


def _lines(rows: Iterable[str]) -> str:
    return "\n".join(rows)


def _row(cells: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in cells)}</tr>"


def _text(text: str) -> str:
    """Return a text of which nothing is obeyed."""
    return escape(visible(text))
