"""A promise through the one door: moved, lapsed, left to a person, put on record, repaired."""

from datetime import date

import pytest

from casework.intake.loading import load
from casework.office import Office
from casework.office.integrity import rebuild
from casework.reading.case.views import show
from casework.reading.lists.to_do import to_do
from casework.reading.obligations import blast, conditional_status
from casework.watching.sweep import sweep
from models.case import CaseState, Party
from models.light import Light
from models.notice import Ground
from models.refusal import Refused
from tests.world import (
    CREDIT_DECIDER,
    HEAD,
    LIAISON,
    OFFICER,
    PROJECT,
    at,
    do,
    folder,
    heard,
    july,
    june,
    project,
    stamp,
)


@pytest.fixture
def owing(empty_office: Office) -> Office:
    """A01 accepted on 1 June under a profile whose grace ends in a refusal that a person signs."""
    return promised_by(empty_office, "2020-06-05")


def promised_by(office: Office, day: str) -> Office:
    """The same, its paper promised by another day."""
    load(office, folder(project(), profile="sign"), stamp=stamp())
    do(office, "submit", by=LIAISON, missing=["A01-2"])
    promised = [{"document": "A01-2", "due_on": day}]
    do(office, "accept_conditionally", signed_by="法定代表人", owed=promised)
    return office


def swept(office: Office, day: date) -> list[str]:
    return [one.payload.kind for one in sweep(office, now=at(day)).entries]


def test_moved_before_it_is_due_lapses_on_its_new_day(owing: Office) -> None:
    do(owing, "extend_promise", by=HEAD, on=june(5), document="资金证明", days=5, reason="盖章未齐")

    assert "promise_lapsed" not in swept(owing, june(12))
    assert "promise_lapsed" in swept(owing, june(15))
    told = show(owing, project=PROJECT, timeline=True, today=june(15)).timeline
    assert "资金证明 展期至 2020-06-12：盖章未齐" in [one.detail for one in told]


def test_moved_beyond_the_limit_of_the_case_it_leaves_that_limit_as_it_is(
    empty_office: Office,
) -> None:
    """Waiting by agreement stops no clock (行政许可法 45, ADR 74); the head may extend it (42)."""
    owing = promised_by(empty_office, "2020-06-11")
    (before,) = (one for one in show(owing, project=PROJECT, today=june(5)).cases if one.owed)
    do(owing, "extend_promise", by=HEAD, on=june(5), document="资金证明", days=5, reason="盖章未齐")
    (after,) = (one for one in show(owing, project=PROJECT, today=june(18)).cases if one.owed)

    assert before.due_on == after.due_on == june(15)
    assert after.owed[0].due_on == june(18)
    assert after.light is Light.RED
    assert after.attributed_to is Party.DEPARTMENT


def test_moving_it_is_the_heads_and_survives_a_rebuild(owing: Office) -> None:
    asked = {"document": "A01-2", "days": 5, "reason": "盖章未齐"}
    with pytest.raises(Refused) as refused:
        do(owing, "extend_promise", by=OFFICER, on=june(2), **asked)
    do(owing, "extend_promise", by=HEAD, on=june(2), **asked)

    assert refused.value.code == "not_entitled"
    rebuild(owing)
    assert "promise_lapsed" not in swept(owing, june(9))
    assert "promise_lapsed" in swept(owing, june(15))


def test_left_to_a_person_is_on_the_to_do_list_until_it_is_signed(owing: Office) -> None:
    for day in (june(8), july(1)):
        found = sweep(owing, now=at(day))
    (line,) = to_do(owing, department="planning", today=july(1))

    assert [getattr(one.payload, "ground", None) for one in found.entries] == [Ground.SIGNATURE_DUE]
    assert line.to_do == "承诺逾期，按“宽限后人工决定”容缺办法应由负责人署名：不予许可"
    refused = do(owing, "refuse", by=HEAD, on=july(1), reason="逾期未补")
    assert refused.file.cases["A01"].state is CaseState.REFUSED
    assert to_do(owing, department="planning", today=july(1)) == ()


def test_broken_it_goes_on_record_once_and_is_repaired_once(owing: Office) -> None:
    with pytest.raises(Refused) as early:
        do(owing, "record_breach", by=CREDIT_DECIDER, on=june(4), reason="尚未逾期")
    with pytest.raises(Refused) as nothing:
        do(owing, "repair_credit", by=CREDIT_DECIDER, on=june(4), reason="没有记录")
    heard(owing, "credit_record", on=june(8))
    do(owing, "record_breach", by=CREDIT_DECIDER, on=june(8), reason="逾期未补")
    breached = conditional_status(owing, project=PROJECT, today=june(8))
    do(owing, "repair_credit", by=CREDIT_DECIDER, on=june(9), reason="已经补齐")
    with pytest.raises(Refused) as again:
        do(owing, "repair_credit", by=CREDIT_DECIDER, on=june(9), reason="再次修复")

    assert {one.value.code for one in (early, nothing, again)} == {"no_breach"}
    assert breached.breaches == (f"2020-06-08 {PROJECT} A01 逾期未补",)
    assert conditional_status(owing, project=PROJECT, today=june(9)).breaches == ()


def test_its_blast_is_read_as_of_any_day(owing: Office) -> None:
    do(owing, "receive_document", on=june(4), document="A01-2")
    then = blast(owing, project=PROJECT, document="A01-2", as_of=june(3), today=june(4))

    assert [one.procedure for one in then.cases] == ["A01", "B01", "B02", "C01"]
    with pytest.raises(Refused) as refused:
        blast(owing, project=PROJECT, document="A01-2", today=june(4))
    assert refused.value.code == "nothing_hangs"
