"""What runs on after a decision: literal days of certificates, and of what must follow."""

import json
from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError

from models.case import Case, CaseState
from models.proof import ClockProof, TimerCode
from models.rulebook import ExpiryTerm, LongStop
from reports.pages.clock_page import clock_page
from rules.clocks.expiry import expires_on, long_stop_due, months_after, timers
from rules.in_force.regulations import Regulations
from rules.proof.proof import clock_proof
from tests.test_verifier import faults_of, found_in
from tests.world import REGULATIONS, campaign, june, opened, with_case

LATER = date(2024, 1, 1)
ARTICLE_9 = ExpiryTerm(
    procedures=("A01",), months=3, from_receipt=True, effect="自行废止", source="建筑法第9条"
)
FIVE_YEARS = ExpiryTerm(procedures=("B01", "B02"), years=5, effect="重新审核")
THREE_YEARS = ExpiryTerm(
    procedures=("C01",), years=3, effect="重新审核", since=date(2023, 3, 1), source="53号令第18条"
)
OLD_NOTICE = LongStop(
    procedure="A01", name="公告", days=10, effect="须公告", until=date(2021, 8, 31), assumed=True
)
NEW_NOTICE = LongStop(
    procedure="A01", name="公告", days=15, effect="须公告", since=date(2021, 9, 1)
)


def regulations(*terms: ExpiryTerm, stops: tuple[LongStop, ...] = ()) -> Regulations:
    given = campaign()
    clock = given.rulebook.clock.model_copy(
        update={"certificate_expiry": terms, "long_stops": stops}
    )
    rulebook = given.rulebook.model_copy(update={"clock": clock})
    return Regulations(given.model_copy(update={"rulebook": rulebook}))


RULES = regulations(ARTICLE_9, FIVE_YEARS, THREE_YEARS)


def granted(code: str, on: date, **changes: object) -> Case:
    return replace(Case(code, CaseState.APPROVED, concluded_on=on), **changes)  # type: ignore[arg-type]


def last_day(case: Case, on: date = LATER) -> date | None:
    expiry = expires_on(case, on=on, regulations=RULES)
    return expiry.due_on if expiry is not None else None


class TestMonths:
    @pytest.mark.parametrize(
        ("start", "months", "expected"),
        [
            (date(2020, 11, 30), 3, date(2021, 2, 28)),
            (date(2019, 11, 30), 3, date(2020, 2, 29)),
            (date(2020, 6, 1), 3, date(2020, 9, 1)),
            (date(2020, 5, 31), 1, date(2020, 6, 30)),
            (date(2020, 10, 15), 3, date(2021, 1, 15)),
            (date(2020, 12, 31), 12, date(2021, 12, 31)),
            (date(2020, 2, 29), 12, date(2021, 2, 28)),
            (date(2020, 2, 29), 24, date(2022, 2, 28)),
            (date(2020, 2, 29), 48, date(2024, 2, 29)),
        ],
    )
    def test_end_on_the_same_number_or_the_last_day(
        self, start: date, months: int, expected: date
    ) -> None:
        assert months_after(start, months) == expected


class TestACertificate:
    def test_is_counted_from_the_decision_until_it_was_handed_over(self) -> None:
        case = granted("A01", date(2020, 11, 27))

        assert last_day(case) == date(2021, 2, 27)
        assert last_day(replace(case, delivered_on=date(2020, 11, 30))) == date(2021, 2, 28)

    def test_of_which_the_law_says_approval_is_counted_from_the_decision(self) -> None:
        case = granted("B02", date(2020, 2, 29), delivered_on=date(2020, 3, 9))

        assert last_day(case) == date(2025, 2, 28)

    def test_may_be_given_for_calendar_days(self) -> None:
        rules = regulations(ExpiryTerm(procedures=("A01",), days=90, effect="失效"))
        expiry = expires_on(granted("A01", june(1)), on=june(1), regulations=rules)

        assert expiry is not None
        assert expiry.due_on == date(2020, 8, 30)

    def test_granted_conditionally_expires_too(self) -> None:
        case = granted("A01", june(1), state=CaseState.APPROVED_CONDITIONALLY)

        assert last_day(case) == date(2020, 9, 1)

    @pytest.mark.parametrize("state", [CaseState.ACCEPTED, CaseState.REFUSED, CaseState.REVOKED])
    def test_that_is_not_there_never_expires(self, state: CaseState) -> None:
        assert last_day(granted("A01", june(1), state=state)) is None

    def test_of_another_procedure_has_no_term(self) -> None:
        assert last_day(granted("D01", june(1))) is None

    def test_follows_a_rule_from_the_day_it_is_law(self) -> None:
        case = granted("C01", june(1))

        assert last_day(case, on=date(2023, 2, 28)) is None
        assert last_day(case, on=date(2023, 3, 1)) == date(2023, 6, 1)

    @pytest.mark.parametrize("lengths", [{}, {"months": 3, "years": 1}, {"months": 0}])
    def test_has_one_length(self, lengths: dict[str, int]) -> None:
        with pytest.raises(ValidationError):
            ExpiryTerm(procedures=("A01",), effect="失效", **lengths)


