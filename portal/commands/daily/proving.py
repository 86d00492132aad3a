"""Clock proofs on the command line (时限举证): for people by weeks, for programs, on paper."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.table import Table
from rich.text import Text

from casework.reading.exchange.clocks import proofs, running
from models.days import WEEKDAYS
from models.ledger import Entry
from models.proof import ClockPhase, ClockProof, DayCause, DayLine, ProvenClock
from models.refusal import BadInput, Unknown
from portal.edge import DONE, say, say_json
from portal.premises import Premises, opened
from portal.terminal import Console, screen
from portal.usage import AsJson, AsOf, ItemCode, ProjectCode
from portal.written import write_out
from reports.console.listing import Listing, is_pipe
from reports.pages.clock_page import NOTHING, clock_page, delays_in_words, figures, timer_cells
from reports.text.plain_text import visible
from rules.fold.file import fold
from rules.in_force.regulations import Regulations
from store import ledger
from store.projected.queries import project_lines

_MARKS = {
    DayCause.START: "起",
    DayCause.WEEKEND: "休",
    DayCause.HOLIDAY: "假",
    DayCause.PAUSED: "停",
    DayCause.ROLLED: "顺",
}
NAMED = frozenset({DayCause.HOLIDAY, DayCause.MAKE_UP_WORKDAY, DayCause.PAUSED})
"""Causes whose words are told once below the weeks."""


def prove(
    project: Annotated[
        ProjectCode | None, Parameter(help="项目代码，如 2020-230112-39-03-000001。")
    ] = None,
    procedure: Annotated[ItemCode | None, Parameter(help="事项编码，如 P05。")] = None,
    /,
    *,
    as_of: AsOf = None,
    every: Annotated[
        bool, Parameter(name="--all", negative=(), help="全部项目正在计时的办件，连同 --json。")
    ] = False,
    page: Annotated[
        Path | None, Parameter(metavar="FILE", help="另存为可打印的 HTML 页面。")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Show the proof of one case, or of every running clock."""
    if every:
        return _prove_all(project, as_of=as_of, page=page, as_json=as_json)
    if project is None or procedure is None:
        name = "PROJECT" if project is None else "PROCEDURE"
        raise BadInput(f"参数 {name}", "缺少此项；全部办件请用 --all --json")
    with opened() as premises:
        day = as_of or premises.today()
        regulations, entries = _read(premises, project, day)
        proof = next(_proofs(project, entries, regulations, day, only=procedure))
    if page is not None:
        write_out("参数 --page", page, clock_page(proof))
    if as_json:
        say_json(proof.exported())
        return DONE
    _print(proof, screen())
    if page is not None:
        say(f"已写入 {page}")
    return DONE


def _prove_all(project: str | None, *, as_of: date | None, page: Path | None, as_json: bool) -> int:
    """Give the proofs of every running clock of every project, as one document."""
    if project is not None:
        raise BadInput("参数 PROJECT", "与 --all 只能取其一")
    if page is not None:
        raise BadInput("参数 --page", "一次只能打印一个办件，不能与 --all 同用")
    found: list[ClockProof] = []
    with opened() as premises:
        day = as_of or premises.today()
        with premises.office.store.reading() as connection:
            regulations = premises.office.situation(connection).regulations
            codes = [line.code for line in project_lines(connection)]
            for code in codes:
                entries = [one for one in ledger.read(connection, code) if one.on <= day]
                if entries:
                    found.extend(_proofs(code, entries, regulations, day))
    if as_json:
        told = [proof.exported() for proof in found]
        say_json({"count": len(told), "proofs": told})
        return DONE
    for proof in found:
        facts = proof.facts
        name = visible(f"{facts.project_name} {proof.procedure} {facts.procedure_name}")
        promised = f"承诺：{proof.promised.statement}"
        say(f"{facts.project} {name}：{promised}；法定：{proof.statutory.statement}")
    say(f"截至 {day}，正在计时的办件 {len(found)} 件")
    return DONE


