"""Kills of the process that delivers: what is lost, what is said more than once.

    python -m benchmarks.killed_deliveries [--deliveries 2000] [--kills 300] [--seed 1] [--json]

A real process sends to a real server on loopback, which counts what arrives and kills it
(SIGKILL) in the middle: before it answers, or a moment after. The next process goes on when
the claims of the dead one have run out; the office clock is put forward for that. Every
process is a fork of one that has loaded the programs already.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from casework.desk import Stamp
from casework.intake.loading import load
from casework.office import Office
from models.act_requests import Via
from models.notice import DeliveryState, Ground, Notice, Severity
from models.people import Role
from notices.channels import Channels
from store.engine import Store
from store.intake.campaign_folder import read_campaign_folder
from store.outgoing import outbox
from store.outgoing.receipts import receipts

ROOT = Path(__file__).parents[1]
KEY = b"a key of a database that is thrown away"
BEGUN = datetime.fromisoformat("2020-06-01T10:00:00+08:00")
CLAIMS_RUN_OUT = timedelta(minutes=6)

LAUNCHER = """
import os, sys
from datetime import datetime
from casework.delivery.delivering import deliver
from casework.office import Office
from notices.channels import Channels
from store.engine import Store

database, key, sink = sys.argv[1:]
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        store = Store(database, audit_key=bytes.fromhex(key))
        office = Office(store, Channels({"*": [sink]}))
        deliver(office, now=datetime.fromisoformat(line.strip()))
        os._exit(0)
    print(child, flush=True)
    _, status = os.waitpid(child, 0)
    print(status, flush=True)
"""

Aim = Callable[[int], float | None]
"""The arrivals of this process so far → ``None``: let it live; −1: kill it before the
answer; else so many seconds after it."""


class Sink:
    """Counts what arrives, and kills the sender where it is aimed at."""

    def __init__(self, aim: Aim, kills: int) -> None:
        self.arrived: Counter[str] = Counter()
        self.kills = 0
        self.victim: int | None = None
        self._aim, self._most = aim, kills
        self._lock = threading.Lock()
        self._now = 0

    def next_victim(self, process: int) -> None:
        with self._lock:
            self.victim, self._now = process, 0

    def hears(self, key: str) -> float | None:
        """Count a message; say whether its sender is to die, and when."""
        with self._lock:
            self.arrived[key] += 1
            self._now += 1
            when = self._aim(self._now) if self.kills < self._most else None
            if when is not None and self.victim is not None:
                self.kills += 1
                return when
            return None

    def kill(self) -> None:
        with self._lock:
            victim, self.victim = self.victim, None
        if victim is not None:
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)


@contextmanager
def listening(sink: Sink) -> Iterator[str]:
    """Run the sink; yield the address of a webhook that leads there."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            body = self.rfile.read(size)
            if len(body) < size:  # who sends it was killed in the middle
                return
            when = sink.hears(json.loads(body)["key"])
            if when is not None and when < 0:
                sink.kill()
                return
            with suppress(OSError):
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()
                self.wfile.flush()
            if when is not None:
                time.sleep(when)
                sink.kill()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"json://127.0.0.1:{server.server_port}/{{account}}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True)
class Killed:
    """What became of the messages."""

    deliveries: int
    kills: int
    lost: int
    """Never arrived, and nothing says so."""
    unclear: int
    """Shown as 送达情况不明."""
    unclear_and_not_arrived: int
    repeated: int
    most_often: int
    seconds: float


def run(database: str, *, deliveries: int, kills: int, aim: Aim, key: bytes = KEY) -> Killed:
    """Deliver everything out of a loaded database, and be killed on the way."""
    sink, began = Sink(aim, kills), time.perf_counter()
    with listening(sink) as address:
        store = Store(database, audit_key=key)
        keys = put_notices(Office(store, Channels({"*": [address]})), deliveries)
        launcher = subprocess.Popen(
            [sys.executable, "-c", LAUNCHER, database, key.hex(), address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert launcher.stdin is not None
        assert launcher.stdout is not None
        now = BEGUN
        while _waiting(store):
            print(now.isoformat(), file=launcher.stdin, flush=True)
            sink.next_victim(int(launcher.stdout.readline()))
            status = int(launcher.stdout.readline())
            assert status in (0, signal.SIGKILL), f"a sweep ended with {status}"
            now += CLAIMS_RUN_OUT
        launcher.stdin.close()
        launcher.wait(30)
        launcher.stdout.close()
        unclear = _unclear(store)
        store.close()
    heard = {key: sink.arrived[key] for key in keys}
    absent = {key for key, times in heard.items() if times == 0}
    return Killed(
        deliveries=deliveries,
        kills=sink.kills,
        lost=len(absent - unclear),
        unclear=len(unclear & set(keys)),
        unclear_and_not_arrived=len(absent & unclear),
        repeated=sum(times - 1 for times in heard.values() if times > 1),
        most_often=max(heard.values()),
        seconds=round(time.perf_counter() - began, 1),
    )


def put_notices(office: Office, deliveries: int) -> list[str]:
    """Put so many urgent notices out, each to one officer; return their keys."""
    keys = [f"n/{number:05}" for number in range(deliveries)]
    with office.store.writing() as connection:
        situation = office.situation(connection)
        officers = [one for one in situation.file.campaign.accounts if one.role is Role.OFFICER]
        for number, key in enumerate(keys):
            notice = Notice(
                key=key,
                ground=Ground.OVERDUE,
                severity=Severity.URGENT,
                title=f"第{number}号",
                body="正文",
                recipients=(),
                on=BEGUN.date(),
            )
            account = officers[number % len(officers)]
            outbox.put(connection, notice, office.channels.addressees(account), at=BEGUN)
    return keys


def _waiting(store: Store) -> int:
    with store.reading() as connection:
        counted = outbox.tally(connection)
    waits = (DeliveryState.PENDING, DeliveryState.TEMPORARY_FAILURE)
    return sum(counted.get(state.value, 0) for state in waits)


def _unclear(store: Store) -> set[str]:
    with store.reading() as connection:
        dead = receipts(connection, undelivered=True, most=100_000)
    return {one.key for one in dead if one.state == DeliveryState.UNKNOWN.value}


def scattered(seed: int, most: int = 12) -> Aim:
    """Kill after a few messages: half of the time before the answer, else just after it."""
    dice = random.Random(seed)
    after = dice.randint(1, most)

    def aim(arrived: int) -> float | None:
        nonlocal after
        if arrived < after:
            return None
        after = dice.randint(1, most)
        return -1 if dice.random() < 0.5 else dice.random() * 0.006

    return aim


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deliveries", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        place = f"sqlite:///{home}/ledger.sqlite"
        store = Store(place, audit_key=KEY)
        store.migrate()
        campaign = read_campaign_folder(ROOT / "campaigns" / "hundred-day-2020")
        load(Office(store, Channels({})), campaign, stamp=Stamp("registrar", Via.CONSOLE, BEGUN))
        store.close()
        found = run(
            place, deliveries=asked.deliveries, kills=asked.kills, aim=scattered(asked.seed)
        )
    if asked.json:
        print(json.dumps(asdict(found)))
        return
    print(
        f"{found.deliveries} deliveries, {found.kills} kills in {found.seconds} s: "
        f"lost {found.lost}, sent again {found.repeated}, most often {found.most_often} times, "
        f"unclear {found.unclear} (of these not arrived {found.unclear_and_not_arrived})"
    )


if __name__ == "__main__":
    main()
