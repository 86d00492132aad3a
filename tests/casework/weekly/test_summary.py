"""The campaign's weekly report: every seed target, and rates that anybody can recompute."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from casework.office import Office
from casework.reading.board.targets import targets_on
from casework.supervision.light_watch import LightReading, read_lights
from casework.weekly.summary import campaign_report
from models.campaign import CampaignFolder
from models.campaign_views import CampaignReport
from models.days import ZONE
from models.light import Light
from models.light_rules import LightChanged, LightSubject
from reports.pages.campaign_report import campaign_page
from reports.text.late_words import late_in_words
from reports.workbooks.campaign_workbook import campaign_workbook
from rules.standing.lights import light_cases
from store import ledger
from store.projected.queries import project_lines

JUNE_19 = date(2020, 6, 19)

ASKED = {
    ("provincial-city-industrial", "start_rate"): ("1.0", date(2020, 6, 30)),
    ("provincial-city-industrial", "investment_rate"): ("0.6", date(2020, 8, 31)),
    ("finishing", "production_rate"): ("0.5", date(2020, 8, 31)),
    ("government", "start_rate"): ("1.0", date(2020, 8, 31)),
    ("government", "investment_rate"): ("0.7", date(2020, 8, 31)),
    ("district-key", "start_rate"): ("0.7", date(2020, 7, 31)),
    ("bonds", "start_rate"): ("1.0", date(2020, 6, 30)),
    ("bonds", "investment_rate"): ("0.6", date(2020, 8, 31)),
    ("central-budget-backlog", "investment_rate"): ("0.8", None),
    ("funds-this-year", "investment_rate"): ("0.6", date(2020, 8, 31)),
    ("signed", "procedures_rate"): ("1.0", date(2020, 6, 30)),
    ("signed", "start_rate"): ("1.0", date(2020, 8, 31)),
    ("signed", "least_starts"): ("10", date(2020, 12, 31)),
    ("signed", "growth"): ("0.05", date(2020, 12, 31)),
    ("reserve", "ready_rate"): ("0.8", date(2020, 8, 31)),
    ("steel-park", "amount"): ("500000000", date(2020, 8, 31)),
}
"""The targets of the seed plan, written out a second time by hand."""


@pytest.fixture(scope="module")
def report(played: Office) -> CampaignReport:
    return campaign_report(played, today=JUNE_19)


def test_every_target_of_the_plan_is_there_with_actual_gap_and_forecast(
    played: Office,
) -> None:
    targets = targets_on(played, today=JUNE_19)

    found = {(one.target, one.measure): (str(one.asked), one.by) for one in targets}
    assert found == {key: (asked, by) for key, (asked, by) in ASKED.items()}
    for one in targets:
        if one.measure == "growth":
            assert (one.actual, one.note) == (None, "方案未给基数，只列目标")
            continue
        assert one.members > 0, one.target
        assert one.actual is not None
        assert one.forecast is not None
        assert one.gap == one.asked - one.actual
        assert one.reached == (one.actual >= one.asked)
        assert one.forecast >= one.actual


def test_a_past_day_shows_what_was_known_then(played: Office) -> None:
    past = {
        (one.target, one.measure): one.actual
        for one in targets_on(played, as_of=date(2020, 5, 22), today=JUNE_19)
    }
    now = {(one.target, one.measure): one.actual for one in targets_on(played, today=JUNE_19)}

    invested = ("funds-this-year", "investment_rate")
    assert past.keys() == now.keys()
    assert (past[invested] or 0) < (now[invested] or 0)


def recomputed(figures: Sequence[Mapping[str, Any]]) -> dict[str, tuple[Decimal, Decimal]]:
    """The five rates from the exported JSON alone, by a second hand."""
    money = {
        "investment": ("invested_year", "planned_year"),
        "arrived": ("funds_arrived", "funds"),
        "state_paid": ("state_funds_paid", "state_funds"),
    }
    rates = {
        name: (
            sum((Decimal(one[done]) for one in figures), Decimal(0)),
            sum((Decimal(one[of]) for one in figures), Decimal(0)),
        )
        for name, (done, of) in money.items()
    }
    asked = [one for one in figures if one["standing"] in {"new_start", "resumed", "signed"}]
    ending = [one for one in figures if one["standing"] == "finishing"]
    rates["start"] = (Decimal(sum(one["under_way"] for one in asked)), Decimal(len(asked)))
    rates["production"] = (
        Decimal(sum(one["in_production"] for one in ending)),
        Decimal(len(ending)),
    )
    return rates


def test_rates_equal_those_recomputed_from_the_exported_json(report: CampaignReport) -> None:
    exported = json.loads(json.dumps(report.model_dump(mode="json")))
    groups = [
        (exported["overall"], exported["figures"]),
        *(
            (group["rates"], [one for one in exported["figures"] if one[key] == group["code"]])
            for name, key in (("by_tier", "tier"), ("by_unit", "unit"))
            for group in exported[name]
        ),
    ]

    assert len(groups) > 10
    for rates, figures in groups:
        mine = recomputed(figures)
        for rate in rates:
            assert (Decimal(rate["done"]), Decimal(rate["of"])) == mine[rate["code"]]
            done, of = mine[rate["code"]]
            share = (done / of).quantize(Decimal("0.0001")) if of else None
            assert (Decimal(rate["share"]) if rate["share"] is not None else None) == share


def test_every_change_of_a_light_is_an_entry_and_follows_the_one_before(played: Office) -> None:
    with played.store.reading() as connection:
        streams = [ledger.read(connection, line.code) for line in project_lines(connection)]
        read_on = played.situation(connection).file.lights_read_on
    changes = [
        [one.payload for one in stream if isinstance(one.payload, LightChanged)]
        for stream in streams
    ]

    assert sum(map(len, changes)) > 20
    for of_project in changes:
        last: dict[LightSubject, Light] = {}
        for change in of_project:
            assert change.before == last.get(change.about, Light.GREEN) != change.light
            last[change.about] = change.light
    assert read_on == JUNE_19
    evening = datetime.combine(JUNE_19, time(18), ZONE)
    assert read_lights(played, now=evening) == LightReading()


def test_reporters_add_up(report: CampaignReport) -> None:
    states = [one.reported for one in report.figures]

    assert report.on_time + report.late + report.missing == report.due
    assert states.count("exempt") == report.projects - report.due > 0
    assert len(report.missing_projects) == report.missing


def test_the_page_names_every_target_and_red_project(report: CampaignReport) -> None:
    page = campaign_page(report)

    assert "data:image/svg+xml;base64," in page
    for target in report.targets:
        led = f"（{'、'.join(target.lead)}牵头）" if target.lead else ""
        assert f"| {target.group}{led} | {target.measure_name} |" in page
    for line in report.red:
        assert line.unit_name in page
    for late in report.late_cases:
        assert f"| {late.department_name} | {late.due_on} | {late_in_words(late)} |" in page


def test_what_is_late_is_what_the_lights_say(played: Office, report: CampaignReport) -> None:
    """行政许可法 42: each case beyond a limit, whoever looks; none that is within both."""
    with played.store.reading() as connection:
        regulations = played.situation(connection).regulations
        files = [played.file(connection, one.code)[0] for one in project_lines(connection)]
    lit = [
        (file.project.code, code, reading.due_on)
        for file in files
        for code, one in light_cases(file, on=JUNE_19, regulations=regulations).items()
        if not file.cases[code].concluded and file.cases[code].ended_on is None
        for reading in (one.promised, one.statutory)
        if reading is not None and reading.remaining < 0
    ]
    told = {
        (one.project, one.procedure, one.due_on) for one in report.late_cases if not one.decided
    }

    assert told <= set(lit)
    assert {one[:2] for one in told} == {one[:2] for one in lit}
    assert report.decided_late >= sum(one.decided for one in report.late_cases)


def test_the_workbook_opens_elsewhere_and_holds_no_formula(
    report: CampaignReport, tmp_path: Path
) -> None:
    path = tmp_path / "周报.xlsx"
    hostile = report.model_copy(
        update={
            "red": (
                *report.red,
                report.red[0].model_copy(update={"name": '=HYPERLINK("http://x","y")'}),
            )
        }
    )

    path.write_bytes(campaign_workbook(hostile))

    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["五率", "目标任务", "项目", "红灯项目", "问题清单"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert book["项目"].max_row == report.projects + 1


def test_on_the_last_day_nothing_is_left_to_forecast(
    played: Office, real_folder: CampaignFolder
) -> None:
    last = datetime.combine(real_folder.campaign.last_day, time(17), ZONE).date()

    for one in targets_on(played, today=last):
        if one.by is not None and one.unit == "yuan":
            assert one.forecast == one.actual
        assert (one.target, one.measure) in ASKED
