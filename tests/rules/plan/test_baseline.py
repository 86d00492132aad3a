"""Baselines: kept when the start date is pinned, never changed; drift and quality from them."""

from dataclasses import replace
from datetime import date

import pytest

from models.case import Case, CaseFile, CaseState
from models.expectation import DocumentExpected
from models.milestone import BaselineTaken, Started, StartPinned
from models.schedule_quality import QualityCheck, ScheduleQuality, ScheduleQualityRules
from rules.in_force.regulations import Regulations
from rules.plan.backschedule import backschedule
from rules.plan.baseline import baseline_follows
from rules.plan.drift import Drift, drift
from rules.plan.network import network_of
from rules.plan.quality import CHECKS, schedule_quality
from tests.world import (
    ACCOUNTS,
    FIRST_DAY,
    HOUSING_OFFICER,
    PROCEDURES,
    REGULATIONS,
    START_GATE,
    after,
    campaign,
    june,
    limit,
    opened,
    project,
    running,
    settled,
    with_case,
)

C = QualityCheck
RULES = ScheduleQualityRules(
    least_float=3,
    longest_step=15,
    most_assumed=0.5,
    most_critical=0.6,
    least_critical_index=0.95,
    weights=dict.fromkeys(QualityCheck, 10),
)


def scoring(**changes: object) -> Regulations:
    given = campaign(**changes)  # type: ignore[arg-type]
    rulebook = given.rulebook.model_copy(update={"schedule_quality": RULES})
    return Regulations(given.model_copy(update={"rulebook": rulebook}))


SCORING = scoring()


def pinned(day: date, rules: Regulations = REGULATIONS) -> CaseFile:
    return settled(
        after(opened(rules=rules), (FIRST_DAY, StartPinned(start_on=day))), june(1), rules
    )


class TestTheBaseline:
    def test_is_kept_when_a_project_is_registered_with_a_pinned_date(self) -> None:
        file = opened(project(pinned_start=june(30)), SCORING)

        (kept,) = file.baselines
        assert (kept.on, kept.by) == (FIRST_DAY, "planning-01")
        assert (kept.taken.start_on, kept.taken.forecast_on) == (june(30), june(24))
        assert kept.taken.reason == "登记时锁定"
        assert kept.taken.quality is not None
        lines = {one.procedure: (one.start_on, one.finish_on) for one in kept.taken.lines}
        assert lines["B01"] == (june(15), june(22))

    def test_follows_once_from_every_pinning_with_its_reason(self) -> None:
        file = pinned(june(30))
        moved = settled(
            after(file, (june(4), StartPinned(start_on=june(24), reason="提前供地"))), june(4)
        )

        assert not list(baseline_follows(file, REGULATIONS))
        assert [one.taken.start_on for one in moved.baselines] == [june(30), june(24)]
        assert moved.baselines[0] == file.baselines[0]
        assert moved.baselines[1].taken.reason == "提前供地"

    def test_is_not_taken_without_a_date_nor_after_the_start(self) -> None:
        started = after(opened(), (june(2), Started(started_on=june(2))))
        late = after(started, (june(2), StartPinned(start_on=june(30))))

        assert not list(baseline_follows(opened(), REGULATIONS))
        assert not list(baseline_follows(late, REGULATIONS))


class TestDrift:
    def test_is_told_against_the_first_and_the_present_baseline(self) -> None:
        file = pinned(june(30))
        file = settled(
            after(file, (june(4), StartPinned(start_on=june(29), reason="提前供地"))), june(4)
        )

        first, present = drifts(file, june(8))

        # On 8 June nothing has begun: five working days behind 1 June, two behind 4 June.
        assert (first.start_days, first.pinned_days, first.cases["A01"]) == (5, -1, 5)
        assert (present.start_days, present.pinned_days, present.cases["A01"]) == (2, 0, 2)

    def test_is_nothing_on_the_day_itself_and_without_a_baseline(self) -> None:
        (first,) = drifts(pinned(june(30)), FIRST_DAY)

        assert (first.start_days, set(first.cases.values())) == (0, {0})
        assert drifts(opened(), FIRST_DAY) == ()


def drifts(file: CaseFile, on: date) -> tuple[Drift, ...]:
    procedures = REGULATIONS.procedures(file.project, on=on)
    network = network_of(file, procedures, on=on, regulations=REGULATIONS)
    return drift(file, backschedule(network, on=on, days=REGULATIONS.days), REGULATIONS.days)


def quality(
    file: CaseFile, on: date = FIRST_DAY, rules: Regulations = SCORING
) -> ScheduleQuality | None:
    procedures = rules.procedures(file.project, on=on)
    network = network_of(file, procedures, on=on, regulations=rules)
    schedule = backschedule(network, on=on, days=rules.days)
    return schedule_quality(file, network, schedule, procedures, rules)


def hits(file: CaseFile, on: date = FIRST_DAY, rules: Regulations = SCORING) -> set[QualityCheck]:
    found = quality(file, on, rules)
    assert found is not None
    assert found.score == max(100 - sum(one.points for one in found.hits), 0)
    assert all(one.found and one.fix for one in found.hits)
    return {one.check for one in found.hits}


