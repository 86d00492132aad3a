"""Which matter under supervision an act means (督办事项): exactly one, named or found."""

from collections.abc import Callable

from models.act import Act
from models.date_labels import REMINDERS
from models.escalation import EscalationRules, LadderRung
from models.refusal import Refused
from models.supervision import Matter, Slip
from models.supervision_requests import EscalateMatter
from rules.acceptance.circumstances import Circumstances

Rule = Callable[[Circumstances], Refused | None]


class NoSuchMatter(Refused):
    """No matter fits the act (没有相应的督办事项)."""


def named(matter: Matter) -> str:
    """Say what a matter is about."""
    about = f"{matter.procedure} " if matter.procedure else ""
    return f"{about}{REMINDERS.get(matter.ground, '督办事项')}（编号 {matter.number}）"


def fitting(given: Circumstances) -> tuple[Matter, ...]:
    """Return the matters on which the act is possible, of those that were asked for."""
    named = getattr(given.request, "matter", "").strip()
    suits = _SUITS[given.request.act]
    return tuple(
        matter
        for matter in given.file.matters.values()
        if named in ("", str(matter.number), matter.key) and suits(matter)
    )


def _pending(matter: Matter) -> bool:
    return matter.open and matter.slip is not None and matter.slip.pending


def _issued(matter: Matter) -> bool:
    return matter.open and matter.slip is not None and matter.slip.issued_on is not None


def _sent(matter: Matter) -> bool:
    return matter.open and matter.sent is not None


def _open(matter: Matter) -> bool:
    return matter.open


_SUITS: dict[Act, Callable[[Matter], bool]] = {
    Act.SIGN_SLIP: _pending,
    Act.DROP_SLIP: _pending,
    Act.ANSWER_SLIP: _issued,
    Act.CLOSE_MATTER: _open,
    Act.ESCALATE_MATTER: _open,
    Act.HOLD_INTERVIEW: _issued,
    Act.REQUEST_REVIEW: _sent,
    Act.DECIDE_REVIEW: lambda matter: matter.open and matter.review_due_on is not None,
}
"""Act → whether a matter is ripe for it."""


def there_is_one_matter(given: Circumstances) -> Refused | None:
    """The act finds exactly one matter; where several fit, it has to be named."""
    found = fitting(given)
    if len(found) == 1:
        return None
    if found:
        listed = "；".join(named(one) for one in found)
        return NoSuchMatter(f"有多件督办事项，请写明是哪一件：{listed}")
    return NoSuchMatter("没有可作此办理的督办事项")


def ladder_of(given: Circumstances) -> EscalationRules:
    """Return the ladder by which the campaign supervises."""
    ladder = given.regulations.rulebook.escalation
    assert ladder is not None
    return ladder


def slip_of(given: Circumstances) -> tuple[Matter, Slip, LadderRung]:
    """Return the matter that the act means, its last slip and the rung of that slip."""
    matter = fitting(given)[0]
    assert matter.slip is not None
    return matter, matter.slip, ladder_of(given).rung(matter.slip.rung)


def rung_named(given: Circumstances) -> LadderRung | None:
    """Return the rung that was named, by its code or as people call it."""
    wanted = given.asked(EscalateMatter).rung.strip()
    return next((one for one in ladder_of(given).rungs if wanted in (one.code, one.name)), None)
