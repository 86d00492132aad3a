"""Fifty officers at once on SQLite: how long an act takes, with and without the queue.

    python -m benchmarks.fifty_officers [--officers 50] [--acts 12] [--rounds 3] [--json]

Each officer is a thread that submits, accepts and decides what is open in a project of its
own, as fast as the office answers: nobody thinks, so all of them wait for the writer all the
time. Beside them another process writes a project of its own, as a sweep would. Rounds with
the queue before the writer (`store/writers_queue.py`) and without it alternate in one run;
told are the acts of all officers a second and the 50th, 95th and last hundredth of the time
that one took, as medians over the rounds.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier

from benchmarks.recorded_acts import BEGAN, ROOT
from casework.acting import act
from casework.desk import Stamp
from casework.intake.loading import load
from casework.office import Office
from casework.office.settings import Settings, open_office
from models.act_requests import RaiseIssue, Via
from models.act_requests import Request as ActRequest
from store.intake.campaign_folder import read_campaign_folder

GATE = "start_construction"


def acted(office: Office, project: str, by: str, number: int, now: datetime) -> list[float]:
    """Put so many issues on the list of a project; return the seconds that each took."""
    seconds = []
    for place in range(number):
        request: ActRequest = RaiseIssue(text=f"第{place + 1}个问题尚待协调")
        began = time.perf_counter()
        act(
            office, project=project, procedure=GATE, request=request, by=by,
            via=Via.PORTAL, now=now,
        )  # fmt: skip
        seconds.append(time.perf_counter() - began)
    return seconds


def round_of(officers: int, number: int, *, queued: bool) -> dict[str, float]:
    """Let all act at once in a fresh office; return what one run of it tells."""
    folder = read_campaign_folder(ROOT / "campaigns" / "hundred-day-2020")
    with tempfile.TemporaryDirectory(prefix="green-channel-") as scratch:
        office = open_office(Settings(home=Path(scratch)))
        load(office, folder, stamp=Stamp("registrar", Via.CONSOLE, BEGAN))
        if not queued:
            office.store.queue = None
        codes = [one.code for one in folder.projects]
        liaisons = {one.code: one.chief_service_officer for one in folder.projects}
        now, start = BEGAN + timedelta(hours=1), Barrier(officers)
        beside = [sys.executable, "-m", "benchmarks.fifty_officers", "--beside", scratch]
        beside += ["--project", codes[-1], "--by", liaisons[codes[-1]]]
        other = subprocess.Popen([*beside, *([] if queued else ["--bare"])], cwd=ROOT)

        def officer(place: int) -> list[float]:
            project = codes[place % (len(codes) - 1)]
            start.wait()
            return acted(office, project, liaisons[project], number, now)

        with ThreadPoolExecutor(officers) as pool:
            began = time.perf_counter()
            told = sorted(one for some in pool.map(officer, range(officers)) for one in some)
            seconds = time.perf_counter() - began
        other.terminate()
        other.wait()
        office.store.close()
    return {
        "acts_per_second": len(told) / seconds,
        "p50_ms": told[len(told) // 2] * 1000,
        "p95_ms": told[int(len(told) * 0.95)] * 1000,
        "worst_ms": told[-1] * 1000,
    }


def beside(home: Path, project: str, by: str, *, bare: bool) -> None:
    """Write to one project until somebody ends this process."""
    office = open_office(Settings(home=home), migrate=False)
    if bare:
        office.store.queue = None
    while True:
        acted(office, project, by, 1, BEGAN + timedelta(hours=1))
        time.sleep(0.02)


def main() -> None:
    """Alternate the rounds and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--officers", type=int, default=50)
    parser.add_argument("--acts", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--beside", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--project", help=argparse.SUPPRESS)
    parser.add_argument("--by", help=argparse.SUPPRESS)
    parser.add_argument("--bare", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.beside:
        beside(asked.beside, asked.project, asked.by, bare=asked.bare)
        return
    rounds: dict[str, list[dict[str, float]]] = {"queued": [], "bare": []}
    for _ in range(asked.rounds):
        for name, told in rounds.items():
            told.append(round_of(asked.officers, asked.acts, queued=name == "queued"))
    figures = {
        name: {key: round(statistics.median(one[key] for one in told), 1) for key in told[0]}
        for name, told in rounds.items()
    }
    if asked.json:
        print(json.dumps(figures))
        return
    for name, told in figures.items():
        print(name, "  ".join(f"{key} {value}" for key, value in told.items()))


if __name__ == "__main__":
    main()