def _read(premises: Premises, project: str, day: date) -> tuple[Regulations, Sequence[Entry]]:
    """Return the regulations and a project's entries up to a day."""
    with premises.office.store.reading() as connection:
        regulations = premises.office.situation(connection).regulations
        premises.office.file(connection, project)  # refuses what is not registered
        entries = [one for one in ledger.read(connection, project) if one.on <= day]
    if not entries:
        raise Unknown(f"{day} 时项目 {project} 尚未登记", project=project)
    return regulations, entries


def _proofs(
    project: str,
    entries: Sequence[Entry],
    regulations: Regulations,
    day: date,
    *,
    only: str | None = None,
) -> Iterator[ClockProof]:
    """Yield the proofs of one procedure, or of every case of a project whose clock runs."""
    file = fold(None, entries)
    if only is not None and only not in file.cases:
        why = file.not_required.get(only)
        said = f"项目 {project} 无需办理 {only}：{why}" if why else f"审批事项目录中没有“{only}”"
        raise Unknown(said, procedure=only)
    wanted = [only] if only is not None else running(file)
    yield from proofs(file, wanted, entries, on=day, regulations=regulations)


def _print(proof: ClockProof, console: Console) -> None:
    """Print a proof for people: the clocks side by side, then each one week by week."""
    facts = proof.facts
    title = f"{facts.project} {facts.project_name} · {proof.procedure} {facts.procedure_name}"
    console.print(Text(visible(title), "bold"))
    side_by_side = Listing("时钟", "期限", "起算", "已用", "剩余", "最后一日", "说明")
    for clock in proof.clocks:
        cells = (clock.name, *figures(clock), clock.statement)
        side_by_side.add_row(*(Text(visible(cell)) for cell in cells))
    console.print(side_by_side)
    for clock in proof.clocks:
        if clock.lines and (clock.closed_on is None or clock in (proof.promised, proof.statutory)):
            console.print(_days(clock) if is_pipe(console) else _weeks(clock))
    for name, _, due_on, effect, extensions, article in timer_cells(proof):
        more = f"；{extensions}" if extensions != NOTHING else ""
        console.print(Text(visible(f"{name}：最后一日为{due_on}；{effect}{more}（{article}）")))
    notes = f"日历版本 {proof.calendar_version}，台账第{facts.version}条，截至 {proof.as_of}"
    console.print(Text(f"归因：{delays_in_words(proof)}"))
    console.print(Text(visible(notes), "dim"))


def _days(clock: ProvenClock) -> Listing:
    """Return a clock day by day, for a program that reads lines."""
    found = Listing("日期", "计否", "累计", "理由", "依据", title=f"{clock.name}逐日")
    for line in clock.lines:
        counted = "计" if line.counted else "不计"
        found.add_row(line.date.isoformat(), counted, str(line.used), line.reason, line.article)
    return found


def _weeks(clock: ProvenClock) -> Table:
    table = Table("自周一", *WEEKDAYS, title=f"{clock.name}逐日", title_justify="left")
    by_day = {line.date: line for line in clock.lines}
    monday = clock.lines[0].date - timedelta(days=clock.lines[0].date.weekday())
    while monday <= clock.lines[-1].date:
        week = [by_day.get(monday + timedelta(days=shift)) for shift in range(7)]
        table.add_row(monday.isoformat(), *(_cell(line, clock) for line in week))
        monday += timedelta(days=7)
    named: dict[str, date] = {}
    for line in clock.lines:
        if line.why in NAMED:
            named.setdefault(line.reason, line.date)
    said = "".join(f"；{day:%m-%d} {reason}" for reason, day in named.items())
    table.caption = Text(visible(f"数字为累计日数；休、假、停不计{said}"))
    return table


def _cell(line: DayLine | None, clock: ProvenClock) -> Text:
    if line is None:
        return Text("")
    count = line.extension_used or line.used
    text = f"{count}班" if line.why is DayCause.MAKE_UP_WORKDAY and line.counted else str(count)
    if not line.counted or line.why is DayCause.ROLLED:
        text = _MARKS.get(line.why, "—")
    if line.date == clock.due_on:
        text += " 止"
    late = line.phase is ClockPhase.OVERDUE
    return Text(text, "red" if late else "" if line.counted else "dim")
