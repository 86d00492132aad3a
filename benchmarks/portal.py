"""Fifty officers at once before the portal: their lists, the acts they record, what it remembers.

    python -m benchmarks.portal [--projects 1000] [--officers 50] [--requests 1000] [--acts 300]
                                [--memory 10000] [--url postgresql+psycopg://…/empty]
                                [--keep DIR] [--json]

The delivered campaign is rehearsed and its projects copied until there are so many; it is the
evening of its last day, and what the watch works out of a day is worked out first, as in an
office. The portal serves them in a process of its own, a bare FastAPI route in another. The same
officers ask both in turn, in the same run: what the machine does besides falls on both.
``at once`` is everybody asking again as soon as he is answered; ``at work`` is a page every five
seconds from each.
Milliseconds until the answer has come whole; bytes as they go over the wire.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from benchmarks.growth import grown, rehearsed
from benchmarks.seats import Seat
from casework.access.demonstration import seed
from casework.office.clock import OfficeClock, machine_time
from casework.office.settings import Settings, open_office
from casework.watching.reckon import reckon
from models.days import ZONE
from models.people import Role
from models.tables.projected import CaseRow, ProjectRow

ROOT = Path(__file__).parents[1]
UNTIL = date(2020, 6, 19)
EVENING = datetime(UNTIL.year, UNTIL.month, UNTIL.day, 18, tzinfo=ZONE)
PASSWORD = "a benchmark of 2020"
PAUSE_SECONDS = 5.0
ROUNDS = 3
SESSIONS_OF_ONE = 5
"""So often a person may be signed in."""
AT_WORK = 3
"""Acts of each seat at a working pace."""

BARE = """
from fastapi import FastAPI
app = FastAPI()

@app.get("/")
def answer():
    return {"todo": []}
"""

Ask = Callable[[Seat, int], Awaitable[int]]


def prepared(home: Path, number: int, url: str) -> tuple[list[str], dict[str, list[str]]]:
    """Make the office; return the officers' accounts, and liaison → addresses of open cases."""
    if not (home / "ready").exists():
        rehearsed(home, UNTIL, url)
        grown(home, number, url)
        (home / "ready").touch()
    OfficeClock(home, rehearsal=True).set(EVENING)
    office = open_office(Settings(home=home, database_url=url), migrate=False)
    while reckon(office, now=EVENING):
        pass
    seed(office, password=PASSWORD, anew=True, first_day=UNTIL, at=machine_time())
    with office.store.reading() as connection:
        accounts = office.situation(connection).file.campaign.accounts
        rows = connection.execute(
            select(CaseRow.project, CaseRow.procedure, ProjectRow.unit)
            .join(ProjectRow, ProjectRow.code == CaseRow.project)
            .where(CaseRow.state == "open")
            .order_by(CaseRow.project, CaseRow.procedure)
        ).all()
    office.store.close()
    liaison = {one.office: one.number for one in accounts if one.role is Role.UNIT_LIAISON}
    open_cases: dict[str, list[str]] = {number: [] for number in liaison.values()}
    for project, procedure, unit in rows:
        open_cases[liaison[unit]].append(f"/projects/{project}/cases/{procedure}/acts/submit")
    sitting = [one.number for one in accounts if one.role is not Role.OPERATOR]
    return sitting, {number: some for number, some in open_cases.items() if some}


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def serving(command: Sequence[str], port: int, **environment: str) -> Iterator[int]:
    """Run a server until it is not needed; its process."""
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def resident_mb(pid: int) -> float:
    """Return the memory of a process and of those that it began; what they share counts once."""
    begun = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    return sum(_share_mb(one) for one in (pid, *begun))


def _share_mb(pid: int | str) -> float:
    told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
    return int(next(line.split()[1] for line in told.splitlines() if "Pss:" in line)) / 1024


def told(taken: Sequence[float]) -> dict[str, float]:
    """Return the middle, the 95th percentile and the worst, in milliseconds."""
    ordered = sorted(taken)
    return {
        "p50": round(statistics.median(ordered) * 1000, 1),
        "p95": round(ordered[max(int(len(ordered) * 0.95) - 1, 0)] * 1000, 1),
        "worst": round(ordered[-1] * 1000, 1),
    }


async def signed_in(base: str, accounts: Sequence[str]) -> list[Seat]:
    """Sign in once for each account named; each has a browser of its own."""
    found = []
    for account in accounts:
        seat = Seat(base)
        answer = await seat.post("/login", {"account": account, "password": PASSWORD})
        assert answer.status == 303, (account, answer.status)
        found.append(seat)
    return found


