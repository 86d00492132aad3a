"""The league table reads the same figures as the weekly report, and says what chance allows."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from casework.changes.project import amend
from casework.desk import ZONE, Stamp
from casework.office import Office
from casework.weekly.league import NotRanked, league_table
from casework.weekly.summary import campaign_report
from models.act import Via
from models.league import LeagueLine, LeagueMeasure
from reports.pages.league_page import row, sentences
from store.projected.queries import project_lines

JUNE_19 = date(2020, 6, 19)


def test_its_rates_are_those_of_the_weekly_report(played: Office) -> None:
    table = league_table(played, today=JUNE_19)
    report = campaign_report(played, today=JUNE_19)
    rates = {
        one.code: {rate.code: (rate.done, rate.of) for rate in one.rates} for one in report.by_unit
    }

    for line in table.lines:
        for figure in line.figures:
            if figure.measure.value in rates[line.unit]:
                assert (figure.done, figure.of) == rates[line.unit][figure.measure.value]
    assert {line.unit for line in table.lines} == set(rates)


def test_reports_in_time_are_those_of_the_closed_rounds(played: Office) -> None:
    table = league_table(played, today=JUNE_19)
    report = campaign_report(played, week="2020-W24", today=JUNE_19)
    asked = sum(
        figure.of
        for line in table.lines
        for figure in line.figures
        if figure.measure is LeagueMeasure.REPORTS
    )

    assert asked >= report.due > 0


def test_every_unit_is_in_it_once_and_small_ones_are_not_ranked(played: Office) -> None:
    table = league_table(played, today=JUNE_19)

    assert sum(line.projects for line in table.lines) == 60
    assert all((line.band is None) == (line.projects < 3) for line in table.lines)
    ranked = [line.raw_rank for line in table.lines if line.raw_rank is not None]
    assert sorted(ranked) == [*range(1, len(ranked) + 1)]
    few = [line for line in table.lines if line.band is None]
    assert few
    assert {row(line)[0] for line in few} == {"不排名"}
    assert {row(line)[5] for line in few} == {"—"}
    said = "。".join(sentences(table))
    assert "名次不可区分" in said
    assert "权重为建议值" in said
    assert row(table.lines[0])[0].startswith("第")


def test_a_project_that_changes_its_unit_leaves_its_past_weeks_behind(played: Office) -> None:
    """Who did not report in time was the unit of that week, and that stays so."""
    before = {line.unit: line for line in league_table(played, today=JUNE_19).lines}
    giver, taker = "unit-park", "unit-industry"
    with played.store.reading() as connection:
        code = next(one.code for one in project_lines(connection) if one.unit == giver)

    amend(
        *(played, code, lambda project: project.model_copy(update={"unit": taker})),
        reason="区政府专题会议纪要〔2020〕7号",
        stamp=Stamp(by="dispatch-01", via=Via.CONSOLE, now=datetime(2020, 6, 19, 18, tzinfo=ZONE)),
    )

    after = {line.unit: line for line in league_table(played, today=JUNE_19).lines}
    for unit, more in ((giver, -1), (taker, 1)):
        assert after[unit].projects == before[unit].projects + more
        assert reports_of(after[unit]) == reports_of(before[unit])
        assert after[unit].figures[0] != before[unit].figures[0]
    assert reports_of(before[giver])[1] > 0


def reports_of(line: LeagueLine) -> tuple[Decimal, Decimal]:
    """How many reports came in time, of how many."""
    (found,) = (one for one in line.figures if one.measure is LeagueMeasure.REPORTS)
    return found.done, found.of


def test_a_campaign_without_weights_ranks_nobody(office: Office) -> None:
    with pytest.raises(NotRanked, match="未规定比赶超办法"):
        league_table(office, today=JUNE_19)


def test_it_is_drawn_once_while_nobody_writes(played: Office) -> None:
    first = league_table(played, today=JUNE_19)

    assert league_table(played, today=JUNE_19) is first
    assert league_table(played, today=JUNE_19 + timedelta(days=1)) is not first
