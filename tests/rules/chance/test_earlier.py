"""What an earlier campaign teaches: much where nothing else is known, less the more is."""

import pytest

from models.earlier_timings import TimedCases, TimingsLoaded
from models.forecast_levels import STRENGTH, ForecastLevels
from models.timing import Known, Phase
from rules.chance.durations import Durations, Observation, learn
from rules.chance.earlier import NOTHING, Earlier, by_kind, earlier
from rules.chance.levels import Fell

PERMIT = ("S05", "housing")
PROMISED, SLOW = 5, 20


def took(days: int, projects: int, of: str = "") -> list[Observation]:
    """One case of the permit in each of so many projects."""
    return [
        Observation(*PERMIT, Phase.DECIDE, days, 10, project=f"{of}{number}")
        for number in range(projects)
    ]


def loaded(days: int, projects: int, campaign: str = "old-2019") -> TimingsLoaded:
    return by_kind(took(days, projects), [], campaign=campaign)


def mean(durations: Durations) -> float:
    return durations.mean(Phase.DECIDE, *PERMIT, 10)


def learnt(own: list[Observation], before: Earlier) -> Durations:
    return learn(own, before.observations, weight=before.weight)


class TestWithNothingLoaded:
    def test_everything_is_learnt_as_before(self) -> None:
        own = [*took(5, 8), *took(14, 3, "x")]
        plain, with_nothing = learn(own), learnt(own, NOTHING)

        assert earlier([], {}, strength=STRENGTH) == NOTHING
        assert with_nothing.table(Phase.DECIDE, *PERMIT, 10).tolist() == (
            plain.table(Phase.DECIDE, *PERMIT, 10).tolist()
        )
        assert (with_nothing.within, with_nothing.between) == (plain.within, plain.between)
        assert (with_nothing.observed, with_nothing.earlier) == (11, 0)


class TestBeforeTheFirstCase:
    def test_earlier_cases_speak_instead_of_the_promise(self) -> None:
        before = earlier([loaded(SLOW, 60)], {}, strength=STRENGTH)

        durations = learnt([], before)

        assert mean(learn([])) == 10
        assert mean(durations) == pytest.approx(SLOW, abs=1)
        assert (durations.observed, durations.earlier) == (60, 60)


class TestOwnCases:
    def test_outweigh_earlier_ones_as_they_come(self) -> None:
        before = earlier([loaded(SLOW, 60)], {}, strength=STRENGTH)

        means = [mean(learnt(took(PROMISED, many), before)) for many in (0, 10, 30, 100, 1000)]

        assert means == sorted(means, reverse=True)
        assert means[2] == pytest.approx((PROMISED + SLOW) / 2, abs=1.5), "thirty against thirty"
        assert means[-1] == pytest.approx(PROMISED, abs=1)

    @pytest.mark.parametrize("files", [1, 2, 5])
    def test_are_not_drowned_by_many_campaigns(self, files: int) -> None:
        many = [loaded(SLOW, 60, f"old-{number}") for number in range(files)]
        before = earlier(many, {}, strength=STRENGTH)

        assert before.weight * files * 60 == pytest.approx(STRENGTH)
        assert mean(learnt(took(PROMISED, 30), before)) == pytest.approx(12.5, abs=1.5)

    def test_few_earlier_ones_count_whole(self) -> None:
        assert earlier([loaded(SLOW, 12)], {}, strength=STRENGTH).weight == 1


class TestAProject:
    def test_of_an_earlier_campaign_is_none_of_this_one_or_of_another(self) -> None:
        files = [loaded(SLOW, 3), loaded(SLOW, 3, "old-2018")]

        names = {one.project for one in earlier(files, {}, strength=STRENGTH).observations}

        assert names == {f"{key}/{n}" for key in ("old-2018", "old-2019") for n in (1, 2, 3)}

    def test_is_numbered_by_its_cases_alone(self) -> None:
        one = by_kind([*took(3, 1, "z"), *took(9, 1, "a")], [], campaign="c")
        other = by_kind([*took(9, 1, "m"), *took(3, 1, "q")], [], campaign="c")

        assert one == other
        assert (one.cases[0].days, one.cases[0].projects) == ((3, 9), (1, 2))


class TestADepartment:
    def test_is_the_one_that_has_the_procedure_now(self) -> None:
        file = loaded(SLOW, 1)

        def department(now: dict[str, str]) -> set[str]:
            return {one.department for one in earlier([file], now, strength=1).observations}

        assert department({"S05": "planning"}) == {"planning"}
        assert department({}) == {"housing"}


class TestWhereStartsFell:
    RULES = ForecastLevels(
        offsets=tuple(number / 50 for number in range(-50, 50)),
        offsets_loaded=tuple(number / 100 for number in range(-50, 50)),
        forecasts=400,
        source="演练所得",
    )

    def test_is_as_the_rules_say_where_nothing_is_loaded(self) -> None:
        levels = NOTHING.levels(self.RULES)

        assert levels.distances.tolist() == list(self.RULES.offsets)
        assert levels.forecasts == 400

    def test_is_as_rehearsals_with_loaded_timings_say_where_none_is_told(self) -> None:
        told = earlier([loaded(SLOW, 12)], {}, strength=STRENGTH)
        older = self.RULES.model_copy(update={"offsets_loaded": ()})

        assert told.levels(self.RULES).distances.tolist() == list(self.RULES.offsets_loaded)
        assert told.levels(older).distances.tolist() == list(self.RULES.offsets)

    def test_corrects_the_forecasts_as_much_as_there_were_projects(self) -> None:
        late = [Fell(f"p{number}", 1.5) for number in range(30)]
        levels = Earlier(tuple(took(SLOW, 30)), tuple(late)).levels(self.RULES)

        assert levels.shares[levels.distances > 1].sum() == pytest.approx(0.5, abs=0.02)
        assert levels.forecasts == 430

    def test_hears_who_had_not_started_as_at_least(self) -> None:
        awaited = [Fell(f"p{number}", 0.3, Known.AT_LEAST) for number in range(90)]
        levels = Earlier(tuple(took(SLOW, 90)), tuple(awaited)).levels(self.RULES)

        assert levels.shares[levels.distances < 0.3].sum() < 0.5


def test_each_timing_has_its_project() -> None:
    with pytest.raises(ValueError, match="每条用时应有一个项目序号"):
        TimedCases(
            procedure="A01", phase=Phase.APPLY, known=Known.EXACTLY, days=(1, 2), projects=(1,)
        )
