"""What a reminder says (提醒告知), by its ground: it brings its own."""

from collections.abc import Callable, Mapping

from casework.telling.entry import News, Said, Telling, own_law, usual_readers
from models.case_entries import Reminded
from models.notice import Ground
from models.people import Role
from rules.acceptance.promise import consequence
from rules.acceptance.regime import consequence_name
from rules.clocks.binding import binding
from rules.clocks.concurring import awaited
from rules.clocks.expiry import expires_on
from rules.clocks.receipt import timed
from rules.clocks.round_days import iso_week
from rules.days.last_day import last_day
from rules.plan.forecast import forecast_start
from rules.supervision.grounds import issues_of


def _by_its_day(news: News) -> Said:
    """Say the last day that a reminder about a procedure is about."""
    reminded = news.of(Reminded)
    return Said(due_on=reminded.about_on if reminded.procedure else None)


def _of_a_limit(news: News) -> Said:
    """Rest it on the law where that ends first, and what is no licence on what was promised."""
    due_on = _by_its_day(news).due_on
    case = news.file.cases[news.of(Reminded).procedure]
    case = timed(news.file, case, news.regulations)
    found = binding(case, on=news.entry.on, days=news.regulations.days)
    if found is not None and case.limits is not None and found[0] is case.limits.statutory:
        return Said(due_on=due_on, basis=found[0].source)
    return Said(due_on=due_on, basis="" if news.licence else "向社会承诺的办理时限")


def _signature(news: News) -> Said:
    case, regulations = news.file.cases[news.of(Reminded).procedure], news.regulations
    profile = regulations.deferral_of(case)
    waiting = consequence(case, profile, on=news.entry.on, days=regulations.days)
    reason = consequence_name(waiting, news.procedure) if waiting is not None else ""
    return Said(documents=tuple(one.document for one in case.lapsed), reason=reason)


def _promise(news: News) -> Said:
    owed = news.file.cases[news.of(Reminded).procedure].outstanding
    due_on = min((one.due_on for one in owed), default=None)
    return Said(documents=tuple(one.document for one in owed), due_on=due_on)


def _correction(news: News) -> Said:
    """Say what of that day has not come, and the last good day, numbered as it was told."""
    case, about = news.file.cases[news.of(Reminded).procedure], news.of(Reminded).about_on
    waiting = [
        (number, item)
        for number, item in enumerate(case.corrections, 1)
        if item in case.open_corrections and item.due_on == about
    ]
    return Said(
        documents=tuple(dict.fromkeys(item.document for _, item in waiting)),
        due_on=last_day(about, news.regulations.days),
        reason="；".join(f"{number}.{item.what}" for number, item in waiting),
        basis=own_law(news),
    )


def _slip_of_the_start(news: News) -> Said:
    forecast = forecast_start(
        news.file, news.procedures, on=news.entry.on, regulations=news.regulations
    )
    return Said(expected_on=forecast.start_on, days_left=-forecast.slip_days)


def _certificate(news: News) -> Said:
    """Count a term in months or years, whatever the calendar."""
    case = news.file.cases[news.of(Reminded).procedure]
    expiry = expires_on(case, on=news.entry.on, regulations=news.regulations)
    if expiry is None:
        return Said()
    return Said(
        due_on=expiry.due_on,
        of_the_calendar=False,
        basis=expiry.term.source,
        reason=expiry.term.extensions or expiry.term.effect,
    )


def _issues(news: News) -> Said:
    overdue = issues_of(news.file, news.of(Reminded).about_on)
    return Said(reason="；".join(one.text for one in overdue))


def _lights(news: News) -> Said:
    return Said(reason="；".join(one.reason for one in news.file.lit.values() if one.reason))


def _opinions(news: News) -> Said:
    """Say whose opinions are still to come, on what, and by when."""
    case = news.file.cases[news.of(Reminded).procedure]
    waiting, names = awaited(news.file, case, news.regulations), news.regulations.department_name
    reason = "、".join(f"{names(one.department)}：{one.about}" for one in waiting.offices)
    return Said(due_on=waiting.due_on, reason=reason, basis=waiting.source)


SAID: Mapping[Ground, Callable[[News], Said]] = {
    Ground.DUE_SOON: _of_a_limit,
    Ground.OVERDUE: _of_a_limit,
    Ground.SIGNATURE_DUE: _signature,
    Ground.PROMISE_DUE_SOON: _promise,
    Ground.CORRECTION_DUE_SOON: _correction,
    Ground.CORRECTION_OVERDUE: _correction,
    Ground.OPINION_ASKED: _opinions,
    Ground.OPINION_LATE: _opinions,
    Ground.START_SLIPPED: _slip_of_the_start,
    Ground.CERTIFICATE_EXPIRING: _certificate,
    Ground.ISSUE_OVERDUE: _issues,
    Ground.LIGHT_YELLOW: _lights,
    Ground.LIGHT_RED: _lights,
    Ground.REPORT_MISSED: lambda news: Said(week=iso_week(news.of(Reminded).about_on)),
}
"""Ground of a reminder → what it says; the others say their day."""


def _said(news: News) -> Said:
    return SAID.get(news.of(Reminded).ground, _by_its_day)(news)


def _to(news: News, ground: Ground) -> tuple[str, ...]:
    """Who is asked for an opinion, by whatever office, and the usual readers."""
    usual = usual_readers(news, ground)
    if ground not in (Ground.OPINION_ASKED, Ground.OPINION_LATE):
        return usual
    case = news.file.cases[news.of(Reminded).procedure]
    campaign = news.situation.file.campaign
    asked = (
        account.number
        for office in awaited(news.file, case, news.regulations).codes
        for role in (Role.OFFICER, Role.DEPARTMENT_HEAD)
        for account in campaign.accounts_of(role, office)
    )
    return tuple(dict.fromkeys((*asked, *usual)))


OF_REMINDERS: Mapping[type, Telling] = {
    Reminded: Telling(lambda news: news.of(Reminded).ground, _said, _to)
}
