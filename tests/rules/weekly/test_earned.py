"""Planned, earned and spent (投资进度): each as reported, each beside the others."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from models.case import CaseFile
from models.project import InvestmentPlan
from reports.text.earned_words import in_words
from rules.weekly.earned import NOTHING_EARNED, Earned, earned, together, weekly
from tests.rules.weekly.test_five_rates import FRIDAY, WEEK, funded, reported

WAN = 10_000


def planned(file: CaseFile, **monthly: int) -> CaseFile:
    """The same file with a monthly plan: ``m05=100`` is May."""
    months = {f"2020-{key[1:]}": Decimal(yuan * WAN) for key, yuan in monthly.items()}
    plan = InvestmentPlan(total=Decimal(1000 * WAN), this_year=Decimal(400 * WAN), monthly=months)
    return replace(file, project=file.project.model_copy(update={"investment": plan}))


def test_stands_beside_the_monthly_plan_and_what_was_paid() -> None:
    """Until 19 June: May and 19 of 30 days of June are planned, 100 are done, 120 were paid."""
    file = planned(reported(funded(), year=100 * WAN, paid=120 * WAN), m05=60, m06=120, m07=220)
    found = earned(file, week=WEEK, on=FRIDAY)

    assert found.planned == (60 + Decimal(120) * 19 / 30) * WAN
    assert (found.earned, found.spent) == (100 * WAN, 120 * WAN)
    assert found.ahead == Decimal(-36) * WAN
    assert found.unpaid == -20 * WAN
    assert found.year_end == Decimal(400 * WAN) * found.earned / found.planned


def test_nobody_has_earned_anything_before_the_first_report() -> None:
    found = earned(planned(funded(), m01=10, m12=390), week=WEEK, on=FRIDAY)

    assert (found.earned, found.pace) == (0, 0)
    assert found.paid is None
    assert earned(planned(funded(), m12=400), week=WEEK, on=FRIDAY).pace is None


def test_is_read_at_the_end_of_each_week_that_was_reported() -> None:
    file = reported(planned(funded(), m05=100, m06=300), week="2020-W22", year=50 * WAN)
    file = reported(file, week="2020-W25", year=200 * WAN)
    weeks = weekly(file, week="2020-W24"), weekly(file, week=WEEK)

    assert [[name for name, _ in one] for one in weeks] == [["2020-W22"], ["2020-W22", "2020-W25"]]
    assert [one.earned for _, one in weeks[1]] == [50 * WAN, 200 * WAN]
    assert weeks[1][0][1].planned == Decimal(100 * WAN)  # Sunday 31 May
    assert weeks[1][1][1].planned == (100 + Decimal(300) * 21 / 30) * WAN


@pytest.mark.parametrize("seed", range(20))
def test_of_several_projects_is_the_sum_of_each(seed: int) -> None:
    luck = Random(seed)
    some = [
        Earned(*(Decimal(luck.randint(0, 10**9)) for _ in range(6)))
        for _ in range(luck.randint(0, 9))
    ]
    whole = together(some)

    assert whole.ahead == sum((one.ahead for one in some), Decimal(0))
    assert whole.unpaid == sum((one.unpaid for one in some), Decimal(0))
    assert together([]) == NOTHING_EARNED


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ((300, 240, 200, 240), "欠序时计划60万元，完成投资尚有40万元未支付"),
        ((200, 240, 260, 240), "超序时计划40万元，支付超过完成投资20万元，请核实"),
        ((240, 240, 240, 240), "与序时计划持平，支付与完成投资相符"),
        ((0, 0, 0, 0), "尚未到计划投资时间"),
        ((30, 0, 0, 0), "欠序时计划30万元"),
    ],
)
def test_is_said_as_an_office_says_it(figures: tuple[int, ...], words: str) -> None:
    plan, done, spent, total = (Decimal(one * WAN) for one in figures)

    assert in_words(planned=plan, earned=done, spent=spent, earned_total=total) == words


def test_a_day_of_another_year_has_no_plan_of_this_one() -> None:
    file = planned(reported(funded(), year=WAN), m06=400)

    assert earned(file, week="2021-W02", on=date(2021, 1, 15)).planned >= 0
