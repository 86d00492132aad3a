"""A small world for tests: nine procedures, two departments, their people and one project.

Everything is fixed: Monday 1 June 2020 is the first day; Friday 26 June is a holiday
(端午), Sunday 28 June a make-up workday.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from casework.acting import act
from casework.desk import Recorded, Stamp
from casework.office import Office
from models.act_requests import REQUESTS, Act, Request, Via
from models.campaign import Campaign, CampaignFolder
from models.case import Case, CaseFile, CaseState, Limits
from models.catalogue import (
    Bound,
    Catalogue,
    DeferralMode,
    ExtensionRule,
    Gate,
    GateConfirmation,
    Procedure,
    RequiredDocument,
    RequirementLevel,
    SpecialProcedure,
    SpecialProcedureKind,
    Stage,
    TimeLimit,
    Unit,
)
from models.escalation import EscalationRules
from models.hearing import HearingRule
from models.ledger import Draft, Payload
from models.milestone import PlannedProcedure, Registered
from models.nature import Nature
from models.people import Account, Department, ResponsibleUnit, Role
from models.progress import LandStatus, ProgressReport, WorkStatus
from models.project import (
    Applicant,
    EnvironmentalClass,
    InvestmentPlan,
    InvestmentRoute,
    LandPlan,
    LandSupply,
    Project,
    ProjectStanding,
    ProjectTier,
    ProjectTraits,
    ProjectType,
)
from models.rulebook import (
    ClockRules,
    DeferralProfile,
    EligibilityRule,
    LightRules,
    MakeUpCap,
    OnDue,
    PromiseExtension,
    Rulebook,
    WeeklyRules,
)
from rules.acceptance.circumstances import Circumstances
from rules.acting.consequences import consequences
from rules.days.day_table import seeded_table
from rules.fold.file import add
from rules.in_force.regulations import Regulations

SHANGHAI = ZoneInfo("Asia/Shanghai")
WORKDAY, CALENDAR_DAY = Unit.WORKDAY, Unit.CALENDAR_DAY
FIRST_DAY = date(2020, 6, 1)
PROJECT = "2020-230112-39-03-000001"
OTHER_PROJECT = "2020-230112-39-03-000002"
APPLICANT = Applicant(name="金阿物流有限公司", credit_code="91230112MA1D101370")
OTHER_APPLICANT = Applicant(name="金源钢铁有限公司", credit_code="91230112MA1D10274G")

PLANNING, HOUSING = "planning", "housing"
OFFICER, DECIDER, HEAD = "planning-01", "planning-02", "planning-head"
HOUSING_OFFICER, HOUSING_HEAD = "housing-01", "housing-head"
CREDIT_DECIDER = HOUSING_HEAD
"""Who decides on credit records that the planning bureau proposes."""
LIAISON, OTHER_LIAISON = "park-liaison", "town-liaison"
UNIT_HEAD, OTHER_UNIT_HEAD = "park-head", "town-head"
HELPER, OTHER_HELPER = "cso-01", "cso-02"
SPONSOR, OTHER_SPONSOR = "leader-01", "leader-02"
DISPATCHER = "dispatch-01"
ACCEPTED_BY = "planning-20"
"""Who took in the cases that tests begin with: never the one who decides there."""
TWENTY_OFFICERS = tuple(f"planning-{number:02}" for number in range(1, 21))


def june(day: int) -> date:
    return date(2020, 6, day)


def july(day: int) -> date:
    return date(2020, 7, day)


def at(day: date, hour: int = 9) -> datetime:
    """The instant of an hour of a day in Shanghai."""
    return datetime.combine(day, time(hour), SHANGHAI)


def limit(
    value: int | None, unit: Unit = WORKDAY, bound: Bound = Bound.MAX, source: str = ""
) -> TimeLimit:
    return TimeLimit(value=value, unit=unit, bound=bound, source=source)


def document(
    code: str, name: str, level: RequirementLevel, makeup_days: int | None = None
) -> RequiredDocument:
    return RequiredDocument(code=code, name=name, level=level, makeup_days=makeup_days)


def procedure(
    code: str, name: str, department: str, promised_days: int, **changes: object
) -> Procedure:
    """A procedure with a principal, two deferrable and a situational document."""
    fields: dict[str, object] = {
        "stage": "S1",
        "name_en": name,
        "kind": "行政许可",
        "nature": Nature.LICENCE,
        "statutory": limit(20),
        "promised": limit(promised_days),
        "extension": ExtensionRule(
            days=10, times=1, approver="本行政机关负责人", source="行政许可法第42条"
        ),
        "applies_to": ("industrial",),
        "deferral_mode": DeferralMode.ACCEPT_ONLY,
        "documents": (
            document(f"{code}-1", "申请表", RequirementLevel.PRINCIPAL),
            document(f"{code}-2", "资金证明", RequirementLevel.DEFERRABLE, 8),
            document(f"{code}-3", "授权委托书", RequirementLevel.DEFERRABLE),
            document(f"{code}-4", "听证材料", RequirementLevel.SITUATIONAL),
        ),
        "special_procedures": (
            SpecialProcedure(
                name="专家评审",
                kind=SpecialProcedureKind.EXPERT_REVIEW,
                max_days=15,
                clock_stops=True,
                source="行政许可法第45条",
            ),
            SpecialProcedure(
                name="受理公示", kind=SpecialProcedureKind.PUBLIC_NOTICE, clock_stops=False
            ),
        ),
        "result_document": "批复",
        "legal_basis": "行政许可法",
    }
    return Procedure(code=code, name=name, department=department, **{**fields, **changes})


PROCEDURES = (
    procedure("A01", "用地预审", PLANNING, 10),
    procedure("B01", "初步设计审批", HOUSING, 5, prerequisites=("A01",)),
    procedure("B02", "规划许可证", PLANNING, 5, tolerable_prerequisites=("A01",)),
    procedure(
        "C01",
        "施工许可证",
        HOUSING,
        2,
        prerequisites=("B01",),
        tolerable_prerequisites=("B02",),
        statutory=limit(7, CALENDAR_DAY, source="建筑法第7条"),
        extension=None,
    ),
    procedure("D01", "备案", PLANNING, 0, statutory=limit(0)),
    procedure("E01", "环评报告表审批", HOUSING, 7, safety_or_environment=True),
    procedure("F01", "消防设计审查", HOUSING, 7, deferral_mode=DeferralMode.NONE),
    procedure("G01", "林地审核", PLANNING, 10, decided_by_superior=True),
    procedure(
        "H01",
        "征地公告",
        PLANNING,
        30,
        promised=limit(30, CALENDAR_DAY, Bound.MIN, "土地管理法第47条"),
        statutory=limit(30, CALENDAR_DAY, Bound.MIN, "土地管理法第47条"),
    ),
    procedure(
        "K01",
        "用电报装",
        HOUSING,
        22,
        statutory=limit(22),
        deferral_mode=DeferralMode.APPROVE_THEN_SUPPLEMENT,
    ),
    procedure("Z01", "政府投资审批", PLANNING, 5, applies_to=("gov_building",)),
)

START_GATE = Gate(
    code="start_construction",
    name="开工条件",
    all_of=("C01",),
    applicable_of=("E01",),
    not_asked=dict.fromkeys(("D01", "F01", "G01", "H01", "K01"), "与开工并行，不是开工的条件"),
    confirmations=(GateConfirmation(code="land_delivered", name="净地交付", basis="建筑法第8条"),),
    basis="建筑法第7条",
)

DEPARTMENTS = (
    Department(code=PLANNING, name="阿城区规划局", short="规划局"),
    Department(code=HOUSING, name="阿城区住建局", short="住建局"),
)
UNITS = (
    ResponsibleUnit(code="park", name="阿城开发区管委会", short="开发区"),
    ResponsibleUnit(code="town", name="玉泉街道办事处", short="玉泉街道"),
)
ACCOUNTS = (
    *(
        Account(number=number, name=f"规划局·窗口{number[-2:]}", role=Role.OFFICER, office=PLANNING)
        for number in TWENTY_OFFICERS
    ),
    Account(number=HEAD, name="规划局·负责人", role=Role.DEPARTMENT_HEAD, office=PLANNING),
    Account(number=HOUSING_OFFICER, name="住建局·窗口01", role=Role.OFFICER, office=HOUSING),
    Account(number=HOUSING_HEAD, name="住建局·负责人", role=Role.DEPARTMENT_HEAD, office=HOUSING),
    Account(number=LIAISON, name="开发区·联络员", role=Role.UNIT_LIAISON, office="park"),
    Account(number=OTHER_LIAISON, name="玉泉街道·联络员", role=Role.UNIT_LIAISON, office="town"),
    Account(number=UNIT_HEAD, name="开发区·主要负责人", role=Role.UNIT_HEAD, office="park"),
    Account(number=OTHER_UNIT_HEAD, name="玉泉街道·负责人", role=Role.UNIT_HEAD, office="town"),
    Account(number=HELPER, name="首席服务官01", role=Role.CHIEF_SERVICE_OFFICER),
    Account(number=OTHER_HELPER, name="首席服务官02", role=Role.CHIEF_SERVICE_OFFICER),
    Account(number=SPONSOR, name="区领导01", role=Role.LEADER),
    Account(number=OTHER_SPONSOR, name="区领导02", role=Role.LEADER),
    Account(number=DISPATCHER, name="调度中心01", role=Role.DISPATCHER),
    Account(number="supervision-01", name="督办室01", role=Role.SUPERVISOR),
    Account(number="operator-01", name="系统运维01", role=Role.OPERATOR),
)

PROFILES = {
    "pause": DeferralProfile(
        name="到期暂停",
        cap=MakeUpCap.PROMISED,
        on_due=OnDue.PAUSE,
        grace_workdays=15,
        on_grace_end=OnDue.RETURN,
        credit_gate=True,
        dual_signature=True,
        remind_before_days=(5, 3, 1),
        excludes_safety_and_environment=True,
        source="台州2019",
    ),
    "early": DeferralProfile(
        name="容缺后补",
        mode=DeferralMode.APPROVE_THEN_SUPPLEMENT,
        on_due=OnDue.NOTHING,
        source="上海2020",
    ),
    "return": DeferralProfile(
        name="到期退件", cap=MakeUpCap.STATUTORY, on_due=OnDue.RETURN, source="洋县2020"
    ),
    "sign": DeferralProfile(
        name="宽限后人工决定",
        on_due=OnDue.PAUSE,
        grace_workdays=5,
        on_grace_end=OnDue.REFUSE,
        source="滨州2020",
    ),
}


def campaign(profile: str = "pause", procedures: Sequence[Procedure] = PROCEDURES) -> Campaign:
    return Campaign(
        key="test-2020",
        title="百日攻坚（测试）",
        document="测试〔2020〕1号",
        district="230112",
        first_day=FIRST_DAY,
        last_day=date(2020, 8, 31),
        catalogue=Catalogue(
            version="test-1",
            title="测试目录",
            reviewed=FIRST_DAY,
            stages=(Stage(code="S1", std_code=1, name="立项用地规划许可", lead="规划局"),),
            gates=(START_GATE,),
            procedures=tuple(procedures),
        ),
        rulebook=Rulebook(
            version="test-1",
            profile=profile,
            profiles=PROFILES,
            promise_extension=PromiseExtension(
                days=5, times=1, approver="审批部门分管负责人", source="参考数据"
            ),
            eligibility=(EligibilityRule(code="main_complete", text="主件齐全"),),
            clock=ClockRules(
                notice_days=5,
                notice_source="行政许可法第32条（四）",
                delivery_days=10,
                delivery_source="行政许可法第44条",
                special_procedures_stop=(
                    SpecialProcedureKind.HEARING,
                    SpecialProcedureKind.EXPERT_REVIEW,
                ),
                special_source="行政许可法第45条",
                hearing=HearingRule(apply_within=5, organise_within=20, source="行政许可法第47条"),
            ),
            lights=LightRules(yellow_ratio=0.9, yellow_remaining_workdays=1),
            weekly=WeeklyRules(
                opens=time(9), cutoff_weekday=5, cutoff=time(16), remind_before_hours=(24, 4)
            ),
        ),
        days=seeded_table(),
        targets=(),
        departments=DEPARTMENTS,
        units=UNITS,
        accounts=ACCOUNTS,
    )


REGULATIONS = Regulations(campaign())
DAYS = REGULATIONS.days


def regulations(profile: str) -> Regulations:
    return Regulations(campaign(profile))


def project(code: str = PROJECT, **changes: object) -> Project:
    fields: dict[str, object] = {
        "name": "冷链物流园",
        "type": ProjectType.INDUSTRIAL,
        "tier": ProjectTier.DISTRICT_KEY,
        "standing": ProjectStanding.NEW_START,
        "unit": "park",
        "applicant": APPLICANT,
        "sponsor": SPONSOR,
        "chief_service_officer": HELPER,
        "site": "冷链路",
        "traits": ProjectTraits(
            route=InvestmentRoute.FILING,
            land_supply=LandSupply.GRANTED,
            environmental_class=EnvironmentalClass.FORM,
        ),
        "land": LandPlan(supply=LandSupply.GRANTED, area_hectares=Decimal("12.6"), status="已供地"),
        "investment": InvestmentPlan(total=Decimal(1000000), this_year=Decimal(500000)),
    }
    return Project(code=code, **{**fields, **changes})


def folder(*projects: Project, profile: str = "pause") -> CampaignFolder:
    return CampaignFolder(
        campaign=campaign(profile),
        projects=projects,
        digests={"catalogue.yaml": "c" * 64, "projects.yaml": "p" * 64},
    )


def with_terms(given: CampaignFolder, **terms: object) -> CampaignFolder:
    """Return a folder with other terms of conditional acceptance under the same key."""
    profiles = dict(given.campaign.rulebook.profiles)
    profiles["pause"] = profiles["pause"].model_copy(update=terms)
    rulebook = given.campaign.rulebook.model_copy(
        update={"profiles": profiles, "version": "test-2"}
    )
    return given.model_copy(
        update={
            "campaign": given.campaign.model_copy(update={"rulebook": rulebook}),
            "digests": {
                "catalogue.yaml": "c" * 64,
                "rules.yaml": "r" * 64,
                "projects.yaml": "p" * 64,
            },
        }
    )


def laddered(given: CampaignFolder, ladder: EscalationRules | None) -> CampaignFolder:
    """Return a campaign that supervises as well, by somebody's ladder."""
    rulebook = given.campaign.rulebook.model_copy(update={"escalation": ladder})
    campaign_ = given.campaign.model_copy(update={"rulebook": rulebook})
    return given.model_copy(update={"campaign": campaign_})


