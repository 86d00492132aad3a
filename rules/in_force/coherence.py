"""Whether the facts of a project agree with each other and with its campaign (项目信息核对).

Checked once, where a project enters; nothing further down checks again. A fault
names where it stands in the project and says in words what does not agree.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from models.campaign import Campaign
from models.catalogue import Procedure
from models.people import Role
from models.project import InvestmentRoute, LandSupply, Project, ProjectType
from rules.days.start_day import unfit_start
from rules.days.working_days import WorkingDays, working_days
from rules.in_force.applicability import plan, variants_in_force, with_variants

Loc = tuple[int | str, ...]
"""Where a value stands: keys and indices."""

Fault = tuple[Loc, str]

GOVERNMENT = frozenset(
    {
        ProjectType.GOV_BUILDING,
        ProjectType.GOV_MUNICIPAL,
        ProjectType.GOV_TRANSPORT,
        ProjectType.GOV_WATER,
    }
)

ROUTE_DIGITS: Mapping[str, InvestmentRoute] = {
    "01": InvestmentRoute.APPROVAL,
    "02": InvestmentRoute.VERIFICATION,
    "03": InvestmentRoute.FILING,
}
"""The two digits of the project code before November 2020 (项目类型: 审批、核准、备案)."""

_OLD_CODE = re.compile(r"20(1[3-9]|20)-\d{6}-\d{2}-(\d{2})-\d{6}")
"""A code that begins with a year; since 2020-11 it begins with two digits of year and a month."""

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def disagreements(project: Project) -> Iterator[Fault]:
    """Yield where the project's own facts contradict each other."""
    for rule in _RULES:
        yield from rule(project)


def misfits(
    project: Project,
    campaign: Campaign,
    *,
    on: date,
    today: date | None = None,
    days: WorkingDays | None = None,
) -> Iterator[Fault]:
    """Yield where the project does not fit its campaign: unknown offices, impossible history.

    ``on`` is the day whose law decides which procedures the project needs, and from which
    its start may be pinned; ``today`` the day after which nothing can have happened, where it
    is known; ``days`` the calendar in force, if not the campaign's own.
    """
    yield from disagreements(project)
    yield from _unfit_start(project, on=on, days=days or working_days(campaign.days))
    yield from _unknown_offices(project, campaign)
    yield from _impossible_history(project, campaign, on=on)
    if today is not None:
        yield from _yet_to_come(project, today=today)
    known = {item.code for gate in campaign.catalogue.gates for item in gate.confirmations}
    for index, code in enumerate(project.confirmed_before):
        if code not in known:
            yield ("confirmed_before", index), f"没有“{code}”这项开工、投产条件"


def duplicates(projects: Iterable[Project]) -> Iterator[tuple[int, int, str]]:
    """Yield (index, index of the first, code) of every project whose code came before."""
    first: dict[str, int] = {}
    for index, project in enumerate(projects):
        if project.code in first:
            yield index, first[project.code], project.code
        else:
            first[project.code] = index


def _route(project: Project) -> Iterator[Fault]:
    route, government = project.traits.route, project.type in GOVERNMENT
    if government != (route is InvestmentRoute.APPROVAL):
        right = "审批（approval）" if government else "核准（verification）或备案（filing）"
        yield ("traits", "route"), f"与项目类型不符，此类项目应为{right}"
    if matched := _OLD_CODE.fullmatch(project.code):
        told = ROUTE_DIGITS.get(matched[2])
        if told is not route:
            yield (
                ("code",),
                f"项目代码的类型位“{matched[2]}”与投资管理方式不符（01 审批、02 核准、03 备案）",
            )


def _land(project: Project) -> Iterator[Fault]:
    traits, supply = project.traits, project.traits.land_supply
    if project.land.supply is not supply:
        yield ("land", "supply"), "供地方式与项目特征所填的供地方式不一致"
    if (traits.expropriation or traits.forest_land) and not traits.farmland:
        yield (
            ("traits", "farmland"),
            "有征收或占用林地的，应为是（涉及农用地转用或征收，须办农用地转用和土地征收审批）",
        )
    if supply is LandSupply.OWNED and traits.expropriation:
        yield ("traits", "expropriation"), "自有用地不再征收"
    if (
        supply is LandSupply.ALLOCATED
        and traits.route is not InvestmentRoute.FILING
        and not traits.new_construction_land
    ):
        yield (
            ("traits", "new_construction_land"),
            "划拨供地的审批、核准类项目应为是（城乡规划法第36条：须办选址意见书）",
        )