def with_procedure(code: str, **changes: object) -> Regulations:
    return scoring(
        procedures=[
            one.model_copy(update=changes) if one.code == code else one for one in PROCEDURES
        ]
    )


LAND = {"start_construction.land_delivered": FIRST_DAY}
SOUND = replace(pinned(june(30), SCORING), confirmed=LAND)
"""In time with three working days to spare, the land delivered."""


class TestQuality:
    def test_a_sound_plan_has_all_points(self) -> None:
        assert quality(SOUND) == ScheduleQuality(100, ())

    def test_is_not_scored_where_the_campaign_has_no_rules_for_it(self) -> None:
        assert quality(SOUND, rules=REGULATIONS) is None

    @pytest.mark.parametrize(
        ("file", "on", "found"),
        [
            pytest.param(
                replace(SOUND, pinned_start=None), FIRST_DAY, {C.NO_PINNED_DATE}, id="no date"
            ),
            pytest.param(
                replace(SOUND, pinned_start=june(27)),
                FIRST_DAY,
                {C.PINNED_DAY_OFF, C.THIN_FLOAT},
                id="a day off",
            ),
            pytest.param(
                replace(SOUND, pinned_start=june(28)), FIRST_DAY, {C.THIN_FLOAT}, id="thin float"
            ),
            pytest.param(
                replace(SOUND, pinned_start=june(22)),
                FIRST_DAY,
                {C.NEGATIVE_FLOAT, C.CRITICAL_INDEX},
                id="missed",
            ),
            pytest.param(
                replace(SOUND, pinned_start=date(2020, 9, 1)),
                FIRST_DAY,
                {C.AFTER_CAMPAIGN},
                id="after the campaign",
            ),
            pytest.param(
                replace(SOUND, confirmed={}), FIRST_DAY, {C.NO_LAND_DATE}, id="no land date"
            ),
            pytest.param(
                after(
                    SOUND,
                    (
                        FIRST_DAY,
                        DocumentExpected(procedure="E01", document="E01-2", expected_on=june(22)),
                    ),
                ),
                FIRST_DAY,
                {C.LATE_DOCUMENT, C.NEGATIVE_FLOAT, C.CRITICAL_INDEX},
                id="a late document",
            ),
        ],
    )
    def test_finds_what_is_wrong_with_a_project(
        self, file: CaseFile, on: date, found: set[QualityCheck]
    ) -> None:
        assert hits(file, on) == found

    @pytest.mark.parametrize(
        ("rules", "found"),
        [
            pytest.param(with_procedure("E01", promised=limit(None)), C.NO_LIMIT, id="no limit"),
            pytest.param(with_procedure("E01", promised=limit(16)), C.LONG_STEP, id="a long one"),
            pytest.param(
                scoring(
                    procedures=[
                        one.model_copy(
                            update={"promised": one.promised.model_copy(update={"assumed": True})}
                        )
                        for one in PROCEDURES
                    ]
                ),
                C.ASSUMED_LIMITS,
                id="guesses",
            ),
        ],
    )
    def test_finds_what_is_wrong_with_the_catalogue(
        self, rules: Regulations, found: QualityCheck
    ) -> None:
        assert hits(SOUND, rules=rules) == {found}

    def test_names_the_procedures_that_lead_nowhere(self) -> None:
        gates = (START_GATE.model_copy(update={"not_asked": {"D01": "并行"}}),)
        loose = scoring()
        catalogue = loose.campaign.catalogue.model_copy(update={"gates": gates})
        changed = loose.campaign.model_copy(update={"catalogue": catalogue})

        told = quality(opened(), rules=Regulations(changed))

        assert told is not None
        (hit,) = [one for one in told.hits if one.check is C.UNCONNECTED]
        assert hit.procedures == ("F01", "G01", "H01", "K01")
        assert "前置关系" in hit.fix

    def test_finds_a_department_without_a_window(self) -> None:
        given = SCORING.campaign
        left = tuple(one for one in ACCOUNTS if one.number != HOUSING_OFFICER)
        rules = Regulations(given.model_copy(update={"accounts": left}))

        assert hits(SOUND, rules=rules) == {C.NO_OWNER}

    def test_finds_what_should_have_been_concluded(self) -> None:
        file = with_case(SOUND, running("E01", accepted=june(1)))

        assert C.OVERDUE_STEP not in hits(file, june(9))
        assert C.OVERDUE_STEP in hits(file, june(11))

    def test_finds_that_everything_is_critical(self) -> None:
        done = [
            Case(code, CaseState.APPROVED, opened_on=FIRST_DAY, concluded_on=FIRST_DAY)
            for code in ("E01", "B02")
        ]
        file = with_case(with_case(SOUND, done[0]), done[1])

        assert hits(file) == {C.MANY_CRITICAL}

    def test_every_check_is_made_once(self) -> None:
        assert set(CHECKS) == set(QualityCheck)


def test_a_baseline_names_every_line_once() -> None:
    taken = pinned(june(30)).baselines[0].taken

    assert isinstance(taken, BaselineTaken)
    assert [one.procedure for one in taken.lines] == ["A01", "B01", "B02", "C01", "E01"]
