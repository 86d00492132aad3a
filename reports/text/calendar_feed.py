"""A calendar as programs subscribe to it (iCalendar, RFC 5545): whole days, each with an alarm."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from models.appointment import Appointment, Calendar
from models.days import ZONE

ALARM_AT = time(9)
MOST_OCTETS = 75
"""A longer line is folded (RFC 5545, 3.1)."""
REFRESH_HOURS = 4


def calendar_feed(calendar: Calendar, *, now: datetime) -> str:
    """Write the calendar; ``now`` is when it was read. Lines end as the standard asks."""
    return "".join(f"{_folded(line)}\r\n" for line in _lines(calendar, now))


def _lines(calendar: Calendar, now: datetime) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//green-channel//calendar//ZH")
    yield from ("METHOD:PUBLISH", f"X-WR-CALNAME:{_text(calendar.name)}")
    yield f"REFRESH-INTERVAL;VALUE=DURATION:PT{REFRESH_HOURS}H"
    for one in calendar.appointments:
        yield from _event(one, now)
    yield "END:VCALENDAR"


def _event(one: Appointment, now: datetime) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{one.uid}@green-channel", f"DTSTAMP:{_instant(now)}")
    yield f"DTSTART;VALUE=DATE:{one.on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{one.on + timedelta(1):%Y%m%d}"
    yield from (f"SUMMARY:{_text(one.title)}", f"DESCRIPTION:{_text(one.text)}")
    yield "TRANSP:TRANSPARENT"
    alarm = datetime.combine(one.remind_on, ALARM_AT, ZONE)
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(one.title)}")
    yield from (f"TRIGGER;VALUE=DATE-TIME:{_instant(alarm)}", "END:VALARM", "END:VEVENT")


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    """Escape what the standard reads as its own; a control character is none of the words."""
    plain = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = "\\n".join(plain.splitlines())
    return "".join(sign for sign in lines if sign.isprintable())


def _folded(line: str) -> str:
    """Break a line between characters so that no part is longer than it may be."""
    parts, part, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > MOST_OCTETS:
            parts.append(part)
            part, size = "", 1
        part, size = part + sign, size + octets
    return "\r\n ".join([*parts, part])
