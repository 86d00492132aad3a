"""Reminders that were put out, and which of them were held out (提醒)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from models.notice import Ground
from models.tables.outgoing import NoticeRow


@dataclass(frozen=True, slots=True)
class KeptReminder:
    """One reminder, by the entry that it tells of (已发或留白的提醒)."""

    ground: Ground
    version: int
    """Of the entry, in its project's stream."""
    procedure: str
    """Empty = it is about the project."""
    on: date
    held_out: bool


def reminders(
    connection: Connection, grounds: Collection[Ground]
) -> Mapping[str, Sequence[KeptReminder]]:
    """Return project → its reminders of some grounds, both in the order of their keys."""
    asked = select(
        *(NoticeRow.key, NoticeRow.ground, NoticeRow.project),
        *(NoticeRow.procedure, NoticeRow.on, NoticeRow.held_out),
    )
    wanted = asked.where(NoticeRow.ground.in_(sorted(grounds)), NoticeRow.project != "")
    found: dict[str, list[KeptReminder]] = defaultdict(list)
    for key, ground, project, procedure, on, held_out in connection.execute(
        wanted.order_by(NoticeRow.key)
    ):
        stream, _, version = key.rpartition("/")
        if stream == project and version.isdigit():
            found[project].append(
                KeptReminder(Ground(ground), int(version), procedure, on, held_out)
            )
    return found