def registered(
    given: Project | None = None, rules: Regulations = REGULATIONS, on: date = FIRST_DAY
) -> CaseFile:
    """The file of a project just registered, nothing opened yet."""
    given = given or project()
    planned, not_required = rules.plan(given, on=on)
    return after(
        None,
        (
            on,
            Registered(
                project=given, catalogue_version="test-1", plan=planned, not_required=not_required
            ),
        ),
    )


def draft(on: date, payload: Payload, by: str = OFFICER) -> Draft:
    return Draft(payload, at(on), on, by, Via.CONSOLE)


def after(file: CaseFile | None, *happened: tuple[date, Payload]) -> CaseFile:
    """The file after some entries, without what follows from them."""
    for on, payload in happened:
        file = add(file, draft(on, payload), (file.version if file else 0) + 1)
    assert file is not None
    return file


def settled(file: CaseFile, on: date, rules: Regulations = REGULATIONS) -> CaseFile:
    """The file with everything that follows by itself."""
    while follows := consequences(file, rules):
        for payload in follows:
            file = after(file, (on, payload))
    return file


def opened(given: Project | None = None, rules: Regulations = REGULATIONS) -> CaseFile:
    """The file of a registered project, its first procedures open."""
    return settled(registered(given, rules), FIRST_DAY, rules)


