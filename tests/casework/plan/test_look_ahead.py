"""What coming weeks ask, recounted from plans and ledger; a levelled intake moves no start."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from casework.office import Office
from casework.plan.look_ahead import load_ahead
from casework.plan.views import plan_all
from models.load import LoadAhead
from reports.pages.load_page import later_row, load_row, overloaded
from rules.in_force.gates import START_CONSTRUCTION
from rules.plan.backschedule import backschedule, forward
from rules.plan.network import network_of
from rules.whatif.levelling import whole
from rules.whatif.load import spare_weeks
from store.projected.queries import project_codes

JUNE_19 = date(2020, 6, 19)
ONE_WEEK = timedelta(weeks=1)


def week_of(day: date) -> str:
    return "{}-W{:02d}".format(*day.isocalendar()[:2])


@pytest.fixture(scope="module")
def ahead(played: Office) -> LoadAhead:
    return load_ahead(played, today=JUNE_19)


def test_what_is_needed_is_what_the_plans_have_concluded_in_a_week(played: Office) -> None:
    ahead = load_ahead(played, weeks=26, today=JUNE_19)
    plans = plan_all(played, JUNE_19).projects
    expected: Counter[str] = Counter()
    for plan in plans:
        if plan.pinned_start is None:
            continue
        for step in plan.procedures:
            expected[week_of(step.early_finish)] += 1
    needed: Counter[str] = Counter()
    for one in ahead.departments:
        for week in one.weeks:
            needed[week.week] += week.needed
            assert week.urgent <= week.needed

    assert +needed == Counter({week: count for week, count in expected.items() if week in needed})


def test_room_is_the_pace_of_four_full_weeks(played: Office, ahead: LoadAhead) -> None:
    back = {f"2020-W{week}" for week in (21, 22, 23, 24)}
    assert ahead.looked_back_weeks == len(back)
    housing = next(one for one in ahead.departments if one.department == "housing")
    with played.store.reading() as connection:
        codes = project_codes(connection)
        files = [played.file(connection, code)[0] for code in codes]
    done = sum(
        case.concluded_on is not None
        and case.accepted_on is not None
        and week_of(case.concluded_on) in back
        and file.plan[case.procedure].department == "housing"
        for file in files
        for case in file.cases.values()
        if case.concluded
    )

    assert housing.weeks[0].room is not None
    assert float(housing.weeks[0].room) == pytest.approx(done / 4, abs=0.06)
    pace = load_row(housing)[1]
    assert any(
        sentence.startswith(f"住建局近4周平均每周办结{pace}，按此办不完的有：第")
        for sentence in overloaded(ahead)
    )


def test_what_is_handed_in_later_moves_nothing_that_follows(played: Office) -> None:
    moved = 0
    with played.store.reading() as connection:
        regulations = played.situation(connection).regulations
        for code in project_codes(connection):
            file, _ = played.file(connection, code)
            if file.pinned_start is None or START_CONSTRUCTION in file.passed:
                continue
            procedures = regulations.procedures(file.project, on=JUNE_19)
            network = network_of(file, procedures, on=JUNE_19, regulations=regulations)
            planned = backschedule(network, on=JUNE_19, days=regulations.days)
            before = forward(network, regulations.days, on=JUNE_19.toordinal())
            later = {}
            for number, step in enumerate(network.steps):
                one = planned.cases[step.procedure]
                weeks = spare_weeks(one, regulations.days)
                if step.finished_on is None and not step.running and weeks:
                    later[number] = step._replace(ready_on=one.early_start + weeks * ONE_WEEK)
            after = forward(network.with_steps(later), regulations.days, on=JUNE_19.toordinal())
            moved += len(later)
            assert after.start_on == before.start_on, code
            assert [one for number, one in enumerate(after.start) if number not in later] == [
                one for number, one in enumerate(before.start) if number not in later
            ], code

    assert moved > 50


def test_no_week_gets_more_than_its_room_but_for_what_cannot_wait(ahead: LoadAhead) -> None:
    weeks = [one.week for one in ahead.departments[0].weeks]
    moves: dict[str, Counter[str]] = defaultdict(Counter)
    for one in ahead.later:
        moves[one.department_name][one.conclusion] -= 1
        if one.conclusion_levelled is not None:
            moves[one.department_name][one.conclusion_levelled] += 1
            assert one.conclusion < one.conclusion_levelled

    assert ahead.later
    for one in ahead.departments:
        if not moves[one.department_name]:
            continue
        after = [load.needed + moves[one.department_name][load.week] for load in one.weeks]
        room = whole([load.room for load in one.weeks if load.room is not None])
        beyond = [max(jobs - places, 0) for jobs, places in zip(after, room, strict=True)]
        assert sum(beyond) == one.short
        assert set(moves[one.department_name]) <= set(weeks)


def test_the_move_is_told_from_week_to_week_and_what_no_order_can_do_is_said(
    ahead: LoadAhead,
) -> None:
    rows = [later_row(one) for one in ahead.later]

    assert all("→" in row[3] and "→" in row[4] for row in rows)
    assert any(row[4].endswith("→更后") for row in rows)
    housing = next(one for one in ahead.departments if one.department == "housing")
    assert any(
        sentence.startswith("住建局") and f"均衡收件后仍有{housing.short}件到期办不完" in sentence
        for sentence in overloaded(ahead)
    )
