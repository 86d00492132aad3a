"""How each part is (运行状况): database, portal, Prefect server, worker, notices."""

from datetime import timedelta

from rich.text import Text

from casework.office.clock import machine_time
from casework.watching.watch_marks import WatchDoor, kept_at, silence
from models.days import ZONE
from models.notice import DeliveryState
from portal.edge import DONE, UNREACHABLE, Unreachable, say, say_json
from portal.prefect_client import FORBIDDEN
from portal.premises import opened, read_settings
from portal.service.keeping_parts import keeping_parts
from portal.service.layout import POOL, Layout
from portal.service.parts import Part
from portal.service.paused_senders import senders_part
from portal.service.portal_door import Answering, who_answers
from portal.service.supervisor import Restarts, restarts
from portal.terminal import print_table
from portal.usage import AsJson
from store import ledger
from store.outgoing import outbox
from store.outgoing.receipts import DEAD

LOOK_SECONDS = 5.0
KEPT = "事件留存 2 日，已结束的运行留存 30 日，巡查只留最近几次，每个网页只留最近 3 版"
"""As `runner/desk_server.py`, `tasks/tidying.py` and `tasks/pages.py` see to it."""
REFUSALS_SHOWN = timedelta(days=1)


def show_status(*, as_json: AsJson = False) -> int:
    """Show each part; exit code 3 when any is not well."""
    layout = Layout(read_settings())
    parts = [*_office(layout), _portal(layout), *_prefect(layout)]
    well = all(part.ok for part in parts)
    if as_json:
        told = {part.key: {"ok": part.ok, "said": part.said, **part.facts} for part in parts}
        say_json({"ok": well, **told})
    else:
        well_or_not = {True: Text("正常", "green"), False: Text("不正常", "bold red")}
        rows = ((part.name, well_or_not[part.ok], Text(part.said)) for part in parts)
        print_table("运行状况", ("部分", "状况", "说明"), rows)
        if other := layout.differing():
            say(other)
        if not well:
            say("启动：greenchannel up；日志：" + str(layout.home / "logs"))
    return DONE if well else UNREACHABLE


def _office(layout: Layout) -> list[Part]:
    try:
        with opened(layout.settings) as premises:
            with premises.office.store.reading() as connection:
                entries = ledger.count(connection)
                sent = outbox.tally(connection)
                senders = senders_part(connection, at=premises.now())
            clock = premises.now().astimezone(ZONE)
    except Unreachable as away:
        return [Part("database", "数据库", False, away.message, {"entries": None})]
    backlog = sum(sent.get(state.value, 0) for state in (WAITING, RETRYING))
    dead = sum(sent.get(state, 0) for state in DEAD)
    return [
        Part("database", "数据库", True, f"台账 {entries} 条", {"entries": entries}),
        Part(
            "notices",
            "通知",
            True,
            f"待送 {backlog} 份，未能送达 {dead} 份",
            {"backlog": backlog, "dead_letters": dead},
        ),
        senders,
        _watch(layout),
        *keeping_parts(layout.settings),
        Part("clock", "办公时钟", True, f"{clock:%Y-%m-%d %H:%M}", {"now": clock}),
    ]


def _watch(layout: Layout) -> Part:
    """Say when the watch was last kept, by whom, and whether one of the two is silent."""
    now = machine_time()
    names = {WatchDoor.PREFECT: "运行台", WatchDoor.TIMER: "定时器"}
    kept = {door: kept_at(layout.settings, door) for door in WatchDoor}
    said = [f"{names[door]} {at.astimezone(ZONE):%m-%d %H:%M}" for door, at in kept.items() if at]
    well = all(silence(layout.settings, door, now) is None for door in WatchDoor)
    return Part(
        "watch",
        "巡查",
        well,
        ("最近一次：" + "，".join(said) if said else "尚未巡查") + ("" if well else "；已停顿"),
        {door.value: at for door, at in kept.items()},
    )


WAITING, RETRYING = DeliveryState.PENDING, DeliveryState.TEMPORARY_FAILURE


