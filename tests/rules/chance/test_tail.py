"""Beyond the data: a Pareto tail that is drawn from given what has passed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from models.timing import Known
from rules.chance.shrinkage import Seen, Spread
from rules.chance.tail import BODY, LEAST_INDEX, LIGHTEST_INDEX, Law, tail_index

TEN = Spread(np.arange(1.0, 11.0), np.full(10, 0.1))
"""One to ten, equally likely: the tail begins at nine."""


def seen(*exact: float, least: tuple[float, ...] = ()) -> Seen:
    group = Seen()
    for one in exact:
        group.note(one, Known.EXACTLY)
    for one in least:
        group.note(one, Known.AT_LEAST)
    return group


class TestALaw:
    def test_begins_its_tail_at_the_share_that_the_data_speak_for(self) -> None:
        law = Law.of(TEN, 2.0)
        assert law.start == 9
        assert law.at(np.array([BODY + 1e-9]))[0] == pytest.approx(9)

    def test_has_a_tail_as_pareto_wrote_it(self) -> None:
        law = Law.of(TEN, 2.0)
        # A quarter of what lies above 9 lies above 9 × 4^(1/2) = 18.
        assert law.before(np.array([18.0]))[0] == pytest.approx(1 - 0.15 / 4)
        assert law.at(np.array([1 - 0.15 / 4]))[0] == pytest.approx(18)

    def test_without_an_index_ends_with_the_data(self) -> None:
        law = Law.of(TEN, None)
        assert law.at(np.array([0.0, 0.5, 0.9999])).tolist() == [1, 6, 10]

    @given(some.floats(9.1, 60), some.floats(1.5, 4))
    @settings(max_examples=100, deadline=None)
    def test_in_its_tail_gives_back_the_share_of_each_score(
        self, score: float, index: float
    ) -> None:
        law = Law.of(TEN, index)
        assert law.at(law.before(np.array([score])))[0] == pytest.approx(score, rel=1e-6)

    @given(some.lists(some.floats(0, 0.999), min_size=2, max_size=20))
    @settings(max_examples=100, deadline=None)
    def test_rises(self, shares: list[float]) -> None:
        scores = Law.of(TEN, 2.0).at(np.array(sorted(shares)))
        assert (np.diff(scores) >= 0).all()


class TestTheIndexOfATail:
    @pytest.mark.parametrize("index", [2.5, 4.0, 8.0])
    def test_is_found_again_in_what_pareto_would_give(self, index: float) -> None:
        luck = np.random.default_rng(7)
        scores = (1 / luck.random(4000)) ** (1 / index)
        spread = Spread(np.sort(scores), np.full(4000, 1 / 4000))
        assert tail_index([(seen(*scores), spread)]) == pytest.approx(index, rel=0.1)

    def test_hears_what_still_goes_on(self) -> None:
        ended = seen(*np.arange(1.0, 11.0), 12.0)
        lasting = seen(*np.arange(1.0, 11.0), 12.0, least=(11.0,) * 3)
        without, with_them = tail_index([(ended, TEN)]), tail_index([(lasting, TEN)])
        assert without is not None
        assert with_them is not None
        assert with_them < without

    def test_stays_within_what_is_believed(self) -> None:
        assert tail_index([(seen(9.0001), TEN)]) == LIGHTEST_INDEX
        assert tail_index([(seen(10, least=(1e6,) * 5), TEN)]) == LEAST_INDEX

    def test_is_none_where_nothing_lies_above_its_beginning(self) -> None:
        assert tail_index([(seen(1, 2, 3), TEN)]) is None
        assert tail_index([]) is None

    def test_is_not_told_by_groups_that_merely_differ(self) -> None:
        quick, slow = Spread(np.array([1.0]), np.ones(1)), Spread(np.array([50.0]), np.ones(1))
        assert tail_index([(seen(1, 1, 1), quick), (seen(50, 50), slow)]) is None
