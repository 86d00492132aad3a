"""What cases take: the promise where nothing is known, experience where much is."""

from collections.abc import Iterable
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from models.timing import Known, Phase
from rules.chance.durations import Durations, Observation, Pace, drawn, learn

PERMIT, DRAWINGS = ("S05", "housing"), ("S01", "housing")


def took(
    *days: int,
    of: tuple[str, str] = PERMIT,
    phase: Phase = Phase.DECIDE,
    limit: int = 10,
    known: Known = Known.EXACTLY,
    project: str = "",
) -> list[Observation]:
    return [Observation(*of, phase, one, limit, known, project) for one in days]


def mean(durations: Durations, of: tuple[str, str] = PERMIT, limit: int = 10) -> float:
    return durations.mean(Phase.DECIDE, *of, limit)


ALIKE = [
    one
    for code in ("S01", "S02", "S03", "S04")
    for one in took(*[4, 5, 6] * 40, of=(code, "housing"))
]
"""Four procedures of one department that take the same."""


class TestWithoutAnyCase:
    @pytest.mark.parametrize("limit", [0, 1, 10, 30])
    def test_a_decision_takes_what_is_promised(self, limit: int) -> None:
        table = learn([]).table(Phase.DECIDE, *PERMIT, limit)
        assert set(table.tolist()) == {limit}

    def test_everything_else_happens_on_the_same_day(self) -> None:
        for phase in (Phase.APPLY, Phase.RECEIVE, Phase.START, Phase.HOLD):
            assert set(learn([]).table(phase, *PERMIT).tolist()) == {0}

    def test_a_project_has_no_pace_of_its_own(self) -> None:
        assert learn([]).pace([]) == Pace(0.0, 0.0)


class TestManyCases:
    def test_speak_for_themselves(self) -> None:
        durations = learn(took(*[3, 4, 4, 5, 14] * 200))
        assert mean(durations) == pytest.approx(6.0, abs=0.1)
        table = durations.table(Phase.DECIDE, *PERMIT, 10)
        assert np.quantile(table, [0.1, 0.5, 0.95]).tolist() == [3, 4, 14]

    def test_under_another_limit_are_carried_over_in_proportion(self) -> None:
        durations = learn(took(*[4] * 500, limit=10))
        assert durations.table(Phase.DECIDE, *PERMIT, 22).tolist().count(10) > 900

    def test_settled_on_the_spot_are_no_measure_for_others(self) -> None:
        durations = learn(took(*[6] * 500, limit=0))
        assert mean(durations, limit=0) > 5
        assert mean(durations, limit=10) == 10


class TestFewCases:
    def test_are_drawn_towards_those_of_their_department(self) -> None:
        durations = learn([*ALIKE, *took(20, 20)])
        assert 5 < mean(durations) < 20
        assert mean(durations, DRAWINGS) == pytest.approx(5, abs=1)

    def test_weigh_more_the_more_there_are(self) -> None:
        means = [mean(learn([*ALIKE, *took(*[15] * many)])) for many in (1, 5, 25, 125)]
        assert means == sorted(means)
        assert means[0] < 10 < means[-1]

    def test_of_no_department_are_measured_by_all(self) -> None:
        durations = learn(took(*[5] * 300))
        assert mean(durations, ("P01", "ecology")) == pytest.approx(5, abs=0.5)


class TestACaseThatIsNotOver:
    def test_counts_as_at_least_so_long(self) -> None:
        known = took(*[4] * 30, *[12] * 10)
        going_on = took(*[8] * 30, known=Known.AT_LEAST)
        assert mean(learn([*known, *going_on])) > mean(learn(known)) + 2

    def test_tells_nothing_when_it_has_just_begun(self) -> None:
        known = took(*[4] * 30, *[12] * 10)
        begun = took(*[0] * 30, known=Known.AT_LEAST)
        assert mean(learn([*known, *begun])) == pytest.approx(mean(learn(known)), abs=0.3)

    def test_that_lasts_longer_than_any_other_is_taken_at_its_word(self) -> None:
        durations = learn(took(40, 40, 40, known=Known.AT_LEAST))
        assert durations.table(Phase.DECIDE, *PERMIT, 10).max() == 40

    def test_that_something_else_held_up_counts_as_at_most_so_long(self) -> None:
        known = took(*[4] * 10, *[12] * 10)
        held_up = took(*[9] * 30, known=Known.AT_MOST)
        assert mean(learn([*known, *held_up])) < mean(learn(known)) - 2


