"""Why a target is not reached (差距原因): the causes of its projects added up, nothing lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.case import Party
from models.target import TargetMeasure
from rules.weekly.targets.holdups import Cause, Holdup
from rules.weekly.targets.shares import ZERO, Share

OF_ITS_OWN = frozenset({Cause.PROBLEM, Cause.BEHIND, Cause.COMPLETION, Cause.IMMATURE})
"""Causes whose words differ from project to project: they are added up by their kind."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One cause with everything that it holds up (差距原因)."""

    cause: Cause
    subject: str
    name: str
    """The subject in words; empty = none, or several."""
    office: str
    """Code of who has to do something; empty = several."""
    party: Party | None
    short: Decimal
    """How much of what is asked is missing because of it: projects, or yuan."""
    members: tuple[str, ...]
    """Names of the projects and lines, those that miss most first."""


def reasons(measure: TargetMeasure, asked: Decimal, shares: Sequence[Share]) -> tuple[Reason, ...]:
    """Return why a measure is not reached, the weightiest first; shorts add up to all shorts."""
    found: dict[tuple[Cause, str, str, Party | None], list[tuple[Decimal, Share, Holdup]]] = {}
    for share in shares:
        missing = short(measure, asked, share)
        if missing > 0 and share.holdup is not None:
            found.setdefault(_key(share.holdup), []).append((missing, share, share.holdup))
    return tuple(
        sorted(
            (_reason(held) for held in found.values()),
            key=lambda one: (-one.short, one.cause, one.subject, one.office),
        )
    )


def short(measure: TargetMeasure, asked: Decimal, share: Share) -> Decimal:
    """Return how much one share misses: one, or a part of a sum."""
    match measure:
        case TargetMeasure.INVESTMENT_RATE:
            return max(asked * share.of - share.done, ZERO)
        case TargetMeasure.GROWTH:
            return ZERO if share.counted else share.done
        case _ if not share.counted:
            return Decimal(1)
        case _:
            return max(share.of - share.done, ZERO)


def _key(holdup: Holdup) -> tuple[Cause, str, str, Party | None]:
    if holdup.cause in OF_ITS_OWN:
        return holdup.cause, "", "", None
    if holdup.cause is Cause.PROCEDURE and holdup.party is not Party.DEPARTMENT:
        return holdup.cause, holdup.subject, "", holdup.party
    if holdup.cause is Cause.PROCEDURE:
        return holdup.cause, holdup.subject, holdup.office, holdup.party
    return holdup.cause, holdup.subject, "", holdup.party


def _reason(held: Sequence[tuple[Decimal, Share, Holdup]]) -> Reason:
    ordered = sorted(held, key=lambda one: (-one[0], one[1].project, one[1].book, one[1].line))
    first = ordered[0][2]
    cause, subject, _, party = _key(first)
    offices = {one[2].office for one in ordered}
    names = {one[2].name for one in ordered}
    return Reason(
        cause=cause,
        subject=subject,
        name=first.name if len(names) == 1 else "",
        office=first.office if len(offices) == 1 else "",
        party=party,
        short=sum((one[0] for one in ordered), ZERO),
        members=tuple(one[1].name for one in ordered),
    )