def _prefect(layout: Layout) -> list[Part]:
    server, worker = layout.server.pid(), layout.worker.pid()
    heard: list[str] = []
    refused, strange, off = 0, "", list[str]()
    kept: tuple[int, int] | None = None
    with layout.prefect(seconds=LOOK_SECONDS) as prefect:
        healthy = prefect.healthy()
        if healthy:
            try:
                kept = prefect.kept()
                off = prefect.turned_off()
                heard = prefect.workers(POOL)
                refused = prefect.forbidden(since=machine_time() - REFUSALS_SHOWN)
            except Unreachable as away:
                strange = away.message if kept is None else ""  # else there is no such pool yet
    died = worker is None and layout.worker.pid_file.exists()
    if died:
        worker_said = f"进程已退出；见 {layout.worker.log}"
    else:
        worker_said = "已接入运行台" if heard else "未接入运行台"
    size = _database_size(layout)
    known = restarts(layout)
    worker_said += _again(known.get("worker"))
    server_said = f"{layout.ui}{f'：{strange}' if strange else '' if healthy else ' 无应答'}"
    server_said += _again(known.get("server"))
    if off:
        server_said += f"；部署 {'、'.join(off)} 已在运行台停用，不再按时运行，请在其页面恢复"
    if refused:
        worker_said += f"；近一日拒绝运行 {refused} 个（不属本系统，见运行台 {FORBIDDEN} 状态）"
    return [
        Part(
            "prefect",
            "运行台",
            healthy and not strange and not off,
            server_said + _kept_said(size, kept),
            {
                "url": layout.ui,
                "pid": server,
                "database_bytes": size,
                "runs": kept and kept[0],
                "page_versions": kept and kept[1],
                "turned_off": off,
                "restarts": known["server"].count if "server" in known else 0,
            },
        ),
        Part(
            "worker",
            "执行器",
            bool(heard) and not died,
            worker_said,
            {
                "pid": worker,
                "online": heard,
                "refused_runs": refused,
                "restarts": known["worker"].count if "worker" in known else 0,
            },
        ),
        _supervisor(layout),
    ]


def _portal(layout: Layout) -> Part:
    """Say whether the pages answer."""
    pid, known = layout.portal.pid(), layout.portal.pid_file.exists()
    answering = who_answers(layout)
    well = answering is Answering.OURS
    if well:
        said = layout.pages
    elif answering is Answering.OTHERS:
        said = f"{layout.pages} 由另一处安装或者其他程序应答，本处的门户未在运行"
    elif known and pid is None:
        said = f"进程已退出；见 {layout.portal.log}"
    else:
        said = f"{layout.pages} 无应答"
    said += _again(restarts(layout).get("portal"))
    return Part("portal", "门户", well, said, {"url": layout.pages, "pid": pid})


def _again(known: Restarts | None) -> str:
    """Say how often a process had to be started again since `up`."""
    if known is None:
        return ""
    at = known.last.astimezone(ZONE)
    return f"；曾中断 {known.count} 次，最近一次 {at:%m-%d %H:%M} 已自动重启"


def _supervisor(layout: Layout) -> Part:
    """Say whether somebody looks after server and worker: ours, or the system's own units."""
    pid, known = layout.supervisor.pid(), layout.supervisor.pid_file.exists()
    if known and pid is None:
        said = f"进程已退出，中断的进程不再自动重启；见 {layout.supervisor.log}"
    else:
        said = "看护中" if known else "未由 up 启动"
    return Part("supervisor", "看护", pid is not None or not known, said, {"pid": pid})


def _database_size(layout: Layout) -> int | None:
    """Return the bytes of Prefect's own SQLite files; ``None`` where there are none."""
    files = [path for path in (layout.home / "prefect").glob("prefect.db*") if path.is_file()]
    return sum(path.stat().st_size for path in files) if files else None


def _kept_said(size: int | None, kept: tuple[int, int] | None) -> str:
    """Say how much Prefect keeps, and what is done to keep it small."""
    said = [f"数据库 {size / 1024 / 1024:.0f} MB"] if size is not None else []
    if kept is not None:
        said.append(f"运行 {kept[0]} 个、网页 {kept[1]} 版")
    return f"；{'，'.join(said)}（{KEPT}）" if said else ""
