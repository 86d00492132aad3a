"""The ledger is checked, and what is derived from it derived again (核验与重建)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from casework.office import CAMPAIGN, Office
from casework.office.edition import edition
from models.days import ZONE
from rules.fold.campaign import fold_campaign
from rules.fold.file import fold
from rules.in_force.regulations import Regulations
from rules.seal import Tally
from store import ledger
from store.engine import Store
from store.intake.attachments import attachment_findings
from store.outgoing.retention import forget_words
from store.projected import projections, reckoned
from store.rows.raw_rows import as_stored
from store.rows.tallies import ANCHOR, DERIVED, VERIFIED, sealed_tally, write_tally
from store.scratch import scratch
from store.verifying import verification
from store.verifying.access_findings import access_finding
from store.verifying.anchor import Anchored, anchor_findings
from store.verifying.anchor import keep_anchor as write_line
from store.verifying.anchor_file import AnchorEdited, read_anchor
from store.verifying.comparison import Finding, projections_differ
from store.verifying.export import exported_ledger
from store.verifying.outbox_findings import outbox_findings
from store.verifying.triggers import trigger_findings

ANCHORED_EVERY = timedelta(hours=1)
"""So often a watch writes the heads of the ledger down elsewhere, where they have moved."""

FORGOTTEN_AT_ONCE = 500
"""Notices whose words one transaction takes away."""


def verify(
    office: Office, *, anchor: Path | None = None, files: Path | None = None
) -> verification.Verification:
    """Check the ledger, and where its chains hold everything that stands beside them.

    ``anchor`` is the file in which the heads were written down elsewhere, ``files`` the folder
    of what is kept beside cases.
    """
    with office.store.snapshot() as connection:
        found = verify_within(connection, office.store, anchor=anchor)
        if files is None or not found.sound:
            return found
        lost = attachment_findings(connection, files)
        return replace(found, findings=(*found.findings, *lost))


def verify_within(
    connection: Connection, store: Store, *, anchor: Path | None = None
) -> verification.Verification:
    """Check everything inside an open transaction; see :func:`verify`.

    What is derived is compared where the chains hold: from a damaged ledger nothing follows.
    """
    found = verification.verify(connection, audit_key=store.audit_key, former=store.former_keys)
    findings = [*trigger_findings(connection), *_behind(connection, anchor)]
    key = store.audit_key
    if door := access_finding(connection, audit_key=key, former=store.former_keys):
        findings.append(door)
    findings.extend(outbox_findings(connection, audit_key=key, ends=found.ends))
    if found.sound:
        findings.extend(_derived_otherwise(connection))
    return replace(found, findings=tuple(findings))


def exported(office: Office, anchor: Path, *, now: datetime) -> Iterator[str]:
    """Yield the lines of the ledger for whoever wants to check it without us, of one moment."""
    key = office.store.audit_key
    with office.store.snapshot() as connection:
        yield from exported_ledger(connection, anchor, audit_key=key, at=now)


def rebuild(office: Office) -> int:
    """Derive every projection again from the ledger alone; return how many projects."""
    office.forget()
    with office.store.writing() as connection:
        projections.clear(connection)
        reckoned.forget(connection)
        write_tally(connection, DERIVED, Tally(1, edition()))
        return _derive(connection, connection)


def dump(office: Office) -> str:
    """Return every projection as one text, to compare before and after."""
    with office.store.reading() as connection:
        return projections.dump(connection)


def check_anchor(office: Office, anchor: Path) -> Finding | None:
    """Tell whether the ledger is behind its anchor, by its heads alone."""
    with office.store.snapshot() as connection:
        return next(_behind(connection, anchor), None)


def keep_proof(
    office: Office, anchor: Path, *, now: datetime, words_kept: int | None = None
) -> Anchored:
    """Check everything on the first watch of a day, and anchor what holds; for every watch.

    A watch that somebody has blinded by an edit finds nothing to do and is content: so it
    asks, once a day, whether what it looks at is what the ledger adds up to. Damage is told
    by every watch until it is mended.

    ``words_kept``: for so many days the words of notices are kept; ``None`` = for ever. What
    was just found right is taken away, and nothing else.
    """
    today = now.astimezone(ZONE).date().toordinal()
    with office.store.reading() as connection:
        known = sealed_tally(connection, VERIFIED, office.store.audit_key)
    if known is None or known.count != today:
        found = verify(office, anchor=anchor)
        if (finding := found.first) is not None:
            return Anchored(None, finding)
        with office.store.writing() as connection:
            write_tally(connection, VERIFIED, Tally(today, found.head))
        if words_kept is not None:
            _forget_words(office, before=date.fromordinal(today - words_kept))
    return keep_anchor(office, anchor, now=now, every=ANCHORED_EVERY)


def _forget_words(office: Office, *, before: date) -> None:
    """Take old words away, some notices at a time: others write in between."""
    some = FORGOTTEN_AT_ONCE
    while some == FORGOTTEN_AT_ONCE:
        with office.store.writing() as connection:
            some = forget_words(connection, before=before, most=FORGOTTEN_AT_ONCE)


def keep_anchor(
    office: Office,
    anchor: Path,
    *,
    now: datetime,
    restored: str = "",
    every: timedelta = timedelta(),
) -> Anchored:
    """Write the heads down elsewhere, where they have moved.

    See :func:`store.verifying.anchor.keep_anchor`.

    Cheap: whoever wants to anchor nothing but a sound ledger calls :func:`verify` first.
    """
    with office.store.snapshot() as connection:
        anchored = write_line(connection, anchor, at=now, restored=restored, every=every)
    if anchored.written is not None:
        with office.store.writing() as connection:
            write_tally(connection, ANCHOR, anchored.written)
    return anchored


def _behind(connection: Connection, anchor: Path | None) -> Iterator[Finding]:
    if anchor is None:
        return
    try:
        known = read_anchor(anchor)
    except AnchorEdited as edited:
        yield edited.finding
        return
    with as_stored(connection):
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
