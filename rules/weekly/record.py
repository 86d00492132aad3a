"""Contradictions of a report with the approval record (与审批台账核对)."""

from collections.abc import Callable, Iterator

from models.case import Light
from models.doubt import Doubt, DoubtCode
from models.progress import LandStatus, WorkStatus
from rules.in_force.gates import START_CONSTRUCTION, missing
from rules.standing.lights import light_cases
from rules.weekly.facts import ReportFacts

_LAND = {status: place for place, status in enumerate(LandStatus)}
_CLEARED = _LAND[LandStatus.CLEARED_DELIVERED]
_NAMED = 3
"""How many procedures or conditions a sentence names."""


def start_is_permitted(facts: ReportFacts) -> Iterator[Doubt]:
    """“已开工” only where the start gate was passed (建筑法 7, 64), and the reverse."""
    now, file = facts.report, facts.file
    if now.status is WorkStatus.NOT_STARTED:
        if file.started_on is not None:
            yield facts.soft(
                DoubtCode.START_DENIED, "status", f"填报未开工，台账记录已于 {file.started_on} 开工"
            )
        return
    if file.started_on is not None:
        if now.started_on is not None and now.started_on != file.started_on:
            yield facts.soft(
                DoubtCode.START_DAY_DIFFERS,
                "started_on",
                f"实际开工填报 {now.started_on}，台账记录 {file.started_on}",
            )
    elif START_CONSTRUCTION in file.passed:
        yield facts.soft(
            DoubtCode.START_UNRECORDED, "status", "填报已开工，开工条件已齐但尚未报告开工"
        )
    else:
        procedures = facts.regulations.procedures(file.project, on=facts.on)
        names = {code: one.name for code, one in procedures.items()}
        lacking = missing(file, facts.regulations.gates[START_CONSTRUCTION], names)
        listed = "、".join(one.name for one in lacking[:_NAMED])
        more = f"等{len(lacking)}项" if len(lacking) > _NAMED else ""
        yield facts.soft(
            DoubtCode.STARTED_UNPERMITTED,
            "status",
            f"填报{now.status.label}，开工条件尚缺：{listed}{more}",
        )


def trouble_is_told(facts: ReportFacts) -> Iterator[Doubt]:
    """“无问题” does not stand against a red light of a procedure."""
    now, file = facts.report, facts.file
    if now.problems or any(one.sticking_point.strip() for one in now.bottlenecks):
        return
    red = [
        code
        for code, lit in light_cases(file, on=facts.on, regulations=facts.regulations).items()
        if lit.light in (Light.RED, Light.BLACK)
    ]
    if red:
        procedures = facts.regulations.procedures(file.project, on=facts.on)
        listed = "、".join(procedures[code].name for code in red[:_NAMED])
        yield facts.soft(DoubtCode.NO_PROBLEM, "problems", f"未报问题，而下列事项亮红灯：{listed}")


def problems_are_complete(facts: ReportFacts) -> Iterator[Doubt]:
    """有问题必填需协调与责任单位, of an office that exists."""
    offices = facts.regulations.campaign.office_names
    for number, problem in enumerate(facts.report.problems, start=1):
        if not problem.needs.strip() or not problem.office:
            yield facts.hard(
                DoubtCode.PROBLEM_INCOMPLETE,
                "problems",
                f"第{number}个问题须填写需协调事项和建议协调单位",
            )
        elif problem.office not in offices:
            yield facts.hard(
                DoubtCode.UNKNOWN_CODE,
                "problems",
                f"第{number}个问题的建议协调单位“{problem.office}”不在机构名录",
            )


def bottlenecks_are_outstanding(facts: ReportFacts) -> Iterator[Doubt]:
    """A procedure that holds things up is one of the project's, and not concluded."""
    file = facts.file
    for one in facts.report.bottlenecks:
        if one.procedure not in file.cases:
            yield facts.hard(
                DoubtCode.UNKNOWN_CODE,
                "bottlenecks",
                f"未办结手续“{one.procedure}”不是本项目的审批事项",
            )
        elif file.cases[one.procedure].concluded:
            concluded_on = file.cases[one.procedure].concluded_on
            yield facts.soft(
                DoubtCode.BOTTLENECK_CONCLUDED,
                "bottlenecks",
                f"{one.procedure} 填报未办结，台账记录已于 {concluded_on} 办结",
            )
        elif one.expected_on is not None and one.expected_on < facts.on:
            yield facts.soft(
                DoubtCode.DATE_PASSED,
                "bottlenecks",
                f"{one.procedure} 的预计办结日 {one.expected_on} 已过",
            )


def land_agrees(facts: ReportFacts) -> Iterator[Doubt]:
    """净地 as reported and as confirmed for the start gate."""
    gate = facts.regulations.gates[START_CONSTRUCTION]
    if "land_delivered" not in {one.code for one in gate.confirmations}:
        return
    file, status = facts.file, facts.report.land_status
    confirmed = f"{gate.code}.land_delivered" in file.confirmed
    delivered = _LAND[status] >= _CLEARED
    if file.started_on is None and delivered != confirmed:
        said = "净地交付尚未确认" if delivered else "净地交付已经确认"
        yield facts.soft(
            DoubtCode.LAND_DIFFERS, "land_status", f"用地状态填报“{status.label}”，台账中{said}"
        )


CHECKS: tuple[Callable[[ReportFacts], Iterator[Doubt]], ...] = (
    start_is_permitted,
    trouble_is_told,
    problems_are_complete,
    bottlenecks_are_outstanding,
    land_agrees,
)
