"""How what concerns the whole project is told (项目告知): its gate, its issues, its days."""

from collections.abc import Mapping

from casework.telling.entry import News, Said, Telling, usual_readers
from casework.telling.moved import concerns_somebody, moves_in_words, recipients_of_move
from casework.telling.supervision import answerers
from models.days import DueDatesMoved
from models.issue import IssueRaised
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


OF_PROJECTS: Mapping[type, Telling] = {
    IssueRaised: Telling(Ground.ISSUE_RAISED, _issue, _to_its_office),
    DueDatesMoved: Telling(_why_days_moved, _moves, _to_whom_it_moved),
}
"""Kind of entry about a whole project → how it is told."""