def with_case(file: CaseFile, case: Case) -> CaseFile:
    return replace(file, cases={**file.cases, case.procedure: case})


def running(
    code: str = "A01",
    *,
    accepted: date = FIRST_DAY,
    promised: TimeLimit | None = None,
    statutory: TimeLimit | None = None,
    **changes: object,
) -> Case:
    """A case whose clock runs."""
    known = next(one for one in PROCEDURES if one.code == code)
    case = Case(
        code,
        CaseState.ACCEPTED,
        opened_on=accepted,
        submitted_on=accepted,
        told=True,
        documents=frozenset(f"{code}-{number}" for number in (1, 2, 3)),
        accepted_on=accepted,
        accepted_by=ACCEPTED_BY,
        clock_from=accepted,
        limits=Limits(promised or known.promised, statutory or known.statutory),
    )
    return replace(case, **changes)


def request(act_: str | Act, **data: object) -> Request:
    """A request of any act, as a door reads it."""
    return REQUESTS.validate_python({"act": Act(act_), **data})


def circumstances(
    case: Case,
    wanted: Request,
    *,
    on: date = FIRST_DAY,
    by: str = OFFICER,
    rules: Regulations = REGULATIONS,
    file: CaseFile | None = None,
    breaches: tuple[str, ...] = (),
) -> Circumstances:
    """One act on one case, the rest of the project just opened."""
    file = with_case(file or opened(rules=rules), case)
    account = rules.campaign.account(by)
    assert account is not None
    return Circumstances(
        file=file,
        about=(case, rules.procedures(file.project, on=on)[case.procedure]),
        request=wanted,
        by=account,
        on=on,
        regulations=rules,
        open_breaches=breaches,
    )


