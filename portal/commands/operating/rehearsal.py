"""A rehearsal from the command line (演练): whole, or not at all.

On SQLite it is played in a scratch directory that takes the place of the empty data
only when it has come to its end; whatever interrupts it leaves nothing behind.
"""

import os
import shutil
import sys
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from casework.intake.loading import must_be_empty
from casework.office.settings import Settings
from models.campaign import CampaignFolder
from models.days import ZONE
from models.refusal import BadInput
from portal.edge import DONE, say, say_json
from portal.premises import opened, read_settings
from portal.terminal import Console
from portal.usage import AsJson, Day, Whole
from rehearsal.play import Rehearsed, rehearse
from store.engine import hurry
from store.intake.campaign_folder import read_campaign_folder

CLOSING_TIME = time(17, 30)
SCRATCH = "rehearsal"


def rehearse_campaign(
    directory: Annotated[Path, Parameter(name="CAMPAIGN", help="专项行动目录。")],
    /,
    *,
    until: Annotated[Day, Parameter(help="演练到哪一日。")],
    seed: Annotated[Whole, Parameter(metavar="N", help="随机种子。")],
    ladder: Annotated[
        Path | None, Parameter(metavar="FILE", help="另一套督办阶梯，与现行阶梯对比。")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Play a campaign into the empty data directory, and set the office clock."""
    if ladder is not None:
        from portal.commands.operating.ladder_rehearsal import compare_ladders

        return compare_ladders(directory, ladder=ladder, until=until, seed=seed, as_json=as_json)
    folder = read_campaign_folder(directory)
    played = play(read_settings(), folder, until=until, seed=seed, quiet=as_json)
    if as_json:
        say_json(
            {
                "until": played.until,
                "seed": played.seed,
                "head": played.head,
                "entries": played.entries,
                "acts": played.acts,
                "refused": dict(played.refused),
            }
        )
    else:
        say(
            f"演练至 {until}（种子 {seed}）：台账 {played.entries} 条，办理 {played.acts} 次，"
            f"规则拒绝 {sum(played.refused.values())} 次"
        )
        say(f"总哈希 {played.head}")
    return DONE


def play(
    settings: Settings, folder: CampaignFolder, *, until: date, seed: int, quiet: bool = False
) -> Rehearsed:
    """Play a campaign where nothing has been written yet; the clock goes on from its evening."""
    first, last = folder.campaign.first_day, folder.campaign.last_day
    if not first <= until <= last:
        raise BadInput("参数 --until", f"“{until}”不在专项行动期间（{first} 至 {last}）")
    with opened(settings, create=True) as premises:
        must_be_empty(premises.office)
    if settings.database_url:
        played = _play(settings, folder, until, seed, quiet=quiet)
    else:
        played = _play_in_scratch(settings, folder, until, seed, quiet=quiet)
    with opened(settings) as premises:
        premises.clock.set(datetime.combine(until, CLOSING_TIME, ZONE))
    return played


def _play_in_scratch(
    settings: Settings, folder: CampaignFolder, until: date, seed: int, *, quiet: bool
) -> Rehearsed:
    home = settings.home.resolve()
    scratch = home / SCRATCH
    shutil.rmtree(scratch, ignore_errors=True)
    there = settings.model_copy(
        update={
            "home": scratch,
            "audit_key_file": settings.audit_key_file or home / "audit.key",
        }
    )
    played = _play(there, folder, until, seed, quiet=quiet, hurried=True)
    with (scratch / "greenchannel.sqlite").open("rb+") as ledger:
        os.fsync(ledger.fileno())
    if there.inbox.exists():
        there.inbox.replace(settings.inbox)
    for name in ("greenchannel.sqlite-wal", "greenchannel.sqlite-shm"):
        (home / name).unlink(missing_ok=True)
    (scratch / "greenchannel.sqlite").replace(home / "greenchannel.sqlite")
    shutil.rmtree(scratch)
    return played


def _play(
    settings: Settings,
    folder: CampaignFolder,
    until: date,
    seed: int,
    *,
    quiet: bool,
    hurried: bool = False,
) -> Rehearsed:
    """Play it; ``hurried`` leaves it to the caller that what was written is on the disk."""
    days = (until - folder.campaign.first_day).days + 1
    shown: AbstractContextManager[Progress | None] = nullcontext() if quiet else _progress_bar()
    with opened(settings, create=True) as premises, shown as bar:
        if hurried:
            hurry(premises.office.store)
        task = bar.add_task("演练", total=days, day="") if bar else None

        def tell(day: date, entries: int) -> None:
            if bar is not None and task is not None:
                bar.update(task, advance=1, day=f"{day} 台账 {entries} 条")

        return rehearse(premises.office, folder, until=until, seed=seed, progress=tell)


def _progress_bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total} 日"),
        TextColumn("{task.fields[day]}"),
        TimeElapsedColumn(),
        console=Console(file=sys.stderr),
    )
