"""The monthly supervision bulletin (月度督办通报): drafted when due, signed or dropped, shown.

Which months are due follows from the ledger alone (`rules/clocks/bulletin_days.py`): whoever
looks, how often and in what order changes nothing. Until a named person signs a draft
nobody but its signers hears of it.
"""

from datetime import date, datetime

from sqlalchemy import Connection

from casework.desk import SYSTEM, Stamp, precedes_campaign, write_campaign
from casework.office import CAMPAIGN, Office, Situation
from casework.office.reckoning import Reading
from casework.supervision.bulletin_figures import bulletin_figures
from casework.supervision.bulletin_telling import tell_bulletin
from models.act import Via
from models.bulletin import (
    BulletinDrafted,
    BulletinDropped,
    BulletinIssued,
    BulletinRules,
    DropBulletin,
    MonthlyBulletin,
    SignBulletin,
)
from models.bulletin_views import BulletinState, BulletinView
from models.refusal import Refused
from rules.clocks.bulletin_days import (
    bulletin_due_on,
    bulletin_months,
    bulletins_due,
    first_of,
    last_of,
)
from rules.supervision.bulletin_signing import signer_refused
from store.engine import hold, stand_still
from store.verifying.anchor import anchor


class NoSuchBulletin(Refused):
    """There is no bulletin of that month (没有该月的督办通报)."""


class BulletinSettled(Refused):
    """The bulletin was signed, or dropped, before (通报已签发或不予签发)."""


def keep_bulletins(office: Office, *, now: datetime) -> tuple[str, ...]:
    """Draft every bulletin that is due, each month once; return the months drafted now."""
    stamp = Stamp(by=SYSTEM, via=Via.SYSTEM, now=now)
    with office.store.reading() as connection:
        if precedes_campaign(connection, stamp.on):
            return ()
        months = bulletins_due(office.situation(connection).file, stamp.on)
    return tuple(month for month in months if _drafted(office, month, stamp))


def _drafted(office: Office, month: str, stamp: Stamp) -> bool:
    """Draft the bulletin of a month; ``False`` = somebody else has in the meantime.

    The figures are read before anybody is made to wait: what happened up to the month's
    end is settled by then.
    """
    as_of = last_of(month)
    with office.store.reading() as connection:
        situation = office.situation(connection)
        rules = _rules(situation)
        reading = Reading(office, connection, situation, as_of)
        figures = bulletin_figures(reading, rules, today=stamp.on)
    with office.store.writing(CAMPAIGN) as connection:
        situation = office.situation(connection)
        if month in situation.file.bulletins:
            return False
        due_on = bulletin_due_on(month, rules, situation.regulations.days)
        drafted = BulletinDrafted(month=month, as_of=as_of, figures=figures, late=stamp.on > due_on)
        write_campaign(office, connection, [drafted], stamp=stamp)
        tell_bulletin(office, connection, situation, rules, drafted, stamp=stamp)
    return True


def sign_bulletin(
    office: Office, *, month: str, request: SignBulletin, stamp: Stamp
) -> BulletinView:
    """Sign the drafted bulletin of a month, sealed with the ledger's root; it goes out."""
    with office.store.writing() as connection:
        situation, rules = _pending(office, connection, month, stamp)
        stand_still(connection)
        roots = anchor(connection)
        issued = BulletinIssued(
            month=month,
            opinion=request.opinion,
            requirements=request.requirements,
            anchor=roots.sha256,
            anchor_sm3=roots.sm3,
        )
        write_campaign(office, connection, [issued], stamp=stamp)
        tell_bulletin(office, connection, situation, rules, issued, stamp=stamp)
    return bulletin_of(office, month=month, today=stamp.on)


def drop_bulletin(
    office: Office, *, month: str, request: DropBulletin, stamp: Stamp
) -> BulletinView:
    """Do not sign the drafted bulletin of a month; nothing goes out."""
    with office.store.writing() as connection:
        _pending(office, connection, month, stamp)
        dropped = BulletinDropped(month=month, reason=request.reason)
        write_campaign(office, connection, [dropped], stamp=stamp)
    return bulletin_of(office, month=month, today=stamp.on)


