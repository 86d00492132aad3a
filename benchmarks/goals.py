"""Every goal of speed, size and forecast, measured again in one run: met or missed.

    python -m benchmarks.goals [--permits DIR] [--postgres URL] [--projects 600 3000 10000]
                               [--keep DIR] [--write]

The benchmarks beside this one are run in turn, each as its own page says, and what they tell is
put beside its goal. Seconds are those of the processor in a process that has just begun, but
where a row says that somebody waits. ``--write`` puts the table into `benchmarks/README.md`.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.progress import Progress

from benchmarks.bench import ON_A_SERVER, write_table

READS = ("to_do", "bulletin", "lights", "brief", "round", "close", "plan_all", "targets", "rebuild")
COMMANDS = ("show {project}", "to-do housing", "days list --from 2020-06-01 --to 2020-06-30")
KB = 1000
LARGEST = 3000
"""So many projects the goals of lists are for; of more it is told how they grow."""


class Row(NamedTuple):
    """One goal beside what was measured (目标对照)."""

    what: str
    goal: str
    found: str
    met: bool | None
    """``None`` = it was not measured, or it is told for the growth of it."""


def told(program: str, *words: str) -> Any:
    """Run a benchmark beside this one; what it tells as JSON, line by line where it has lines."""
    command = [sys.executable, "-m", f"benchmarks.{program}", *words, "--json"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    with suppress(json.JSONDecodeError):
        return json.loads(said)
    return [json.loads(line) for line in said.splitlines()]


def command_seconds(home: Path, project: str) -> dict[str, float]:
    """Return the processor time of each command, the median of five runs."""
    found = {}
    program = Path(sys.executable).with_name("greenchannel")
    for words in COMMANDS:
        spent = []
        for _ in range(5):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(
                [program, *words.format(project=project).split()],
                check=True,
                capture_output=True,
                env={**os.environ, "GREENCHANNEL_HOME": str(home)},
            )
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        found[words.partition(" ")[0]] = round(statistics.median(spent), 2)
    return found


def of_acts(bench: dict[str, Any]) -> Iterator[Row]:
    """Yield what `benchmarks.bench` says."""
    engines = {one["engine"]: one for one in bench["engines"]}
    ours = engines["Green Channel"]
    share, cpu = ours["of_raw_commits"], ours["cpu_ms_per_action"]
    yield Row("recorded act, SQLite FULL, of a raw commit", "≥ 0.25", f"{share:.3f}", share >= 0.25)
    yield Row("its CPU", "≤ 1.1 ms", f"{cpu:.2f} ms", cpu <= 1.1)
    for peer, goal in (("django-viewflow", 4), ("SpiffWorkflow", 8), ("naive Prefect", 40)):
        times = ours["actions_per_second"] / engines[peer]["actions_per_second"]
        yield Row(f"beside {peer}", f"≥ {goal} ×", f"{times:.1f} ×", times >= goal)
    if (server := engines.get(ON_A_SERVER)) is not None:
        share = server["of_raw_commits"]
        yield Row(
            "PostgreSQL act, of the raw SQLite limit", "≥ 0.12", f"{share:.3f}", share >= 0.12
        )


def of_growth(lines: list[dict[str, Any]]) -> Iterator[Row]:
    """Yield what `benchmarks.growth` says, the smallest number of projects first."""
    by = {(one["operation"], one["projects"]): one for one in lines}
    few, *_, most = numbers = sorted({one["projects"] for one in lines})

    def all_of(name: str, what: str, goal: str, *, below: float | None, again: bool = False) -> Row:
        own = [by[name, number] for number in numbers]
        seconds = [one["again_cpu_s" if again else "cpu_s"] for one in own]
        said = "; ".join(
            f"{number:,}: {one['statements']} st., {spent:.2f} s, {one['peak_mb']} MB"
            for number, one, spent in zip(numbers, own, seconds, strict=True)
        )
        asked = [one for number, one in zip(numbers, seconds, strict=True) if number <= LARGEST]
        return Row(what, goal, said, all(one < below for one in asked) if below else None)

    yield all_of("to_do", "to-do of a department, read again", "< 30 ms", below=0.03, again=True)
    yield all_of("bulletin", "bulletin", "< 2 s", below=2)
    yield all_of("lights", "daily reading of lights", "O(lights that change)", below=None)
    yield all_of("brief", "morning's digest, no cliff", "< 2 s", below=2)
    yield all_of("targets", "targets with their chances", "flat memory", below=None)
    for name, number, what, goal in (
        ("plan_all", few, "plans of all", 1),
        ("close", few, "a week closed and published, nobody has reported", 0.5),
        ("round", few, "weekly round, two weeks, nobody reports, no watch between", 1),
    ):
        spent = by[name, number]["cpu_s"]
        yield Row(f"{what}, {number:,} projects", f"< {goal} s", f"{spent:.2f} s", spent < goal)
    held = max(by[name, number]["lock_held_s"] for name in ("round", "close") for number in numbers)
    yield Row(
        "lock of SQLite during it, at a time", "< 50 ms", f"{held * 1000:.0f} ms", held < 0.05
    )
    first, last = (by["rebuild", number] for number in (few, most))
    linear = last["cpu_s"] / first["cpu_s"] < 1.5 * most / few
    yield Row(
        f"rebuild of {few:,} and {most:,} projects",
        "linear",
        f"{first['cpu_s']:.1f}, {last['cpu_s']:.1f} s",
        linear,
    )


def of_permits(logs: dict[str, Any]) -> Iterator[Row]:
    """Yield what `benchmarks.real_permits` says of each log."""
    for log, tellers in logs.items():
        inside, error = tellers["ours"]["coverage"], tellers["ours"]["error"]
        oldest = tellers["ours"]["oldest_tenth"]
        met = 0.77 - error <= inside <= 0.83 + error
        yield Row(f"80 % interval, {log}", "77–83 %", f"{inside:.1%} (± {error:.1%})", met)
        yield Row(f"the oldest tenth, {log}", "≥ 70 %", f"{oldest:.1%}", oldest >= 0.7)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--permits", type=Path, help="folder of permit logs")
    parser.add_argument("--postgres", default="", help="URL of a server")
    parser.add_argument("--projects", type=int, nargs="+", default=[600, 3000, 10000])
    parser.add_argument("--keep", type=Path, help="keep or find the grown offices here")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    rows: list[Row] = []
    with (
        tempfile.TemporaryDirectory(prefix="green-channel-") as scratch,
        Progress(console=Console(stderr=True)) as progress,
    ):
        kept = asked.keep or Path(scratch)
        numbers = [str(one) for one in sorted(asked.projects)]
        work = progress.add_task("", total=6)

        def begin(what: str) -> None:
            progress.update(work, description=what, advance=1 if rows else 0)

        begin("acts and peers")
        server = ["--postgres", asked.postgres] if asked.postgres else []
        rows += of_acts(told("bench", "--rounds", "3", *server))
        begin("bytes of a project")
        size = sum(told("sizes").values())
        rows.append(Row("bytes a project", "≤ 25 KB", f"{size / KB:.1f} KB", size <= 25 * KB))
        begin("fifty officers")
        queued = told("fifty_officers")["queued"]
        late, worst = queued["p95_ms"], queued["worst_ms"]
        rows.append(
            Row(
                "50 officers at once on SQLite, each waits",
                "p95 < 300 ms, worst < 1 s",
                f"p95 {late:.0f} ms, worst {worst:.0f} ms",
                late < 300 and worst < 1000,
            )
        )
        begin("growth")
        only = ["--only", *READS, "--keep", str(kept)]
        rows += of_growth(told("growth", "--projects", *numbers, *only))
        begin("commands")
        home = Path(scratch) / "commanded"
        shutil.copytree(kept / numbers[0], home)
        spent = command_seconds(home, "2018-230112-13-03-000010")
        said = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in spent.items())
        rows.append(Row("a command", "≤ 0.6 s", said, max(spent.values()) <= 0.6))
        begin("permit logs")
        if asked.permits:
            rows += of_permits(told("real_permits", str(asked.permits)))
        progress.update(work, completed=6)
    words = {True: "met", False: "**missed**", None: "–"}
    table = [
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, load {os.getloadavg()[2]:.1f}.",
        "",
        "| what | goal | measured | |",
        "|---|---|---|---|",
        *(f"| {one.what} | {one.goal} | {one.found} | {words[one.met]} |" for one in rows),
    ]
    text = "\n".join(table) + "\n"
    print(text)
    if asked.write:
        write_table("goals", text)


if __name__ == "__main__":
    main()
