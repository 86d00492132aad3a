"""The forecast put to the test, from the command line (预测回测)."""

import sys
from collections.abc import Iterator
from dataclasses import asdict

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from models.refusal import BadInput
from portal.edge import DONE, say_json
from portal.premises import campaign_folder, read_settings
from portal.terminal import Console, print_table, screen
from rehearsal.backtesting import Backtest, backtest
from rules.chance.calibration import Scored

KEPT = "backtest"
"""Where rehearsed campaigns are kept in the home directory: the next run is quick."""

FEWEST = 2

FIGURES = ("", "他次演练所学", "本次台账所学", "承诺时限加经验余量")
RELIABILITY = ("按期把握", "预测次数", "平均所说", "实际按期")
MORNINGS = ("预测日", "预测次数", "他次演练所学", "本次台账所学")


def back_test(project: str | None, *, campaigns: int, seed: int, as_json: bool) -> int:
    """Rehearse campaigns in scratch data, forecast them, and print how well it held."""
    if project is not None:
        raise BadInput("参数 --backtest", "不能与项目代码同用")
    if campaigns < FEWEST:
        raise BadInput("参数 --campaigns", f"至少 {FEWEST} 次演练")
    settings = read_settings()
    with _progress(quiet=as_json) as bar:
        task = bar.add_task("回测", total=None)

        def tell(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        found = backtest(
            campaign_folder(settings),
            settings.home.resolve() / KEPT,
            campaigns=campaigns,
            seed=seed,
            tell=tell,
        )
    if as_json:
        say_json(asdict(found))
    else:
        _print(found)
    return DONE


def _print(found: Backtest) -> None:
    console = screen()
    first, last = found.mornings[0], found.mornings[-1]
    console.print(
        f"以 {found.taught} 次演练的 {found.observations} 条用时记录学习，"
        f"预测另外 {found.tested} 次演练（种子自 {found.seed} 起）："
        f"{first} 至 {last} 隔周的周五，观察到 {found.watched_until}。",
        soft_wrap=True,
    )
    print_table("开工预测回测", FIGURES, _figures(found))
    print_table("可靠性：说多大把握，来了多少", RELIABILITY, _reliability(found.earlier))
    print_table("各预测日的区间覆盖率", MORNINGS, _mornings(found))


def _figures(found: Backtest) -> Iterator[tuple[object, ...]]:
    kinds = (found.earlier, found.own, found.rival)
    rows = {
        "预测次数": [str(one.forecasts) for one in kinds],
        "80％区间覆盖率（目标 75%—85%）": [f"{one.coverage:.1%}" for one in kinds],
        "未见开工、尚难判断": [str(one.open) for one in kinds],
        "覆盖率下限、上限": [f"{one.coverage_least:.1%}、{one.coverage_most:.1%}" for one in kinds],
        "按期开工 Brier 分（越小越好）": [f"{one.brier:.4f}" for one in kinds],
        "只看承诺时限的 Brier 分": [f"{one.brier_promise:.4f}" for one in kinds],
        "区间平均宽度（工作日）": [f"{one.width:.1f}" for one in kinds],
        "中位预测平均误差（工作日）": [f"{one.off:.1f}" for one in kinds],
        "只看承诺时限的平均误差": [f"{one.off_promise:.1f}" for one in kinds],
    }
    for name, cells in rows.items():
        yield name, *cells


def _reliability(scored: Scored) -> Iterator[tuple[object, ...]]:
    for one in scored.deciles:
        span = f"{one.lower:.0%}—{one.lower + 0.1:.0%}"
        yield span, one.forecasts, f"{one.said:.1%}", f"{one.came:.1%}"


def _mornings(found: Backtest) -> Iterator[tuple[object, ...]]:
    own = {day: f"{share:.1%}" for day, _, share in found.own.by_day}
    for day, count, share in found.earlier.by_day:
        yield day, count, f"{share:.1%}", own.get(day, "—")


def _progress(*, quiet: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total} 次演练"),
        TimeElapsedColumn(),
        console=Console(file=sys.stderr),
        disable=quiet,
    )
