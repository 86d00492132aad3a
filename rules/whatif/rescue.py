"""The smallest lawful set of deferrals that saves a start date (保开工方案), or what blocks it.

Late documents that may be deferred (`rules/acceptance/deferrable.py`) are the candidates. A
deferred document no longer keeps its application from being accepted; where a decision may not
precede its documents it still keeps the decision. More deferrals never make a start later,
so the smallest set is found exactly (`rules/whatif/smallest_set.py`), ties broken by risk.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.case import CaseFile
from models.catalogue import DeferralMode, Procedure, Unit
from models.rulebook import AHEAD
from rules.acceptance.deferrable import History, LateDocument, late_documents
from rules.acceptance.deferral import grade
from rules.in_force.regulations import Regulations
from rules.plan.backschedule import backschedule
from rules.plan.network import Network, Step, network_of
from rules.plan.passes import forward
from rules.whatif.smallest_set import SizeTried, SmallestSet, smallest_set


@dataclass(frozen=True, slots=True)
class Deferral:
    """One document of a rescue set (拟容缺的材料)."""

    late: LateDocument
    accept_on: date
    """Day on which its application can be accepted conditionally, all of the set deferred."""
    saves_days: int
    """Working days by which the start would be later without it."""


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One procedure of the chain that holds the start up (阻断链环节)."""

    procedure: str
    accepted_on: date
    concluded_on: date
    length: int
    """What is promised, or left of it, in ``unit``."""
    unit: Unit
    notice_period: bool
    """It is a notice period (公告期): nobody may shorten it."""
    running: bool
    waits_for: tuple[LateDocument, ...]
    """Late documents that may not be deferred and keep it from being accepted."""
    held_until: date | None
    """A day before which it may not be decided, where that is what holds it."""
    held_by: tuple[LateDocument, ...]
    """Deferred documents for which the decision waits until that day."""


@dataclass(frozen=True, slots=True)
class Rescue:
    """Whether and how a start by a day can be had (保开工方案)."""

    goal: date
    start_now: date
    """Forecast as it stands."""
    start_on: date
    """Forecast with the set; where the goal is out of reach, with everything deferred."""
    reachable: bool
    set: tuple[Deferral, ...]
    late: tuple[LateDocument, ...]
    """Every late document, candidates and those that a rule forbids."""
    groups: tuple[tuple[LateDocument, ...], ...]
    """The certificate: of each group at least one must be deferred to reach the goal."""
    tried: int
    sizes: tuple[SizeTried, ...]
    exact: bool
    blocking_chain: tuple[ChainLink, ...]
    ready_on: date | None = None
    """Where not the procedures but the cleared land or a pinned day holds: that day."""

    @property
    def candidates(self) -> tuple[LateDocument, ...]:
        """Return the late documents that may be deferred."""
        return tuple(one for one in self.late if one.forbidden is None)


def rescue(
    file: CaseFile,
    procedures: Mapping[str, Procedure],
    *,
    goal: date,
    on: date,
    regulations: Regulations,
    breaches: tuple[str, ...] = (),
    history: History | None = None,
) -> Rescue:
    """Return the smallest set of deferrals with which the forecast start is not after a day."""
    late = tuple(
        late_documents(
            file, procedures, on=on, regulations=regulations, breaches=breaches, history=history
        )
    )
    what = WithDeferrals(file, procedures, late, on=on, regulations=regulations)
    found = smallest_set(
        [one.risk.weight if one.risk else 0 for one in what.candidates],
        lambda mask: what.start(mask) <= goal,
    )
    return _told(what, found, late, goal)


