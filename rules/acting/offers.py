"""Which acts are offered on a case (可办动作): those that the rules would let somebody do.

Not the state alone says so: a decision is not offered while a prerequisite, a paper, a notice
period or an opinion is lacking. An act is offered where somebody who holds the right to it
could do it today with something to give; whoever does it gives his own facts, and may still be
refused for these. Lists, pages and forms ask here, so none invites to what would be refused.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache

from models.act_requests import Act
from models.case import Case, CaseFile
from models.catalogue import Procedure
from models.people import Account, Role
from models.refusal import Refused
from rules.acceptance.circumstances import Circumstances
from rules.acting.being_heard import NotTheDecider
from rules.acting.examining import AUTHORITY, acts_possible, examine
from rules.acting.probes import PROBES, Probed
from rules.acting.reviewing import AnotherMustDecide, ReviewNotYours
from rules.clocks.concurring import offices_asked
from rules.in_force.identity import TheVery
from rules.in_force.regulations import Regulations

BY_WHOM = (AnotherMustDecide, ReviewNotYours, NotTheDecider)
"""Refusals that another person would not meet."""


def offered(
    file: CaseFile,
    procedure: str,
    *,
    on: date,
    regulations: Regulations,
    open_breaches: tuple[str, ...] = (),
    law_of: date | None = None,
    among: Collection[Act] | None = None,
) -> tuple[Act, ...]:
    """Return the acts that somebody may do on a case on a day, in the order of the life cycle.

    ``open_breaches`` are the applicant's unrepaired ones, which the file does not know;
    ``law_of`` is the day whose law names the papers, where that is not the day itself;
    ``among`` are the only ones asked about.
    """
    case = file.cases[procedure]
    known = regulations.procedures(file.project, on=law_of or on).get(procedure)
    if known is None:
        return ()
    about = (file, case, known, on, regulations, open_breaches)
    return tuple(
        act
        for act in acts_possible(case.state)
        if (among is None or act in among) and refused_to_all(act, *about) is None
    )


def refused_to_all(
    act: Act,
    file: CaseFile,
    case: Case,
    known: Procedure,
    on: date,
    regulations: Regulations,
    open_breaches: tuple[str, ...] = (),
) -> Refused | None:
    """Return why nobody may do an act on a case, ``None`` where somebody may.

    Of several refusals that of the last thing tried is told.
    """
    asked = offices_asked(known, regulations.campaign.catalogue) if act is Act.REVIEW else ()
    people = _entitled(TheVery(regulations), act, frozenset({known.department, *asked}))
    refused: Refused | None = None
    for request in PROBES[act](Probed(file, (case, known), on, regulations)):
        given = Circumstances(
            file=file,
            about=(case, known),
            request=request,
            by=people[0],
            on=on,
            regulations=regulations,
            open_breaches=open_breaches,
        )
        refused = _refused_to_each(given, people)
        if refused is None:
            return None
    return refused or Refused("没有可以办理的内容")


def _refused_to_each(given: Circumstances, people: Iterable[Account]) -> Refused | None:
    refused: Refused | None = None
    for account in people:
        refused = examine(given if account is given.by else replace(given, by=account))
        if not isinstance(refused, BY_WHOM):
            break
    return refused


@lru_cache(maxsize=1024)
def _entitled(
    the_very: TheVery[Regulations], act: Act, departments: frozenset[str]
) -> tuple[Account, ...]:
    """Return who holds the right to an act in cases of departments, or anybody for nobody."""
    accounts = the_very.itself.campaign.accounts
    roles = AUTHORITY.get(act, {})
    own = (Role.OFFICER, Role.DEPARTMENT_HEAD)
    found = tuple(
        one
        for one in accounts
        if one.role in roles
        and (one.office in departments or one.role not in own or act in _BY_ANOTHER_OFFICE)
    )
    return found or accounts[:1]


_BY_ANOTHER_OFFICE = frozenset({Act.RECORD_BREACH, Act.REPAIR_CREDIT})
