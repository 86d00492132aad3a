"""A start ends what is about the start: investment, reports and acceptances are supervised on.

Rungs and grounds are the district's own (`campaigns/hundred-day-2020/rules.yaml`, escalation):
a red light opens a blue order, a missed report a prompt. The plan asks started projects for
60 and 70 per cent of their investment and for a report every week, and calls in whoever misses
them (总体目标; 保障措施第1、2条).
"""

from datetime import date
from decimal import Decimal

import pytest

from casework.intake.loading import load
from casework.office import Office
from casework.watching.watch import keep_watch
from casework.weekly.reporting import report_progress
from models.act import Via
from models.campaign import CampaignFolder
from models.progress import LandStatus, WorkStatus
from models.project import ProjectStanding
from models.supervision import Matter
from tests.world import (
    FIRST_DAY,
    LIAISON,
    PROJECT,
    at,
    folder,
    july,
    june,
    laddered,
    progress_report,
    project,
    stamp,
)


@pytest.fixture
def resumed(empty_office: Office, real_folder: CampaignFolder) -> Office:
    """One project that was started last year and resumed; the district's ladder and lights."""
    book = real_folder.campaign.rulebook
    small = laddered(
        folder(project(standing=ProjectStanding.RESUMED, started_on=date(2019, 9, 2))),
        book.escalation,
    )
    rules = small.campaign.rulebook.model_copy(update={"project_lights": book.project_lights})
    small = small.model_copy(
        update={"campaign": small.campaign.model_copy(update={"rulebook": rules})}
    )
    load(empty_office, small, stamp=stamp(FIRST_DAY))
    return empty_office


def report(office: Office, day: date, invested: int) -> None:
    report_progress(
        office,
        project=PROJECT,
        week="2020-W27",
        report=progress_report(
            invested_year=Decimal(invested),
            invested_total=Decimal(500_000 + invested),
            physical_work="主体施工",
            status=WorkStatus.RESUMED,
            started_on=date(2019, 9, 2),
            statistics_entered_on=date(2019, 9, 30),
            land_status=LandStatus.IN_USE,
            explanation=f"年初至今{invested}元，经核实",
        ),
        by=LIAISON,
        via=Via.CONSOLE,
        now=at(day, 14),
    )


def under_supervision(office: Office, day: date, hour: int = 9) -> list[Matter]:
    keep_watch(office, now=at(day, hour))
    with office.store.reading() as connection:
        file, _ = office.file(connection, PROJECT)
    return list(file.matters.values())


def test_a_red_light_of_its_investment_brings_a_blue_order(resumed: Office) -> None:
    report(resumed, july(3), invested=0)  # half of the year is over

    (found,) = under_supervision(resumed, july(6))

    assert (found.ground, found.first_rung, found.office) == ("light_red", "order_blue", "park")
    assert found.slip is not None
    assert found.slip.pending


def test_an_order_whose_light_went_out_is_dropped_and_says_so(resumed: Office) -> None:
    report(resumed, july(3), invested=0)
    under_supervision(resumed, july(6))
    report(resumed, july(6), invested=400_000)

    (found,) = under_supervision(resumed, july(7))

    assert not found.open
    assert found.result == "事由已消除：项目已不亮红灯"


def test_a_missed_report_is_prompted_and_climbs(resumed: Office) -> None:
    assert under_supervision(resumed, FIRST_DAY) == []

    (prompt,) = under_supervision(resumed, june(5), 16)  # the cut-off: Friday, 16:00

    assert (prompt.ground, prompt.first_rung) == ("report_missed", "prompt_slip")
    assert prompt.slip is not None
    assert prompt.slip.reply_by == june(9)
    (climbed,) = under_supervision(resumed, june(10))
    assert [one.rung for one in climbed.slips] == ["prompt_slip", "order_blue"]


def test_a_missed_start_and_a_standstill_are_no_more_asked_of_it(resumed: Office) -> None:
    report(resumed, july(3), invested=250_000)

    assert under_supervision(resumed, july(31)) == []
