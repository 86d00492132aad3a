"""What every document says of a project in the same words (通用表述).

All of it is plain text, read off the view; each document escapes it in its own way.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import assert_never

from models.act_requests import Act
from models.case import CaseState as S
from models.case import Party
from models.project_views import CaseView, LikelyStart, OwedView, ProjectView, StartView
from rules.acting.next_step import step_in
from rules.standing.lights import ORDER

STAGES: Mapping[str, str] = {
    "S1": "立项用地规划许可",
    "S2": "工程建设许可",
    "S3": "施工许可",
    "S4": "竣工验收",
    "S5": "并行推进",
}
"""The four stages and the parallel one (国办发〔2019〕11号)."""

CONCLUDED = frozenset({S.APPROVED, S.APPROVED_CONDITIONALLY})
ENDED = frozenset({S.REFUSED, S.DECLINED, S.RETURNED, S.WITHDRAWN, S.REVOKED})
"""Ended without a grant; it may be applied for anew."""

ASSUMED = "※"
"""Marks a value that is a placeholder (占位值)."""

NOBODY_ASKED = "—"
"""What stands where there is nothing to say."""


def day(on: date | None, beside: date) -> str:
    """Write a day, its year only where it differs from the year of the document."""
    if on is None:
        return NOBODY_ASKED
    year = "" if on.year == beside.year else f"{on.year}年"
    return f"{year}{on.month}月{on.day}日"


def case_name(case: CaseView) -> str:
    """Name a case: its code, then what it is called."""
    return f"{case.procedure} {case.name}"


def open_cases(view: ProjectView) -> list[CaseView]:
    """Return the cases on which somebody may act now, most urgent first."""
    cases = [
        case for case in view.cases if case.state not in CONCLUDED | {S.NOT_OPEN, S.NOT_REQUIRED}
    ]
    return sorted(cases, key=lambda case: (ORDER.index(case.light), case.due_on or date.max))


def waiting_cases(view: ProjectView) -> list[CaseView]:
    """Return the cases that wait for others and that the start of construction waits for."""
    return [
        case for case in view.cases if case.state is S.NOT_OPEN and case.expected_start is not None
    ]


def concluded_cases(view: ProjectView) -> list[CaseView]:
    """Return the cases that are concluded."""
    return [case for case in view.cases if case.state in CONCLUDED]


def undelivered_cases(view: ProjectView) -> list[CaseView]:
    """Return the cases decided here whose decision has not been handed over."""
    return [
        case
        for case in view.cases
        if case.state in CONCLUDED | {S.REFUSED}
        and case.accepted_on is not None
        and case.delivered_on is None
    ]


def owed_documents(view: ProjectView) -> list[tuple[CaseView, OwedView]]:
    """Return the documents that are still owed, the one due first on top."""
    owed = [(case, one) for case in view.cases for one in case.owed if one.received_on is None]
    return sorted(owed, key=lambda pair: (pair[1].due_on, pair[1].document))


def correction_lines(view: ProjectView) -> Iterator[str]:
    """Say of each thing to be corrected how it stands: number, paper, what, day, state."""
    for case in view.cases:
        for one in case.corrections:
            by = f"，{day(one.due_on, view.as_of)}前" if one.due_on is not None else ""
            came = f"（{day(one.corrected_on, view.as_of)}）" if one.corrected_on else by
            yield (
                f"{case_name(case)}补正第{one.number}项《{one.name}》：{one.what}"
                f"：{one.state_name}{came}"
            )


def owed_standing(owed: OwedView, as_of: date) -> str:
    """Say whether a document is received, late, due today or still to come."""
    if owed.received_on is not None:
        return f"{day(owed.received_on, as_of)}已补交"
    if owed.lapsed or owed.due_on < as_of:
        return "逾期未补"
    return "今日到期" if owed.due_on == as_of else "待补交"


def remaining(case: CaseView) -> str:
    """Say how much is left of the limit that binds."""
    if case.remaining_days is None or case.state in ENDED:
        return NOBODY_ASKED
    unit = case.due_unit.label
    if case.state in (S.PAUSED, S.OVERDUE_PROMISE) or case.waits_for:
        return f"暂停计时，余{max(case.remaining_days, 0)}{unit}"
    if case.remaining_days == 0:
        return "今日到期"
    if case.remaining_days < 0:
        return f"超期{-case.remaining_days}{unit}"
    return f"{case.remaining_days}{unit}"


def due_name(case: CaseView) -> str:
    """Say what ends on the due day of a case: the promise, or the law where it ends first."""
    return "法定到期" if case.due_by_law else "承诺到期"


def due(case: CaseView, as_of: date) -> str:
    """Write the day that binds; marked where the calendar or the limit is not settled."""
    if case.due_on is None or case.state in ENDED:
        return NOBODY_ASKED
    mark = "（暂算）" if case.provisional else ""
    return f"{day(case.due_on, as_of)}{mark}{'※' if case.assumed else ''}"


def who_acts(case: CaseView) -> str:
    """Say who must act next."""
    match case.state:
        case S.OPEN | S.CORRECTING | S.DECLINED | S.RETURNED | S.WITHDRAWN | S.REVOKED | S.REFUSED:
            return "建设单位"
        case S.ACCEPTED if case.attributed_to is Party.UPSTREAM:
            return "前置事项承办单位"
        case S.ACCEPTED if case.attributed_to is Party.SUPERIOR:
            return "上级审批部门"
        case S.SUBMITTED | S.ACCEPTED | S.PAUSED:
            return case.department_name
        case S.CONDITIONALLY_ACCEPTED:
            return f"{case.department_name}、建设单位"
        case S.OVERDUE_PROMISE | S.APPROVED_CONDITIONALLY:
            return "建设单位"
        case S.NOT_OPEN | S.APPROVED | S.NOT_REQUIRED:
            return NOBODY_ASKED
        case unknown:
            assert_never(unknown)


def next_step(case: CaseView) -> str:
    """Say what has to be done next on a case."""
    return case.to_do or step_in(case.state, case.waits_for)


def acts_in_words(case: CaseView) -> str:
    """List the acts that the rules allow on a case; what is rare is left to its own page."""
    hidden = {Act.REPAIR_CREDIT, Act.ANNOUNCE_MEASURE, Act.STATE_DEFENCE}
    own = {Act.REFUSE: case.refusal} if case.refusal else {}
    acts = [own.get(act, act.label) for act in case.offered if act not in hidden]
    return "、".join(acts) or NOBODY_ASKED


def conclusion(view: ProjectView) -> str:
    """Say in one sentence whether the project starts in time, and what decides it."""
    start, beside = view.start, view.as_of
    if start.started_on is not None:
        return f"已于{day(start.started_on, beside)}开工{_against_pin(start)}"
    if start.gate_open:
        passed = f"已于{day(start.passed_on, beside)}全部具备" if start.passed_on else "全部具备"
        pinned = f"，锁定{day(start.pinned_on, beside)}开工" if start.pinned_on else ""
        return f"开工条件{passed}，可以开工{pinned}"
    if start.likely is not None:
        return _likely(view, start.likely)
    expected = f"预计{day(start.forecast_on, beside)}开工"
    if start.pinned_on is None:
        return f"{expected}，尚未锁定开工时间节点{_because(view, '关键在')}"
    if start.slip_days > 0:
        late = f"比锁定日期晚{start.slip_days}个工作日"
        return f"{expected}，{late}{_because(view, '受制于')}"
    spare = f"尚余{start.float_days}个工作日" if start.float_days else "但已无余量"
    return f"可按期开工，{spare}{_because(view, '关键在')}"


def _likely(view: ProjectView, likely: LikelyStart) -> str:
    """Say the 50 % day and its chance first; what the promises allow at best comes after it."""
    start, beside = view.start, view.as_of
    said = f"{day(likely.p50, beside)}前开工的概率为50％"
    verb = "关键在"
    if start.pinned_on is None:
        said += "，尚未锁定开工时间节点"
    elif likely.slip_days:
        said += f"，比锁定日期晚{likely.slip_days}个工作日"
        verb = "受制于"
    if likely.on_time is not None:
        said += f"，按期概率{percent(likely.on_time)}"
    best = ""
    if start.forecast_on < likely.p50:
        best = f"；均按承诺时限办结，最早{day(start.forecast_on, beside)}"
    return f"{said}{_because(view, verb)}{best}"


def learnt_from(observed: int, earlier: int) -> str:
    """Say by what a forecast was reckoned: by own cases, and by those of earlier campaigns."""
    if not earlier:
        return "照本台账以往用时"
    own = f"、本台账用时{observed - earlier}条" if observed > earlier else ""
    return f"照以往专项行动用时{earlier}条{own}"


def percent(share: float) -> str:
    """Write a chance: 17％."""
    return f"{share * 100:.0f}％"


def _against_pin(start: StartView) -> str:
    if start.pinned_on is None:
        return ""
    if start.slip_days > 0:
        return f"，比锁定日期晚{start.slip_days}个工作日"
    return f"，比锁定日期早{start.float_days}个工作日" if start.float_days else "，与锁定日期一致"


def critical_path(view: ProjectView) -> tuple[CaseView, ...]:
    """Return the cases that decide the start (关键线路): the one to push on now comes first.

    Followed back from the one concluded last, each time to the prerequisite that is
    expected last, until one is open.
    """
    cases = {case.procedure: case for case in view.cases}
    path: list[CaseView] = []
    land = view.start.land
    code = view.start.deciding if land is None or not land.decides else None
    while code in cases and cases[code] not in path:
        path.insert(0, cases[code])
        before = [cases[one] for one in cases[code].waits_for if one in cases]
        last = max(before, key=lambda case: case.expected_end or date.min, default=None)
        code = last.procedure if last is not None else None
    return tuple(path)


def _because(view: ProjectView, verb: str) -> str:
    if (land := view.start.land) is not None and land.decides:
        cleared = f"{land.cleared_on.month}月{land.cleared_on.day}日"
        return f"，{verb}征收{land.parcel}（现为{land.state_name}，净地最早{cleared}）"
    if path := critical_path(view):
        return f"，{verb}{case_name(path[0])}（{path[0].department_name}）"
    names = [one.name for one in view.start.missing]
    return f"，尚缺{'、'.join(names[:3])}{'等' if len(names) > 3 else ''}" if names else ""


def notes(view: ProjectView) -> Iterator[str]:
    """Yield what a reader must know of the marks: placeholders and provisional days."""
    open_now = open_cases(view)
    if any(case.assumed for case in open_now):
        yield "※ 承诺时限为占位值，上线前须核定。"
    if any(case.provisional for case in open_now):
        yield "暂算：所涉年度的节假日安排尚未公布，公布后重新计算。"
