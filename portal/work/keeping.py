"""Keeping the house in order (运维): the watch without Prefect, the ledger's proof."""

from casework.delivery.delivering import PATIENCE, deliver
from casework.integrity import rebuild, verify
from casework.office_clock import machine_time
from casework.watch import keep_watch
from casework.watch_marks import WatchDoor, mark, silence
from portal.edge import BROKEN, DONE, UNREACHABLE, say, say_json
from portal.premises import opened
from store.verification import Verification


def watch_once(*, as_json: bool) -> int:
    """Record what has come due and send what is to be sent, once."""
    with opened() as premises:
        swept = keep_watch(premises.office, now=premises.now())
        sent = deliver(premises.office, now=premises.now(), patience=PATIENCE)
        real = machine_time()
        mark(premises.settings, WatchDoor.TIMER, real)
        silent = silence(premises.settings, WatchDoor.PREFECT, real)
    if as_json:
        say_json(
            {
                "projects": swept.projects,
                "entries": len(swept.entries),
                "rounds": len(swept.rounds),
                "lights": swept.lights,
                "prefect_silent_minutes": int(silent.total_seconds() // 60) if silent else 0,
                "delivered": sent.delivered,
                "failed": sent.failed,
                "given_up": sent.given_up,
            }
        )
    else:
        say(
            f"到期事项 {len(swept.entries)} 条，涉及项目 {swept.projects} 个，"
            f"周报环节 {len(swept.rounds)} 个；"
            f"送达通知 {sent.delivered} 份，待重试 {sent.failed} 份，未能送达 {sent.given_up} 份"
        )
        if silent is not None:
            minutes = int(silent.total_seconds() // 60)
            say(f"运行台的巡查已 {minutes} 分钟没有动静，请查看 greenchannel status")
    return DONE if silent is None else UNREACHABLE


def verify_ledger(*, as_json: bool) -> int:
    """Check every entry, and say where the first one does not hold."""
    with opened() as premises:
        found = verify(premises.office)
    return _tell(found, as_json=as_json)


def rebuild_projections(*, as_json: bool) -> int:
    """Derive the projections again, from a ledger that holds."""
    with opened(create=True) as premises:
        found = verify(premises.office)
        if not found.ok:
            return _tell(found, as_json=as_json)
        projects = 0 if found.entries == 0 else rebuild(premises.office)
    if as_json:
        say_json({"projects": projects, "head": found.head})
    else:
        say(f"已由台账重新生成 {projects} 个项目的汇总表")
    return DONE


def _tell(found: Verification, *, as_json: bool) -> int:
    flaw = found.first_broken
    if as_json:
        broken = (
            {"stream": flaw.stream, "version": flaw.version, "what": flaw.what} if flaw else None
        )
        say_json(
            {"entries": found.entries, "head": found.head, "ok": found.ok, "first_broken": broken}
        )
    elif flaw is None:
        say(f"台账完整：{found.entries} 条，总哈希 {found.head}")
    else:
        say(f"台账受损：{flaw.stream} 第 {flaw.version} 条，{flaw.what}（全账 {found.entries} 条）")
    return DONE if found.ok else BROKEN
