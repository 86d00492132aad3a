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
from rules.acting.examining import examine
from rules.in_force.regulations import Regulations
from tests.rules.clocks.test_expiry import granted, regulations
from tests.world import HEAD, after, circumstances, june, opened, request, with_case

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


class TestAnExtension:
    """核准和备案管理条例 12: once, a year at most, asked for 30 working days ahead."""

    TERM = PERMIT.model_copy(
        update={"extension_times": 1, "extension_months": 12, "apply_before_workdays": 30}
    )

    def refused(self, on: date, file: CaseFile | None = None, **data: object) -> str | None:
        file = file or holding()
        wanted = request("extend_certificate", **{"until": "2021-09-01", "reason": "融资"} | data)
        case, head = file.cases["A01"], HEAD
        given = replace(
            circumstances(case, wanted, on=on, by=head, rules=regulations(self.TERM)), file=file
        )
        said = examine(given)
        return str(said) if said is not None else None

    def test_is_asked_for_thirty_working_days_ahead(self) -> None:
        # Until 1 September 2020, Tuesday; 30 working days before it: Tuesday 21 July.
        assert self.refused(date(2020, 7, 21)) is None
        late = self.refused(date(2020, 7, 22))

        assert late is not None
        assert "最迟 2020-07-21 申请延期" in late
        assert self.refused(date(2020, 8, 3), applied_on="2020-07-21") is None
        assert self.refused(date(2020, 7, 20), applied_on="2020-07-21") is not None

    def test_is_for_a_year_at_most_and_once(self) -> None:
        on = date(2020, 7, 1)
        assert self.refused(on, until="2021-09-02") is not None
        assert self.refused(on, until="2020-09-01") is not None
        longer = replace(granted("A01", june(1)), extended_until=(date(2021, 9, 1),))

        again = self.refused(on, holding(longer), until="2022-06-01")

        assert again is not None
        assert "已延期1次" in again

    def test_is_not_asked_for_once_work_has_begun(self) -> None:
        begun = after(holding(), (june(10), Started(started_on=june(9))))

        said = self.refused(june(11), begun)

        assert said is not None
        assert "已于 2020-06-09 开工" in said

    def test_moves_the_reminders(self) -> None:
        longer = replace(granted("A01", june(1)), extended_until=(date(2020, 12, 1),))

        assert told(holding(longer)) == [date(2020, 11, 1), date(2020, 11, 21)]


def test_the_number_of_extensions_and_their_length_go_together() -> None:
    with pytest.raises(ValidationError, match="同时填写"):
        PERMIT.model_validate(PERMIT.model_dump() | {"extension_times": 1})
