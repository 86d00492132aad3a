"""A certificate runs out while nobody builds: its holder is told ahead, each time once."""

from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError

from models.case import Case, CaseFile, CaseState
from models.case_entries import Concluded, Delivered, Reminded, Revoked, Submitted
from models.milestone import Started
from models.notice import Ground
from models.rulebook import ExpiryTerm
from rules.acting.agenda import agenda, due_on, next_day
from rules.in_force.regulations import Regulations
from tests.rules.clocks.test_expiry import granted, regulations
from tests.world import after, june, opened, with_case

PERMIT = ExpiryTerm(
    procedures=("A01",),
    months=3,
    from_receipt=True,
    effect="自行废止",
    remind_before_days=(30, 10),
    source="建筑法第9条",
)
RULES = regulations(PERMIT)


def told(file: CaseFile, rules: Regulations = RULES) -> list[date]:
    """The days on which somebody is told that a certificate runs out."""
    return [
        one.on
        for one in agenda(file, rules)
        if isinstance(one.payload, Reminded) and one.payload.ground is Ground.CERTIFICATE_EXPIRING
    ]


def holding(case: Case | None = None) -> CaseFile:
    """A project that was granted its permit on 1 June: good until 1 September."""
    return with_case(opened(), case or granted("A01", june(1)))


def swept(file: CaseFile, day: date, rules: Regulations = RULES) -> tuple[CaseFile, list[date]]:
    """Keep every such reminder that is due on a day."""
    kept = []
    while (one := due_on(file, day, rules)) is not None and len(kept) < 20:
        file = after(file, (day, one.payload))
        if isinstance(one.payload, Reminded):
            kept.append(one.payload.about_on)
    return file, kept


class TestAReminder:
    def test_comes_so_many_calendar_days_ahead(self) -> None:
        # 2 August 2020 is a Sunday: the day stays where it is.
        assert told(holding()) == [date(2020, 8, 2), date(2020, 8, 22)]

    def test_wakes_the_project(self) -> None:
        file = replace(holding(), cases={"A01": granted("A01", june(1))}, plan={})

        assert next_day(file, RULES) == date(2020, 8, 2)

    def test_is_given_once(self) -> None:
        file, kept = swept(holding(), date(2020, 8, 2))
        assert date(2020, 8, 2) in kept

        _, again = swept(file, date(2020, 8, 3))

        assert again == []
        assert told(file) == [date(2020, 8, 22)]

    def test_after_an_outage_is_only_the_last(self) -> None:
        file, kept = swept(holding(), date(2020, 8, 25))

        assert kept == [date(2020, 8, 22)]
        assert told(file) == []

    def test_is_not_given_once_work_has_begun(self) -> None:
        assert told(after(holding(), (june(10), Started(started_on=june(9))))) == []

    @pytest.mark.parametrize("state", [CaseState.REVOKED, CaseState.REFUSED, CaseState.ACCEPTED])
    def test_is_not_given_of_what_is_no_certificate(self, state: CaseState) -> None:
        assert told(holding(granted("A01", june(1), state=state))) == []

    def test_is_not_given_of_what_had_run_out_before_the_project_was_registered(self) -> None:
        assert told(holding(granted("A01", date(2020, 2, 29)))) == []
        assert told(holding(granted("A01", date(2020, 3, 2)))) == [
            date(2020, 5, 3),
            date(2020, 5, 23),
        ]

    def test_is_not_given_where_no_lead_is_set(self) -> None:
        rules = regulations(PERMIT.model_copy(update={"remind_before_days": ()}))

        assert told(holding(), rules) == []

    def test_that_would_lie_before_the_decision_is_left_out(self) -> None:
        rules = regulations(PERMIT.model_copy(update={"remind_before_days": (100, 10)}))

        assert told(holding(), rules) == [date(2020, 8, 22)]


class TestACertificateIssuedAnew:
    def test_by_a_later_receipt_is_told_on_later_days(self) -> None:
        file, _ = swept(holding(), date(2020, 8, 2))

        served = Delivered(procedure="A01", served_on=date(2020, 8, 5))
        file = after(file, (date(2020, 8, 5), served))

        assert told(file) == [date(2020, 10, 6), date(2020, 10, 26)]

    def test_after_a_revocation_is_told_of_its_own_days(self) -> None:
        file, _ = swept(holding(), date(2020, 8, 22))
        day = date(2020, 9, 1)

        file = after(file, (day, Revoked(procedure="A01", reason="欺骗取得")))
        assert told(file) == []
        file = after(
            file,
            (day, Submitted(procedure="A01", documents=())),
            (day, Concluded(procedure="A01")),
        )

        assert told(file) == [date(2020, 11, 1), date(2020, 11, 21)]


class TestATermThatBecomesLaw:
    NEW = ExpiryTerm(
        procedures=("A01",),
        years=3,
        effect="重新审核",
        since=date(2023, 3, 1),
        remind_before_days=(180, 60),
    )

    def test_is_told_from_its_first_day(self) -> None:
        assert told(holding(), regulations(self.NEW)) == [date(2023, 3, 1), date(2023, 4, 2)]

    def test_takes_the_place_of_the_older_one(self) -> None:
        older = ExpiryTerm(
            procedures=("A01",), years=5, effect="重新审核", remind_before_days=(900, 60)
        )

        days = told(holding(), regulations(self.NEW, older))

        # The old rule's first reminder falls before the new law, its second after it.
        assert days == [date(2022, 12, 14), date(2023, 3, 1), date(2023, 4, 2)]


def test_a_lead_is_no_negative_number() -> None:
    with pytest.raises(ValidationError):
        ExpiryTerm(procedures=("A01",), months=3, effect="废止", remind_before_days=(-1,))
