"""What the law makes of each item: silence, receipt, extension, hearing and refusal.

Asked of every item of the catalogue, for every type and way of supply to which it applies
and for every stretch of time between two changes of the law since the campaign began. The
handbook prints it (``tests/papers/test_docs.py``), `tests/rules/acceptance/test_law_table.py`
holds it to values that were written by hand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise, product

from models.campaign import Campaign
from models.catalogue import Bound, CountsFrom, Procedure, TimeLimit
from models.nature import Nature
from models.project import InvestmentRoute, LandSupply, ProjectType
from models.rulebook import ClockRules
from rules.acceptance.regime import regime_of
from rules.in_force.applicability import variants_in_force, with_variants
from rules.in_force.coherence import GOVERNMENT
from rules.in_force.connected import imagined

NATURES: Mapping[Nature, str] = {
    Nature.LICENCE: "行政许可",
    Nature.FILING: "备案",
    Nature.PUBLIC_SERVICE: "公用服务",
    Nature.TECHNICAL_REVIEW: "技术审查",
    Nature.INTERNAL: "政府内部事项",
    Nature.REGISTRATION: "登记、确认",
}
TYPES: Mapping[ProjectType, str] = {
    ProjectType.GOV_BUILDING: "政府房建",
    ProjectType.GOV_MUNICIPAL: "政府市政",
    ProjectType.GOV_TRANSPORT: "政府交通",
    ProjectType.GOV_WATER: "政府水利",
    ProjectType.SOCIAL_GENERAL: "一般社会投资",
    ProjectType.SOCIAL_SMALL: "小型社会投资",
    ProjectType.SOCIAL_WITH_PLAN: "带方案出让",
    ProjectType.INDUSTRIAL: "工业",
}
"""Type → its name in a narrow column."""
SUPPLIES = {one: f"{word}用地" for one, word in LandSupply.words().items()}
STARTS = {CountsFrom.RECEIPT: "收到", CountsFrom.ACCEPTANCE: "受理"}
HEAD = ("事项", "性质", "适用", "视为受理", "法定期限", "延长", "听证", "不予办理的称谓")
ROUTES = {True: InvestmentRoute.APPROVAL, False: InvestmentRoute.FILING}
"""Whether the government invests → a route that its types may take; no supply depends on it."""


@dataclass(frozen=True, slots=True, order=True)
class Meaning:
    """What the law makes of an item, in the words of the handbook."""

    silence: str
    limit: str
    extension: str
    hearing: str
    refusal: str


Kind = tuple[ProjectType, LandSupply]


def meaning(procedure: Procedure, clock: ClockRules) -> Meaning:
    """Return what the law makes of a procedure as it stands for one project on one day."""
    regime = regime_of(procedure, clock)
    silence, extension = regime.silence, regime.extension
    return Meaning(
        silence=(f"{silence.days}个工作日" if silence.days else "当场") if silence else "不适用",
        limit=limit_words(procedure.statutory),
        extension=f"{extension.days}{extension.unit.label}" if extension else "无",
        hearing="适用" if regime.hearing else "不适用",
        refusal=regime.refusal or "无",
    )


def limit_words(limit: TimeLimit) -> str:
    """Return how long a limit is, from which day, and whom it binds; ※ = not found in a law."""
    mark = "※" if limit.assumed else ""
    days = f"{limit.value}{limit.unit.label}{mark}"
    if limit.value is None or limit.bound is Bound.NONE:
        return f"法律未定{mark}"
    if limit.bound is Bound.MIN:
        return f"公告不少于{days}"
    if limit.bound is Bound.APPLICANT_DUTY:
        return f"申请人应在{days}内报"
    begins = STARTS[limit.counts_from]
    return f"{begins}之日起{days}" if limit.value else f"{begins}即办{mark}"


@cache
def kinds() -> tuple[Kind, ...]:
    """Return every type with every way of supply."""
    return tuple(product(ProjectType, LandSupply))


def epochs(campaign: Campaign) -> tuple[date, ...]:
    """Return the first day of the campaign and every day since on which the law changed."""
    changes = (
        day for one in campaign.catalogue.statute_variants for day in (one.before, one.since) if day
    )
    return tuple(sorted({campaign.first_day, *(d for d in changes if d > campaign.first_day)}))


def asked(campaign: Campaign, day: date) -> Iterator[tuple[Procedure, Kind]]:
    """Yield every item as the law of that day has it, with each kind of project it applies to."""
    for kind, supply in kinds():
        project = imagined(kind, supply, ROUTES[kind in GOVERNMENT], present=True)
        laid = with_variants(
            campaign.catalogue, variants_in_force(campaign.catalogue, project, on=day)
        )
        for procedure in laid.values():
            if kind.value in procedure.applies_to and supplied(procedure, supply):
                yield procedure, (kind, supply)


def supplied(procedure: Procedure, supply: LandSupply) -> bool:
    """Tell whether an item is asked for with land that is had in this way."""
    return all(supply in one.among for one in procedure.conditions if one.trait == "land_supply")


Stretch = tuple[date | None, date | None]
"""First day and last day of acceptance; ``None`` = since ever, for ever."""


def stretches(campaign: Campaign) -> Mapping[str, Mapping[Stretch, Mapping[Meaning, set[Kind]]]]:
    """Return item → time → meaning → kinds of project; times of one meaning are one."""
    days = epochs(campaign)
    told: dict[str, dict[date, dict[Meaning, set[Kind]]]] = {}
    for day in days:
        for procedure, kind in asked(campaign, day):
            means = meaning(procedure, campaign.rulebook.clock)
            by_day = told.setdefault(procedure.code, {})
            by_day.setdefault(day, {}).setdefault(means, set()).add(kind)
    return {code: dict(_merged(by_day)) for code, by_day in told.items()}


def _merged(
    by_day: Mapping[date, Mapping[Meaning, set[Kind]]],
) -> Iterator[tuple[Stretch, Mapping[Meaning, set[Kind]]]]:
    days = list(by_day)
    changes = [later for day, later in pairwise(days) if by_day[day] != by_day[later]]
    firsts = [None, *changes]
    lasts = [*(day - timedelta(days=1) for day in changes), None]
    for first, last in zip(firsts, lasts, strict=True):
        yield (first, last), by_day[first or days[0]]


def law_rows(campaign: Campaign) -> list[tuple[str, ...]]:
    """Return the table of the handbook: items of which everything is the same share a row."""
    told = stretches(campaign)
    grouped: dict[tuple[str, ...], list[str]] = {}
    for one in campaign.catalogue.procedures:
        for stretch, meanings in told[one.code].items():
            for means, found in meanings.items():
                where = "，".join(filter(None, (_where(found), _when(stretch)))) or "各类项目"
                row = (NATURES[one.nature], where, *astuple(means))
                grouped.setdefault(row, []).append(f"{one.code} {one.name}")
    return [HEAD, *(("；".join(items), *row) for row, items in grouped.items())]


def _where(found: set[Kind]) -> str:
    """Return the types and ways of supply in words; empty = all of them."""
    types, supplies = {kind for kind, _ in found}, {supply for _, supply in found}
    assert found == set(product(types, supplies)), "a type changes something for one supply only"
    told = "、".join(SUPPLIES[one] for one in LandSupply if one in supplies)
    return "，".join(
        (
            *([_types(types)] if len(types) < len(TYPES) else []),
            *([told] if len(supplies) < len(SUPPLIES) else []),
        )
    )


def _types(types: set[ProjectType]) -> str:
    if types in (GOVERNMENT, TYPES.keys() - GOVERNMENT):
        return "政府投资" if types == GOVERNMENT else "企业投资"
    others = [word for one, word in TYPES.items() if one not in types]
    if len(others) < 4:
        return f"{'、'.join(others)}除外"
    return "、".join(word for one, word in TYPES.items() if one in types)


def _when(stretch: Stretch) -> str:
    first, last = stretch
    told = []
    if first:
        told.append(f"{first.year}年{first.month}月{first.day}日起")
    if last:
        told.append(f"至{last.year}年{last.month}月{last.day}日")
    return f"{''.join(told)}受理" if told else ""