def bulletin_of(office: Office, *, month: str, today: date) -> BulletinView:
    """Return the bulletin of a month: as it stands in the ledger, else as it would read now."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        rules = _rules(situation)
        known = situation.file.bulletins.get(month)
        if known is not None:
            return _view(situation, rules, known)
        if month not in bulletin_months(situation.file, today):
            begun = first_of(month) <= today
            why = "不在专项行动期间" if begun else "尚未开始"
            raise NoSuchBulletin(f"{month} {why}，没有督办通报", month=month)
        as_of = min(today, last_of(month))
        state = BulletinState.PREVIEW
        return BulletinView(
            month=month,
            state=state,
            state_name=state.label,
            as_of=as_of,
            due_on=bulletin_due_on(month, rules, situation.regulations.days),
            day_assumed=rules.assumed,
            figures=bulletin_figures(
                Reading(office, connection, situation, as_of), rules, today=today
            ),
        )


def newest_bulletin(office: Office) -> BulletinView | None:
    """Return the newest bulletin that was drafted, if any."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        if not situation.file.bulletins:
            return None
        newest = max(situation.file.bulletins)
        return _view(situation, _rules(situation), situation.file.bulletins[newest])


def bulletins_seen_by(office: Office, *, account: str) -> tuple[BulletinView, ...]:
    """Return the bulletins that somebody may read, the newest first.

    What was signed is everybody's; a draft, or one that was not signed, only its signers'.
    """
    with office.store.reading() as connection:
        situation = office.situation(connection)
    rules = situation.regulations.rulebook.monthly_bulletin
    if rules is None:
        return ()
    signs = signer_refused(situation.account(account), rules) is None
    return tuple(
        _view(situation, rules, one)
        for _, one in sorted(situation.file.bulletins.items(), reverse=True)
        if one.issued is not None or signs
    )


def unsigned_bulletins(office: Office) -> tuple[MonthlyBulletin, ...]:
    """Return the drafts that wait for a signature, oldest first."""
    with office.store.reading() as connection:
        bulletins = office.situation(connection).file.bulletins
    return tuple(one for _, one in sorted(bulletins.items()) if one.pending)


def _rules(situation: Situation) -> BulletinRules:
    rules = situation.regulations.rulebook.monthly_bulletin
    if rules is None:
        raise NoSuchBulletin("本专项行动没有规定月度督办通报")
    return rules


def _pending(
    office: Office, connection: Connection, month: str, stamp: Stamp
) -> tuple[Situation, BulletinRules]:
    """Hold the campaign's stream; see who signs, and that the draft still waits."""
    hold(connection, CAMPAIGN)
    situation = office.situation(connection)
    rules = _rules(situation)
    if refused := signer_refused(situation.account(stamp.by), rules):
        raise refused
    known = situation.file.bulletins.get(month)
    if known is None:
        raise NoSuchBulletin(f"{month} 督办通报尚未拟制，不能签发", month=month)
    if not known.pending:
        done = "签发" if known.issued else "不予签发"
        raise BulletinSettled(
            f"{month} 督办通报已于 {known.settled_on} 由 {known.settled_by} {done}，不能再办",
            month=month,
            by=known.settled_by,
            on=known.settled_on,
        )
    return situation, rules


def _view(situation: Situation, rules: BulletinRules, known: MonthlyBulletin) -> BulletinView:
    drafted, issued, dropped = known.drafted, known.issued, known.dropped
    state = BulletinState.UNSIGNED
    if issued is not None:
        state = BulletinState.ISSUED
    elif dropped is not None:
        state = BulletinState.DROPPED
    signer = situation.file.campaign.account(known.settled_by)
    return BulletinView(
        month=drafted.month,
        state=state,
        state_name=state.label,
        as_of=drafted.as_of,
        due_on=bulletin_due_on(drafted.month, rules, situation.regulations.days),
        day_assumed=rules.assumed,
        drafted_on=known.drafted_on,
        late=drafted.late,
        settled_on=known.settled_on,
        settled_by=known.settled_by,
        settled_by_name=signer.name if signer else known.settled_by,
        opinion=issued.opinion if issued else "",
        requirements=issued.requirements if issued else "",
        reason=dropped.reason if dropped else "",
        anchor=issued.anchor if issued else "",
        anchor_sm3=issued.anchor_sm3 if issued else "",
        figures=drafted.figures,
    )
