"""Who has said what of an application (会签情况): each office that is asked, what is awaited."""

from dataclasses import dataclass
from datetime import date

from casework.reading.case.offering import Seen
from models.review import Recommendation
from rules.acting.reviewing import numbered_reasons
from rules.clocks.concurring import awaited, concurrence


@dataclass(frozen=True, slots=True)
class OfficeOpinion:
    """What one office that is asked has said last, or owes (单位意见)."""

    office: str
    about: str
    tone: str
    """``done``, ``late``, ``soon`` or ``calm``."""
    said: str
    """In a word: 同意, 不同意, 待签署, 逾期未签署; empty = not asked yet."""
    reasons: tuple[str, ...] = ()
    by: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Opinions:
    """All of them, with how many must agree and by when the rest is due (会签情况)."""

    lines: tuple[OfficeOpinion, ...]
    needed: str
    due_on: date | None
    source: str


def opinions(seen: Seen) -> Opinions | None:
    """Return what the offices that are asked have said; ``None`` = none is asked."""
    regulations, case = seen.situation.regulations, seen.case
    found = concurrence(case, seen.procedure, regulations.campaign.catalogue)
    form = found.form
    if not form.asked:
        return None
    waiting = awaited(seen.file, case, regulations)
    late = waiting.late(on=seen.on, days=regulations.days_of(case))
    lines = []
    for one in form.asked:
        office, word = regulations.department_name(one.department), found.words.get(one.department)
        if word is not None:
            agrees = word.recommends is Recommendation.GRANT
            account = seen.situation.file.campaign.account(word.by)
            lines.append(
                OfficeOpinion(
                    office,
                    one.about,
                    "done" if agrees else "late",
                    "同意" if agrees else "不同意",
                    numbered_reasons(word),
                    account.name if account is not None else word.by,
                    word.on,
                )
            )
        elif one.department in waiting.codes:
            said = ("late", "逾期未签署") if late else ("soon", "待签署")
            lines.append(OfficeOpinion(office, one.about, *said))
        else:
            lines.append(OfficeOpinion(office, one.about, "calm", ""))
    many = len(form.asked)
    needed = f"{many}家均须同意" if form.needed == many else f"{many}家中至少{form.needed}家同意"
    named = [one.about for one in form.asked if one.by_law]
    if named and form.needed < many:
        needed += f"，其中{'、'.join(named)}须同意"
    return Opinions(tuple(lines), needed, waiting.due_on, form.source)
