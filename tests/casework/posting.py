"""What tests of notices share: rules, an office with them, notices put out by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from casework.intake.loading import load
from casework.office import Office
from models.notice import Ground, Notice, Severity
from models.notice_rules import NoticeRules
from notices.channels import Channels
from store.engine import Store
from store.outgoing import outbox
from tests.notices.platforms import Answer, Asked, Platform, platform
from tests.world import FIRST_DAY, folder, project, stamp

RULES = NoticeRules(
    working_from=time(8, 30),
    working_until=time(17),
    urgent_any_time=True,
    digest_at=time(8, 30),
    fold=(Severity.INFO,),
    alerts_per_day=3,
    due_within_days=3,
    assumed=True,
    source="测试",
)


class StandingClock:
    """Time that passes only where somebody waits for it."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.waits: list[float] = []

    def now(self) -> datetime:
        return self.at

    def wait(self, until: datetime) -> None:
        self.waits.append((until - self.at).total_seconds())
        self.at = max(self.at, until)


def past(wait: timedelta) -> timedelta:
    """Return how long it takes until everything that waits so long has come back."""
    return wait * 1.5 + timedelta(seconds=5)


def office_with(store: Store, channels: dict[str, list[str]], rules: NoticeRules | None) -> Office:
    """An office with the small campaign, its channels and its rules of notices."""
    given = folder(project())
    rulebook = given.campaign.rulebook.model_copy(update={"notices": rules})
    changed = given.campaign.model_copy(update={"rulebook": rulebook})
    office = Office(store, Channels(channels))
    load(office, given.model_copy(update={"campaign": changed}), stamp=stamp())
    return office


def put(
    office: Office,
    key: str,
    *to: str,
    at: datetime,
    ground: Ground = Ground.OVERDUE,
    severity: Severity = Severity.ATTENTION,
    title: str = "【超期】冷链物流园",
    project: str = "",
    on: date = FIRST_DAY,
) -> bool:
    """Put a notice out to some accounts, each by its own channels."""
    notice = Notice(
        key=key,
        ground=ground,
        severity=severity,
        project=project,
        title=title,
        body="事项：冷链物流园\n事由：已经超期。\n自何日起：2020年6月1日\n应办事项：请立即办理。",
        recipients=to,
        on=on,
    )
    with office.store.writing() as connection:
        situation = office.situation(connection)
        places = [
            place
            for number in to
            for place in office.channels.addressees(situation.account(number))
        ]
        return outbox.put(connection, notice, places, at=at)


def states(office: Office) -> dict[tuple[str, str, str], str]:
    """Notice, recipient and channel → state."""
    with office.store.reading() as connection:
        rows = connection.execute(
            text("select notice_key, recipient, channel, state from deliveries")
        )
        return {(row[0], row[1], row[2]): row[3] for row in rows}


def column(office: Office, name: str) -> list[Any]:
    with office.store.reading() as connection:
        asked = f"select {name} from deliveries order by notice_key, recipient, channel"
        return list(connection.execute(text(asked)).scalars())


@contextmanager
def robot(**said: Any) -> Iterator[tuple[Platform, str]]:
    """A group robot's platform and the address that leads there."""
    answer = Answer({"errcode": 0}) if not said else Answer(**said)

    def one(_: Asked) -> Answer:
        return answer

    with platform(one) as running:
        yield running, f"wecombot://k3y?gateway={running.base}"


def inbox_of(path: Path) -> list[str]:
    return [f"inbox://{path}?to={{account}}"]
