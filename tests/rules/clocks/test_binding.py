"""The day that binds (期限从早): promise and law over National Day, each counted by hand.

In 2020 中秋 and 国庆 closed the offices from Thursday 1 to Thursday 8 October; Sunday 27
September and Saturday 10 October were worked; in 2023, from when the law of U05 has fifteen
days, 29 September to 6 October were off, 7 and 8 October worked. The law of these four counts
calendar days, that of S05 and P14 from receipt; where its last day is closed it ends on the
next open one (民法总则 203, 民法典 203). What the district promised is counted in working days.
"""

from datetime import date

import pytest

from models.campaign import CampaignFolder
from models.case import Case, CaseState, Limits
from rules.clocks.binding import binding
from rules.clocks.clock import read_clock
from rules.in_force.regulations import Regulations

S05 = "建筑法8：自收到申请之日起七日"
P14 = "地震安全性评价管理条例11：自收到报告之日起15日"
U05 = "城镇污水排入排水管网许可管理办法（2022修正）6：自受理之日起15日"
Y02 = "住建部令51号：15日，条文未核（assumed）"


def september(day: int) -> date:
    return date(2020, 9, day)


def october(day: int) -> date:
    return date(2020, 10, day)


def of_2023(month: int, day: int) -> date:
    return date(2023, month, day)


@pytest.fixture(scope="module")
def shipped(real_folder: CampaignFolder) -> Regulations:
    return Regulations(real_folder.campaign)


@pytest.mark.parametrize(
    ("procedure", "article", "since", "promised", "statutory"),
    [
        # The promise: 29, 30. The law: Monday 5 October is closed.
        pytest.param("S05", S05, september(28), september(30), october(9), id="S05 28 September"),
        # The promise: 30, 9. The law: the 6th is closed. Both end together.
        pytest.param("S05", S05, september(29), october(9), october(9), id="S05 29 September"),
        # The promise: 9, and Saturday the 10th, worked. The law: the 7th is closed.
        pytest.param("S05", S05, september(30), october(10), october(9), id="S05 30 September"),
        # 18, 21, 22, 23, 24, 25, 27, 28, 29, 30; the law: Friday 2 October.
        pytest.param("P14", P14, september(17), september(30), october(9), id="P14 17 September"),
        # 21–25, 27–30 are nine, the tenth is the 9th; the law: Saturday the 3rd.
        pytest.param("P14", P14, september(18), october(9), october(9), id="P14 18 September"),
        # 22–25, 27–30 are eight, 9, 10; the law: the 6th.
        pytest.param("P14", P14, september(21), october(10), october(9), id="P14 21 September"),
        # 27–30, 9, 10, 12–15; the law: Saturday the 10th, which is worked and does not roll.
        pytest.param("P14", P14, september(25), october(15), october(10), id="P14 25 September"),
        # 15, 18–22, 25–28; the law: Friday 29 September 2023.
        pytest.param(
            "U05", U05, of_2023(9, 14), of_2023(9, 28), of_2023(10, 7), id="U05 14 September"
        ),
        # 18–22, 25–28 are nine, the tenth is Saturday 7 October, worked; the law: the 30th.
        pytest.param(
            "U05", U05, of_2023(9, 15), of_2023(10, 7), of_2023(10, 7), id="U05 15 September"
        ),
        # 22, 25–28, 7, 8, 9, 10, 11; the law: Friday 6 October.
        pytest.param(
            "U05", U05, of_2023(9, 21), of_2023(10, 11), of_2023(10, 7), id="U05 21 September"
        ),
        # 24, 25, 27–30 are six, 9; the law: Thursday the 8th.
        pytest.param("Y02", Y02, september(23), october(9), october(9), id="Y02 23 September"),
        # 25, 27–30 are five, 9, 10; the law: Friday the 9th itself.
        pytest.param("Y02", Y02, september(24), october(10), october(9), id="Y02 24 September"),
        # 28–30, 9, 10, 12, 13; the law: Monday the 12th.
        pytest.param("Y02", Y02, september(27), october(13), october(12), id="Y02 27 September"),
    ],
)
def test_the_limit_that_ends_first_binds(
    shipped: Regulations,
    real_folder: CampaignFolder,
    procedure: str,
    article: str,
    since: date,
    promised: date,
    statutory: date,
) -> None:
    item = shipped.procedures(real_folder.projects[0], on=since)[procedure]
    limits, days = Limits(item.promised, item.statutory), shipped.days
    case = Case(
        procedure,
        CaseState.ACCEPTED,
        submitted_on=since,
        received_on=since,
        accepted_on=since,
        clock_from=since,
        limits=limits,
    )
    readings = [
        read_clock(case, limit, on=since, days=days)
        for limit in (limits.promised, limits.statutory)
    ]
    found = binding(case, on=since, days=days)

    assert [one.due_on for one in readings if one] == [promised, statutory], article
    assert found is not None
    assert found[1].due_on == min(promised, statutory)
    assert found[0] is (limits.statutory if statutory < promised else limits.promised), article
