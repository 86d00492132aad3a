"""The day on which land can be cleared is the first one on which the book lets it be."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, permutations
from pathlib import Path

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.book import Book
from models.book_line import BookLine, KeepLine
from models.case import CaseFile
from models.parcel import ParcelMoved
from models.people import Account, Role
from models.refusal import Refused
from rules.books.writing import Names, written
from rules.fold.books import with_line
from rules.in_force.regulations import Regulations
from rules.plan.clearance import soonest
from rules.plan.forecast import forecast_start
from rules.plan.slipping import slips_on
from tests.conftest import CAMPAIGN_DIR
from tests.world import DAYS, campaign, opened

ONE_DAY = timedelta(days=1)
FIRST = date(2020, 6, 1)
BY = Account(number="land-01", name="自然资源", role=Role.OFFICER, office="land")
NOBODY = Names(projects=(), holders={})


@st.composite
def books(draw: st.DrawFn, longest: int = 12) -> Book:
    """A book of three to five states, some of which may be skipped, with periods between them."""
    count = draw(st.integers(3, 5))
    states: list[dict[str, object]] = [{"code": "s0", "name": "零"}]
    for number in range(1, count):
        earlier = [f"s{one}" for one in range(number)]
        after = draw(st.lists(st.sampled_from(earlier), min_size=1, max_size=3, unique=True))
        floors = draw(
            st.lists(
                st.fixed_dictionaries(
                    {
                        "after": st.sampled_from(earlier),
                        "days": st.integers(1, longest),
                        "unit": st.sampled_from(["workday", "calendar_day"]),
                        "since": st.sampled_from([None, date(2020, 6, 10)]),
                        "source": st.just("某法第1条"),
                    }
                ),
                max_size=2,
            )
        )
        states.append({"code": f"s{number}", "name": "某", "after": after, "floors": floors})
    return Book.model_validate(
        {
            "code": "land",
            "name": "清单",
            "clause": "2",
            "keepers": ["land"],
            "fields": [{"code": "parcel", "name": "宗地"}],
            "states": states,
            "clears": [f"s{count - 1}"],
            "source": "试",
        }
    )


def moved(book: Book, line: BookLine | None, state: str, on: date) -> BookLine | None:
    """The line moved on by the book's own rule of writing; ``None`` = it is refused that day."""
    request = KeepLine(state=state, values={} if line else {"parcel": "A"})
    try:
        entry = written(*(book, line, request), number=1, by=BY, names=NOBODY, on=on, days=DAYS)
    except Refused:
        return None
    before = {} if line is None else {book.code: {1: line}}
    return with_line(before, entry, on=on, by=BY.number)[book.code][1]


def day_by_day(book: Book, line: BookLine, on: date) -> date | None:
    """The first day of clearance, by trying every order of states and every day in turn."""
    return min(filter(None, _tried(book, line, on)), default=None)


def _tried(book: Book, line: BookLine, on: date) -> Iterator[date | None]:
    last = book.clears[0]
    others = [one.code for one in book.states if one.code not in (line.state, last)]
    for size in range(len(others) + 1):
        for some in permutations(others, size):
            yield _walked(book, line, (*some, last), on)


def _walked(book: Book, line: BookLine, order: tuple[str, ...], on: date) -> date | None:
    day, left = on, list(order)
    while left and day < on + 120 * ONE_DAY:
        if (here := moved(book, line, left[0], day)) is not None:
            line = here
            left.pop(0)
        else:
            day += ONE_DAY
    return None if left else day


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(books(), st.integers(0, 15), st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9))))
def test_it_is_what_trying_every_way_on_every_day_finds(
    book: Book, waited: int, acts: list[tuple[int, int]]
) -> None:
    line = moved(book, None, "s0", FIRST)
    assert line is not None
    day = FIRST
    for state, later in acts[:4]:
        day += later * ONE_DAY
        code = book.states[state % len(book.states)].code
        if code not in book.clears and code not in dict(line.reached):
            line = moved(book, line, code, day) or line
    on = day + waited * ONE_DAY

    steps = soonest(book, line.reached, on=on, days=DAYS)

    assert (steps[-1].on if steps else None) == day_by_day(book, line, on)
    assert all(one.on <= after.on for one, after in pairwise(steps))


def test_a_notice_of_thirty_days_holds_the_land_however_quick_the_rest_is() -> None:
    """土地管理法第47条: from Monday 22 June thirty days, so Wednesday 22 July."""
    told = yaml.safe_load((Path(CAMPAIGN_DIR) / "books.yaml").read_text("utf-8"))["books"]
    book = next(Book.model_validate(one) for one in told if one["code"] == "expropriation")
    on = date(2020, 6, 22)

    steps = soonest(book, (("pre_notice", FIRST),), on=on, days=DAYS)

    assert (steps[-1].name, steps[-1].on) == ("净地交付", date(2020, 7, 22))
    assert [one.name for one in steps if one.floor] == ["补偿登记"]
    assert next(one.floor for one in steps if one.floor) == (
        "“补偿安置方案公告”须满30日（土地管理法第47条）"
    )
    assert soonest(book, (("delivered", FIRST),), on=on, days=DAYS) == ()


def _waiting(book: Book, waited: int, pinned: date) -> tuple[CaseFile, Regulations]:
    """The project of the small world, with a parcel in its first state since some day."""
    rules = Regulations(campaign().model_copy(update={"books": (book,)}))
    moved = ParcelMoved(
        book=book.code, line=1, parcel="A", reached=(("s0", FIRST - waited * ONE_DAY),)
    )
    file = replace(
        opened(rules=rules), parcels={moved.key: moved}, pinned_start=pinned, confirmed={}
    )
    return file, rules


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(books(longest=60), st.integers(0, 9), st.integers(30, 90))
def test_the_day_of_slipping_is_the_first_on_which_the_plan_seen_anew_is_late(
    book: Book, waited: int, ahead: int
) -> None:
    pinned = DAYS.next_working_day(FIRST + ahead * ONE_DAY)
    file, rules = _waiting(book, waited, pinned)
    known = rules.procedures(file.project, on=FIRST)
    every = (FIRST + shift * ONE_DAY for shift in range((pinned - FIRST).days + 2))
    late = (
        day
        for day in every
        if forecast_start(file, known, on=day, regulations=rules).start_on > pinned
    )

    found = slips_on(file, known, since=FIRST, regulations=rules)

    assert found == next(late)
