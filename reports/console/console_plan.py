"""A plan on the command line (倒排工期展示): dates, floats and the critical chain as tables."""

from collections.abc import Iterator
from datetime import date

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from models.plan_views import DriftView, PlansView, PlanView
from reports.console.console_view import light_text
from reports.console.listing import Listing, is_pipe
from reports.text.phrases import learnt_from, percent
from reports.text.plain_text import visible
from reports.text.plan_words import land_chain

WIDE, MEDIUM = 120, 76
"""Columns from which a table shows everything, and from which the early beginnings."""


def print_plan(view: PlanView, console: Console) -> None:
    """Print a project's plan: the verdict, its procedures, drift and what to mend."""
    said = _said(view)
    if is_pipe(console):
        console.print(Text.assemble(_title(view), f" · 截至 {view.as_of}\n", said))
    else:
        console.print(_panel(view, said))
    console.print(_procedures(view, console.width))
    for one in view.procedures:
        for document, day in one.expected.items():
            console.print(_text(f"  {one.procedure} 缺《{document}》，预计 {day} 取得", "yellow3"))
    for line in _notes(view):
        console.print(_text(line, "dim"))
    if view.quality is not None and view.quality.hits:
        console.print(_hits(view))


def print_plans(views: PlansView, console: Console) -> None:
    """Print one line a project, those that miss their date first."""
    table = Listing(title=f"倒排工期 {len(views.projects)} 个项目")
    for column in ("项目", "锁定", "预计", "机动天数", "关键线路", "评分"):
        table.add_column(column)
    for view in sorted(views.projects, key=_spare):
        table.add_row(
            _text(f"{view.project}\n{view.name}"),
            _text(_day(view.pinned_start)),
            _text(_day(view.forecast_start)),
            _float(_spare(view) if view.pinned_start is not None else None),
            _text(_land(view) or "→".join(view.critical) or "无"),
            _text(str(view.quality.score) if view.quality is not None else ""),
        )
    console.print(table)


def _spare(view: PlanView) -> int:
    return view.float_days - view.slip_days


def verdict(view: PlanView) -> str:
    """Say in one sentence whether the pinned date is kept."""
    day = f"预计 {view.forecast_start} {'开工' if view.gate == 'start_construction' else '通过'}"
    if view.started_on is not None:
        return f"已于 {view.started_on} 开工"
    if view.pinned_start is None:
        return f"{day}，尚未锁定日期"
    if view.slip_days:
        return f"{day}，比锁定的 {view.pinned_start} 晚 {view.slip_days} 个工作日"
    return f"{day}，距锁定的 {view.pinned_start} 余 {view.float_days} 个工作日"


def _title(view: PlanView) -> Text:
    return _text(f"{view.name} {view.project} · {view.gate_name}")


def _panel(view: PlanView, said: Text) -> Panel:
    as_of = _text(f"截至 {view.as_of}", "dim")
    return Panel(said, title=_title(view), title_align="left", subtitle=as_of)


def _said(view: PlanView) -> Text:
    names = {one.procedure: one.name for one in view.procedures}
    chain = " → ".join(f"{code} {names[code]}" for code in view.critical)
    said = Text.assemble(
        _text(f"{_chances(view)}{verdict(view)}。", "bold red3" if view.slip_days else "bold"),
        "\n",
        _text(f"关键线路：{_land(view) or chain or '无（由净地或已开工的事实决定）'}"),
    )
    if view.land is not None and not view.land.decides:
        said.append(f"\n{land_chain(view.land)}")
    return said


def _land(view: PlanView) -> str:
    """Return the steps of expropriation where they alone decide the start."""
    return land_chain(view.land) if view.land is not None and view.land.decides else ""


def _chances(view: PlanView) -> str:
    """Say the 50 % day first: what the promises allow at best comes after it."""
    sure = view.confidence
    if sure is None or view.started_on is not None:
        return ""
    odds = f"，按期概率 {percent(sure.on_time)}" if sure.on_time is not None else ""
    basis = f"（{learnt_from(sure.observed, sure.earlier)}推算）" if sure.earlier else ""
    said = f"{sure.p50} 前开工的概率为 50％，{sure.p80} 前为 80％{odds}{basis}。"
    return f"{said}\n均按承诺时限办结，"


def _procedures(view: PlanView, width: int) -> Listing:
    table = Listing(title="各事项排期（＊为关键事项）")
    columns = ["灯", "事项"]
    columns += ["部门", "状态"] if width >= WIDE else []
    columns += ["最早起"] if width >= MEDIUM else []
    columns += ["最早止", "最迟起", "最迟止", "总时差"]
    columns += ["自由时差"] if width >= WIDE else []
    for column in columns:
        if column == "事项":
            table.add_column(column)
        else:
            table.add_column(column)
    ahead = [one for one in view.procedures if one.late_finish is not None or one.critical]
    behind = [one for one in view.procedures if one not in ahead]
    for one in (*ahead, *behind):
        style = "bold" if one.critical else "dim" if one in behind else ""
        cells = [
            light_text(one.light, one.light_name),
            _text(f"{'＊' if one.critical else ''}{one.procedure} {one.name}", style),
        ]
        if width >= WIDE:
            cells += [_text(one.department_name, style), _text(one.state_name, style)]
        if width >= MEDIUM:
            cells.append(_text(_short(one.early_start, view), style))
        days = (one.early_finish, one.late_start, one.late_finish)
        cells += [_text(_short(day, view), style) for day in days]
        cells.append(_float(one.float))
        if width >= WIDE:
            cells.append(_float(one.free_float))
        table.add_row(*cells)
    return table


def _notes(view: PlanView) -> Iterator[str]:
    for place, one in enumerate(view.baselines):
        which = "首次基线" if place == 0 else "现行基线"
        score = f"，当时评分 {one.quality}" if one.quality is not None else ""
        yield (
            f"{which}（{one.taken_on} {one.by_name}：{one.reason}{score}）锁定 {one.pinned_on}，"
            f"预计开工{_moved(one.start_days)}{_furthest(one)}"
        )
    if view.quality is not None:
        yield f"排期质量 {view.quality.score} 分"


def _moved(days: int) -> str:
    if not days:
        return "未变"
    return f"{'推后' if days > 0 else '提前'} {abs(days)} 个工作日"


def _furthest(one: DriftView) -> str:
    if not one.procedures:
        return ""
    code, days = max(one.procedures.items(), key=lambda pair: abs(pair[1]))
    return f"；变动最大 {code} {_moved(days)}"


def _hits(view: PlanView) -> Listing:
    table = Listing(title="须整改的排期问题")
    for column in ("检查", "扣分", "发现", "办法"):
        table.add_column(column)
    for hit in view.quality.hits if view.quality is not None else ():
        codes = "、".join(hit.procedures)
        found = f"{hit.found}（{codes}）" if codes else hit.found
        table.add_row(_text(hit.name), _text(str(hit.points)), _text(found), _text(hit.fix))
    return table


def _float(days: int | None) -> Text:
    if days is None:
        return _text("")
    return _text(str(days), "bold red3" if days < 0 else "yellow3" if days == 0 else "")


def _short(day: date | None, view: PlanView) -> str:
    """Return a day without its year where that is the year it is seen from."""
    if day is None:
        return ""
    return day.strftime("%m-%d") if day.year == view.as_of.year else day.isoformat()


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _text(words: str, style: str = "") -> Text:
    return Text("\n".join(visible(line) for line in words.split("\n")), style=style)
