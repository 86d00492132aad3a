"""How what happens to a case is told (办件告知), from its opening to a revocation."""

from collections.abc import Mapping
from datetime import date

from casework.telling.entry import News, Said, Telling, by_its_law, own_law, running_until
from models.assignment import Assigned
from models.case_entries import (
    Accepted,
    ApplicationRefused,
    ClockPaused,
    Concluded,
    ConditionallyAccepted,
    CorrectionRequested,
    Declined,
    DeemedAccepted,
    Extended,
    Revoked,
    Submitted,
)
from models.catalogue import CountsFrom
from models.certificate import CertificateExtended
from models.notice import Ground
from models.preview import PreviewOpinionGiven
from models.promise import PromiseLapsed


def _corrections(news: News) -> Said:
    """List what is wanted, numbered, each with its paper."""
    asked, procedure = news.of(CorrectionRequested), news.procedure
    assert procedure is not None
    listed = "；".join(
        f"{number}.《{procedure.document_name(item.document)}》{item.what}{_by(item.due_on)}"
        for number, item in enumerate(asked.items, 1)
    )
    documents = tuple(item.document for item in asked.items)
    return Said(documents=documents, due_on=asked.due_on, reason=listed, basis=own_law(news))


def _by(day: date | None) -> str:
    """Say an item's own day, where it has one."""
    return f"（{day.month}月{day.day}日前）" if day is not None else ""


def _acceptance(news: News) -> Said:
    """Its limit may go back to the day of receipt."""
    from_receipt = news.of(Accepted).promised.counts_from is CountsFrom.RECEIPT
    received_on = news.case.received_on if from_receipt and news.case is not None else None
    return Said(due_on=running_until(news), received_on=received_on, basis=own_law(news))


def _deemed(news: News) -> Said:
    return Said(due_on=running_until(news), received_on=news.of(DeemedAccepted).accepted_on)


def _owed(news: News) -> Said:
    owed = news.of(ConditionallyAccepted).owed
    documents = tuple(one.document for one in owed)
    return Said(documents=documents, due_on=min(one.due_on for one in owed))


def _preview(news: News) -> Said:
    given = news.of(PreviewOpinionGiven)
    return Said(reason=f"{given.opinion}；尚缺前置：{'、'.join(given.lacking)}")


def _lapse(news: News) -> Said:
    lapsed = news.of(PromiseLapsed)
    until = lapsed.grace_until
    reason = f"自{news.entry.on}起暂停计时，宽限至{until}" if until is not None else ""
    return Said(documents=lapsed.documents, due_on=until, reason=reason)


def _pause(news: News) -> Said:
    paused, days = news.of(ClockPaused), news.regulations.days
    due_on = days.add(news.entry.on, paused.limit_days, paused.limit_unit).due_on
    return Said(due_on=due_on, basis=own_law(news))


def _handed_on(news: News) -> Ground | None:
    """Nobody is told of what somebody has taken up of his own accord."""
    told = news.of(Assigned)
    return None if told.to == news.entry.by and not told.before else Ground.ASSIGNED


def _handlers(news: News) -> Said:
    told, names = news.of(Assigned), news.situation.file.campaign.holder_names
    said = f"{names.get(told.before, told.before)}→" if told.before else ""
    said += names.get(told.to, told.to)
    return Said(due_on=running_until(news), reason="；".join(filter(None, (said, told.reason))))


def _to_both(news: News, _: Ground) -> tuple[str, ...]:
    told = news.of(Assigned)
    return tuple(filter(None, (told.to, told.before)))


def _prolonged(news: News) -> Said:
    told = news.of(CertificateExtended)
    return Said(due_on=told.until, reason=told.reason)


OF_CASES: Mapping[type, Telling] = {
    Submitted: Telling(Ground.SUBMITTED, by_its_law),
    CorrectionRequested: Telling(Ground.CORRECTION_REQUESTED, _corrections),
    Accepted: Telling(Ground.ACCEPTED, _acceptance),
    DeemedAccepted: Telling(Ground.DEEMED_ACCEPTED, _deemed),
    ConditionallyAccepted: Telling(Ground.CONDITIONALLY_ACCEPTED, _owed),
    PreviewOpinionGiven: Telling(Ground.PREVIEW_OPINION, _preview),
    Assigned: Telling(_handed_on, _handlers, _to_both),
    Declined: Telling(Ground.DECLINED, by_its_law),
    PromiseLapsed: Telling(Ground.PROMISE_LAPSED, _lapse),
    ClockPaused: Telling(Ground.PAUSED, _pause),
    Extended: Telling(Ground.EXTENDED, by_its_law),
    CertificateExtended: Telling(Ground.CERTIFICATE_EXTENDED, _prolonged),
    Concluded: Telling(Ground.CONCLUDED, by_its_law),
    ApplicationRefused: Telling(Ground.REFUSED, by_its_law),
    Revoked: Telling(Ground.REVOKED, by_its_law),
}
"""Kind of entry on a case → how it is told."""