@given(
    some.lists(
        some.tuples(
            some.sampled_from([PERMIT, DRAWINGS, ("P01", "ecology")]),
            some.integers(0, 60),
            some.sampled_from(list(Known)),
        ),
        max_size=30,
    )
)
@settings(max_examples=60, deadline=None)
def test_a_distribution_is_one_and_rises(
    cases: Iterable[tuple[tuple[str, str], int, Known]],
) -> None:
    durations = learn([one for of, days, known in cases for one in took(days, of=of, known=known)])
    for of in (PERMIT, DRAWINGS, ("X99", "nobody")):
        spread = durations.spread(Phase.DECIDE, *of, 10)
        assert spread.shares.sum() == pytest.approx(1)
        assert (spread.shares >= 0).all()
        table = durations.table(Phase.DECIDE, *of, 10)
        assert (np.diff(table) >= 0).all()


@given(some.lists(some.integers(0, 40), min_size=1, max_size=40), some.integers(1, 20))
@settings(max_examples=60, deadline=None)
def test_longer_cases_never_make_the_forecast_shorter(days: list[int], longer: int) -> None:
    before = learn(took(*days)).table(Phase.DECIDE, *PERMIT, 10)
    after = learn(took(*[one + longer for one in days])).table(Phase.DECIDE, *PERMIT, 10)
    assert (after >= before).all()


class TestThePaceOfAProject:
    @pytest.fixture
    def durations(self) -> Durations:
        """Twenty quick and twenty slow projects of ten cases each, 5 and 15 days on 10."""
        luck = np.random.default_rng(3)
        cases: list[Observation] = []
        for number in range(40):
            usual = 5 if number < 20 else 15
            days = np.rint(usual * np.exp(luck.normal(0, 0.2, 10))).astype(int)
            cases += took(*days.tolist(), project=f"P{number}")
        return learn(cases)

    def test_is_told_by_its_own_cases(self, durations: Durations) -> None:
        quick, slow = durations.pace(took(*[5] * 10)), durations.pace(took(*[15] * 10))
        assert quick.mean == pytest.approx(log(7 / 17) / 2, abs=0.1)
        assert slow.mean == pytest.approx(log(17 / 7) / 2, abs=0.1)

    def test_is_drawn_towards_nothing_special_while_little_is_known(
        self, durations: Durations
    ) -> None:
        some_, many = durations.pace(took(15)), durations.pace(took(*[15] * 10))
        assert 0 < some_.mean < many.mean
        assert durations.pace([]).mean == 0
        assert durations.pace([]).deviation > some_.deviation > many.deviation > 0

    def test_hears_what_has_lasted_longer_than_usual_already(self, durations: Durations) -> None:
        going_on = durations.pace(took(*[30] * 5, known=Known.AT_LEAST))
        just_begun = durations.pace(took(*[0] * 5, known=Known.AT_LEAST))
        assert going_on.mean > 0.5
        assert just_begun.mean == pytest.approx(0, abs=0.05)

    def test_weighs_what_ended_the_same_with_and_without_the_grid(
        self, durations: Durations
    ) -> None:
        ended = took(*[15] * 4)
        plain = durations.pace(ended)
        gridded = durations.pace([*ended, *took(0, known=Known.AT_LEAST)])
        assert gridded.mean == pytest.approx(plain.mean, abs=0.02)
        assert gridded.deviation == pytest.approx(plain.deviation, abs=0.02)

    def test_is_counted_once(self, durations: Durations) -> None:
        """What cases took holds the paces already: drawn with one they spread no wider."""
        luck, nobody = np.random.default_rng(1), durations.pace([])
        pace = np.exp(luck.normal(nobody.mean, nobody.deviation, 20_000))
        of = {"luck": luck, "draws": 20_000}
        with_pace = np.log(drawn(durations, PERMIT, Phase.DECIDE, 10, pace=pace, **of) + 2)
        without = np.log(drawn(durations, PERMIT, Phase.DECIDE, 10, **of) + 2)
        assert with_pace.std() == pytest.approx(without.std(), rel=0.1)


class TestADraw:
    def test_is_never_shorter_than_what_has_passed(self) -> None:
        durations = learn(took(*[3, 4, 4, 5, 14, 30] * 20))
        luck = np.random.default_rng(1)
        for gone in (1, 5, 14, 29, 60):
            days = drawn(durations, PERMIT, Phase.DECIDE, 10, luck=luck, draws=2000, at_least=gone)
            assert days.min() >= gone

    def test_goes_on_where_a_case_has_outlived_all_that_ended(self) -> None:
        lasting = took(*[60] * 3, known=Known.AT_LEAST)
        durations = learn([*took(*[3, 4, 6, 9, 14, 30] * 20), *lasting])
        luck = np.random.default_rng(1)
        days = drawn(durations, PERMIT, Phase.DECIDE, 10, luck=luck, draws=2000, at_least=80)
        assert np.median(days) > 82
