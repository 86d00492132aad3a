"""What others write between judging and writing: whatever an act hangs on is judged anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from casework.access.key_rotation import rotate_key
from casework.changes.catalogue import apply_changes
from casework.intake.registering import register
from casework.office import Office
from casework.office.integrity import dump, rebuild, verify
from casework.watching.sweep import sweep
from models.case_entries import ConditionallyAccepted
from models.refusal import Refused, Stale
from notices.channels import Channels
from store.engine import Store
from tests.world import (
    CREDIT_DECIDER,
    DISPATCHER,
    LIAISON,
    OTHER_PROJECT,
    PROJECT,
    at,
    do,
    folder,
    heard,
    june,
    project,
    stamp,
    with_terms,
)

Meanwhile = Callable[[Callable[[], object]], None]


@pytest.fixture
def meanwhile(office: Office, monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Let something happen once, right before this office takes the lock of its next writing."""

    def arrange(happens: Callable[[], object]) -> None:
        writing = office.store.writing

        @contextmanager
        def interrupted(*streams: str, beside: str | None = None) -> Iterator[Connection]:
            monkeypatch.setattr(office.store, "writing", writing)
            happens()
            with writing(*streams, beside=beside) as connection:
                yield connection

        monkeypatch.setattr(office.store, "writing", interrupted)

    return arrange


@pytest.fixture
def neighbour(office: Office, database: str, channels: Channels) -> Iterator[Office]:
    """Another process at the same ledger."""
    store = Store(database, audit_key=office.store.audit_key)
    yield Office(store, channels)
    store.close()


def whole(office: Office) -> bool:
    """Tell whether ledger and rows are what they should be."""
    stored = dump(office)
    rebuild(office)
    return verify(office).ok and dump(office) == stored


def test_the_same_case_was_accepted(
    office: Office, neighbour: Office, meanwhile: Meanwhile
) -> None:
    do(office, "submit", by=LIAISON)
    meanwhile(lambda: do(neighbour, "accept"))

    with pytest.raises(Refused) as refused:
        do(office, "accept")

    assert refused.value.code == "act_impossible"
    assert whole(office)


def test_whoever_saw_an_older_version_is_told_who_was_first(
    office: Office, neighbour: Office, meanwhile: Meanwhile
) -> None:
    seen = do(office, "submit", by=LIAISON).file.version
    meanwhile(lambda: do(neighbour, "accept"))

    with pytest.raises(Stale):
        do(office, "accept", expect=seen)


def test_another_case_of_the_project_was_submitted(
    office: Office, neighbour: Office, meanwhile: Meanwhile
) -> None:
    meanwhile(lambda: do(neighbour, "submit", "E01", by=LIAISON))

    done = do(office, "submit", "A01", by=LIAISON)

    assert {"A01", "E01"} <= {
        code for code, case in done.file.cases.items() if case.submitted_on is not None
    }
    assert whole(office)


def test_the_key_was_used(office: Office, neighbour: Office, meanwhile: Meanwhile) -> None:
    first: list[str] = []
    meanwhile(
        lambda: first.append(do(neighbour, "submit", by=LIAISON, key="form/1").entries[0].hash)
    )

    done = do(office, "submit", by=LIAISON, key="form/1")

    assert (done.repeated, [done.entries[0].hash]) == (True, first)


def test_a_promise_of_the_applicant_s_was_broken_in_another_project(
    office: Office, neighbour: Office, meanwhile: Meanwhile
) -> None:
    register(office, [project(OTHER_PROJECT, name="冷库二期")], stamp=stamp(by=DISPATCHER))
    do(office, "submit", by=LIAISON, documents=["A01-1", "A01-3"])
    do(office, "accept_conditionally", signed_by="法定代表人")
    sweep(office, now=at(june(12)))
    heard(office, "credit_record", on=june(12))
    other = {"on": june(12), "project": OTHER_PROJECT}
    do(office, "submit", by=LIAISON, documents=["A01-1", "A01-3"], **other)
    breach = {"by": CREDIT_DECIDER, "on": june(12), "reason": "逾期未补"}
    meanwhile(lambda: do(neighbour, "record_breach", **breach))

    with pytest.raises(Refused) as refused:
        do(office, "accept_conditionally", signed_by="法定代表人", **other)

    assert refused.value.code == "credit_impaired"


def test_the_rules_changed(office: Office, neighbour: Office, meanwhile: Meanwhile) -> None:
    do(office, "submit", by=LIAISON, documents=["A01-1", "A01-3"])
    changed = with_terms(folder(project()), grace_workdays=5)
    meanwhile(lambda: apply_changes(neighbour, changed, stamp=stamp(by=DISPATCHER)))

    (signed,) = do(office, "accept_conditionally", signed_by="法定代表人").entries

    assert isinstance(signed.payload, ConditionallyAccepted)
    assert signed.payload.terms == changed.campaign.rulebook.profiles["pause"]
    assert signed.payload.terms.grace_workdays == 5
    assert whole(office)


def test_the_key_that_seals_was_replaced(
    office: Office, meanwhile: Meanwhile, tmp_path: Path
) -> None:
    key_file = tmp_path / "audit.key"
    key_file.write_bytes(office.store.audit_key)
    meanwhile(
        lambda: rotate_key(office, key_file, reason="定期更换", stamp=stamp(by="operator-01"))
    )

    do(office, "submit", by=LIAISON)

    assert whole(office)


def test_what_a_watch_was_about_to_write(
    office: Office, neighbour: Office, meanwhile: Meanwhile
) -> None:
    do(office, "submit", by=LIAISON, documents=["A01-1", "A01-3"])
    do(office, "accept_conditionally", signed_by="法定代表人")
    meanwhile(lambda: do(neighbour, "submit", "E01", by=LIAISON, on=june(12)))

    sweep(office, now=at(june(12)))

    with office.store.reading() as connection:
        file, _ = office.file(connection, PROJECT)
    assert file.cases["E01"].submitted_on == june(12)
    assert whole(office)
