"""What waits for a signature or an answer (待签发、待反馈): slips, reviews, bulletins.

A draft of which nobody is reminded is a draft that nobody signs: every morning's digest
names it to those whom the rules let sign, and a signed slip to the office that answers.
"""

from collections.abc import Iterator
from datetime import date

from casework.brief_matters import Matter, Side
from casework.office import Office, Situation
from casework.supervision_notices import matter_in_words, signers
from models.case import CaseFile
from models.escalation import EscalationRules
from models.people import Role
from models.supervision import Matter as Supervised
from rules.bulletin_signing import bulletin_signers
from store.queries import project_lines


def signatures(office: Office, *, on: date) -> tuple[Matter, ...]:
    """Return every draft that waits for its signer, and every slip that waits for its answer."""
    found: list[Matter] = []
    with office.store.reading() as connection:
        situation = office.situation(connection)
        found.extend(_bulletins(situation))
        ladder = situation.regulations.rulebook.escalation
        if ladder is not None:
            for line in project_lines(connection):
                file, _ = office.file(connection, line.code)
                found.extend(_slips(file, situation, ladder, on))
    return tuple(found)


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
                to_do="请签发或不予签发",
                persons=frozenset(bulletin_signers(rules, campaign)),
            )


def _slips(
    file: CaseFile, situation: Situation, ladder: EscalationRules, on: date
) -> Iterator[Matter]:
    for matter in file.matters.values():
        if not matter.open:
            continue
        if matter.review_due_on is not None:
            yield _of(file, situation, matter, "复核", on, due_on=matter.review_due_on)
            continue
        slip = matter.slip
        if slip is None or slip.dropped_on is not None:
            continue
        rung = ladder.rung(slip.rung)
        if slip.pending:
            to = frozenset(signers(rung, situation.file.campaign))
            yield _of(file, situation, matter, rung.name, on, persons=to)
        elif slip.answered_on is None:
            yield _of(file, situation, matter, rung.name, on, due_on=slip.reply_by, answer=True)


def _of(
    file: CaseFile,
    situation: Situation,
    matter: Supervised,
    what: str,
    on: date,
    *,
    due_on: date | None = None,
    persons: frozenset[str] = frozenset(),
    answer: bool = False,
) -> Matter:
    campaign, days = situation.file.campaign, situation.regulations.days
    to_do = "请反馈办理情况和办结日期" if answer else "请签发或不予签发"
    if not answer and not persons:
        # Nobody reviews what he signed himself.
        signed = {slip.signed_by for slip in matter.slips}
        reviewers = {one.number for one in campaign.accounts_of(Role.SUPERVISOR)} - signed
        persons, to_do = frozenset(reviewers), "请作出复核决定"
    unit = matter.office in {one.code for one in campaign.units}
    return Matter(
        side=(Side.UNIT if unit else Side.DEPARTMENT) if answer else Side.SIGNER,
        office=matter.office if answer else "",
        project=file.project.code,
        project_name=file.project.name,
        about=f"{what}：{matter_in_words(matter)}",
        to_do=to_do,
        due_on=due_on,
        days_left=days.between(on, due_on) if due_on else None,
        chief_service_officer=file.project.chief_service_officer,
        sponsor=file.project.sponsor,
        persons=persons,
    )
