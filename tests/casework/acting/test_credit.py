"""The credit gate: a broken promise follows the applicant, not the project."""

import pytest

from casework.intake.registering import register
from casework.office import Office
from casework.watching.sweep import sweep
from models.refusal import Refused
from store import ledger
from tests.world import (
    CREDIT_DECIDER,
    DISPATCHER,
    LIAISON,
    OTHER_APPLICANT,
    OTHER_PROJECT,
    PROJECT,
    at,
    do,
    heard,
    june,
    project,
    stamp,
)

THIRD_PROJECT = "2020-230112-39-03-000003"


@pytest.fixture
def breached(office: Office) -> Office:
    """One applicant with two projects and a breach in the first; another with a third."""
    same = project(OTHER_PROJECT, name="冷库二期")
    stranger = project(THIRD_PROJECT, name="钢铁加工", applicant=OTHER_APPLICANT)
    register(office, [same, stranger], stamp=stamp(by=DISPATCHER))
    do(office, "submit", by=LIAISON, documents=["A01-1", "A01-3"])
    do(office, "accept_conditionally", signed_by="法定代表人")
    sweep(office, now=at(june(12)))
    heard(office, "credit_record", on=june(12))
    do(office, "record_breach", by=CREDIT_DECIDER, on=june(12), reason="逾期未补")
    for code in (OTHER_PROJECT, THIRD_PROJECT):
        do(office, "submit", by=LIAISON, on=june(12), project=code, documents=["A01-1", "A01-3"])
    return office


def test_closes_the_door_in_every_project_of_the_applicant(breached: Office) -> None:
    with pytest.raises(Refused) as refused:
        do(
            breached,
            "accept_conditionally",
            on=june(12),
            project=OTHER_PROJECT,
            signed_by="法定代表人",
        )

    assert refused.value.code == "credit_impaired"
    assert "逾期未补" in refused.value.message


def test_leaves_it_open_for_another_applicant(breached: Office) -> None:
    do(breached, "accept_conditionally", on=june(12), project=THIRD_PROJECT, signed_by="授权委托人")


def test_opens_it_again_when_the_record_is_repaired(breached: Office) -> None:
    do(breached, "repair_credit", by=CREDIT_DECIDER, on=june(15), reason="已经补齐")

    do(breached, "accept_conditionally", on=june(15), project=OTHER_PROJECT, signed_by="法定代表人")


def test_is_told_with_what_was_in_force_on_its_day(breached: Office) -> None:
    """国办发〔2020〕49号 is of December: nothing of June cites it."""
    with breached.store.reading() as connection:
        entries = ledger.read(connection, PROJECT)
    (record,) = [one.payload for one in entries if one.payload.kind == "breach_recorded"]

    assert record.article == "行政许可法第七条"
