"""What time alone brings: facts of law, reminders, and one of each after an outage."""

from dataclasses import replace
from datetime import date

import pytest

from models.act_requests import PromisedDocument
from models.case import Case, CaseFile, CaseState, ClockStop, OwedDocument
from models.case_entries import (
    Accepted,
    ClockPaused,
    ClockResumed,
    Concluded,
    ConditionallyAccepted,
    Corrected,
    CorrectionRequested,
    DeemedAccepted,
    Reminded,
    Returned,
    Submitted,
)
from models.catalogue import SpecialProcedureKind
from models.ledger import Payload
from models.milestone import StartPinned
from models.notice import Ground
from models.promise import DeferredItemReceived, PromiseLapsed
from rules.acting.agenda import agenda, due_on, next_day
from rules.in_force.regulations import Regulations
from rules.plan.forecast import forecast_start
from tests.world import (
    CALENDAR_DAY,
    DAYS,
    FIRST_DAY,
    REGULATIONS,
    WORKDAY,
    after,
    july,
    june,
    limit,
    opened,
    regulations,
    running,
    with_case,
)

G = Ground


def kept(
    file: CaseFile, day: date, rules: Regulations = REGULATIONS
) -> tuple[CaseFile, list[Payload]]:
    """Keep everything that is due on a day, as a sweep does."""
    entries: list[Payload] = []
    while appointment := due_on(file, day, rules):
        entries.append(appointment.payload)
        file = after(file, (day, appointment.payload))
        assert len(entries) < 20, "an appointment that is never kept"
    return file, entries


def reminders(file: CaseFile, ground: Ground) -> list[date]:
    """The days on which reminders of a ground are due."""
    return [
        one.on
        for one in agenda(file, REGULATIONS)
        if isinstance(one.payload, Reminded) and one.payload.ground is ground
    ]


def swept_daily(file: CaseFile, first: date, last: date) -> list[tuple[date, str]]:
    """Sweep day by day and say what each day brought."""
    brought = []
    day = first
    while day <= last:
        file, entries = kept(file, day)
        for entry in entries:
            ground = entry.ground.value if isinstance(entry, Reminded) else entry.kind
            brought.append((day, ground))
        day = date.fromordinal(day.toordinal() + 1)
    return brought


def promised(
    *owed: tuple[str, date], code: str = "A01", on: date = FIRST_DAY, profile: str = "pause"
) -> CaseFile:
    """A file with one case conditionally accepted, owing documents by their days."""
    given = tuple(PromisedDocument(document=name, due_on=due) for name, due in owed)
    return after(
        opened(),
        (on, Submitted(procedure=code, documents=(f"{code}-1",))),
        (
            on,
            ConditionallyAccepted(
                procedure=code,
                owed=given,
                signed_by="法定代表人",
                signed_on=on,
                countersigned_by="planning-01",
                profile=profile,
                promised=limit(20),
                statutory=limit(40),
            ),
        ),
    )


SUBMITTED = after(opened(), (june(1), Submitted(procedure="A01", documents=("A01-1",))))


class TestADeemedAcceptance:
    def test_fires_on_the_sixth_working_day_and_accepts_as_of_receipt(self) -> None:
        assert due_on(SUBMITTED, june(8), REGULATIONS) is None

        file, (entry,) = kept(SUBMITTED, june(9))

        assert isinstance(entry, DeemedAccepted)
        assert (entry.accepted_on, entry.article) == (june(1), "行政许可法第32条（四）")
        case = file.cases["A01"]
        assert (case.state, case.deemed) == (CaseState.ACCEPTED, True)
        assert (case.accepted_on, case.clock_from) == (june(1), june(1))

    def test_over_a_festival_counts_working_days_only(self) -> None:
        file = after(opened(), (june(22), Submitted(procedure="A01", documents=())))

        assert next_day(file, REGULATIONS) == july(1)

    def test_does_not_happen_to_who_was_told_in_time(self) -> None:
        told = CorrectionRequested(
            procedure="A01", items=({"document": "A01-2", "what": "缺页"},), due_on=None
        )
        file = after(SUBMITTED, (june(8), told))
        again = after(file, (june(10), Corrected(procedure="A01", documents=("A01-2",))))

        assert next_day(file, REGULATIONS) is None
        assert next_day(again, REGULATIONS) == june(18)

    def test_long_ago_brings_one_overdue_and_no_reminder_that_came_too_late(self) -> None:
        _, entries = kept(SUBMITTED, june(24))

        assert [entry.kind for entry in entries] == ["deemed_accepted", "reminded"]
        assert entries[1].ground is G.OVERDUE