class WithDeferrals:
    """The network of a project as a function of which of its late documents are deferred."""

    def __init__(
        self,
        file: CaseFile,
        procedures: Mapping[str, Procedure],
        late: Sequence[LateDocument],
        *,
        on: date,
        regulations: Regulations,
    ) -> None:
        self.on, self.days = on, regulations.days
        base = network_of(
            file,
            procedures,
            on=on,
            regulations=regulations,
            deferred=[one.key for one in late if one.forbidden is None],
        )
        needed = {step.procedure for step in base.steps}
        self.candidates = tuple(
            one
            for one in late
            if one.forbidden is None
            and one.procedure in needed
            and grade(procedures[one.procedure], regulations.deferral) is not DeferralMode.PREVIEW
        )
        """A preview is timed from its last document: deferring one brings nothing."""
        self.network = _held_at_the_hard_stop(base, self.candidates, procedures, regulations)
        self._of: dict[str, list[tuple[int, LateDocument]]] = {}
        for place, one in enumerate(self.candidates):
            self._of.setdefault(one.procedure, []).append((1 << place, one))
        self._steps: dict[tuple[str, int], Step] = {}

    def with_set(self, mask: int) -> Network:
        """Return the network with some candidates deferred and the others waited for."""
        steps: dict[int, Step] = {}
        for procedure, candidates in self._of.items():
            place = self.network.position[procedure]
            own = mask & sum(bit for bit, _ in candidates)
            key = (procedure, own)
            if key not in self._steps:
                self._steps[key] = _waiting(self.network.steps[place], candidates, own)
            steps[place] = self._steps[key]
        return self.network.with_steps(steps)

    def start(self, mask: int) -> date:
        """Return the forecast start with some candidates deferred."""
        return date.fromordinal(forward(self.with_set(mask), self.days).start_on)

    def names(self, places: Sequence[int]) -> tuple[LateDocument, ...]:
        """Return the candidates at some places."""
        return tuple(self.candidates[place] for place in places)


def _waiting(step: Step, candidates: Sequence[tuple[int, LateDocument]], deferred: int) -> Step:
    """Return a step that waits for what is not deferred, and for the day of the promise."""
    ready = step.ready_on
    for bit, one in candidates:
        assert one.signed_from is not None
        ready = max(ready, one.signed_from if deferred & bit else one.expected_on)
    return step._replace(ready_on=ready)


def _held_at_the_hard_stop(
    network: Network,
    candidates: Sequence[LateDocument],
    procedures: Mapping[str, Procedure],
    regulations: Regulations,
) -> Network:
    """Hold the procedure before which every paper must be in (最迟补齐节点), deferred or not."""
    profile = regulations.deferral
    place = network.position.get(profile.hard_stop)
    until = [
        one.expected_on for one in candidates if grade(procedures[one.procedure], profile) in AHEAD
    ]
    if place is None or not until or network.steps[place].finished_on is not None:
        return network
    step = network.steps[place]
    held = max([*until, step.not_decided_before or date.min])
    return network.with_steps({place: step._replace(not_decided_before=held)})


def _told(
    what: WithDeferrals, found: SmallestSet, late: tuple[LateDocument, ...], goal: date
) -> Rescue:
    everything = (1 << len(what.candidates)) - 1
    chosen = everything if found.chosen is None else sum(1 << one for one in found.chosen)
    start_on = what.start(chosen)
    chain = () if found.chosen is not None else _blocking_chain(what, everything, late)
    held = found.chosen is None and not chain
    return Rescue(
        goal=goal,
        start_now=what.start(0),
        start_on=start_on,
        reachable=found.chosen is not None,
        set=tuple(_deferrals(what, found.chosen or (), chosen, start_on)),
        late=late,
        groups=tuple(what.names(group) for group in found.groups),
        tried=found.tried,
        sizes=found.sizes,
        exact=found.exact,
        blocking_chain=chain,
        ready_on=what.network.happened_on or what.network.not_before if held else None,
    )


def _deferrals(
    what: WithDeferrals, places: Sequence[int], chosen: int, start_on: date
) -> Iterator[Deferral]:
    passed = forward(what.with_set(chosen), what.days)
    for place in places:
        late = what.candidates[place]
        accepted = date.fromordinal(passed.start[what.network.position[late.procedure]])
        without = what.start(chosen & ~(1 << place))
        yield Deferral(late, accepted, what.days.between(start_on, without))


def _blocking_chain(
    what: WithDeferrals, everything: int, late: Sequence[LateDocument]
) -> tuple[ChainLink, ...]:
    """Return the chain that decides the start with everything deferred that may be."""
    network = what.with_set(everything)
    schedule = backschedule(network, on=what.on, days=what.days)
    links = []
    for code in schedule.critical:
        case, step = schedule.cases[code], network.steps[network.position[code]]
        waits = tuple(
            one
            for one in late
            if one.forbidden is not None
            and one.procedure == code
            and one.expected_on == case.early_start
        )
        held = step.not_decided_before
        links.append(
            ChainLink(
                procedure=code,
                accepted_on=case.early_start,
                concluded_on=case.early_finish,
                length=step.length,
                unit=step.unit,
                notice_period=step.least > 0,
                running=step.running,
                waits_for=waits,
                held_until=held if held == case.early_finish else None,
                held_by=tuple(
                    one
                    for one in what.candidates
                    if one.procedure == code and one.expected_on == held == case.early_finish
                ),
            )
        )
    return tuple(links)