async def together(
    seats: Sequence[Seat], ask: Ask, number: int, pause: float = 0.0
) -> tuple[list[float], list[int]]:
    """Let everybody ask, in all so often; the seconds of each answer and their statuses."""
    taken: list[float] = []
    statuses: list[int] = []
    chance = random.Random(17)

    async def sit(place: int, seat: Seat) -> None:
        if pause:
            await asyncio.sleep(chance.uniform(0, pause))
        for turn in range(place, number, len(seats)):
            began = time.perf_counter()
            statuses.append(await ask(seat, turn))
            taken.append(time.perf_counter() - began)
            if pause:
                await asyncio.sleep(max(pause - (time.perf_counter() - began), 0))

    await asyncio.gather(*(sit(place, seat) for place, seat in enumerate(seats)))
    return taken, statuses


async def look(seat: Seat, _: int) -> int:
    """Ask for the first page."""
    return (await seat.get("/")).status


async def measured(base: str, bare: str, pid: int, given: argparse.Namespace, office: Any) -> Any:
    """Ask in turn for a bare route, the list, acts; then the list until memory has told."""
    accounts, open_cases = office
    sitting = [accounts[place % len(accounts)] for place in range(given.officers)]
    officers = await signed_in(base, sitting)
    strangers = [Seat(bare) for _ in range(given.officers)]
    units = _seats(open_cases, given.officers, given.acts)
    liaisons = await signed_in(base, units)
    wire = max([(await seat.get("/?tab=all")).size for seat in officers])

    async def act(seat: Seat, turn: int) -> int:
        some = open_cases[units[liaisons.index(seat)]]
        form = {"_sure": "yes", "_key": f"bench-{turn}-{time.time_ns()}"}
        return (await seat.post(some.pop(), form)).status

    samples: dict[str, list[float]] = {name: [] for name in ("bare", "to_do", "act")}
    statuses: list[int] = []
    for _ in range(ROUNDS):
        for name, seats, ask, number in (
            ("bare", strangers, look, given.requests),
            ("to_do", officers, look, given.requests),
            ("act", liaisons, act, given.acts),
        ):
            taken, seen = await together(seats, ask, number // ROUNDS)
            samples[name] += taken
            statuses += seen
    figures: dict[str, Any] = {f"{name} at once": told(some) for name, some in samples.items()}
    for name in ("to_do", "act"):
        figures[f"{name} beside bare"] = round(
            statistics.median(samples[name]) / statistics.median(samples["bare"]), 1
        )
    at_work = given.officers * 6
    for name, seats, ask in (("bare", strangers, look), ("to_do", officers, look)):
        taken, seen = await together(seats, ask, at_work, PAUSE_SECONDS)
        figures[f"{name} at work"], statuses = told(taken), statuses + seen
    taken, seen = await together(liaisons, act, len(liaisons) * AT_WORK, PAUSE_SECONDS)
    figures["act at work"], statuses = told(taken), statuses + seen
    memory = [round(resident_mb(pid), 1)]
    for _ in range(4 if given.memory else 0):
        _, seen = await together(officers, look, given.memory // 4)
        statuses += seen
        memory.append(round(resident_mb(pid), 1))
    figures["to_do bytes on the wire, largest"] = wire
    figures["memory in MB"] = memory
    figures["answers"] = {str(one): statuses.count(one) for one in sorted(set(statuses))}
    for seat in (*officers, *strangers, *liaisons):
        await seat.close()
    return figures


def _seats(open_cases: dict[str, list[str]], seats: int, acts: int) -> list[str]:
    """Return whose liaison sits where: none runs out of cases before everybody has acted."""
    each = acts // seats + ROUNDS + AT_WORK
    enough = {one: len(some) // each for one, some in open_cases.items()}
    units = [one for one, many in enough.items() for _ in range(min(many, SESSIONS_OF_ONE))]
    if len(units) < seats:
        raise SystemExit(f"Cases for {len(units)} of {seats} seats: more projects or fewer acts")
    return units[:seats]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--projects", type=int, default=1000)
    arguments.add_argument("--officers", type=int, default=50)
    arguments.add_argument("--requests", type=int, default=1000)
    arguments.add_argument("--acts", type=int, default=300)
    arguments.add_argument("--memory", type=int, default=10_000)
    arguments.add_argument("--url", default="")
    arguments.add_argument("--keep", type=Path)
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="green-channel-") as scratch:
        home = given.keep or Path(scratch) / "home"
        office = prepared(home, given.projects, given.url)
        (Path(scratch) / "bare_route.py").write_text(BARE, encoding="utf-8")
        port, bare_port = free_port(), free_port()
        bare = ["-m", "uvicorn", "bare_route:app", "--app-dir", scratch, "--no-access-log"]
        environment = {
            "GREENCHANNEL_HOME": str(home),
            "GREENCHANNEL_DATABASE_URL": given.url,
            "GREENCHANNEL_PORTAL_PORT": str(port),
            "GREENCHANNEL_PREFECT_PORT": str(free_port()),
        }
        with (
            serving([*bare, "--port", str(bare_port)], bare_port),
            serving(["-m", "portal.web.running.serving"], port, **environment) as pid,
        ):
            base, other = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{bare_port}"
            figures = asyncio.run(measured(base, other, pid, given, office))
    for name, said in figures.items() if not given.json else ():
        print(f"{name}: {said}")
    if given.json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
