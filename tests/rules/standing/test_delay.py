"""The delay ledger: whose days they were, and that they always add up."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from models.act_requests import CorrectionItem, PromisedDocument, Via
from models.case import CaseFile, Light, Party
from models.case_entries import (
    Accepted,
    ApplicationRefused,
    ClockPaused,
    ClockResumed,
    Concluded,
    ConditionallyAccepted,
    Corrected,
    CorrectionRequested,
    Declined,
    DeemedAccepted,
    Reminded,
    Returned,
    Revoked,
    Submitted,
    Withdrawn,
)
from models.catalogue import Bound, SpecialProcedureKind, Unit
from models.days import DayNotice
from models.hearing import HearingHeld, HearingOffered, HearingRequested
from models.ledger import Entry, Payload
from models.milestone import Registered
from models.notice import Ground
from models.promise import DeferredItemReceived, PromiseLapsed
from rules.acting.agenda import agenda
from rules.acting.consequences import consequences
from rules.clocks.holders import STOPPED_BY, stopped_by
from rules.days.day_table import seeded_table, with_notice
from rules.days.working_days import WorkingDays
from rules.fold.file import add, fold
from rules.in_force.regulations import Regulations
from rules.standing.delay import delay_ledger, delay_spans, holders, sum_delays
from rules.standing.lights import light_case
from tests.calendars import CALENDARS
from tests.walker import PlainDays, days_open, notice_days, open_days
from tests.world import (
    CALENDAR_DAY,
    FIRST_DAY,
    PROJECT,
    REGULATIONS,
    WORKDAY,
    at,
    campaign,
    july,
    june,
    limit,
    project,
)

P = Party
END = july(1)
TEN, TWENTY = limit(10), limit(20)
EVERYTHING = ("1", "2", "3")


def told(*happened: tuple[date, Payload]) -> tuple[Entry, ...]:
    """The ledger of a project registered on 1 June, with everything that follows by itself."""
    entries: list[Entry] = []
    file: CaseFile | None = None

    def write(on: date, payload: Payload) -> CaseFile:
        version = len(entries) + 1
        entries.append(Entry(PROJECT, version, payload, at(on), on, "", Via.SYSTEM, None, ""))
        return add(file, entries[-1], version)

    given = project()
    plan, not_required = REGULATIONS.plan(given, on=FIRST_DAY)
    registration = Registered(
        project=given, catalogue_version="1", plan=plan, not_required=not_required
    )
    for on, payload in ((FIRST_DAY, registration), *happened):
        file = write(on, payload)
        while follows := consequences(file, REGULATIONS):
            for one in follows:
                file = write(on, one)
    return tuple(entries)


def submitted(code: str = "A01", documents: Sequence[str] = EVERYTHING) -> Submitted:
    return Submitted(procedure=code, documents=tuple(f"{code}-{one}" for one in documents))


def accepted(code: str = "A01") -> Accepted:
    return Accepted(procedure=code, promised=TEN, statutory=TWENTY)


def promised(code: str = "A01", *, due_on: date) -> ConditionallyAccepted:
    return ConditionallyAccepted(
        procedure=code,
        owed=(PromisedDocument(document=f"{code}-2", due_on=due_on),),
        signed_by="金阿物流",
        signed_on=june(3),
        countersigned_by="planning-01",
        profile="pause",
        promised=TEN,
        statutory=TWENTY,
    )


def paused(kind: SpecialProcedureKind, code: str = "A01") -> ClockPaused:
    return ClockPaused(
        procedure=code,
        procedure_kind=kind,
        reason="书面告知",
        requested_by="planning-01",
        approved_by="planning-head",
        limit_days=5,
        limit_unit=WORKDAY,
    )


def lapsed(*, grace_until: date | None) -> PromiseLapsed:
    return PromiseLapsed(
        procedure="A01",
        documents=("A01-2",),
        lapsed_on=june(9),
        grace_until=grace_until,
        source="台州2019",
    )


CONCLUDED = Concluded(procedure="A01")
RUNNING = ((june(2), submitted()), (june(3), accepted()))


def spans(
    entries: Sequence[Entry], code: str = "A01", upto: date = END
) -> list[tuple[int, int, Party]]:
    """Who held a procedure from which to which day of June."""
    found = delay_spans(entries, upto=upto, regulations=REGULATIONS).get(code, ())
    return [(one.first.day, one.last.day, one.party) for one in found]


class TestAStopBeyondItsStatedLength:
    def test_is_the_departments_from_the_day_after(self) -> None:
        """行政许可法 45: five working days from 5 June were told, so up to 12 June."""
        entries = told(*RUNNING, (june(5), paused(SpecialProcedureKind.EXPERT_REVIEW)))

        held = spans(entries, upto=june(17))
        assert held[-2:] == [
            (5, 12, Party.STATUTORY_STOP),
            (13, 17, Party.DEPARTMENT),
        ]

    def test_stays_with_the_third_party_that_carries_it_out(self) -> None:
        entries = told(*RUNNING, (june(5), paused(SpecialProcedureKind.BIDDING)))

        assert spans(entries, upto=june(17))[-1] == (5, 17, Party.THIRD_PARTY)


class TestADay:
    def test_belongs_to_whoever_holds_the_case_at_its_end(self) -> None:
        entries = told(
            (june(3), submitted()),
            (june(5), accepted()),
            (june(9), paused(SpecialProcedureKind.HEARING)),
            (june(12), ClockResumed(procedure="A01")),
            (june(16), CONCLUDED),
        )

        assert spans(entries) == [
            (1, 2, P.APPLICANT),
            (3, 8, P.DEPARTMENT),
            (9, 11, P.STATUTORY_STOP),
            (12, 16, P.DEPARTMENT),
        ]

    def test_of_conclusion_belongs_to_whoever_held_the_case_until_then(self) -> None:
        entries = told(*RUNNING, (june(5), CONCLUDED))

        assert spans(entries)[-1] == (2, 5, P.DEPARTMENT)

    def test_on_which_everything_happens_is_one_day(self) -> None:
        entries = told((FIRST_DAY, submitted()), (FIRST_DAY, accepted()), (FIRST_DAY, CONCLUDED))

        assert delay_ledger(entries, upto=july(1), regulations=REGULATIONS).get("A01", {}) == {
            P.DEPARTMENT: 1
        }

    def test_after_conclusion_is_nobodys(self) -> None:
        entries = told(*RUNNING, (june(5), CONCLUDED))

        assert spans(entries, upto=date(2021, 6, 1)) == spans(entries, upto=june(5))

    def test_before_the_opening_is_nobodys(self) -> None:
        entries = told()

        assert delay_ledger(entries, upto=june(30), regulations=REGULATIONS).get("B01", {}) == {}
        assert (
            delay_ledger(entries, upto=date(2020, 5, 31), regulations=REGULATIONS).get("A01", {})
            == {}
        )

    def test_is_told_one_by_one(self) -> None:
        entries = told(*RUNNING)

        assert holders(entries, "A01", upto=june(3), regulations=REGULATIONS) == (
            (june(1), P.APPLICANT),
            (june(2), P.DEPARTMENT),
            (june(3), P.DEPARTMENT),
        )

    def test_is_counted_up_to_the_day_that_is_read_and_no_further(self) -> None:
        entries = told(*RUNNING, (june(5), CONCLUDED))

        assert spans(entries, upto=june(2)) == [(1, 1, P.APPLICANT), (2, 2, P.DEPARTMENT)]

    def test_that_an_entry_dates_back_to_is_not_counted_twice(self) -> None:
        entries = told((june(5), submitted()), (june(3), accepted()), (june(8), CONCLUDED))

        assert spans(entries) == [(1, 4, P.APPLICANT), (5, 8, P.DEPARTMENT)]


class TestBeforeAcceptance:
    def test_a_correction_is_the_applicants_until_it_comes_in(self) -> None:
        item = CorrectionItem(document="A01-2", what="盖章不清")
        entries = told(
            (june(2), submitted()),
            (june(4), CorrectionRequested(procedure="A01", items=(item,), due_on=None)),
            (june(9), Corrected(procedure="A01", documents=("A01-2",))),
        )

        assert spans(entries, upto=june(10)) == [
            (1, 1, P.APPLICANT),
            (2, 3, P.DEPARTMENT),
            (4, 8, P.APPLICANT),
            (9, 10, P.DEPARTMENT),
        ]

    def test_silence_is_the_departments_also_when_the_law_accepts(self) -> None:
        deemed = DeemedAccepted(
            procedure="A01",
            accepted_on=june(2),
            promised=TEN,
            statutory=TWENTY,
            article="行政许可法第32条",
        )
        entries = told((june(2), submitted()), (june(10), deemed))

        assert spans(entries, upto=june(12)) == [(1, 1, P.APPLICANT), (2, 12, P.DEPARTMENT)]


class TestAStop:
    @pytest.mark.parametrize("kind", SpecialProcedureKind, ids=str)
    def test_is_the_laws_unless_somebody_else_carries_it_out(
        self, kind: SpecialProcedureKind
    ) -> None:
        entries = told(*RUNNING, (june(5), paused(kind)))
        expected = STOPPED_BY.get(kind, P.STATUTORY_STOP)

        assert spans(entries, upto=june(9))[-1] == (5, 9, expected)

    @pytest.mark.parametrize(
        ("kind", "party"),
        [
            (SpecialProcedureKind.EXPERT_REVIEW, P.STATUTORY_STOP),
            (SpecialProcedureKind.INTERMEDIARY, P.THIRD_PARTY),
            (SpecialProcedureKind.CONSTRUCTION, P.THIRD_PARTY),
            (SpecialProcedureKind.BIDDING, P.THIRD_PARTY),
            (SpecialProcedureKind.INVESTIGATION, P.THIRD_PARTY),
            (SpecialProcedureKind.CORRECTION, P.APPLICANT),
            (SpecialProcedureKind.LINKED_PERMIT, P.UPSTREAM),
        ],
        ids=str,
    )
    def test_of_each_kind_has_its_party(self, kind: SpecialProcedureKind, party: Party) -> None:
        file = fold(None, told(*RUNNING, (june(5), paused(kind))))

        assert stopped_by(file.cases["A01"].stops[-1]) is party


class TestALapsedPromise:
    TAKEN_IN = ((june(2), submitted(documents=("1", "3"))), (june(3), promised(due_on=june(8))))

    def test_is_the_applicants_until_the_document_comes(self) -> None:
        received = DeferredItemReceived(procedure="A01", document="A01-2")
        entries = told(
            *self.TAKEN_IN, (june(9), lapsed(grace_until=june(30))), (june(11), received)
        )

        assert spans(entries, upto=june(12)) == [
            (1, 1, P.APPLICANT),
            (2, 8, P.DEPARTMENT),
            (9, 10, P.APPLICANT),
            (11, 12, P.DEPARTMENT),
        ]
        assert stopped_by(fold(None, entries[:-1]).cases["A01"].stops[-1]) is P.APPLICANT

    @pytest.mark.parametrize("noticed", [june(9), june(15)], ids=["at once", "a week late"])
    def test_is_the_same_whenever_it_was_noticed(self, noticed: date) -> None:
        entries = told(*self.TAKEN_IN, (noticed, lapsed(grace_until=july(9))))

        assert spans(entries, upto=june(20))[1:] == [(2, 8, P.DEPARTMENT), (9, 20, P.APPLICANT)]

    def test_is_the_applicants_also_where_the_clock_goes_on(self) -> None:
        entries = told(*self.TAKEN_IN, (june(9), lapsed(grace_until=None)))

        assert spans(entries, upto=june(20))[-1] == (9, 20, P.APPLICANT)


class TestAPaperThatComesTooLate:
    """台州2019, 民法总则 201: promised by the last day of the limit, missing at its end."""

    BROKEN = PromiseLapsed(
        procedure="A01",
        documents=("A01-2",),
        lapsed_on=june(18),
        grace_until=july(9),
        source="台州2019",
    )
    ENTRIES = told(
        (june(2), submitted(documents=("1", "3"))),
        (june(3), promised(due_on=june(17))),
        (june(18), BROKEN),
        (june(19), DeferredItemReceived(procedure="A01", document="A01-2")),
    )

    def test_is_told_alike_by_clock_ledger_light_and_slip(self) -> None:
        file = fold(None, self.ENTRIES)
        light = partial(light_case, file.cases["A01"], regulations=REGULATIONS, file=file)
        slips = [
            one.on
            for one in agenda(file, REGULATIONS)
            if isinstance(one.payload, Reminded) and one.payload.ground is Ground.OVERDUE
        ]

        assert spans(self.ENTRIES, upto=june(23))[1:] == [
            (2, 17, P.DEPARTMENT),
            (18, 18, P.APPLICANT),
            (19, 23, P.DEPARTMENT),
        ]
        assert (light(on=june(22)).light, light(on=june(22)).late_by) == (Light.YELLOW, None)
        assert (light(on=june(23)).light, light(on=june(23)).party) == (Light.RED, P.DEPARTMENT)
        assert slips == [june(23)]

    def test_puts_nobody_on_the_list_while_it_is_awaited(self) -> None:
        file = fold(None, self.ENTRIES[:-1])
        lit = light_case(file.cases["A01"], on=june(30), regulations=REGULATIONS, file=file)

        assert (lit.light, lit.party, lit.late_by) == (Light.RED, P.APPLICANT, None)
        assert Ground.OVERDUE not in {
            one.payload.ground
            for one in agenda(file, REGULATIONS)
            if isinstance(one.payload, Reminded)
        }


class TestACaseThatEnded:
    @pytest.mark.parametrize(
        "ended",
        [
            Returned(procedure="A01", reason="宽限期已满", source="台州2019"),
            ApplicationRefused(procedure="A01", reason="不符合条件"),
            Withdrawn(procedure="A01"),
        ],
        ids=lambda payload: payload.kind,
    )
    def test_is_the_applicants_until_it_is_submitted_anew(self, ended: Payload) -> None:
        entries = told(*RUNNING, (june(9), ended), (june(15), submitted()))

        assert spans(entries, upto=june(16))[1:] == [
            (2, 8, P.DEPARTMENT),
            (9, 14, P.APPLICANT),
            (15, 16, P.DEPARTMENT),
        ]

    def test_unaccepted_is_the_applicants_too(self) -> None:
        entries = told(
            (june(2), submitted()), (june(4), Declined(procedure="A01", reason="超范围"))
        )

        assert spans(entries, upto=june(5))[-1] == (4, 5, P.APPLICANT)

    def test_by_revocation_counts_again_from_that_day(self) -> None:
        revoked = Revoked(procedure="A01", reason="依据已变")
        entries = told(*RUNNING, (june(5), CONCLUDED), (june(22), revoked))

        assert spans(entries, upto=june(30)) == [
            (1, 1, P.APPLICANT),
            (2, 5, P.DEPARTMENT),
            (22, 30, P.APPLICANT),
        ]


class TestUpstream:
    def test_is_what_an_accepted_case_waits_for_when_it_is_all_that_is_missing(self) -> None:
        """C01 may be accepted before B02, another department's, and not be decided before it."""
        entries = told(
            *RUNNING,
            (june(4), CONCLUDED),
            (june(4), submitted("B01")),
            (june(4), accepted("B01")),
            (june(5), Concluded(procedure="B01")),
            (june(8), submitted("C01")),
            (june(9), accepted("C01")),
            (june(10), submitted("B02")),
            (june(10), accepted("B02")),
            (june(15), Concluded(procedure="B02")),
            (june(17), Concluded(procedure="C01")),
        )

        assert spans(entries, "C01") == [
            (5, 7, P.APPLICANT),
            (8, 8, P.DEPARTMENT),
            (9, 14, P.UPSTREAM),
            (15, 17, P.DEPARTMENT),
        ]

    def test_is_no_excuse_for_a_department_that_waits_for_itself(self) -> None:
        """B02 and the A01 that it waits for are both the planning bureau's."""
        entries = told((june(2), submitted("B02")), (june(3), accepted("B02")))

        assert spans(entries, "B02", upto=june(9))[-1] == (2, 9, P.DEPARTMENT)

    def test_is_no_excuse_while_documents_are_missing_too(self) -> None:
        entries = told(
            *RUNNING,
            (june(4), CONCLUDED),
            (june(4), submitted("B01")),
            (june(4), accepted("B01")),
            (june(5), Concluded(procedure="B01")),
            (june(8), submitted("C01", ("1", "3"))),
            (june(9), promised("C01", due_on=june(12))),
        )

        assert spans(entries, "C01", upto=june(12))[-1] == (8, 12, P.DEPARTMENT)

    def test_holds_a_procedure_that_closes_again(self) -> None:
        entries = told(
            *RUNNING,
            (june(4), CONCLUDED),
            (june(10), Revoked(procedure="A01", reason="依据已变")),
        )

        assert spans(entries, "B01", upto=june(12)) == [(4, 9, P.APPLICANT), (10, 12, P.UPSTREAM)]

    def test_holds_an_application_that_cannot_be_made_anew(self) -> None:
        entries = told(
            *RUNNING,
            (june(4), CONCLUDED),
            (june(5), submitted("B01")),
            (june(8), Withdrawn(procedure="B01")),
            (june(10), Revoked(procedure="A01", reason="依据已变")),
        )

        assert spans(entries, "B01", upto=june(12))[-2:] == [
            (8, 9, P.APPLICANT),
            (10, 12, P.UPSTREAM),
        ]


