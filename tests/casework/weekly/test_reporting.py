"""Weekly reports of projects: who may, what is taken, what comes late, what is refused in words."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

import pytest

from casework.desk import Recorded
from casework.office import Office
from casework.weekly.reporting import (
    WeekNotOpen,
    ask,
    check,
    contradictions,
    report_changes,
    report_progress,
)
from casework.weekly.rounds import close_round, open_round
from models.act import Via
from models.doubt import DoubtCode, Origin
from models.light_rules import LightSubject
from models.progress import ProgressReport, ProgressReported, WorkStatus
from models.refusal import BadInput
from models.report_form import ReportFields
from rules.acceptance.documents import DateOutOfRange
from rules.in_force.authority import NotEntitled
from rules.weekly.checks import ReportDoubtful, ReportImpossible
from tests.world import (
    DISPATCHER,
    HELPER,
    LIAISON,
    OFFICER,
    OTHER_HELPER,
    OTHER_LIAISON,
    PROJECT,
    at,
    do,
    july,
    june,
    progress_report,
    stamp,
)

WEEK = "2020-W23"
FRIDAY = june(5)
NOON = at(FRIDAY, 12)


def send(
    office: Office,
    report: ProgressReport | None = None,
    *,
    by: str = LIAISON,
    now: datetime = NOON,
    week: str = WEEK,
    key: str | None = None,
) -> Recorded:
    return report_progress(
        office,
        project=PROJECT,
        week=week,
        report=report or progress_report(),
        key=key,
        by=by,
        via=Via.CONSOLE,
        now=now,
    )


def reported(recorded: Recorded) -> list[ProgressReported]:
    return [one.payload for one in recorded.entries if isinstance(one.payload, ProgressReported)]


class TestWho:
    @pytest.mark.parametrize("by", [LIAISON, HELPER, DISPATCHER])
    def test_may_report(self, office: Office, by: str) -> None:
        assert len(reported(send(office, by=by))) == 1

    @pytest.mark.parametrize("by", [OTHER_LIAISON, OTHER_HELPER, OFFICER, "leader-01"])
    def test_may_not(self, office: Office, by: str) -> None:
        with pytest.raises(NotEntitled):
            send(office, by=by)


class TestTheSameReport:
    def test_again_changes_nothing(self, office: Office) -> None:
        first = send(office)
        again = send(office, now=at(FRIDAY, 13))
        assert again.entries == ()
        assert again.file.version == first.file.version

    def test_with_the_same_key_is_recorded_once(self, office: Office) -> None:
        send(office, key="x")
        again = send(office, progress_report(next_week="别的"), key="x")
        assert again.repeated

    def test_corrected_is_a_new_entry_and_the_last_one_counts(self, office: Office) -> None:
        send(office)
        recorded = send(office, progress_report(next_week="主体施工"), now=at(FRIDAY, 13))
        assert recorded.file.progress.reports[WEEK].report.next_week == "主体施工"
        assert len(reported(recorded)) == 1


class TestAWeek:
    def test_that_has_not_begun_takes_no_report(self, office: Office) -> None:
        with pytest.raises(WeekNotOpen, match="2020年第24周（6月8—14日）尚未开始"):
            send(office, week="2020-W24")

    def test_before_the_campaign_takes_none(self, office: Office) -> None:
        with pytest.raises(WeekNotOpen, match="专项行动尚未开始"):
            send(office, week="2020-W22")

    def test_that_does_not_exist_is_bad_input(self, office: Office) -> None:
        with pytest.raises(BadInput, match="不是有效的周"):
            send(office, week="2020-W60")


class TestLate:
    def test_is_what_comes_after_the_cutoff_closed_or_not(self, office: Office) -> None:
        open_round(office, week=WEEK, stamp=stamp(june(1), DISPATCHER))
        (sent,) = reported(send(office, now=at(FRIDAY, 17)))
        assert sent.late

    def test_is_what_comes_after_an_early_close(self, office: Office) -> None:
        open_round(office, week=WEEK, stamp=stamp(june(1), DISPATCHER))
        close_round(office, week=WEEK, stamp=stamp(june(4), DISPATCHER))
        recorded = send(office, now=at(june(4), 10))
        assert recorded.file.progress.late == {WEEK}

    def test_is_nobody_whom_nobody_asked_yet(self, office: Office) -> None:
        (sent,) = reported(send(office, now=at(june(9))))
        assert not sent.late

    def test_is_no_unit_that_only_corrects_late(self, office: Office) -> None:
        open_round(office, week=WEEK, stamp=stamp(june(1), DISPATCHER))
        send(office)
        recorded = send(office, progress_report(next_week="主体"), now=at(june(8)))
        assert recorded.file.progress.late == frozenset()
        assert not recorded.file.progress.reports[WEEK].late

    def test_stays_what_was_late_at_first_however_it_is_corrected(self, office: Office) -> None:
        open_round(office, week=WEEK, stamp=stamp(june(1), DISPATCHER))
        send(office, now=at(FRIDAY, 17))
        recorded = send(office, progress_report(next_week="主体"), now=at(june(8)))
        assert recorded.file.progress.late == {WEEK}
        assert recorded.file.progress.reports[WEEK].late


class TestContradictions:
    STARTED = progress_report(status=WorkStatus.STARTED, physical_work="基础")

    def test_that_cannot_be_are_refused_with_each_field(self, office: Office) -> None:
        wrong = progress_report(funds_paid=Decimal(2), funds_arrived=Decimal(1), explanation="属实")
        with pytest.raises(ReportImpossible, match="多于到位资金0") as told:
            send(office, wrong)
        assert told.value.facts["doubts"][0]["field"] == "funds_paid"

    def test_without_a_word_are_refused_in_words(self, office: Office) -> None:
        with pytest.raises(ReportDoubtful, match="填报已开工，开工条件尚缺：施工许可证"):
            send(office, self.STARTED)

    def test_that_are_explained_are_recorded_with_the_report(self, office: Office) -> None:
        told = self.STARTED.model_copy(update={"explanation": "提前进场"})
        (sent,) = reported(send(office, told))
        assert sent.doubts == (DoubtCode.STARTED_UNPERMITTED,)

    def test_are_shown_before_and_to_the_dispatch_centre_after(self, office: Office) -> None:
        before = check(office, project=PROJECT, week=WEEK, report=self.STARTED, now=NOON)
        send(office, self.STARTED.model_copy(update={"explanation": "提前进场"}))
        (after,) = contradictions(office, week=WEEK, now=NOON)
        assert after.doubts == before
        assert (after.project, after.unit, after.explanation) == (PROJECT, "park", "提前进场")


class TestWhatIsAsked:
    def test_is_prefilled_with_three_questions(self, office: Office) -> None:
        asked = ask(office, project=PROJECT, week=WEEK, now=NOON)
        assert len(asked.questions) == 3
        assert asked.prefilled.origins["status"] is Origin.LEDGER
        assert not asked.sent

    def test_and_sent_back_unchanged_contradicts_nothing(self, office: Office) -> None:
        asked = ask(office, project=PROJECT, week=WEEK, now=NOON)
        assert len(reported(send(office, asked.prefilled.report))) == 1

    def test_is_only_what_changes(self, office: Office) -> None:
        typed = ReportFields(invested_week="12.05", next_week="主体施工")
        given = {"project": PROJECT, "week": WEEK, "by": LIAISON, "via": Via.CONSOLE}
        recorded = report_changes(office, fields=typed, now=NOON, **given)
        report = recorded.file.progress.reports[WEEK].report
        assert report.invested_week == report.invested_total == Decimal(120_500)
        assert (report.next_week, report.filled_by) == ("主体施工", "开发区·联络员")

        again = report_changes(office, fields=typed, now=at(FRIDAY, 13), **given)
        assert again.entries == ()


class TestAJustifiedDelay:
    DATA: ClassVar[dict[str, str]] = {
        "about": "start",
        "reason": "汛期停工",
        "evidence": "防汛通知",
        "approved_by": "区领导01",
        "until": "2020-07-15",
    }

    @pytest.mark.parametrize("by", [DISPATCHER, "leader-01"])
    def test_is_recognised_by_the_dispatch_centre_or_the_sponsor(
        self, office: Office, by: str
    ) -> None:
        recorded = do(office, "justify_delay", "start_construction", by=by, **self.DATA)
        known = recorded.file.justified[LightSubject.START]
        assert (known.reason, known.until) == ("汛期停工", july(15))

    @pytest.mark.parametrize("by", [LIAISON, "leader-02", OFFICER])
    def test_is_not_recognised_by_the_unit_itself(self, office: Office, by: str) -> None:
        with pytest.raises(NotEntitled):
            do(office, "justify_delay", "start_construction", by=by, **self.DATA)

    @pytest.mark.parametrize("until", ["2020-05-31", "2021-06-03"])
    def test_ends_within_a_year_and_not_in_the_past(self, office: Office, until: str) -> None:
        data = self.DATA | {"until": until}
        with pytest.raises(DateOutOfRange, match="正当理由的截止日"):
            do(office, "justify_delay", "start_construction", by=DISPATCHER, **data)

    def test_is_replaced_by_the_last_word(self, office: Office) -> None:
        do(office, "justify_delay", "start_construction", by=DISPATCHER, **self.DATA)
        data = self.DATA | {"until": "2020-06-10"}
        recorded = do(office, "justify_delay", "start_construction", by=DISPATCHER, **data)
        assert recorded.file.justified[LightSubject.START].until == june(10)
