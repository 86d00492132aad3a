"""The office as a file, and back (备份与恢复)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from casework.access.at_the_console import HERE
from casework.access.noting import note
from casework.office.backup import Restored, back_up, restore
from casework.office.clock import machine_time
from models.access import AccessKind
from models.days import ZONE
from portal.edge import BROKEN, DONE, Unreachable, say, say_json
from portal.premises import Premises, opened, reachable, read_settings
from portal.service.layout import Layout
from portal.terminal import Console
from portal.usage import AsJson
from portal.written import beside, check_ending
from store.verifying.comparison import finding_text

if TYPE_CHECKING:
    from store.backup.archive import Manifest, Tell

PLACE = "参数 FILE"
Archive = Annotated[Path, Parameter(name="FILE.tar", help="备份文件。")]


def write_backup(file: Archive, /, *, as_json: AsJson = False) -> int:
    """Write everything but the keys to a file; work may go on meanwhile."""
    check_ending(file, ".tar", option=PLACE)
    at = machine_time()
    with opened() as premises:
        with beside(PLACE, file, private=True) as to, _shown("备份", quiet=as_json) as tell:
            office, settings, meanwhile = premises.office, premises.settings, file.resolve().parent
            manifest, found = back_up(office, settings, to, meanwhile=meanwhile, at=at, tell=tell)
        _note(premises, AccessKind.BACKED_UP, manifest)
    if as_json:
        say_json({"file": str(file), "ok": found.ok, **_facts(manifest)})
    else:
        size = file.stat().st_size / 1_000_000
        say(f"已备份到 {file}：台账 {manifest.entries} 条，总哈希 {manifest.head}，{size:.1f} MB")
        say(f"签章密钥（指纹 {manifest.key}）不在其中，须另行保存")
        say("备份含全部意见、金额，请按涉密程度保管")
    if not found.ok:
        say("所备份的台账受损，详见 greenchannel verify")
        return BROKEN
    return DONE


def restore_backup(
    file: Archive,
    /,
    *,
    resend: Annotated[
        bool,
        Parameter(negative=(), help="作备份时尚未送达的通知照常发送；缺省不发，标为送达情况不明。"),
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Make the office out of a backup where nothing is, and check it."""
    check_ending(file, ".tar", option=PLACE)
    settings = read_settings()
    layout = Layout(settings)
    if layout.running:
        raise Unreachable("服务正在运行：请先 greenchannel down，恢复后再 up")
    with reachable(settings), layout.alone(), _shown("恢复", quiet=as_json) as tell:
        came = restore(settings, file, resend=resend, tell=tell, place=PLACE)
    with opened(settings) as premises:
        _note(premises, AccessKind.RESTORED, came.manifest)
    return _told(came, as_json=as_json)


def _told(came: Restored, *, as_json: bool) -> int:
    found = came.found
    if as_json:
        findings = [finding_text(one) for one in found.findings]
        told = {"ok": found.ok, "findings": findings, "unclear": came.unclear}
        say_json({**told, **_facts(came.manifest)})
        return DONE if found.ok else BROKEN
    made = came.manifest.at.astimezone(ZONE)
    say(f"已恢复 {made:%Y-%m-%d %H:%M} 的备份：台账 {found.entries} 条，总哈希 {found.head}")
    if came.unclear:
        say(f"作备份时未送达的通知 {came.unclear} 份不再发送，标为送达情况不明，见 notices")
    for finding in found.findings:
        say(f"台账受损：{finding_text(finding)}")
    if flaw := found.first_broken:
        say(f"台账受损：{flaw.stream} 第 {flaw.version} 条，{flaw.what}")
    if came.behind:
        say("备份以后的记录已不在台账：查明缘由后 greenchannel anchor --after-restore 缘由")
    elif found.ok:
        say("核验无误。可以启动：greenchannel up")
    return DONE if found.ok else BROKEN


def _note(premises: Premises, kind: AccessKind, manifest: "Manifest") -> None:
    detail = f"台账 {manifest.entries} 条，总哈希 {manifest.head}"
    note(
        premises.office,
        kind,
        person="",
        about=f"{manifest.at.astimezone(ZONE):%Y-%m-%d %H:%M}",
        address=HERE.address,
        detail=detail,
        at=machine_time(),
    )


def _facts(manifest: "Manifest") -> dict[str, object]:
    return manifest.model_dump(mode="json", include={"at", "database", "entries", "head", "key"})


@contextmanager
def _shown(what: str, *, quiet: bool) -> Iterator["Tell"]:
    """Show how many bytes are done, where somebody looks."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda _: None
        return
    from rich.progress import DownloadColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("{task.description}"), DownloadColumn(), TimeElapsedColumn(), console=console
    ) as bar:
        task = bar.add_task(what, total=None)
        yield lambda size: bar.advance(task, size)
