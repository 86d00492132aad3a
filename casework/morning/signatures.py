"""What waits for a signature or an answer (待签发、待反馈): slips, reviews, bulletins.

A draft of which nobody is reminded is a draft that nobody signs: every morning's digest
names it to those whom the rules let sign, and a signed slip to the office that answers.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from casework.morning.lines import Matter, Side
from casework.office import Office, Situation
from casework.supervision.matters import TO_DO
from casework.telling.supervision import matter_in_words, signers
from models.escalation import EscalationRules
from models.people import Role
from models.proposal import Proposal
from models.supervision import Matter as Supervised
from rules.supervision.bulletin_signing import bulletin_signers
from store.people.proposals import waiting
from store.projected.listed import Of, listed_matters


def signatures(office: Office, *, on: date) -> Iterator[Matter]:
    """Yield every draft that waits for its signer, and every slip that waits for its answer."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        yield from _bulletins(situation)
        yield from _proposals(waiting(connection), situation)
        ladder = situation.regulations.rulebook.escalation
        if ladder is not None:
            for of, matter in listed_matters(connection):
                yield from _slip(of, matter, situation, ladder, on)


def _bulletins(situation: Situation) -> Iterator[Matter]:
    rules = situation.regulations.rulebook.monthly_bulletin
    if rules is None:
        return
    campaign = situation.file.campaign
    for month, one in sorted(situation.file.bulletins.items()):
        if one.pending:
            yield Matter(
                side=Side.SIGNER,
                project_name=campaign.title,
                about=f"{month} 督办通报",
                to_do=f"请{TO_DO['unsigned']}",
                persons=frozenset(bulletin_signers(rules, campaign)),
            )


def _proposals(every: Iterable[Proposal], situation: Situation) -> Iterator[Matter]:
    """Yield one line for everybody on whose desk something waits that was filled in elsewhere."""
    for officer, number in sorted(Counter(one.officer for one in every).items()):
        yield Matter(
            side=Side.SIGNER,
            project_name=situation.file.campaign.title,
            about=f"运行台转来{number}件",
            to_do="请在签批台签字或退回",
            persons=frozenset({officer}),
        )


def _slip(
    of: Of, matter: Supervised, situation: Situation, ladder: EscalationRules, on: date
) -> Iterator[Matter]:
    """Yield what an open matter asks of somebody; nothing where it runs its course."""
    campaign, slip = situation.file.campaign, matter.slip
    if slip is None or slip.dropped_on is not None:
        return
    rung = ladder.rung(slip.rung)
    what, due_on = rung.name, None
    persons: Iterable[str] = ()
    if matter.review_due_on is not None:
        what, to_do, due_on = "复核", "请作出复核决定", matter.review_due_on
        signed = {one.signed_by for one in matter.slips}  # nobody reviews what he signed
        persons = {one.number for one in campaign.accounts_of(Role.SUPERVISOR)} - signed
    elif slip.pending:
        to_do, persons = f"请{TO_DO['unsigned']}", signers(rung, campaign)
    elif slip.answered_on is None:
        to_do, due_on = f"请{TO_DO['issued']}", slip.reply_by
    else:
        return
    yield _line(of, situation, matter, what, to_do, due_on, frozenset(persons), on)


def _line(
    of: Of,
    situation: Situation,
    matter: Supervised,
    what: str,
    to_do: str,
    due_on: date | None,
    persons: frozenset[str],
    on: date,
) -> Matter:
    """Return a matter's line: for persons, or else for the office that has to answer."""
    unit = matter.office in {one.code for one in situation.file.campaign.units}
    answers = Side.UNIT if unit else Side.DEPARTMENT
    return Matter(
        side=Side.SIGNER if persons else answers,
        office="" if persons else matter.office,
        project=of.code,
        project_name=of.name,
        about=f"{what}：{matter_in_words(matter)}",
        to_do=to_do,
        due_on=due_on,
        days_left=situation.regulations.days.between(on, due_on) if due_on else None,
        chief_service_officer=of.chief_service_officer,
        sponsor=of.sponsor,
        persons=persons,
    )
