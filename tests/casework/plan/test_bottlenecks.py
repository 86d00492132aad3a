"""Where working days went, recounted by hand from the exported ledger."""

from collections import Counter
from datetime import date, timedelta
from statistics import median_low

import chinese_calendar
import pytest

from casework.office import Office
from casework.plan.bottlenecks import bottlenecks
from models.case_entries import Accepted, Concluded, ConditionallyAccepted, DeemedAccepted
from models.ledger import Entry
from models.load import Bottlenecks
from reports.pages.load_page import bottleneck_row
from store import ledger
from store.projected.queries import project_lines

JUNE_19 = date(2020, 6, 19)
ONE_DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def streams(played: Office) -> dict[str, list[Entry]]:
    with played.store.reading() as connection:
        return {
            line.code: list(ledger.read(connection, line.code))
            for line in project_lines(connection)
        }


@pytest.fixture(scope="module")
def found(played: Office) -> Bottlenecks:
    return bottlenecks(played, today=JUNE_19)


def working_days(first: date, last: date) -> int:
    """Working days after one day up to and including another, one by one."""
    day, count = first + ONE_DAY, 0
    while day <= last:
        count += chinese_calendar.is_workday(day)
        day += ONE_DAY
    return count


def test_every_opened_case_stands_in_one_line_and_its_days_belong_to_somebody(
    found: Bottlenecks, streams: dict[str, list[Entry]]
) -> None:
    opened: Counter[str] = Counter()
    for entries in streams.values():
        opened.update(
            {one.payload.procedure for one in entries if one.payload.kind == "procedure_opened"}  # type: ignore[union-attr]
        )

    assert found.projects == 60
    assert {one.procedure: one.opened for one in found.lines} == opened
    assert all(sum(one.held.values()) == one.open_days for one in found.lines)
    assert [one.open_days for one in found.lines] == sorted(
        (one.open_days for one in found.lines), reverse=True
    )


def test_medians_are_those_of_acceptance_and_conclusion(
    found: Bottlenecks, streams: dict[str, list[Entry]]
) -> None:
    taken: dict[str, list[int]] = {}
    for entries in streams.values():
        accepted: dict[str, date] = {}
        for one in entries:
            match one.payload:
                case Accepted() | ConditionallyAccepted() | DeemedAccepted():
                    accepted[one.payload.procedure] = one.on
                case Concluded() if one.payload.procedure in accepted:
                    days = working_days(accepted[one.payload.procedure], one.on)
                    taken.setdefault(one.payload.procedure, []).append(days)
    shown = {one.procedure: one.median for one in found.lines if one.median is not None}
    usual = {code: median_low(days) for code, days in taken.items() if code in shown}

    assert len(shown) > 10
    off = {code for code in shown if shown[code] != usual.get(code)}
    assert len(off) <= 2, off  # acceptances that the law dates earlier than they were recorded


def test_a_placeholder_is_marked(found: Bottlenecks) -> None:
    assumed = [one for one in found.lines if one.assumed and one.promised is not None]

    assert assumed
    assert all("※" in bottleneck_row(one)[-3] for one in assumed)