class TestARunningClock:
    def test_reminds_once_before_its_last_day_and_once_after(self) -> None:
        file = with_case(opened(), running())

        assert swept_daily(file, june(1), date(2020, 8, 31)) == [
            (june(12), "due_soon"),
            (june(16), "overdue"),
        ]

    def test_that_ends_on_a_monday_reminds_on_the_friday_before(self) -> None:
        file = with_case(opened(), running(promised=limit(5)))

        assert reminders(file, G.DUE_SOON) == [june(5)]

    def test_in_calendar_days_reminds_by_calendar_days(self) -> None:
        case = running(promised=limit(40, CALENDAR_DAY), statutory=limit(60, CALENDAR_DAY))
        file = with_case(opened(), case)

        assert reminders(file, G.DUE_SOON) == [july(7)]
        assert reminders(file, G.OVERDUE) == [july(14)]

    def test_after_an_outage_tells_only_that_it_is_overdue(self) -> None:
        _, entries = kept(with_case(opened(), running()), date(2020, 9, 1))

        assert [entry.ground for entry in entries] == [G.OVERDUE]

    def test_of_no_days_gives_no_reminder_beforehand(self) -> None:
        file = with_case(opened(), running("D01"))

        assert swept_daily(file, june(1), june(30)) == [(june(2), "overdue")]

    def test_that_stands_still_brings_nothing_but_the_end_of_its_stated_length(self) -> None:
        stop = ClockStop(SpecialProcedureKind.HEARING, "听证", june(3), 5, WORKDAY)
        file = with_case(opened(), running(state=CaseState.PAUSED, stops=(stop,)))

        assert swept_daily(file, june(3), date(2020, 8, 31)) == [
            (june(11), "special_procedure_overrun")
        ]

    def test_that_was_decided_brings_nothing(self) -> None:
        file = after(with_case(opened(), running()), (june(5), Concluded(procedure="A01")))

        assert next_day(file, REGULATIONS) is None