def planned(
    code: str,
    *prerequisites: str,
    any_of: Iterable[tuple[str, ...]] = (),
    tolerable: Iterable[str] = (),
) -> PlannedProcedure:
    return PlannedProcedure(
        procedure=code,
        stage="S1",
        department=PLANNING,
        prerequisites=prerequisites,
        any_of=tuple(any_of),
        tolerable=tuple(tolerable),
    )


def progress_report(**changes: object) -> ProgressReport:
    """A weekly report of a project that has not started: nothing contradicts the record."""
    fields: dict[str, object] = {
        "invested_week": Decimal(0),
        "invested_year": Decimal(0),
        "invested_total": Decimal(0),
        "physical_work": "",
        "status": WorkStatus.NOT_STARTED,
        "land_status": LandStatus.SUPPLIED_NOT_DELIVERED,
        "funds_arrived": Decimal(0),
        "funds_paid": Decimal(0),
        "filled_by": "联络员",
    }
    return ProgressReport(**{**fields, **changes})


def stamp(on: date = FIRST_DAY, by: str = "registrar", via: Via = Via.IMPORT) -> Stamp:
    return Stamp(by=by, via=via, now=at(on))


def do(
    office: Office,
    act_: str | Act,
    code: str = "A01",
    *,
    by: str | None = None,
    on: date = FIRST_DAY,
    hour: int = 9,
    project: str = PROJECT,
    key: str | None = None,
    expect: int | None = None,
    **data: object,
) -> Recorded:
    """Do one act through the one door of casework; a grant by another officer than the rest."""
    by = by or (DECIDER if act_ == Act.DECIDE else OFFICER)
    return act(
        office,
        project=project,
        procedure=code,
        request=request(act_, **data),
        key=key,
        expect=expect,
        by=by,
        via=Via.CONSOLE,
        now=at(on, hour),
    )


def heard(
    office: Office,
    measure: str,
    code: str = "A01",
    *,
    by: str = OFFICER,
    on: date = FIRST_DAY,
    project: str = PROJECT,
) -> None:
    """Tell the applicant what is meant to be done, and hear what there is to say, on one day."""
    about = {"on": on, "project": project, "measure": measure}
    do(office, "announce_measure", code, by=by, reason="逾期未补", **about)
    do(office, "state_defence", code, by=LIAISON, statement="没有异议", **about)
