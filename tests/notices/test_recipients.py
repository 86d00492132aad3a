"""Who is told what, on a small campaign."""

from datetime import date, time

import pytest

from models.campaign import Campaign
from models.catalogue import Catalogue
from models.days import DayTable
from models.notice import Ground
from models.people import Account, Department, ResponsibleUnit, Role
from models.rulebook import ClockRules, DeferralProfile, LightRules, Rulebook, WeeklyRules
from notices.recipients import AUDIENCES, recipients


def campaign(*accounts: Account) -> Campaign:
    return Campaign(
        key="small",
        title="小行动",
        document="无",
        district="某区",
        first_day=date(2020, 6, 1),
        last_day=date(2020, 9, 30),
        catalogue=Catalogue(
            version="1",
            title="目录",
            reviewed=date(2020, 6, 1),
            stages=(),
            gates=(),
            procedures=(),
        ),
        rulebook=Rulebook(
            version="1",
            profile="plain",
            profiles={"plain": DeferralProfile(name="容缺")},
            eligibility=(),
            clock=ClockRules(
                notice_days=5,
                notice_source="",
                delivery_days=10,
                delivery_source="",
                special_procedures_stop=(),
                special_source="",
            ),
            lights=LightRules(yellow_ratio=0.8, yellow_remaining_workdays=1),
            weekly=WeeklyRules(
                opens=time(9), cutoff_weekday=5, cutoff=time(12), remind_before_hours=(24, 4)
            ),
        ),
        days=DayTable(version="1", first_year=2020, last_year=2020, days={}),
        targets=(),
        departments=(
            Department(code="housing", name="住房和城乡建设局", short="住建局"),
            Department(code="planning", name="自然资源局", short="资源局"),
        ),
        units=(ResponsibleUnit(code="reform", name="发展和改革局", short="发改局"),),
        accounts=accounts,
    )


def account(number: str, role: Role, office: str = "") -> Account:
    return Account(number=number, name=number, role=role, office=office)


DISPATCHER = account("dispatch-1", Role.DISPATCHER)
SMALL = campaign(
    account("housing-1", Role.OFFICER, "housing"),
    account("housing-2", Role.OFFICER, "housing"),
    account("housing-head", Role.DEPARTMENT_HEAD, "housing"),
    account("planning-1", Role.OFFICER, "planning"),
    account("planning-head", Role.DEPARTMENT_HEAD, "planning"),
    account("reform-liaison", Role.UNIT_LIAISON, "reform"),
    account("service-1", Role.CHIEF_SERVICE_OFFICER),
    account("service-2", Role.CHIEF_SERVICE_OFFICER),
    account("leader-1", Role.LEADER),
    account("leader-2", Role.LEADER),
    DISPATCHER,
    account("operator-1", Role.OPERATOR),
)


def told(ground: Ground, among: Campaign = SMALL) -> tuple[str, ...]:
    return recipients(
        ground,
        among,
        unit="reform",
        sponsor="leader-1",
        chief_service_officer="service-1",
        department="housing",
    )


class TestRecipients:
    def test_of_every_ground_are_in_the_table(self) -> None:
        assert set(AUDIENCES) == set(Ground)

    @pytest.mark.parametrize("ground", list(Ground))
    def test_of_a_ground_are_real_accounts_each_once(self, ground: Ground) -> None:
        numbers = told(ground)
        assert numbers
        assert len(set(numbers)) == len(numbers)
        assert all(SMALL.account(number) for number in numbers)
        assert not {"planning-1", "planning-head", "service-2", "leader-2"} & set(numbers)
        assert "operator-1" not in numbers

    @pytest.mark.parametrize(
        ("ground", "numbers"),
        [
            (Ground.DUE_SOON, ("housing-1", "housing-2", "housing-head")),
            (Ground.OVERDUE, ("housing-1", "housing-2", "housing-head")),
            (Ground.SUBMITTED, ("housing-1", "housing-2")),
            (Ground.CORRECTION_REQUESTED, ("reform-liaison", "service-1")),
            (Ground.PROMISE_DUE_SOON, ("reform-liaison", "service-1")),
            (Ground.START_SLIPPED, ("dispatch-1", "leader-1", "service-1")),
            (Ground.REPORT_ASKED, ("reform-liaison",)),
            (Ground.REPORT_CHASED, ("reform-liaison", "service-1")),
        ],
    )
    def test_are_those_who_have_to_act(self, ground: Ground, numbers: tuple[str, ...]) -> None:
        assert told(ground) == numbers

    def test_are_the_dispatchers_where_nobody_else_has_an_account(self) -> None:
        assert told(Ground.OVERDUE, campaign(DISPATCHER)) == ("dispatch-1",)

    def test_of_an_office_never_include_accounts_without_one(self) -> None:
        loose = campaign(account("loose-1", Role.OFFICER), DISPATCHER)
        assert recipients(Ground.SUBMITTED, loose) == ("dispatch-1",)