def _money(project: Project) -> Iterator[Fault]:
    investment = project.investment
    if investment.this_year > investment.total:
        yield ("investment", "this_year"), "年度计划投资超过总投资"
    for month in investment.monthly:
        if not _MONTH.fullmatch(month):
            yield ("investment", "monthly", month), f"月份“{month}”应写作 2020-06 的样子"
    if sum(investment.monthly.values(), Decimal(0)) > investment.this_year:
        yield ("investment", "monthly"), "各月计划之和超过年度计划投资"
    for index, fund in enumerate(project.funds):
        if fund.arrived > fund.amount:
            yield ("funds", index, "arrived"), "到位资金超过资金总额"
        if fund.paid > fund.arrived:
            yield ("funds", index, "paid"), "支付资金超过到位资金"


def _days(project: Project) -> Iterator[Fault]:
    begin = project.started_on or project.pinned_start
    if begin and project.planned_completion and project.planned_completion < begin:
        yield ("planned_completion",), f"计划竣工早于开工（{begin.isoformat()}）"


_RULES: tuple[Callable[[Project], Iterator[Fault]], ...] = (_route, _land, _money, _days)


def _unfit_start(project: Project, *, on: date, days: WorkingDays) -> Iterator[Fault]:
    """Registration takes no start that could not be pinned afterwards (卡定开工日期)."""
    if project.pinned_start is not None and project.started_on is None:
        unfit = unfit_start(project.pinned_start, on=on, days=days)
        if unfit is not None:
            yield ("pinned_start",), unfit


def _unknown_offices(project: Project, campaign: Campaign) -> Iterator[Fault]:
    if project.unit not in {unit.code for unit in campaign.units}:
        yield ("unit",), f"责任单位“{project.unit}”不在机构名录"
    for field, number, role, title in (
        ("sponsor", project.sponsor, Role.LEADER, "包保领导"),
        (
            "chief_service_officer",
            project.chief_service_officer,
            Role.CHIEF_SERVICE_OFFICER,
            "首席服务官",
        ),
    ):
        account = campaign.account(number)
        if account is None:
            yield (field,), f"{title}账号“{number}”不在机构名录"
        elif account.role is not role:
            yield (field,), f"账号“{number}”（{account.name}）不是{title}"


def _impossible_history(project: Project, campaign: Campaign, *, on: date) -> Iterator[Fault]:
    catalogue, past = campaign.catalogue, project.concluded_before
    procedures = with_variants(catalogue, variants_in_force(catalogue, project, on=on))
    planned, reasons = plan(procedures, project)
    for code in past:
        if code not in procedures:
            yield ("concluded_before", code), f"没有“{code}”这个事项"
        elif code in reasons:
            yield (
                ("concluded_before", code),
                f"{_named(procedures[code])}对本项目不适用：{reasons[code]}",
            )
    for step in planned:
        if step.procedure not in past:
            continue
        here, day = ("concluded_before", step.procedure), past[step.procedure]
        for earlier in (*step.prerequisites, *step.tolerable):
            if earlier not in past:
                yield here, f"其前置事项{_named(procedures[earlier])}尚未办结"
            elif past[earlier] > day:
                yield (
                    here,
                    f"办结日期早于前置事项{_named(procedures[earlier])}"
                    f"（{past[earlier].isoformat()}）",
                )
        for group in step.any_of:
            if not any(code in past and past[code] <= day for code in group):
                choice = "、".join(_named(procedures[code]) for code in group)
                yield here, f"其前置事项（{choice}）至少应先办结一项"


def _yet_to_come(project: Project, *, today: date) -> Iterator[Fault]:
    for code, day in project.concluded_before.items():
        if day > today:
            yield ("concluded_before", code), f"办结日期 {day} 晚于今日（{today}），尚未办结的不填"
    if project.started_on is not None and project.started_on > today:
        yield (
            ("started_on",),
            f"实际开工日期 {project.started_on} 晚于今日（{today}）；计划开工的，填计划开工日期",
        )


def _named(procedure: Procedure) -> str:
    return f"{procedure.code} {procedure.name}"
