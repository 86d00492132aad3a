"""Keeping the house in order (运维): the watch without Prefect, the ledger's proof."""

import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from casework.delivery.delivering import PATIENCE, deliver
from casework.morning.anchor_mail import mail_anchor
from casework.office.clock import machine_time
from casework.office.integrity import (
    check_anchor,
    exported,
    keep_anchor,
    keep_proof,
    rebuild,
    verify,
)
from casework.office.settings import Settings
from casework.watching.reckon import reckon
from casework.watching.watch import keep_watch
from casework.watching.watch_marks import WatchDoor, mark, silence
from portal.edge import BROKEN, DONE, UNREACHABLE, say, say_json
from portal.premises import opened, reachable
from portal.usage import AsJson, Words
from portal.written import beside, check_ending
from store.engine import untouched
from store.verifying.anchor_file import line_text, read_anchor
from store.verifying.comparison import DERIVED, finding_text
from store.verifying.verification import Verification


def watch_once(*, as_json: AsJson = False) -> int:
    """Record what has come due and send what is to be sent, once."""
    with opened() as premises:
        swept = keep_watch(premises.office, now=premises.now())
        sent = deliver(premises.office, now=premises.now(), patience=PATIENCE)
        reckon(premises.office, now=premises.now())
        real = machine_time()
        if not (sys.stdin is not None and sys.stdin.isatty()):
            # A person at a terminal is no timer: nobody would miss him when he does not return.
            mark(premises.settings, WatchDoor.TIMER, real)
        silent = silence(premises.settings, WatchDoor.PREFECT, real)
        anchor = premises.settings.anchor
        kept = premises.settings.notice_text_days
        anchored = keep_proof(premises.office, anchor, now=premises.now(), words_kept=kept)
        unsent = ""
        if anchored.finding is None:
            to = premises.settings.anchor_mail
            unsent = mail_anchor(premises.office, anchor, to, now=premises.now())
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
                "anchor_unsent": unsent,
                "damaged": finding_text(anchored.finding) if anchored.finding else "",
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
        if unsent:
            say(unsent)
        if anchored.finding is not None:
            say(f"台账受损：{finding_text(anchored.finding)}")
    if anchored.finding is not None:
        return BROKEN
    return DONE if silent is None else UNREACHABLE


def verify_ledger(
    *,
    export: Annotated[
        Path | None,
        Parameter(
            metavar="FILE.jsonl",
            help="并把全部台账写成文件，供脱机核验；含意见、姓名和金额，仅本用户可读。",
        ),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Check every entry, and say where the first one does not hold."""
    check_ending(export, ".jsonl", option="参数 --export")
    with opened() as premises:
        settings = premises.settings
        if export is not None:
            with beside("参数 --export", export, private=True) as file:
                for line in exported(premises.office, settings.anchor, now=premises.now()):
                    file.write(line.encode())
            premises.note_export("全部台账 ledger.jsonl")
        found = verify(premises.office, anchor=settings.anchor, files=settings.attachments)
    if export is not None and not as_json:
        say(f"已写入 {export}：可用 verifier/verify_ledger.py 脱机核验，请按涉密程度保管")
    return _tell(found, as_json=as_json)


def gone_backwards(settings: Settings) -> str:
    """Return what of the ledger is behind its anchor, in words; nothing where it holds."""
    with reachable(settings):
        if not untouched(settings.url):
            with opened(settings) as premises:
                finding = check_anchor(premises.office, settings.anchor)
            return finding_text(finding) if finding is not None else ""
        last = read_anchor(settings.anchor).last
    return f"台账已空，而锚定文件记有{line_text(last)}" if last is not None else ""


def rebuild_projections(*, as_json: AsJson = False) -> int:
    """Derive the projections again, from a ledger that holds."""
    with opened(create=True) as premises:
        found = verify(premises.office)
        if not found.sound:
            return _tell(found, as_json=as_json)
        projects = 0 if found.entries == 0 else rebuild(premises.office)
    if as_json:
        say_json({"projects": projects, "head": found.head})
    else:
        say(f"已由台账重新生成 {projects} 个项目的汇总表")
    return DONE


def anchor_ledger(
    *,
    restored: Annotated[
        Words,
        Parameter(
            name="--after-restore",
            help="确因故障恢复了旧备份：写明缘由，从现有台账重新锚定；旧记录仍在。",
        ),
    ] = "",
    as_json: AsJson = False,
) -> int:
    """Write the heads of a ledger that holds down elsewhere, and say what to give out."""
    with opened() as premises:
        path = premises.settings.anchor
        found = verify(premises.office, anchor=None if restored else path)
        if not found.ok:
            return _tell(found, as_json=as_json)
        anchored = keep_anchor(premises.office, path, now=premises.now(), restored=restored)
    if anchored.finding is not None:
        return _tell(replace(found, findings=(anchored.finding,)), as_json=as_json)
    line = anchored.line
    if as_json:
        told = line.model_dump(mode="json", exclude={"moved"}) if line else None
        say_json({"file": str(path), "line": told})
    elif line is None:
        say("台账为空，无可锚定")
    else:
        say(f"已锚定：{line_text(line)}")
        say(f"锚定文件：{path}")
        say("请将上面一行抄送机外（邮件、打印），与锚定文件一并作为台账未被改动的凭据")
    return DONE


def _tell(found: Verification, *, as_json: bool) -> int:
    flaw = found.first_broken
    if as_json:
        broken = (
            {"stream": flaw.stream, "version": flaw.version, "what": flaw.what} if flaw else None
        )
        say_json(
            {
                "entries": found.entries,
                "head": found.head,
                "ok": found.ok,
                "first_broken": broken,
                "findings": [asdict(one) for one in found.findings],
            }
        )
        return DONE if found.ok else BROKEN
    if flaw is not None:
        say(f"台账受损：{flaw.stream} 第 {flaw.version} 条，{flaw.what}（全账 {found.entries} 条）")
    for finding in found.findings:
        say(f"台账受损：{finding_text(finding)}")
    if found.ok:
        say(f"台账完整：{found.entries} 条，总哈希 {found.head}")
    elif found.sound and any(one.table in DERIVED for one in found.findings):
        say("汇总表可由台账重新生成：greenchannel rebuild；请先查明是谁改动")
    return DONE if found.ok else BROKEN