def noticed(value: int, unit: Unit = CALENDAR_DAY) -> Accepted:
    period = limit(value, unit, Bound.MIN)
    return Accepted(procedure="H01", promised=period, statutory=period)


class TestANoticePeriod:
    def test_is_nobodys_to_shorten(self) -> None:
        """30 calendar days from 1 June end on Wednesday 1 July: the 30 days of the period."""
        entries = told((FIRST_DAY, submitted("H01")), (FIRST_DAY, noticed(30)))

        held = delay_ledger(entries, upto=july(3), regulations=REGULATIONS).get("H01", {})
        assert held == {P.DEPARTMENT: 1 + 2, P.STATUTORY_STOP: 30}

    def test_ends_on_the_working_day_to_which_it_rolls(self) -> None:
        entries = told((FIRST_DAY, submitted("H01")), (FIRST_DAY, noticed(5)))

        assert spans(entries, "H01", upto=june(10)) == [
            (1, 1, P.DEPARTMENT),
            (2, 8, P.STATUTORY_STOP),
            (9, 10, P.DEPARTMENT),
        ]

    def test_holds_the_day_of_its_end_when_the_case_is_concluded_on_it(self) -> None:
        entries = told(
            (FIRST_DAY, submitted("H01")),
            (FIRST_DAY, noticed(5)),
            (june(8), Concluded(procedure="H01")),
        )

        assert spans(entries, "H01")[-1] == (2, 8, P.STATUTORY_STOP)

    def test_of_an_application_that_is_taken_back_is_over(self) -> None:
        entries = told(
            (FIRST_DAY, submitted("H01")),
            (FIRST_DAY, noticed(30)),
            (june(8), Withdrawn(procedure="H01")),
        )

        assert spans(entries, "H01", upto=june(12)) == [
            (1, 1, P.DEPARTMENT),
            (2, 7, P.STATUTORY_STOP),
            (8, 12, P.APPLICANT),
        ]

    def test_does_not_excuse_a_promise_that_lapsed(self) -> None:
        taken = promised("H01", due_on=june(8)).model_copy(
            update={"statutory": limit(30, CALENDAR_DAY, Bound.MIN), "signed_on": june(2)}
        )
        entries = told((june(2), submitted("H01", ("1", "3"))), (june(2), taken))

        assert spans(entries, "H01", upto=june(10)) == [
            (1, 1, P.APPLICANT),
            (2, 2, P.DEPARTMENT),
            (3, 8, P.STATUTORY_STOP),
            (9, 10, P.APPLICANT),
        ]

    def test_of_a_settled_case_keeps_the_calendar_of_its_day(self) -> None:
        """A notice that makes 8 June a day off comes after the case was concluded on the 9th."""
        entries = told(
            (FIRST_DAY, submitted("H01")),
            (FIRST_DAY, noticed(5)),
            (june(9), Concluded(procedure="H01")),
        )
        notice = DayNotice(notice="补充", year=2020, off={june(8): "补休"})
        rules = Regulations(
            campaign(), with_notice(seeded_table(), notice), ((at(june(20)), seeded_table()),)
        )

        now = delay_spans(entries, upto=july(1), regulations=rules)
        assert now == delay_spans(entries, upto=july(1), regulations=REGULATIONS)
        still_open = delay_ledger(entries[:-1], upto=june(9), regulations=rules).get("H01", {})
        assert still_open == {P.DEPARTMENT: 1, P.STATUTORY_STOP: 8}

    @settings(max_examples=300, deadline=None)
    @given(
        start=some.integers(0, 40),
        value=some.integers(1, 40),
        unit=some.sampled_from(Unit),
        ends=some.none() | some.integers(0, 60),
        granted=some.booleans(),
        seen=some.integers(0, 70),
        calendar=some.sampled_from(CALENDARS),
    )
    def test_is_what_the_walker_finds_and_the_days_add_up(
        self,
        start: int,
        value: int,
        unit: Unit,
        ends: int | None,
        granted: bool,
        seen: int,
        calendar: tuple[WorkingDays, PlainDays],
    ) -> None:
        working, plain = calendar
        day = FIRST_DAY + timedelta(days=start)
        happened: list[tuple[date, Payload]] = [
            (day, submitted("H01")),
            (day, noticed(value, unit)),
        ]
        if ends is not None:
            over = Concluded(procedure="H01") if granted else Withdrawn(procedure="H01")
            happened.append((day + timedelta(days=ends), over))
        entries = told(*happened)
        upto = day + timedelta(days=seen)

        held = delay_ledger(
            entries, upto=upto, regulations=Regulations(campaign(), working.table)
        ).get("H01", {})
        assert held.get(P.STATUTORY_STOP, 0) == len(notice_days(entries, "H01", plain, upto=upto))
        assert sum(held.values()) == days_open(entries, "H01", upto=upto)


