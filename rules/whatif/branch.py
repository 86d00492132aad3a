"""A branch of the plan beside the live one (推演): the same pure functions over copies.

A file or the regulations are copied where the branch changes them and shared where it
does not; nothing is written, and the live plan is computed by the very same passes.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from types import MappingProxyType

from models.branch import AddedStaff, Branch, ChangedRules
from models.campaign import Campaign
from models.case import CaseFile, Light
from models.catalogue import Bound, Procedure, StatuteVariant
from rules.acceptance.deferrable import LateDocument, late_documents
from rules.days.working_days import WorkingDays
from rules.in_force.applicability import with_variants
from rules.in_force.regulations import Regulations
from rules.plan.forecast import forecast_start
from rules.plan.network import Network, network_of
from rules.plan.passes import forward
from rules.standing.lights import light_project
from rules.whatif.rescue import WithDeferrals


@dataclass(frozen=True, slots=True)
class Planned:
    """What a plan expects of a project (计划)."""

    start_on: date
    accepted: Mapping[str, date]
    concluded: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class MovedProcedure:
    """A procedure that the branch concludes on another day (变动事项)."""

    procedure: str
    before: date
    after: date


@dataclass(frozen=True, slots=True)
class ProjectDifference:
    """What a branch changes in one project (推演差异)."""

    project: str
    name: str
    pinned_before: date | None
    pinned_after: date | None
    start_before: date
    start_after: date
    days: int
    """Working days: above 0 the start moves back, below 0 it comes nearer."""
    light_before: Light
    light_after: Light
    procedures: tuple[MovedProcedure, ...]
    accepted: Mapping[str, date]
    """When the branch accepts each procedure: by then what it needs must be done."""
    expected: Mapping[tuple[str, str], date]
    """Procedure and document → day on which the branch expects it."""

    def expected_of(self, procedure: str) -> Mapping[str, date]:
        """Return document → day on which the branch expects it, of one procedure."""
        return {paper: day for (code, paper), day in self.expected.items() if code == procedure}

    @property
    def moved(self) -> bool:
        """Tell whether anything at all differs."""
        return bool(
            self.procedures
            or self.start_before != self.start_after
            or self.pinned_before != self.pinned_after
            or self.light_before is not self.light_after
        )


def changed_campaign(rules: ChangedRules, campaign: Campaign) -> Campaign:
    """Return a campaign under another version of its rules."""
    rulebook, catalogue = campaign.rulebook, campaign.catalogue
    if rules.profile is not None:
        rulebook = rulebook.model_copy(update={"profile": rules.profile})
    if rules.procedures:
        variant = StatuteVariant(
            code="branch", when="推演", basis="推演", overrides=rules.procedures
        )
        procedures = tuple(with_variants(catalogue, (variant,)).values())
        catalogue = catalogue.model_copy(update={"procedures": procedures})
    return campaign.model_copy(update={"rulebook": rulebook, "catalogue": catalogue})


def branched(file: CaseFile, branch: Branch, procedures: Mapping[str, Procedure]) -> CaseFile:
    """Return a file as the branch has it; the very same where it changes nothing."""
    code = file.project.code
    for pin in branch.pins:
        if pin.project == code:
            file = replace(file, pinned_start=pin.start_on)
    for land in branch.land:
        if land.project == code:
            terrain = file.project.land.model_copy(update={"cleared_by": land.cleared_by})
            file = replace(file, project=file.project.model_copy(update={"land": terrain}))
    for paper in branch.documents:
        if paper.project != code:
            continue
        document = procedures[paper.procedure].document(paper.document)
        assert document is not None
        case = file.cases[paper.procedure]
        expected = MappingProxyType({**case.expected, document.code: paper.expected_on})
        cases = {**file.cases, paper.procedure: replace(case, expected=expected)}
        file = replace(file, cases=MappingProxyType(cases))
    return file


def deferred_in(
    branch: Branch, project: str, procedures: Mapping[str, Procedure]
) -> frozenset[tuple[str, str]]:
    """Return procedure and code of each document that the branch defers in a project."""
    return frozenset(
        (one.procedure, document.code)
        for one in branch.deferrals
        if one.project == project
        and (document := procedures[one.procedure].document(one.document)) is not None
    )


def planned(
    file: CaseFile,
    procedures: Mapping[str, Procedure],
    *,
    on: date,
    regulations: Regulations,
    deferred: Collection[tuple[str, str]] = (),
    staff: Collection[AddedStaff] = (),
) -> Planned:
    """Return when a project is expected to start, with some papers deferred and hands added."""
    late: tuple[LateDocument, ...] = ()
    if deferred:
        asked = late_documents(file, procedures, on=on, regulations=regulations)
        late = tuple(one for one in asked if one.key in deferred and one.forbidden is None)
    if late:
        what = WithDeferrals(file, procedures, late, on=on, regulations=regulations)
        network = what.with_set((1 << len(what.candidates)) - 1)
    else:
        network = network_of(file, procedures, on=on, regulations=regulations)
    return _planned(_quickened(network, procedures, staff), regulations.days)


def _planned(network: Network, days: WorkingDays) -> Planned:
    passed, day = forward(network, days), date.fromordinal
    codes = [step.procedure for step in network.steps]
    return Planned(
        start_on=day(passed.start_on),
        accepted={code: day(one) for code, one in zip(codes, passed.start, strict=True)},
        concluded={code: day(one) for code, one in zip(codes, passed.finish, strict=True)},
    )


def _quickened(
    network: Network, procedures: Mapping[str, Procedure], staff: Collection[AddedStaff]
) -> Network:
    """Return the network with the work of reinforced departments shortened.

    Whole days, rounded up; notice periods (公告期) are nobody's to shorten.
    """
    shares = {one.department: one.share for one in staff}
    if not shares:
        return network
    return replace(
        network,
        steps=tuple(
            step._replace(length=ceil(step.length * shares[step.department]))
            if step.department in shares
            and step.finished_on is None
            and procedures[step.procedure].statutory.bound is not Bound.MIN
            else step
            for step in network.steps
        ),
    )


def difference(
    file: CaseFile,
    branch: Branch,
    *,
    on: date,
    live: Regulations,
    then: Regulations,
) -> ProjectDifference:
    """Return what a branch changes in a project, seen on a day."""
    procedures = live.procedures(file.project, on=on)
    before = planned(file, procedures, on=on, regulations=live)
    changed = then.procedures(file.project, on=on)
    other = branched(file, branch, changed)
    after = planned(
        other,
        changed,
        on=on,
        regulations=then,
        deferred=deferred_in(branch, file.project.code, changed),
        staff=branch.staff,
    )
    return ProjectDifference(
        project=file.project.code,
        name=file.project.name,
        pinned_before=file.pinned_start,
        pinned_after=other.pinned_start,
        start_before=before.start_on,
        start_after=after.start_on,
        days=live.days.between(before.start_on, after.start_on),
        light_before=_light(file, procedures, before, on, live),
        light_after=_light(other, changed, after, on, then),
        procedures=tuple(_moved(file, before, after)),
        accepted=after.accepted,
        expected={
            (code, paper): day
            for code, case in other.cases.items()
            for paper, day in case.expected.items()
        },
    )


def _light(
    file: CaseFile,
    procedures: Mapping[str, Procedure],
    plan: Planned,
    on: date,
    regulations: Regulations,
) -> Light:
    """Return a project's light under a plan: a start beyond its pinned date is not green."""
    forecast = forecast_start(file, procedures, on=on, regulations=regulations)
    pinned, start = file.pinned_start, plan.start_on
    slip = regulations.days.between(pinned, start) if pinned and start > pinned else 0
    told = replace(forecast, start_on=start, slip_days=slip)
    return light_project(file, forecast=told, on=on, regulations=regulations)


def _moved(file: CaseFile, before: Planned, after: Planned) -> Iterator[MovedProcedure]:
    for code in file.plan:
        was, will_be = before.concluded.get(code), after.concluded.get(code)
        if was is not None and will_be is not None and was != will_be:
            yield MovedProcedure(code, was, will_be)
