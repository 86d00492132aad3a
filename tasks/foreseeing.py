"""What the plan says beside the form (工期提示): acts that move the start, the paper to bring."""

from collections.abc import Mapping

from casework.plan.effects import effects_of_all, outlook, papers_of
from reports.text.consequence import consequence, first_paper
from tasks import house

FIRST_PAPER = "先补哪件"


def consequences_of(project: str) -> Mapping[str, str]:
    """Return procedure → what acts on it would do to the start, and the paper to bring first.

    Only acts that are allowed as they stand and that move the date are told.
    """
    today = house.today()
    seen = outlook(house.office(), project=project, today=today)
    names = seen.document_names()
    told = {
        code: "；".join(
            consequence(effect, names, as_of=today)
            for effect in effects
            if effect.refused is None and effect.after != effect.before
        )
        for code, effects in effects_of_all(seen).items()
    }
    said = {code: words for code, words in told.items() if words}
    papers = papers_of(seen)
    if any(paper.days > 0 for paper in papers.papers):
        said[FIRST_PAPER] = first_paper(papers, names, as_of=today)
    return said