class TestAPromise:
    def test_is_reminded_of_five_three_and_one_working_days_before(self) -> None:
        file = promised(("A01-2", june(12)), ("A01-3", june(12)))

        assert reminders(file, G.PROMISE_DUE_SOON) == [june(5), june(9), june(11)]

    def test_that_falls_due_on_a_monday_is_reminded_of_on_working_days(self) -> None:
        assert reminders(promised(("A01-2", june(15))), G.PROMISE_DUE_SOON) == [
            june(8),
            june(10),
            june(12),
        ]

    def test_gives_one_reminder_after_an_outage(self) -> None:
        file, entries = kept(promised(("A01-2", june(12))), june(11))

        assert [(entry.ground, entry.about_on) for entry in entries] == [
            (G.PROMISE_DUE_SOON, june(11))
        ]
        assert kept(file, june(12))[1] == []

    def test_lapses_on_the_day_after_and_stops_the_clock(self) -> None:
        file, entries = kept(promised(("A01-2", june(12))), june(15))

        (lapsed,) = entries
        assert isinstance(lapsed, PromiseLapsed)
        assert (lapsed.lapsed_on, lapsed.documents) == (june(15), ("A01-2",))
        case = file.cases["A01"]
        assert (case.state, case.stopped) == (CaseState.OVERDUE_PROMISE, True)
        assert case.owed[0].lapsed_on == june(15)

    def test_on_a_day_off_ends_on_the_next_working_day(self) -> None:
        """民法总则 203: 端午, Thursday 25 to Saturday 27 June; Sunday 28 is worked."""
        file = promised(("A01-2", june(25)))

        assert kept(file, june(28))[1][-1].kind == "reminded"
        _, (*_, lapsed) = kept(file, june(29))
        assert isinstance(lapsed, PromiseLapsed)
        assert lapsed.lapsed_on == june(29)

    def test_nothing_is_kept_on_a_day_off(self) -> None:
        for due in (june(5), june(12), june(24), june(26)):
            appointments = agenda(promised(("A01-2", due)), REGULATIONS)
            assert all(DAYS.is_working_day(one.on) for one in appointments)

    def test_noticed_late_still_lapses_on_the_day_after(self) -> None:
        _, entries = kept(promised(("A01-2", june(12))), june(18))

        assert [(entry.kind, entry.lapsed_on) for entry in entries] == [
            ("promise_lapsed", june(15))
        ]

    def test_returns_the_application_after_fifteen_working_days_of_grace(self) -> None:
        file, _ = kept(promised(("A01-2", june(11))), june(12))
        assert file.cases["A01"].grace_until == july(6)
        assert kept(file, july(6))[1] == []

        returned, entries = kept(file, july(7))

        assert [type(entry) for entry in entries] == [Returned]
        assert returned.cases["A01"].state is CaseState.RETURNED
        assert next_day(returned, REGULATIONS) is None

    def test_of_a_friday_lapses_on_monday_and_is_returned_as_the_handbook_tells(self) -> None:
        """民法总则 203: due on 5 June; the grace is 9–12, 15–19, 22–24, 28–30 June."""
        assert kept(promised(("A01-2", june(5))), june(7))[1][-1].kind == "reminded"
        file, entries = kept(promised(("A01-2", june(5))), june(8))

        assert entries[-1].kind == "promise_lapsed"
        assert file.cases["A01"].grace_until == june(30)
        assert kept(file, june(30))[1] == []
        assert [one.kind for one in kept(file, july(1))[1]] == ["returned"]

    def test_made_good_in_grace_lets_the_clock_run_on(self) -> None:
        file, _ = kept(promised(("A01-2", june(11))), june(12))
        good = after(file, (june(19), DeferredItemReceived(procedure="A01", document="A01-2")))
        case = good.cases["A01"]

        assert (case.state, case.stopped, case.grace_until) == (CaseState.ACCEPTED, False, None)
        assert reminders(good, G.OVERDUE) == [july(8)]

    def test_of_which_only_the_lapsed_part_is_made_good_lets_the_clock_run_on(self) -> None:
        file, _ = kept(promised(("A01-2", june(11)), ("A01-3", june(22))), june(12))
        good = after(file, (june(15), DeferredItemReceived(procedure="A01", document="A01-2")))

        assert good.cases["A01"].state is CaseState.CONDITIONALLY_ACCEPTED
        assert not good.cases["A01"].stopped
        assert reminders(good, G.PROMISE_DUE_SOON) == [june(15), june(17), june(19)]

    def test_of_which_the_later_part_falls_due_during_grace_does_not_stop_the_clock_twice(
        self,
    ) -> None:
        file, _ = kept(promised(("A01-2", june(11)), ("A01-3", june(15))), june(12))
        good = after(file, (june(18), DeferredItemReceived(procedure="A01", document="A01-2")))

        again, entries = kept(good, june(18))

        assert [entry.kind for entry in entries] == ["promise_lapsed"]
        assert entries[0].lapsed_on == june(16)
        first, second = again.cases["A01"].stops
        assert (first.ended_on, second.started_on) == (june(18), june(18))
        assert again.cases["A01"].grace_until == DAYS.add(june(18), 15, WORKDAY).due_on

    def test_that_falls_due_during_a_special_procedure_is_reminded_of_and_lapses_afterwards(
        self,
    ) -> None:
        stopped = ClockPaused(
            procedure="A01",
            procedure_kind=SpecialProcedureKind.HEARING,
            reason="听证",
            requested_by="planning-01",
            approved_by="planning-01",
            limit_days=20,
            limit_unit=WORKDAY,
        )
        paused = after(promised(("A01-2", june(12))), (june(3), stopped))
        assert swept_daily(paused, june(3), june(23)) == [
            (june(5), "promise_due_soon"),
            (june(9), "promise_due_soon"),
            (june(11), "promise_due_soon"),
        ]

        file, entries = kept(after(paused, (june(23), ClockResumed(procedure="A01"))), june(23))

        assert [entry.kind for entry in entries] == ["promise_lapsed"]
        assert file.cases["A01"].stops[-1].started_on == june(23)
        assert file.cases["A01"].grace_until == DAYS.add(june(23), 15, WORKDAY).due_on

    def test_of_a_case_granted_ahead_lapses_without_a_clock_to_stop(self) -> None:
        granted = after(
            promised(("A01-2", june(12))), (june(5), Concluded(procedure="A01", conditional=True))
        )
        file, entries = kept(granted, june(15))

        assert [entry.kind for entry in entries] == ["promise_lapsed"]
        assert entries[0].grace_until is None
        assert file.cases["A01"].state is CaseState.APPROVED_CONDITIONALLY
        assert kept(file, date(2020, 12, 1))[1] == []

    @pytest.mark.parametrize(
        ("profile", "expected"),
        [
            ("early", ["promise_lapsed"]),
            ("return", ["promise_lapsed", "returned"]),
            ("sign", ["promise_lapsed"]),
        ],
    )
    def test_lapses_as_the_profile_says(self, profile: str, expected: list[str]) -> None:
        file = promised(("A01-2", june(12)), profile=profile)
        _, entries = kept(file, june(15), regulations(profile))

        assert [entry.kind for entry in entries if entry.kind != "reminded"] == expected

    def test_whose_consequence_a_person_signs_is_only_reminded_of_after_grace(self) -> None:
        rules = regulations("sign")
        file, _ = kept(promised(("A01-2", june(12)), profile="sign"), june(15), rules)
        file, entries = kept(file, date(2020, 8, 1), rules)

        assert [(entry.kind, entry.ground) for entry in entries] == [("reminded", G.SIGNATURE_DUE)]
        assert file.cases["A01"].state is CaseState.OVERDUE_PROMISE
        assert kept(file, date(2020, 12, 1), rules)[1] == []

    def test_of_a_case_submitted_anew_starts_its_own_reminders(self) -> None:
        file, _ = kept(promised(("A01-2", june(11))), july(4))
        assert file.cases["A01"].state is CaseState.OVERDUE_PROMISE
        file, _ = kept(file, date(2020, 8, 1))
        assert file.cases["A01"].state is CaseState.RETURNED

        anew = after(file, (date(2020, 8, 3), Submitted(procedure="A01", documents=())))

        assert anew.cases["A01"].owed == ()
        assert anew.cases["A01"].returns == 1
        assert next_day(anew, REGULATIONS) == date(2020, 8, 11)