def heard(held_on: date) -> HearingHeld:
    return HearingHeld(procedure="A01", held_on=held_on, result="意见一致")


class TestAHearing:
    OFFERED = HearingOffered(
        procedure="A01", reason="重大利益", apply_by=june(10), days=5, unit=WORKDAY, article="47"
    )
    ASKED = HearingRequested(procedure="A01", hold_by=july(3), days=20, unit=WORKDAY, article="47")

    def test_is_a_statutory_stop_from_the_request_to_the_day_it_is_held(self) -> None:
        entries = told(
            *RUNNING, (june(3), self.OFFERED), (june(5), self.ASKED), (june(15), heard(june(15)))
        )

        assert spans(entries, upto=june(18)) == [
            (1, 1, P.APPLICANT),
            (2, 4, P.DEPARTMENT),
            (5, 14, P.STATUTORY_STOP),
            (15, 18, P.DEPARTMENT),
        ]

    def test_recorded_late_ended_on_its_own_day_as_the_clock_counts_it(self) -> None:
        entries = told(
            *RUNNING, (june(3), self.OFFERED), (june(5), self.ASKED), (june(18), heard(june(15)))
        )

        assert spans(entries, upto=june(18))[2:] == [
            (5, 14, P.STATUTORY_STOP),
            (15, 18, P.DEPARTMENT),
        ]
        assert spans(entries[:-1], upto=june(17))[-1] == (5, 17, P.STATUTORY_STOP)


