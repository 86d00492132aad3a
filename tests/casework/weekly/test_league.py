"""The league table reads the same figures as the weekly report, and says what chance allows."""

from datetime import date, timedelta

import pytest

from casework.office import Office
from casework.weekly.league import NotRanked, league_table
from casework.weekly.summary import campaign_report
from models.league import LeagueMeasure
from reports.pages.league_page import row, sentences

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


def test_a_campaign_without_weights_ranks_nobody(office: Office) -> None:
    with pytest.raises(NotRanked, match="未规定比赶超办法"):
        league_table(office, today=JUNE_19)


def test_it_is_drawn_once_while_nobody_writes(played: Office) -> None:
    first = league_table(played, today=JUNE_19)

    assert league_table(played, today=JUNE_19) is first
    assert league_table(played, today=JUNE_19 + timedelta(days=1)) is not first