class TestTheStart:
    def pinned(self, day: date) -> CaseFile:
        return after(opened(), (june(1), StartPinned(start_on=day)))

    def test_slips_once_per_pinned_date(self) -> None:
        file, entries = kept(self.pinned(june(5)), june(1))

        assert [(entry.ground, entry.about_on) for entry in entries] == [(G.START_SLIPPED, june(5))]
        assert kept(file, date(2020, 9, 1))[1] == []

        moved = after(file, (june(2), StartPinned(start_on=june(8), reason="设备迟到")))
        assert [entry.about_on for entry in kept(moved, june(2))[1]] == [june(8)]

    def test_slips_on_the_first_day_on_which_idleness_alone_is_enough(self) -> None:
        file = self.pinned(july(10))
        day = june(1)
        procedures = REGULATIONS.procedures(file.project, on=day)
        while not forecast_start(file, procedures, on=day, regulations=REGULATIONS).slipped:
            day = date.fromordinal(day.toordinal() + 1)

        assert next_day(file, REGULATIONS) == day
        assert due_on(file, date.fromordinal(day.toordinal() - 1), REGULATIONS) is None

    def test_that_has_begun_slips_no_more(self) -> None:
        file = replace(self.pinned(june(5)), started_on=june(3))

        assert next_day(file, REGULATIONS) is None

    def test_without_a_pinned_date_does_not_slip(self) -> None:
        assert next_day(opened(), REGULATIONS) is None


def test_appointments_come_in_the_order_of_their_days() -> None:
    file = with_case(promised(("A01-2", june(12))), running("B02", promised=limit(3)))
    days = [one.on for one in agenda(file, REGULATIONS)]

    assert days == sorted(days)
    assert next_day(file, REGULATIONS) == days[0]


def test_a_lapsed_document_is_told_from_one_that_is_not_due_yet() -> None:
    file, _ = kept(promised(("A01-2", june(11)), ("A01-3", june(30))), june(12))

    assert [(one.document, one.lapsed_on) for one in file.cases["A01"].owed] == [
        ("A01-2", june(12)),
        ("A01-3", None),
    ]


def test_nothing_is_due_for_a_case_that_was_plainly_accepted_and_owes_nothing() -> None:
    file = after(
        SUBMITTED,
        (june(2), Accepted(procedure="A01", promised=limit(None), statutory=limit(None))),
    )

    assert agenda(file, REGULATIONS) == ()


def test_an_owed_document_that_came_in_time_never_lapses() -> None:
    case = running(
        state=CaseState.ACCEPTED,
        promised=limit(None),
        owed=(OwedDocument("A01-2", june(12), received_on=june(11)),),
    )

    told = [one.payload for one in agenda(with_case(opened(), case), REGULATIONS)]

    # Nobody promised a limit; the law's own is reminded of all the same.
    assert [one.ground for one in told if isinstance(one, Reminded)] == [
        Ground.DUE_SOON,
        Ground.OVERDUE,
    ]
    assert len(told) == 2


def test_a_case_that_is_not_open_has_no_agenda() -> None:
    assert agenda(with_case(opened(), Case("B01")), REGULATIONS) == ()