class TestWhatMustFollow:
    @pytest.mark.parametrize(
        ("decided", "delivered", "expected"),
        [
            # Friday 12 June; festival from the 25th to the 27th, Sunday the 28th worked
            pytest.param(june(12), None, june(29), id="ten working days"),
            pytest.param(june(12), june(15), june(30), id="from the receipt"),
            pytest.param(date(2021, 8, 31), date(2021, 9, 1), date(2021, 9, 23), id="fifteen"),
        ],
    )
    def test_is_counted_in_working_days_by_the_law_of_its_first_day(
        self, decided: date, delivered: date | None, expected: date
    ) -> None:
        rules = regulations(stops=(OLD_NOTICE, NEW_NOTICE))
        follows = long_stop_due(granted("A01", decided, delivered_on=delivered), regulations=rules)

        assert follows is not None
        stop, start, due = follows
        assert due == expected
        assert start == (delivered or decided)
        assert stop.assumed == (start < date(2021, 9, 1))

    def test_is_nothing_before_the_decision_or_elsewhere(self) -> None:
        rules = regulations(stops=(NEW_NOTICE,))

        for case in (
            granted("A01", june(1)),
            granted("B01", LATER),
            granted("A01", LATER, state=CaseState.REFUSED),
        ):
            assert long_stop_due(case, regulations=rules) is None


class TestAProof:
    RULES = regulations(ARTICLE_9, stops=(OLD_NOTICE,))

    def proof(self, started_on: date | None = None) -> ClockProof:
        file = replace(with_case(opened(), granted("A01", june(12))), started_on=started_on)
        return clock_proof(file, "A01", on=june(19), regulations=self.RULES)

    def test_tells_both_with_their_articles(self) -> None:
        proof = self.proof()

        assert [(one.code, one.due_on, one.article) for one in proof.timers] == [
            (TimerCode.CERTIFICATE_EXPIRY, date(2020, 9, 12), "建筑法第9条"),
            (TimerCode.LONG_STOP, june(29), ""),
        ]
        assert faults_of(proof) == []
        page = clock_page(proof)
        assert "<h2>证后期限</h2>" in page
        assert "2020-09-12" in page
        assert "2020-06-29※" in page

    def test_of_a_started_project_tells_no_expiry(self) -> None:
        proof = self.proof(started_on=june(18))

        assert [one.code for one in proof.timers] == [TimerCode.LONG_STOP]

    def test_without_such_rules_tells_nothing(self) -> None:
        file = with_case(opened(), granted("A01", june(12)))

        assert timers(file, "A01", on=june(19), regulations=REGULATIONS) == ()

    def test_is_sealed(self) -> None:
        told = self.proof().exported()
        told["timers"][0]["due_on"] = "2020-09-13"

        assert any("timers" in one for one in found_in(json.dumps(told)))

        told = self.proof().exported()
        del told["timers"]
        assert any("timers" in one for one in found_in(json.dumps(told)))

    def test_of_an_older_version_is_still_verified(self) -> None:
        told = self.proof().exported()
        del told["timers"], told["digests"]["timers"]

        assert found_in(json.dumps(told)) == []
