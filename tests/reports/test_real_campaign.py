"""Every project of the campaign that comes with the system can be published."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from casework.desk import Stamp
from casework.intake.loading import load
from casework.office.settings import Settings, open_office
from casework.reading.case.views import show
from models.act_requests import Via
from models.project_views import ProjectView
from reports.chart.wall_chart import wall_chart, wall_chart_data_uri
from reports.pages.case_page import case_page
from reports.pages.form_page import form_page
from rules.days.day_table import seeded_table
from rules.days.working_days import working_days
from store.intake.campaign_folder import read_campaign_folder

CAMPAIGN = Path(__file__).parents[2] / "campaigns" / "hundred-day-2020"
FIRST_DAY = date(2020, 6, 1)
FIRST_MORNING = datetime(2020, 6, 1, 1, tzinfo=UTC)
COLD_CHAIN = "2020-230112-39-03-000001"
DAYS = working_days(seeded_table())


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, ProjectView]]:
    office = open_office(Settings(home=tmp_path_factory.mktemp("office")))
    folder = read_campaign_folder(CAMPAIGN)
    load(office, folder, stamp=Stamp(by="dispatch-01", via=Via.IMPORT, now=FIRST_MORNING))
    yield {
        project.code: show(office, project=project.code, timeline=True, today=FIRST_DAY)
        for project in folder.projects
    }
    office.store.close()


def test_every_chart_is_well_formed_and_small(views: dict[str, ProjectView]) -> None:
    for view in views.values():
        svg = wall_chart(view, days=DAYS)
        assert Xml.fromstring(svg).get("width") == "1100"
        assert len(svg.encode()) < 60_000


def test_every_page_is_written(views: dict[str, ProjectView]) -> None:
    for view in views.values():
        chart = wall_chart_data_uri(wall_chart(view, days=DAYS))
        assert view.project.name in case_page(view, chart=chart)
        assert "**结论：" in form_page(view)


def test_the_cold_chain_park_is_behind_from_the_first_day(views: dict[str, ProjectView]) -> None:
    page = form_page(views[COLD_CHAIN])
    assert "**结论：预计7月6日开工，比锁定日期晚3个工作日，受制于G01 建设工程设计方案审查" in page
    assert "**L11 建设用地规划许可证核发**（待申报·灰灯）建设单位：申报" in page
    assert "、建设资金已经落实（须署名确认）" in page
