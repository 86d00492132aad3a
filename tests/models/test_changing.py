"""A changed copy: what `dataclasses.replace` gives, whatever the class and the fields."""

from dataclasses import FrozenInstanceError, fields, replace
from datetime import date

import pytest

from models.case import Case, CaseState, ClockStop, OwedDocument
from models.catalogue import Unit
from models.changing import NOTHING, changed

OPEN = Case("S05", CaseState.OPEN, opened_on=date(2020, 6, 1))


@pytest.mark.parametrize(
    ("before", "changes"),
    [
        pytest.param(OPEN, {}, id="nothing"),
        pytest.param(OPEN, {"state": CaseState.SUBMITTED}, id="one field"),
        pytest.param(OPEN, {"told": True, "procedure": "S01", "returns": 2}, id="in any order"),
        pytest.param(OwedDocument("S05-1", date(2020, 6, 9)), {"extensions": 1}, id="a default"),
        pytest.param(
            ClockStop(None, "容缺补交宽限", date(2020, 6, 9), 15, Unit.WORKDAY),
            {"ended_on": date(2020, 6, 30)},
            id="another class",
        ),
    ],
)
def test_it_is_what_replace_gives(before: Case, changes: dict[str, object]) -> None:
    after = changed(before, **changes)

    assert after == replace(before, **changes)  # type: ignore[arg-type]
    for one in fields(before):
        if one.name not in changes:
            assert getattr(after, one.name) is getattr(before, one.name)


def test_the_one_before_stays_as_it_was() -> None:
    changed(OPEN, state=CaseState.SUBMITTED)

    assert OPEN.state is CaseState.OPEN
    with pytest.raises(FrozenInstanceError):
        OPEN.state = CaseState.SUBMITTED  # type: ignore[misc]


def test_a_field_that_is_none_is_no_field() -> None:
    with pytest.raises(KeyError):
        changed(OPEN, colour="red")


def test_the_shared_empty_mapping_takes_nothing() -> None:
    with pytest.raises(TypeError):
        NOTHING["a"] = 1  # type: ignore[index]
