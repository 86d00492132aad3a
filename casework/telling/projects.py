"""How what concerns the whole project is told (项目告知): its gate, its issues, its days."""

from collections.abc import Mapping

from casework.telling.entry import News, Said, Telling, usual_readers
from casework.telling.moved import concerns_somebody, moves_in_words, recipients_of_move
from casework.telling.supervision import answerers
from models.days import DueDatesMoved
from models.issue import IssueRaised
from models.milestone import Entrusted, ProjectAmended
from models.notice import Ground


def _issue(news: News) -> Said:
    raised = news.of(IssueRaised)
    return Said(reason=raised.text, due_on=raised.due_on)


def _to_its_office(news: News, ground: Ground) -> tuple[str, ...]:
    """Who has to solve it, and the usual readers."""
    office = answerers(news.of(IssueRaised).office, news.situation.file.campaign)
    return tuple(dict.fromkeys((*office, *usual_readers(news, ground))))


def _why_days_moved(news: News) -> Ground | None:
    """Nobody is told where only days moved on which the system itself reminds."""
    return Ground.DUE_DATES_MOVED if concerns_somebody(news.of(DueDatesMoved)) else None


def _moves(news: News) -> Said:
    moved = news.of(DueDatesMoved)
    return Said(basis=moved.basis, moves=moves_in_words(moved, news.procedures))


def _to_whom_it_moved(news: News, _: Ground) -> tuple[str, ...]:
    file = news.file
    procedures = news.regulations.procedures(file.project, on=file.registered_on)
    return recipients_of_move(
        news.of(DueDatesMoved), file, news.situation.file.campaign, procedures
    )


def _entrusted(news: News) -> Said:
    """Say to whom the paperwork went, or from whom it was taken back."""
    told, names = news.of(Entrusted), news.situation.file.campaign.office_names
    said = f"委托{names[told.office]}代办" if told.office else "收回委托，由责任单位自办"
    if told.before and told.before != told.office:
        said += f"，{names.get(told.before, told.before)}不再代办"
    return Said(reason="；".join(filter(None, (said, told.reason))))


def _to_both_agents(news: News, ground: Ground) -> tuple[str, ...]:
    """Who hands in from now on is a usual reader; who did until now is told as well."""
    before = answerers(news.of(Entrusted).before, news.situation.file.campaign)
    return tuple(dict.fromkeys((*usual_readers(news, ground), *before)))


def _amended(news: News) -> Said:
    """Say what reads otherwise now, and why."""
    told = news.of(ProjectAmended)
    return Said(reason="；".join((*told.changes, told.reason)))


def _to_whom_it_matters(news: News, ground: Ground) -> tuple[str, ...]:
    """Return the usual readers, the former unit, and the officers of whoever has a case open."""
    file, campaign = news.file, news.situation.file.campaign
    open_at = (file.plan[case.procedure].department for case in file.open_cases())
    offices = dict.fromkeys((news.of(ProjectAmended).unit_before, *open_at))
    officers = (one for office in offices for one in answerers(office, campaign))
    return tuple(dict.fromkeys((*usual_readers(news, ground), *officers)))


OF_PROJECTS: Mapping[type, Telling] = {
    Entrusted: Telling(Ground.ENTRUSTED, _entrusted, _to_both_agents),
    ProjectAmended: Telling(Ground.PROJECT_AMENDED, _amended, _to_whom_it_matters),
    IssueRaised: Telling(Ground.ISSUE_RAISED, _issue, _to_its_office),
    DueDatesMoved: Telling(_why_days_moved, _moves, _to_whom_it_moved),
}
"""Kind of entry about a whole project → how it is told."""
