"""Another ladder against the present one (督办阶梯对比演练), in scratch data only."""

import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from models.campaign import CampaignFolder
from models.escalation import EscalationRules
from models.refusal import BadInput
from models.vocabulary import Value
from portal.edge import DONE, say_json
from portal.premises import opened, read_settings
from portal.terminal import Console, print_table, screen
from rehearsal.ladders import LadderTally, rehearse_ladder, with_ladder
from store.files.yaml_file import read_yaml
from store.intake.campaign_folder import read_campaign_folder


class _LadderFile(Value):
    escalation: EscalationRules


def compare_ladders(directory: Path, *, ladder: Path, until: date, seed: int, as_json: bool) -> int:
    """Play the campaign with its own ladder and with another one; print both side by side."""
    folder = read_campaign_folder(directory)
    first, last = folder.campaign.first_day, folder.campaign.last_day
    if not first <= until <= last:
        raise BadInput("参数 --until", f"“{until}”不在专项行动期间（{first} 至 {last}）")
    proposed = read_yaml(ladder).read_as(_LadderFile).escalation
    present = folder.campaign.rulebook.escalation
    played: dict[str, LadderTally] = {}
    with _progress(quiet=as_json) as bar:
        for name, rules in (("现行阶梯", present), ("拟行阶梯", proposed)):
            task = bar.add_task(name, total=(until - first).days + 1)
            played[name] = _play(with_ladder(folder, rules), until, seed, bar, task)
    if as_json:
        say_json({"until": until, "seed": seed, **_both(played)})
    else:
        print_table("督办阶梯对比演练", ("项目", *played), _rows(played, present, proposed))
        for name, tally in played.items():
            listed = "；".join(
                f"{one.recipient} {one.on} {one.notices} 条" for one in tally.fullest
            )
            screen().print(f"{name}通知最多的人日：{listed or '无'}", highlight=False)
    return DONE


def _play(
    folder: CampaignFolder, until: date, seed: int, bar: Progress, task: object
) -> LadderTally:
    def tell(_: date, __: int) -> None:
        bar.update(task, advance=1)  # type: ignore[arg-type]

    with tempfile.TemporaryDirectory(prefix="ladder-") as scratch:
        settings = read_settings().model_copy(
            update={
                "home": Path(scratch),
                "database_url": "",
                "audit_key_file": None,
                "anchor_file": None,
            }
        )
        with opened(settings, create=True) as premises:
            return rehearse_ladder(premises.office, folder, until=until, seed=seed, progress=tell)


def _both(played: Mapping[str, LadderTally]) -> dict[str, object]:
    keys = {"现行阶梯": "present", "拟行阶梯": "proposed"}
    return {
        keys[name]: {
            "opened": tally.opened,
            "closed": tally.closed,
            "gone": tally.gone,
            "drafted": dict(tally.drafted),
            "issued": dict(tally.issued),
            "answered": tally.answered,
            "interviews": tally.interviews,
            "notices": tally.notices,
            "notices_per_person_day": round(tally.per_person_day, 3),
            "notices_per_person_day_p95": tally.per_person_day_p95,
            "fullest": [
                {"account": one.recipient, "on": one.on, "notices": one.notices}
                for one in tally.fullest
            ],
        }
        for name, tally in played.items()
    }


def _rows(
    played: Mapping[str, LadderTally],
    present: EscalationRules | None,
    proposed: EscalationRules,
) -> Iterator[tuple[object, ...]]:
    tallies = list(played.values())
    yield "立项事项", *(one.opened for one in tallies)
    yield "销号事项", *(one.closed for one in tallies)
    yield "其中签发前事由已消除", *(one.gone for one in tallies)
    names = {rung.code: rung.name for rules in (present, proposed) if rules for rung in rules.rungs}
    for code, name in names.items():
        figures = (f"{one.drafted.get(code, 0)}／{one.issued.get(code, 0)}" for one in tallies)
        yield f"{name}：拟制／签发", *figures
    yield "反馈", *(one.answered for one in tallies)
    yield "约谈", *(one.interviews for one in tallies)
    yield "通知总数", *(one.notices for one in tallies)
    yield "每人每日通知（均值）", *(f"{one.per_person_day:.2f}" for one in tallies)
    yield "每人每日通知（95%以下）", *(f"{one.per_person_day_p95:.1f}" for one in tallies)


def _progress(*, quiet: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total} 日"),
        TimeElapsedColumn(),
        console=Console(file=sys.stderr, quiet=quiet),
    )
