"""The calendar that we write is what a library that reads calendars finds in it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar
from hypothesis import given, settings
from hypothesis import strategies as st

from models.appointment import Appointment, Calendar
from reports.text.calendar_feed import MOST_OCTETS, calendar_feed

NOW = datetime(2020, 6, 19, 1, 2, 3, tzinfo=UTC)
DAYS = st.dates(date(2020, 1, 1), date(2021, 12, 31))
WORDS = st.text(
    st.sampled_from("施工许可证（受理时限）：冷链物流园；,\\;:\n\"'aé𠮷 "), min_size=1, max_size=120
).filter(lambda text: text.strip() == text and "\r" not in text)


def one(number: int, words: str, on: date) -> Appointment:
    return Appointment(
        uid=f"2020-230112-39-03-00000{number}-S05",
        on=on,
        title=words,
        text=f"补交；{words}",
        remind_on=on - timedelta(1),
    )


def read(feed: str) -> Any:
    return icalendar.Calendar.from_ical(feed)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(WORDS, DAYS), max_size=6))
def test_a_library_reads_back_every_word_day_and_alarm(given_days: list[tuple[str, date]]) -> None:
    days = [one(number, words, on) for number, (words, on) in enumerate(given_days)]
    feed = calendar_feed(Calendar(name="水务局的期限", appointments=tuple(days)), now=NOW)
    events = read(feed).walk("VEVENT")

    assert read(feed)["X-WR-CALNAME"] == "水务局的期限"
    assert len(events) == len(days)
    for event, day in zip(events, days, strict=True):
        (alarm,) = event.walk("VALARM")
        assert str(event["SUMMARY"]) == day.title
        assert str(event["DESCRIPTION"]) == day.text
        assert event["DTSTART"].dt == day.on
        assert event["DTEND"].dt == day.on + timedelta(1)
        assert event["DTSTAMP"].dt == NOW
        assert alarm["TRIGGER"].dt == datetime.combine(day.remind_on, time(1), UTC)
    assert all(len(line.encode()) <= MOST_OCTETS for line in feed.split("\r\n"))
    assert "\n" not in feed.replace("\r\n", "")


def test_what_was_typed_begins_no_property_of_its_own() -> None:
    hostile = "x\r\nBEGIN:VALARM\r\nATTACH:http://evil\u2028DTSTART:19700101\x00"
    feed = calendar_feed(
        Calendar(name="名", appointments=(one(1, hostile, date(2020, 6, 19)),)), now=NOW
    )
    (event,) = read(feed).walk("VEVENT")

    assert len(event.walk("VALARM")) == 1
    assert "ATTACH" not in event
    assert event["DTSTART"].dt == date(2020, 6, 19)
