"""A deferral profile changes under its key: who signed before keeps what was signed."""

from datetime import date

import pytest

from casework.changes.catalogue import apply_changes
from casework.intake.loading import load
from casework.office import Office
from casework.office.integrity import dump, rebuild
from casework.reading.lists.to_do import to_do
from casework.recording import nothing_else, record
from casework.watching.sweep import sweep
from models.act_requests import PromisedDocument
from models.case import Case, CaseState
from models.case_entries import ConditionallyAccepted
from models.rulebook import OnDue
from store import ledger
from tests.world import (
    DISPATCHER,
    LIAISON,
    OTHER_PROJECT,
    PROJECT,
    at,
    campaign,
    do,
    folder,
    july,
    june,
    limit,
    project,
    stamp,
    with_terms,
)

TWO = folder(project(), project(OTHER_PROJECT))
OWED = [{"document": "A01-2", "due_on": "2020-06-08"}]


def accept(office: Office, project: str, on: date) -> None:
    do(office, "submit", by=LIAISON, on=on, project=project, missing=["A01-2"])
    do(
        office,
        "accept_conditionally",
        on=on,
        project=project,
        signed_by="法定代表人",
        owed=OWED,
    )


def case(office: Office, project: str = PROJECT) -> Case:
    with office.store.reading() as connection:
        return office.file(connection, project)[0].cases["A01"]


@pytest.fixture
def two(empty_office: Office) -> Office:
    """One case accepted under the old terms; the other project has not applied."""
    load(empty_office, TWO, stamp=stamp())
    accept(empty_office, PROJECT, june(1))
    return empty_office


def test_the_old_case_keeps_its_grace_and_the_new_one_takes_the_new(two: Office) -> None:
    apply_changes(two, with_terms(TWO, grace_workdays=5), stamp=stamp(june(2), by=DISPATCHER))
    accept(two, OTHER_PROJECT, june(2))

    sweep(two, now=at(june(9)))

    assert case(two).grace_until == date(2020, 7, 1), "15 working days"
    assert case(two, OTHER_PROJECT).grace_until == june(16), "5 working days"


def test_the_old_case_keeps_what_its_end_brings(two: Office) -> None:
    wanted = with_terms(TWO, on_grace_end=OnDue.REFUSE)
    apply_changes(two, wanted, stamp=stamp(june(2), by=DISPATCHER))
    accept(two, OTHER_PROJECT, june(2))
    sweep(two, now=at(june(9)))

    sweep(two, now=at(july(2)))

    assert case(two).state is CaseState.RETURNED
    assert case(two, OTHER_PROJECT).state is CaseState.OVERDUE_PROMISE
    (line,) = to_do(two, department="planning", today=july(2))
    assert line.project == OTHER_PROJECT
    assert line.to_do.endswith("由负责人署名：不予许可")


def test_the_terms_stand_in_the_entry_and_survive_a_rebuild(two: Office) -> None:
    apply_changes(two, with_terms(TWO, grace_workdays=5), stamp=stamp(june(2), by=DISPATCHER))
    stored = dump(two)

    rebuild(two)

    assert dump(two) == stored
    with two.store.reading() as connection:
        (signed,) = [
            one.payload
            for one in ledger.read(connection, PROJECT)
            if isinstance(one.payload, ConditionallyAccepted)
        ]
    assert signed.terms == campaign().rulebook.profiles["pause"]


def test_an_entry_from_before_they_were_kept_follows_its_key(two: Office) -> None:
    old = ConditionallyAccepted(
        procedure="A01",
        owed=(PromisedDocument(document="A01-2", due_on=june(8)),),
        signed_by="法定代表人",
        signed_on=june(2),
        countersigned_by="planning-01",
        profile="pause",
        promised=limit(10),
        statutory=limit(20),
    )
    do(two, "submit", by=LIAISON, on=june(2), project=OTHER_PROJECT, missing=["A01-2"])
    record(two, OTHER_PROJECT, lambda *_: (old,), nothing_else, stamp=stamp(june(2)))
    apply_changes(two, with_terms(TWO, grace_workdays=5), stamp=stamp(june(3), by=DISPATCHER))

    sweep(two, now=at(june(9)))

    assert case(two, OTHER_PROJECT).grace_until == june(16)
