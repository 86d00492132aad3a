"""A Monday morning in real time: a hundred messages for one robot, ten of them urgent.

    python -m benchmarks.monday_notices [--platform feishu] [--per-second 5] [--per-minute 100]
                                        [--messages 100] [--json]

The platform is the tests' stand-in on loopback; it refuses in the platform's own words who
comes faster than it takes. The watch comes every five minutes and waits as it does in use.
"""

import argparse
import json
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from casework.delivery.delivering import PATIENCE, deliver
from casework.desk import Stamp
from casework.intake.loading import load
from casework.office import Office
from models.act_requests import Via
from models.notice import Ground, Notice, Severity
from notices.channels import Channels
from store.engine import Store
from store.intake.campaign_folder import read_campaign_folder
from store.outgoing import outbox
from tests.notices.platforms import PLATFORMS, Asked, platform

ROOT = Path(__file__).parents[1]
MONDAY = datetime.fromisoformat("2020-06-01T09:00:00+08:00")
WATCH = timedelta(minutes=5)
READER = "housing-01"


@dataclass(frozen=True)
class Monday:
    """How it went."""

    platform: str
    messages: int
    delivered: int
    refused: int
    """Requests that the platform turned away for their speed."""
    seconds: float
    """From the first sweep to the last message taken."""
    urgent_seconds: float
    watches: int


def run(name: str, *, messages: int, per_second: int, per_minute: int) -> Monday:
    """Send everything and measure."""
    speaks, arrived = PLATFORMS[name], []
    limits = speaks.bursts(time.monotonic, per_second=per_second, per_minute=per_minute)

    def counted(asked: Asked) -> object:
        answer = limits(asked)
        arrived.append((time.monotonic(), "紧急" in asked.body.decode(), answer.body == speaks.yes))
        return answer

    with tempfile.TemporaryDirectory() as home, platform(counted) as running:  # type: ignore[arg-type]
        store = Store(f"sqlite:///{home}/ledger.sqlite", audit_key=b"thrown away afterwards, yes?")
        store.migrate()
        office = Office(store, Channels({"*": [speaks.at(running.base)]}))
        campaign = read_campaign_folder(ROOT / "campaigns" / "hundred-day-2020")
        load(office, campaign, stamp=Stamp("registrar", Via.CONSOLE, MONDAY))
        _put(office, messages)
        began, watches = time.monotonic(), 0
        while True:
            watches += 1
            now = MONDAY + timedelta(seconds=time.monotonic() - began)
            deliver(office, now=now, patience=PATIENCE)
            with store.reading() as connection:
                done = outbox.tally(connection).get("delivered", 0)
            if done == messages:
                break
            time.sleep(max(began + watches * WATCH.total_seconds() - time.monotonic(), 0))
        store.close()
    taken = [(at, urgent) for at, urgent, good in arrived if good]
    return Monday(
        platform=name,
        messages=messages,
        delivered=done,
        refused=len(arrived) - len(taken),
        seconds=round(max(at for at, _ in taken) - began, 1),
        urgent_seconds=round(max(at for at, urgent in taken if urgent) - began, 1),
        watches=watches,
    )


def _put(office: Office, messages: int) -> None:
    with office.store.writing() as connection:
        account = office.situation(connection).account(READER)
        for number in range(messages):
            urgent = number >= messages * 9 // 10
            notice = Notice(
                key=f"n/{number:04}",
                ground=Ground.DAILY_BRIEF if not urgent else Ground.OVERDUE,
                severity=Severity.URGENT if urgent else Severity.ATTENTION,
                title=f"{'紧急' if urgent else '一般'}第{number}号",
                body="正文",
                recipients=(),
                on=MONDAY.date(),
            )
            outbox.put(connection, notice, office.channels.addressees(account), at=MONDAY)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--platform", choices=sorted(PLATFORMS), default="feishu")
    parser.add_argument("--per-second", type=int, default=5)
    parser.add_argument("--per-minute", type=int, default=100)
    parser.add_argument("--messages", type=int, default=100)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = run(
        asked.platform,
        messages=asked.messages,
        per_second=asked.per_second,
        per_minute=asked.per_minute,
    )
    if asked.json:
        print(json.dumps(asdict(found)))
        return
    print(
        f"{found.platform}: {found.delivered} of {found.messages} taken in {found.seconds} s, "
        f"the urgent in {found.urgent_seconds} s; refused for speed {found.refused}; "
        f"{found.watches} watches"
    )


if __name__ == "__main__":
    main()
