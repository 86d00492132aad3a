"""Timings of an earlier campaign are loaded: one entry, once, by who may; forecasts notice."""

from datetime import date

import pytest

from casework.desk import Stamp
from casework.intake.earlier_timings import OwnTimings, load_timings, timeable
from casework.intake.loading import load
from casework.office import CAMPAIGN, Office
from casework.office.integrity import dump, rebuild, verify
from casework.plan.forecasting import confidence, keep_learnt
from casework.plan.views import plan
from casework.reading.case.views import show
from models.act_requests import Via
from models.earlier_timings import TimingsLoaded
from models.forecast_levels import ForecastLevels
from models.ledger import ENTRIES, Entry
from models.refusal import Backdated
from models.timing import Phase
from rules.chance.confidence import StartConfidence
from rules.chance.durations import Observation
from rules.chance.earlier import by_kind
from rules.chance.levels import Fell
from rules.in_force.authority import NotEntitled
from store import ledger
from tests.world import DISPATCHER, LIAISON, OFFICER, PROJECT, folder, june, project, stamp


@pytest.fixture
def pinned(empty_office: Office) -> Office:
    """One project that shall start on 30 June."""
    load(empty_office, folder(project(PROJECT, pinned_start=june(30))), stamp=stamp())
    return empty_office


SECOND, THIRD = june(2), june(3)


def by(account: str = DISPATCHER, on: date = SECOND) -> Stamp:
    return stamp(on, account)


def took(days: int = 30, campaign: str = "old-2019", *, fell: float | None = None) -> TimingsLoaded:
    """Twelve projects whose decision on A01 took so long."""
    told = [
        Observation("A01", "planning", Phase.DECIDE, days, 10, project=f"p{number}")
        for number in range(12)
    ]
    starts = [Fell(f"p{number}", fell) for number in range(12)] if fell is not None else []
    return by_kind(told, starts, campaign=campaign)


def entries(office: Office) -> tuple[Entry, ...]:
    with office.store.reading() as connection:
        return ledger.read(connection, CAMPAIGN)


def surely(office: Office, on: date = THIRD) -> StartConfidence:
    with office.store.reading() as connection:
        return confidence(office, connection, office.file(connection, PROJECT)[0], on=on)


class TestLoading:
    def test_records_one_entry_that_holds_everything(self, pinned: Office) -> None:
        loaded = load_timings(pinned, took(), stamp=by())

        last = entries(pinned)[-1]
        assert loaded.fresh
        assert (last.payload, last.by, last.via) == (took(), DISPATCHER, Via.IMPORT)
        assert ENTRIES[last.payload.kind] == "载入以往用时"
        assert len(entries(pinned)) == 2

    def test_the_same_again_changes_nothing(self, pinned: Office) -> None:
        load_timings(pinned, took(), stamp=by())
        before = dump(pinned)

        again = load_timings(pinned, took(), stamp=by(on=june(9)))

        assert not again.fresh
        assert dump(pinned) == before

    def test_a_later_file_of_the_same_campaign_takes_the_place_of_the_first(
        self, pinned: Office
    ) -> None:
        load_timings(pinned, took(30), stamp=by())
        later = load_timings(pinned, took(5), stamp=by())

        assert (later.fresh, later.replaced) == (True, 12)
        assert surely(pinned).earlier == 12

    def test_a_file_of_another_campaign_comes_beside_it(self, pinned: Office) -> None:
        load_timings(pinned, took(30), stamp=by())
        other = load_timings(pinned, took(30, "old-2018"), stamp=by())

        assert (other.fresh, other.replaced) == (True, 0)
        assert surely(pinned).earlier == 24

    @pytest.mark.parametrize("account", [LIAISON, OFFICER])
    def test_is_for_the_dispatch_centre_and_operators(self, pinned: Office, account: str) -> None:
        with pytest.raises(NotEntitled, match="无权载入以往用时"):
            load_timings(pinned, took(), stamp=by(account))
        assert len(entries(pinned)) == 1

    def test_before_the_last_entry_is_refused(self, pinned: Office) -> None:
        load_timings(pinned, took(), stamp=by(on=june(5)))

        with pytest.raises(Backdated):
            load_timings(pinned, took(4), stamp=by(on=june(4)))

    def test_of_timings_taken_from_this_very_ledger_is_refused(self, pinned: Office) -> None:
        (first,) = entries(pinned)
        own = took().model_copy(update={"ledger": f"h{first.hash[:16]}"})

        with pytest.raises(OwnTimings, match="由本台账导出"):
            load_timings(pinned, own, stamp=by())
        other = own.model_copy(update={"ledger": "h0123456789abcdef"})
        assert load_timings(pinned, other, stamp=by()).fresh

    def test_may_be_about_what_the_catalogue_holds(self, pinned: Office) -> None:
        known = timeable(pinned)

        assert {"A01"} <= set(known.procedures)
        assert known.of(Phase.START) == (("start_construction",), "门槛")
        assert "planning" in known.departments


class TestAForecast:
    def test_knows_before_the_first_case_what_an_earlier_campaign_took(
        self, pinned: Office
    ) -> None:
        before = surely(pinned)
        load_timings(pinned, took(30), stamp=by())

        after = surely(pinned)

        assert (before.earlier, after.earlier) == (0, 12)
        assert after.observed == before.observed + 12
        assert after.p50 > before.p50

    def test_is_corrected_by_where_their_starts_fell(self, empty_office: Office) -> None:
        given = folder(project(PROJECT, pinned_start=june(30)))
        even = tuple(number / 10 for number in range(-5, 6))
        rules = ForecastLevels(offsets=even, forecasts=40, source="演练所得")
        rulebook = given.campaign.rulebook.model_copy(update={"forecast": rules})
        campaign = given.campaign.model_copy(update={"rulebook": rulebook})
        load(empty_office, given.model_copy(update={"campaign": campaign}), stamp=stamp())

        def last_day(timings: TimingsLoaded) -> date:
            load_timings(empty_office, timings, stamp=by())
            return surely(empty_office).p90

        assert last_day(took(30)) < last_day(took(30, fell=3.0))

    def test_of_a_day_before_they_were_loaded_knows_nothing_of_them(self, pinned: Office) -> None:
        before = surely(pinned, june(3))
        load_timings(pinned, took(30), stamp=by(on=june(4)))

        assert surely(pinned, june(3)) == before
        assert surely(pinned, june(4)).earlier == 12

    def test_that_was_kept_for_the_day_is_learnt_anew(self, pinned: Office) -> None:
        keep_learnt(pinned, on=june(3))
        before = surely(pinned)
        load_timings(pinned, took(30), stamp=by(on=june(3)))

        after = surely(pinned)
        pinned.forget()

        assert before.earlier == 0
        assert after.earlier == 12
        assert surely(pinned) == after, "and so it is by another process"

    def test_says_on_pages_whose_cases_it_knows(self, pinned: Office) -> None:
        load_timings(pinned, took(30), stamp=by())

        shown = plan(pinned, PROJECT, june(3)).confidence
        likely = show(pinned, project=PROJECT, likely=True, today=june(3)).start.likely

        assert shown is not None
        assert likely is not None
        assert (shown.earlier, likely.earlier) == (12, 12)


def test_the_ledger_alone_is_enough(pinned: Office) -> None:
    load_timings(pinned, took(30, fell=0.5), stamp=by())
    before, forecast = dump(pinned), surely(pinned)

    rebuild(pinned)
    pinned.forget()

    assert dump(pinned) == before
    assert verify(pinned).ok
    assert surely(pinned) == forecast
