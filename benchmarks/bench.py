"""Ours and its peers in one run: durable actions a second, CPU, beside the limit of the disk.

    python -m benchmarks.bench [--rounds 5] [--only raw ours …] [--postgres URL] [--write]
                              [--json]

Each engine runs in a process of its own, those that are not ours in an environment of their
own below `.bench/` that is made at the first run. Every round goes through all of them, so
that a busy machine is as busy for each; told are medians over the rounds and the spread of
the ratio to raw commits of the same round. Work and durability are the same: 12 procedures in
4 stages, 25 actions a case, each one durable commit on SQLite (WAL, ``synchronous=FULL``);
naive Prefect commits as its server does and waits for nobody, which is kind to it. With
``--postgres`` our acts are measured on that server too, in a database made for each round.
``--write`` puts the table into `benchmarks/README.md`. (`make bench`)
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, make_url, text

ROOT = Path(__file__).parents[1]
ENVIRONMENTS = ROOT / ".bench"
TABLE = Path(__file__).parent / "README.md"

PEERS: dict[str, tuple[str, str, int]] = {
    "raw sqlite3": ("raw.py", "", 40),
    "Green Channel": ("ours.py", "", 12),
    "Green Channel, PostgreSQL": ("ours.py", "", 12),
    "django-viewflow": ("viewflow_peer.py", "django-viewflow==2.4.0", 8),
    "SpiffWorkflow": ("spiff_peer.py", "spiffworkflow==3.2.0", 6),
    "naive Prefect": ("prefect_peer.py", "prefect==3.9.1", 1),
}
"""Engine → its script, what its environment holds (empty = ours), cases a round."""

ON_A_SERVER = "Green Channel, PostgreSQL"


def interpreter(package: str) -> Path:
    """Return the interpreter of an engine; its environment is made if need be."""
    if not package:
        return Path(sys.executable)
    home = ENVIRONMENTS / package.partition("==")[0]
    python = home / "bin" / "python"
    if not (home / ".ready").exists():
        venv.create(home, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", package], check=True)
        (home / ".ready").touch()
    return python


@contextmanager
def empty_database(server: str) -> Iterator[str]:
    """Make a database on a server, drop it afterwards."""
    url = make_url(server).set(drivername="postgresql+psycopg")
    name = f"green_channel_bench_{os.getpid()}"
    engine = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"create database {name}"))
        try:
            yield url.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(text(f"drop database {name} with (force)"))
    engine.dispose()


def measured(name: str, server: str) -> dict[str, float | str]:
    """Run an engine once; return acts a second, milliseconds of CPU an act, its version."""
    script, package, cases = PEERS[name]
    with ExitStack() as stack:
        scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-"))
        database = str(Path(scratch) / "bench.sqlite")
        peer = Path(__file__).parent / "peers" / script
        command = [str(interpreter(package)), str(peer), database, str(cases)]
        if name == ON_A_SERVER:
            command.append(stack.enter_context(empty_database(server)))
        told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    seen = json.loads(told.stdout.splitlines()[-1])
    return {
        "rate": seen["acts"] / seen["seconds"],
        "cpu": seen["cpu"] / seen["acts"] * 1000,
        "version": seen["version"],
    }


def figures(rounds: list[dict[str, dict[str, float | str]]]) -> dict[str, Any]:
    """Return what was measured: machine, and of each engine medians and the spread."""
    engines = []
    ours = statistics.median(float(one["Green Channel"]["cpu"]) for one in rounds)
    for name in rounds[0]:
        own = [one[name] for one in rounds]
        shares = [float(one[name]["rate"]) / float(one["raw sqlite3"]["rate"]) for one in rounds]
        cpu = statistics.median(float(one["cpu"]) for one in own)
        engines.append(
            {
                "engine": name,
                "version": own[0]["version"],
                "actions_per_second": round(statistics.median(float(one["rate"]) for one in own)),
                "of_raw_commits": round(statistics.median(shares), 3),
                "of_raw_commits_min": round(min(shares), 3),
                "of_raw_commits_max": round(max(shares), 3),
                "cpu_ms_per_action": round(cpu, 2),
                "cpu_of_ours": round(cpu / ours, 1),
            }
        )
    return {
        "on": f"{datetime.now(UTC):%Y-%m-%d}",
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "load": round(os.getloadavg()[1], 1),
        "python": platform.python_version(),
        "rounds": len(rounds),
        "engines": engines,
    }


def table(told: dict[str, Any]) -> str:
    """Return figures as a table in Markdown."""
    lines = [
        "{on}, {cores} cores ({machine}), load {load}, Python {python}, {rounds} rounds.".format(
            **told
        ),
        "",
        "| engine | actions/s, median | of raw commits, median (min–max) | CPU ms/action |"
        " CPU of ours |",
        "|---|---|---|---|---|",
    ]
    lines += [
        (
            "| {engine} {version} | {actions_per_second} | {of_raw_commits:.3f}"
            " ({of_raw_commits_min:.3f}–{of_raw_commits_max:.3f}) |"
            " {cpu_ms_per_action:.2f} | {cpu_of_ours:.1f} × |"
        ).format(**one)
        for one in told["engines"]
    ]
    return "\n".join(lines) + "\n"


def write_table(name: str, told: str) -> None:
    """Put a table into `benchmarks/README.md` in the place of the last one of its name."""
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->\n"
    before, _, rest = TABLE.read_text(encoding="utf-8").partition(begin)
    after = rest.partition(end)[2]
    TABLE.write_text(f"{before}{begin}{told}{end}{after}", encoding="utf-8")


def main() -> None:
    """Run the rounds and tell what they show."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=list(PEERS), default=list(PEERS))
    parser.add_argument("--postgres", default="", help="URL of a server")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    wanted = {*asked.only, "raw sqlite3", "Green Channel"}
    names = [one for one in PEERS if one in wanted and (asked.postgres or one != ON_A_SERVER)]
    for name in names:
        interpreter(PEERS[name][1])
    rounds = [{name: measured(name, asked.postgres) for name in names} for _ in range(asked.rounds)]
    found = figures(rounds)
    told = table(found)
    print(json.dumps(found, ensure_ascii=False) if asked.json else told)
    if asked.write:
        write_table("bench", told)


if __name__ == "__main__":
    main()