def test_a_superior_level_holds_what_it_decides_from_acceptance_on() -> None:
    entries = told((june(2), submitted("G01")), (june(4), accepted("G01")))

    assert spans(entries, "G01", upto=june(9)) == [
        (1, 1, P.APPLICANT),
        (2, 3, P.DEPARTMENT),
        (4, 9, P.SUPERIOR),
    ]


class TestSums:
    ENTRIES = told(
        *RUNNING,
        (june(5), paused(SpecialProcedureKind.BIDDING)),
        (june(9), ClockResumed(procedure="A01")),
        (june(12), CONCLUDED),
        (june(15), submitted("B01")),
        (june(20), Revoked(procedure="A01", reason="依据已变")),
    )

    def test_equal_the_elapsed_days_on_every_prefix(self) -> None:
        for length in range(1, len(self.ENTRIES) + 1):
            prefix = self.ENTRIES[:length]
            for shift in range(40):
                upto = FIRST_DAY + timedelta(days=shift)
                ledger = delay_ledger(prefix, upto=upto, regulations=REGULATIONS)
                for code in REGULATIONS.plan(project(), on=FIRST_DAY)[0]:
                    held = ledger.get(code.procedure, {})
                    assert sum(held.values()) == days_open(prefix, code.procedure, upto=upto)

    def test_rest_on_days_of_which_each_comes_once(self) -> None:
        told_days = [
            day for day, _ in holders(self.ENTRIES, "A01", upto=july(9), regulations=REGULATIONS)
        ]

        assert told_days == list(open_days(self.ENTRIES, "A01", upto=july(9)))

    def test_of_cases_equal_those_of_the_project_and_of_the_campaign(self) -> None:
        file = fold(None, self.ENTRIES)
        ledger = delay_ledger(self.ENTRIES, upto=july(9), regulations=REGULATIONS)
        of_project = sum_delays(ledger.values())
        of_campaign = sum_delays([of_project, of_project])

        assert sum(of_campaign.values()) == 2 * sum(
            days_open(self.ENTRIES, code, upto=july(9)) for code in file.plan
        )
        assert of_project[P.THIRD_PARTY] == 4

    def test_of_nothing_are_empty(self) -> None:
        assert sum_delays([]) == {}
        assert delay_ledger((), upto=july(1), regulations=REGULATIONS) == {}
