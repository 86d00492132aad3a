"""The ledger is checked, and what is derived from it derived again (核验与重建)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from casework.office import CAMPAIGN, Office
from rules.fold.campaign import fold_campaign
from rules.fold.file import fold
from rules.in_force.regulations import Regulations
from store import ledger, projections, verification
from store.anchor import Anchored, AnchorEdited, anchor_findings, read_anchor
from store.anchor import keep_anchor as write_line
from store.comparison import Finding, projections_differ
from store.engine import Store, scratch
from store.triggers import trigger_findings


def verify(office: Office, *, anchor: Path | None = None) -> verification.Verification:
    """Check the ledger, and where its chains hold everything that stands beside them.

    ``anchor`` is the file in which the heads were written down elsewhere.
    """
    with office.store.snapshot() as connection:
        return verify_within(connection, office.store, anchor=anchor)


def verify_within(
    connection: Connection, store: Store, *, anchor: Path | None = None
) -> verification.Verification:
    """Check everything inside an open transaction; see :func:`verify`.

    What is derived is compared where the chains hold: from a damaged ledger nothing follows.
    """
    found = verification.verify(connection, audit_key=store.audit_key)
    findings = [*trigger_findings(connection), *_behind(connection, anchor)]
    if found.sound:
        findings.extend(_derived_otherwise(connection))
    return replace(found, findings=tuple(findings))


def rebuild(office: Office) -> int:
    """Derive every projection again from the ledger alone; return how many projects."""
    office.forget()
    with office.store.writing() as connection:
        projections.clear(connection)
        return _derive(connection, connection)


def dump(office: Office) -> str:
    """Return every projection as one text, to compare before and after."""
    with office.store.reading() as connection:
        return projections.dump(connection)


def check_anchor(office: Office, anchor: Path) -> Finding | None:
    """Tell whether the ledger is behind its anchor, by its heads alone."""
    with office.store.snapshot() as connection:
        return next(_behind(connection, anchor), None)


def keep_anchor(
    office: Office,
    anchor: Path,
    *,
    now: datetime,
    restored: str = "",
    every: timedelta = timedelta(),
) -> Anchored:
    """Write the heads down elsewhere, where they have moved; see :func:`store.anchor.keep_anchor`.

    Cheap: whoever wants to anchor nothing but a sound ledger calls :func:`verify` first.
    """
    with office.store.snapshot() as connection:
        return write_line(connection, anchor, at=now, restored=restored, every=every)


def _behind(connection: Connection, anchor: Path | None) -> Iterator[Finding]:
    if anchor is None:
        return
    try:
        known = read_anchor(anchor)
    except AnchorEdited as edited:
        yield edited.finding
        return
    yield from anchor_findings(connection, known)


def _derived_otherwise(connection: Connection) -> Iterator[Finding]:
    """Derive the projections beside the database, and yield where it differs from them."""
    with scratch() as derived:
        _derive(connection, derived)
        if (finding := projections_differ(derived, connection)) is not None:
            yield finding


def _derive(ledger_of: Connection, into: Connection) -> int:
    """Write the projections of a ledger into empty tables; return how many projects."""
    streams = ledger.streams(ledger_of)
    if CAMPAIGN not in streams:
        return 0
    campaign = fold_campaign(None, ledger.read(ledger_of, CAMPAIGN))
    regulations = Regulations(campaign.campaign, campaign.days, campaign.past_days)
    projects = 0
    for stream in streams:
        entries = ledger.read(ledger_of, stream)
        if stream != CAMPAIGN:
            file = fold(None, entries)
            projections.project_file(into, None, file, regulations=regulations)
            projects += 1
        projections.project_entries(into, entries)
    return projects
