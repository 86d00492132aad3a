"""Area and money are neither made nor lost, whatever is written in whatever order."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.book import Book, FieldKind
from models.book_line import BookLine, KeepLine
from models.people import Account, Role
from models.refusal import Refused
from rules.books.figures import amounts_by_state, layers
from rules.books.writing import Names, written
from rules.fold.books import Books, with_line
from tests.conftest import CAMPAIGN_DIR
from tests.world import DAYS

MONDAY = date(2020, 6, 1)
BOOKS = {
    one["code"]: Book.model_validate(one)
    for one in yaml.safe_load((Path(CAMPAIGN_DIR) / "books.yaml").read_text("utf-8"))["books"]
}
NAMES = Names(projects={"P"}, holders={"unit-park": "开发区管委会"})
SUMMED = sorted(
    code for code, book in BOOKS.items() if any(one.kind is FieldKind.AMOUNT for one in book.fields)
)


def keeper(book: Book) -> Account:
    """Whoever keeps a book: somebody of the office, or of the role, that it names first."""
    first = book.keepers[0]
    if first in {*Role}:
        return Account(number="keeper-01", name="某", role=Role(first))
    return Account(number="keeper-01", name="某", role=Role.OFFICER, office=first)


typed = st.tuples(st.integers(0, 4), st.integers(0, 11), st.lists(st.integers(0, 90), max_size=7))


def filling(book: Book, amounts: Sequence[int]) -> dict[str, str]:
    """Text for every field: amounts as drawn, the rest something that fits."""
    left = list(amounts)
    plain = {
        FieldKind.TEXT: "甲",
        FieldKind.DAY: "2020-06-01",
        FieldKind.PROJECT: "P",
        FieldKind.HOLDER: "unit-park",
    }
    found = {}
    for field in book.fields:
        if field.kind is FieldKind.AMOUNT:
            if left:
                found[field.code] = str(left.pop())
        else:
            found[field.code] = plain.get(field.kind) or field.choices[0]
    return found


@pytest.mark.parametrize("code", SUMMED)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(typed, max_size=25))
def test_every_prefix_adds_up_to_what_was_recorded(
    code: str, steps: list[tuple[int, int, list[int]]]
) -> None:
    book, books, tops = BOOKS[code], {}, {}
    kept: Books = books
    for day, (which, state, amounts) in enumerate(steps):
        lines = kept.get(code, {})
        line = lines.get(which)
        request = KeepLine(
            state=book.states[state % len(book.states)].code,
            values=filling(book, amounts),
            evidence="佐证",
        )
        number = which if line is not None else len(lines) + 1
        try:
            entry = written(
                book,
                line,
                request,
                number=number,
                by=keeper(book),
                names=NAMES,
                on=MONDAY + timedelta(days=day),
                days=DAYS,
            )
        except Refused:
            continue
        kept = with_line(kept, entry, on=MONDAY + timedelta(days=day), by="x")
        tops = adds_up(book, kept[code].values(), tops)


def adds_up(
    book: Book, lines: Sequence[BookLine] | object, before: dict[tuple[int, str], int]
) -> dict[tuple[int, str], int]:
    """Check the sums of one prefix; return what each line began with, which never changes."""
    held: list[BookLine] = list(lines)  # type: ignore[call-overload]
    by_state = amounts_by_state(book, held)
    assert sum(count for count, _ in by_state.values()) == len(held)
    for field in book.fields:
        if field.kind is FieldKind.AMOUNT:
            told = sum(sums[field.code] for _, sums in by_state.values())
            assert told == sum(line.amount(field.code) for line in held)
    balances = [amount for _, _, amount in layers(book, held)]
    for chain in book.chains:
        here, balances = balances[: len(chain)], balances[len(chain) :]
        assert all(amount >= 0 for amount in here)
        assert sum(here) == sum(line.amount(chain[0]) for line in held)
    fixed = [one.code for one in book.fields if one.fixed and one.kind is FieldKind.AMOUNT]
    now = {(one.number, code): one.amount(code) for one in held for code in fixed}
    assert {key: value for key, value in now.items() if before.get(key, 0)} == {
        key: value for key, value in before.items() if value
    }
    return now
