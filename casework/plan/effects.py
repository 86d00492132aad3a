"""What acts, papers and deferrals do to a project's start, read for the doors (办前后果、保开工).

One reading of the ledger each; nothing is written. The words are `reports/text/consequence.py`'s.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import Connection

from casework.office import Office
from models.act_requests import Act, Request
from models.branch import Branch, DeferredPaper
from models.case import CaseFile
from models.catalogue import Procedure
from models.people import Account, Role
from rules.acceptance.circumstances import Circumstances
from rules.acceptance.deferrable import History
from rules.acting.examining import acts_possible
from rules.in_force.regulations import Regulations
from rules.whatif.branch import difference
from rules.whatif.directives import Directive, directives
from rules.whatif.effect import Effect, PapersWorth, effect_of, start_of, worth_of_papers
from rules.whatif.rescue import Rescue, rescue
from rules.whatif.typical import typical_request
from store.projected.promises import lapses
from store.projected.queries import open_breaches

NO_EFFECT = frozenset(
    {
        *(Act.DELIVER, Act.RECORD_BREACH, Act.REPAIR_CREDIT, Act.EXPECT_DOCUMENT),
        *(Act.REVIEW, Act.ASSIGN, Act.ANNOUNCE_MEASURE, Act.STATE_DEFENCE),
        Act.EXTEND_CERTIFICATE,
    }
)
"""Acts that move no date by themselves, or whose only effect is the date that is typed."""

DECISIONS = frozenset({Act.DECIDE, Act.DECIDE_CONDITIONALLY, Act.REFUSE, Act.REVOKE})
"""Acts that nobody does alone who has taken the application in."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """A project as its plan is seen on a day (项目展望)."""

    file: CaseFile
    procedures: Mapping[str, Procedure]
    regulations: Regulations
    on: date
    breaches: tuple[str, ...] = ()
    history: History | None = None

    @property
    def start_on(self) -> date:
        """Return the forecast start."""
        return start_of(self.file, self.procedures, on=self.on, regulations=self.regulations)

    def document_names(self) -> Mapping[str, str]:
        """Return document code → name, of every procedure that the project needs."""
        return {
            document.code: document.name
            for code in self.file.plan
            for document in self.procedures[code].documents
        }


def outlook(office: Office, *, project: str, today: date) -> Outlook:
    """Return a project as its plan is seen today."""
    with office.store.reading() as connection:
        regulations = office.situation(connection).regulations
        file, _ = office.file(connection, project)
        credit_code = file.project.applicant.credit_code
        return Outlook(
            file=file,
            procedures=regulations.procedures(file.project, on=today),
            regulations=regulations,
            on=today,
            breaches=open_breaches(connection, credit_code),
            history=_history(connection, credit_code),
        )


def _history(connection: Connection, credit_code: str) -> History:
    """Return how promises have been kept: by this applicant, and procedure by procedure."""
    lapsed = lapses(connection)
    return History(
        lapses_of_applicant=sum(one.credit_code == credit_code for one in lapsed),
        lapses_of=MappingProxyType(Counter(one.procedure for one in lapsed)),
    )


def rescue_of(seen: Outlook, *, goal: date) -> Rescue:
    """Return the smallest set of deferrals that brings the start to a day, or what blocks it."""
    return rescue(
        seen.file,
        seen.procedures,
        goal=goal,
        on=seen.on,
        regulations=seen.regulations,
        breaches=seen.breaches,
        history=seen.history,
    )


def steps_of(seen: Outlook, found: Rescue) -> tuple[Directive, ...]:
    """Return what has to be done by whom and when to carry a rescue set out."""
    if not found.set:
        return ()
    code = seen.file.project.code
    branch = Branch(
        title="保开工方案",
        deferrals=tuple(
            DeferredPaper(project=code, procedure=one.late.procedure, document=one.late.document)
            for one in found.set
        ),
    )
    live = seen.regulations
    told = difference(seen.file, branch, on=seen.on, live=live, then=live)
    return directives(branch, {code: seen.file}, {code: told}, on=seen.on, regulations=live)


def papers_of(seen: Outlook) -> PapersWorth:
    """Return what each missing paper is worth in working days of the start (先补哪件)."""
    return worth_of_papers(seen.file, seen.procedures, on=seen.on, regulations=seen.regulations)


def effects_of_all(seen: Outlook) -> Mapping[str, tuple[Effect, ...]]:
    """Return procedure → effects, of every case on which somebody may act now."""
    before = seen.start_on
    return {
        case.procedure: tuple(_effects(seen, case.procedure, before))
        for case in seen.file.open_cases()
    }


def effect_of_request(seen: Outlook, procedure: str, request: Request) -> Effect:
    """Return what one act would do to the start, as it was filled in."""
    return effect_of(_circumstances(seen, procedure, request))


def _effects(seen: Outlook, procedure: str, before: date) -> Iterator[Effect]:
    case = seen.file.cases[procedure]
    for act in acts_possible(case.state):
        if act in NO_EFFECT:
            continue
        typical = typical_request(
            act, case, seen.procedures[procedure], on=seen.on, regulations=seen.regulations
        )
        if typical is not None:
            given = _circumstances(seen, procedure, typical.request)
            yield effect_of(given, before=before, supposed=typical.supposed)


def _circumstances(seen: Outlook, procedure: str, request: Request) -> Circumstances:
    return Circumstances(
        file=seen.file,
        about=(seen.file.cases[procedure], seen.procedures[procedure]),
        request=request,
        by=_who_may(seen.regulations, seen.procedures[procedure].department, request.act),
        on=seen.on,
        regulations=seen.regulations,
        open_breaches=seen.breaches,
    )


def _who_may(regulations: Regulations, department: str, act: Act) -> Account:
    """Return somebody who may act: the head decides, beside whoever has seen the file."""
    role = Role.DEPARTMENT_HEAD if act in DECISIONS else Role.OFFICER
    campaign = regulations.campaign
    return next(iter(campaign.accounts_of(role, department)), campaign.accounts[0])
