"""Random projects with late papers, and the slow way to ask what deferring them would do.

The oracle here shares no code with the network, the passes or the rules of deferral: it
reads the case file, walks days one by one and tries every subset.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from random import Random
from types import MappingProxyType

from models.case import Case, CaseFile, CaseState, Limits
from models.catalogue import Bound, DeferralMode, Gate, Procedure, RequirementLevel, TimeLimit, Unit
from models.milestone import PlannedProcedure, Registered
from models.rulebook import DeferralProfile, MakeUpCap
from rules.in_force.regulations import Regulations
from tests.world import (
    CALENDAR_DAY,
    DAYS,
    FIRST_DAY,
    HOUSING,
    PLANNING,
    PROFILES,
    after,
    campaign,
    document,
    limit,
    procedure,
    project,
)

ON = FIRST_DAY
ONE_DAY = timedelta(days=1)
Key = tuple[str, str]

_MODES = (DeferralMode.ACCEPT_ONLY,) * 8 + (
    DeferralMode.APPROVE_THEN_SUPPLEMENT,
    DeferralMode.COMMITMENT,
    DeferralMode.PREVIEW,
    DeferralMode.NONE,
)
_LEVELS = (RequirementLevel.DEFERRABLE,) * 9 + (RequirementLevel.PRINCIPAL,)


@dataclass(frozen=True)
class Drawn:
    """A random project with its regulations."""

    file: CaseFile
    regulations: Regulations
    procedures: dict[str, Procedure]
    profile: DeferralProfile
    breaches: tuple[str, ...]


def drawn(random: Random, *, most_late: int = 12) -> Drawn:
    """Return a random project: a network, a profile, late papers."""
    codes = [f"{letter}{number:02}" for letter in "ABC" for number in range(1, 6)]
    codes = codes[: random.randint(4, 14)]
    procedures = [_procedure(random, code) for code in codes]
    gate = Gate(
        code="start_construction",
        name="开工条件",
        all_of=tuple(codes[-3:]),
        applicable_of=tuple(random.sample(codes[:-3], k=1)),
        confirmations=(),
        basis="建筑法第7条",
    )
    key = random.choice(("pause", "early", "return", "sign", "sign", "early"))
    base = campaign(key, procedures)
    catalogue = base.catalogue.model_copy(update={"gates": (gate,)})
    plan = tuple(_planned(random, codes, place) for place in range(len(codes)))
    registered = Registered(
        project=project(), catalogue_version="test-1", plan=plan, not_required={}
    )
    file = after(None, (ON, registered))
    cases: dict[str, Case] = {}
    late_left = most_late
    for one in procedures:
        late = [paper.code for paper in one.documents if random.random() < 0.6][:late_left]
        cases[one.code] = _case(random, one, late, waits=any(_before(file.plan[one.code])))
        late_left -= len(cases[one.code].expected)
    return Drawn(
        file=replace(file, cases=MappingProxyType(cases)),
        regulations=Regulations(base.model_copy(update={"catalogue": catalogue})),
        procedures={one.code: one for one in procedures},
        profile=PROFILES[key],
        breaches=("未修复的失信记录",) if random.random() < 0.1 else (),
    )


def _procedure(random: Random, code: str) -> Procedure:
    changes: dict[str, object] = {
        "deferral_mode": random.choice(_MODES),
        "safety_or_environment": random.random() < 0.05,
        "decided_by_superior": random.random() < 0.03,
        "fire_or_hazard": random.random() < 0.03,
        "statutory": limit(random.randint(15, 30)),
        "documents": tuple(
            document(
                f"{code}-{number}",
                f"{code}材料{number}",
                random.choice(_LEVELS),
                random.choice((None, None, 10, 20)),
            )
            for number in range(1, 4)
        ),
    }
    if random.random() < 0.1:
        notice = TimeLimit(value=random.choice((10, 30)), unit=CALENDAR_DAY, bound=Bound.MIN)
        changes |= {"statutory": notice, "promised": notice}
    department = random.choice((PLANNING, HOUSING))
    return procedure(code, f"事项{code}", department, random.choice((0, 1, 2, 3, 5, 8)), **changes)


def _planned(random: Random, codes: list[str], place: int) -> PlannedProcedure:
    before = codes[max(0, place - 5) : place]
    strict = tuple(one for one in before if random.random() < 0.3)
    tolerable = tuple(one for one in before if one not in strict and random.random() < 0.1)
    free = [one for one in before if one not in strict + tolerable]
    group = (tuple(free[:2]),) if len(free) >= 2 and random.random() < 0.6 else ()
    return PlannedProcedure(
        procedure=codes[place],
        stage="S1",
        department=PLANNING,
        prerequisites=strict,
        any_of=group,
        tolerable=tolerable,
    )


def _case(random: Random, one: Procedure, late: list[str], *, waits: bool) -> Case:
    roll = random.random()
    if not waits and roll < 0.15:
        return Case(one.code, CaseState.APPROVED, concluded_on=ON - 9 * ONE_DAY)
    if not waits and roll < 0.3:
        return Case(
            one.code,
            CaseState.ACCEPTED,
            accepted_on=ON - 3 * ONE_DAY,
            clock_from=ON - 3 * ONE_DAY,
            limits=Limits(one.promised, one.statutory),
        )
    expected = {paper: ON + random.randint(-3, 45) * ONE_DAY for paper in late}
    if roll < 0.5 and not waits:
        here = frozenset(paper.code for paper in one.documents if paper.code not in expected)
        return Case(
            one.code,
            CaseState.SUBMITTED,
            submitted_on=ON,
            documents=here,
            expected=MappingProxyType(expected),
        )
    return Case(one.code, expected=MappingProxyType(expected))


def _before(planned: PlannedProcedure) -> list[str]:
    members = [one for group in planned.any_of for one in group]
    return [*planned.prerequisites, *members, *planned.tolerable]


def plus(day: date, count: int, unit: Unit) -> date:
    """Walk so many days on, one by one."""
    if unit is CALENDAR_DAY:
        day += count * ONE_DAY
        while not DAYS.is_working_day(day):
            day += ONE_DAY
        return day
    while count:
        day += ONE_DAY
        count -= DAYS.is_working_day(day)
    return day


def grade(one: Procedure, profile: DeferralProfile) -> DeferralMode:
    """How far a case may go ahead: the lesser of place and procedure, fire never."""
    if one.fire_or_hazard:
        return DeferralMode.NONE
    order = ["none", "preview", "accept_only", "approve_then_supplement", "commitment"]
    return min(one.deferral_mode, profile.mode, key=lambda mode: order.index(mode.value))


def signable(world: Drawn, key: Key) -> date | None:
    """The first day on which a document may be promised by its day; none = never."""
    one = world.procedures[key[0]]
    paper = next(paper for paper in one.documents if paper.code == key[1])
    expected = world.file.cases[key[0]].expected[key[1]]
    unlawful = (
        paper.level is not RequirementLevel.DEFERRABLE
        or (world.profile.credit_gate and world.breaches)
        or (world.profile.excludes_safety_and_environment and one.safety_or_environment)
        or grade(one, world.profile) is DeferralMode.NONE
        or one.promised.value == 0
        or one.decided_by_superior
    )
    day = ON
    while not unlawful and day < expected:
        limits = [(paper.makeup_days, Unit.WORKDAY)]
        if world.profile.cap is MakeUpCap.PROMISED and one.promised.bound is Bound.MAX:
            limits.append((one.promised.value, one.promised.unit))
        if world.profile.cap is MakeUpCap.STATUTORY and one.statutory.bound is Bound.MAX:
            limits.append((one.statutory.value, one.statutory.unit))
        if all(count is None or plus(day, count, unit) >= expected for count, unit in limits):
            return day
        day += ONE_DAY
    return None


def start(world: Drawn, deferred: Collection[Key]) -> date:
    """The first day on which the gate can open, by walking the project from its end."""
    file, known = world.file, dict[str, date]()

    def ends(code: str) -> date:
        if code not in known:
            known[code] = _end(world, code, deferred, ends)
        return known[code]

    gate = world.regulations.gates["start_construction"]
    last = max(
        (ends(code) for code in (*gate.all_of, *gate.applicable_of) if code in file.plan),
        default=ON,
    )
    return plus(max(last, ON), 0, CALENDAR_DAY)


def _end(world: Drawn, code: str, deferred: Collection[Key], ends: object) -> date:
    assert callable(ends)
    case, one, planned = world.file.cases[code], world.procedures[code], world.file.plan[code]
    if case.concluded_on is not None:
        return case.concluded_on
    if case.clock_from is not None:
        notice = one.statutory.bound is Bound.MIN
        span = one.statutory if notice else one.promised
        return max(ON, plus(case.clock_from, span.value or 0, span.unit))
    begins, floor = ON, ON
    for before in planned.prerequisites:
        begins = max(begins, ends(before))
    for group in planned.any_of:
        begins = max(begins, min(ends(before) for before in group))
    for paper, expected in case.expected.items():
        signed = signable(world, (code, paper)) if (code, paper) in deferred else None
        mode = grade(one, world.profile)
        if signed is None or mode is DeferralMode.PREVIEW:
            begins = max(begins, expected)
        else:
            begins = max(begins, signed)
            if mode is DeferralMode.ACCEPT_ONLY:
                floor = max(floor, expected)
    span = one.statutory if one.statutory.bound is Bound.MIN else one.promised
    end = max(plus(begins, span.value or 0, span.unit), floor)
    return max([end, *(ends(before) for before in planned.tolerable)])


def candidates(world: Drawn) -> list[Key]:
    """Every late document that may be deferred."""
    return [
        (code, paper)
        for code in world.file.plan
        for paper, expected in world.file.cases[code].expected.items()
        if expected > ON and signable(world, (code, paper)) is not None
    ]


def smallest(world: Drawn, goal: date) -> list[frozenset[Key]]:
    """Every smallest set that reaches a goal, by trying all subsets; none = out of reach."""
    able = candidates(world)
    for size in range(len(able) + 1):
        found = [
            frozenset(chosen) for chosen in combinations(able, size) if start(world, chosen) <= goal
        ]
        if found:
            return found
    return []


def _within(planned: PlannedProcedure, chain: Collection[str]) -> PlannedProcedure:
    """Return what was planned, waiting for nothing outside a chain."""
    groups = (tuple(one for one in group if one in chain) for group in planned.any_of)
    kept = {
        "prerequisites": tuple(one for one in planned.prerequisites if one in chain),
        "any_of": tuple(group for group in groups if group),
        "tolerable": tuple(one for one in planned.tolerable if one in chain),
    }
    return planned.model_copy(update=kept)


def only(world: Drawn, chain: Collection[str]) -> Drawn:
    """The project as if it consisted of one chain alone."""
    plan = {code: _within(world.file.plan[code], chain) for code in chain}
    return replace(world, file=replace(world.file, plan=MappingProxyType(plan)))
