"""The ladder in the office: drafted by days, sent by signatures, answered, closed."""

import json
from datetime import date

import pytest

from casework.desk import Recorded
from casework.intake.loading import load
from casework.office import Office
from casework.office.integrity import dump, rebuild, verify
from casework.supervision.matters import matters, matters_of
from casework.supervision.paper import matter_paper
from casework.watching.sweep import sweep
from models.campaign import CampaignFolder
from models.refusal import Refused, Unknown
from models.supervision import Matter
from reports.papers.matter_page import matter_page
from rules.plan.forecast import forecast_start
from store import ledger
from store.outgoing.receipts import receipts
from tests.world import (
    DISPATCHER,
    LIAISON,
    PROJECT,
    REGULATIONS,
    UNIT_HEAD,
    at,
    do,
    folder,
    july,
    june,
    laddered,
    opened,
    project,
    stamp,
)

GATE = "start_construction"
SUPERVISOR, LEADER = "supervision-01", "leader-01"
JUNE_29 = june(29)


@pytest.fixture
def supervised(empty_office: Office, real_folder: CampaignFolder) -> Office:
    """One project that slips on 9 June if nobody does anything; the district's own ladder."""
    file = opened()
    procedures = REGULATIONS.procedures(file.project, on=june(1))
    pinned = forecast_start(file, procedures, on=june(8), regulations=REGULATIONS).start_on
    small = folder(project(pinned_start=pinned))
    ladder = real_folder.campaign.rulebook.escalation
    load(empty_office, laddered(small, ladder), stamp=stamp(june(1)))
    return empty_office


def swept(office: Office, day: date) -> list[str]:
    """What the morning's sweep of a day records, in short."""
    found = []
    for entry in sweep(office, now=at(day, 9)).entries:
        payload = entry.payload
        detail = getattr(payload, "rung", "") or getattr(payload, "ground", "")
        found.append(f"{payload.kind} {detail}".strip())
    return found


def sign(office: Office, by: str, on: date) -> None:
    do(office, "sign_slip", GATE, by=by, on=on, hour=15)


def review(office: Office, by: str, on: date = JUNE_29) -> None:
    do(office, "decide_review", GATE, by=by, on=on, upheld=False, reason="理由成立")


def pin(office: Office, on: date, reason: str) -> Recorded:
    return do(
        office,
        "pin_start",
        GATE,
        by=DISPATCHER,
        on=on,
        hour=16,
        start_on="2020-08-03",
        reason=reason,
    )


def matter(office: Office) -> Matter:
    with office.store.reading() as connection:
        file, _ = office.file(connection, PROJECT)
    return next(one for one in file.matters.values() if one.ground == "start_slipped")


def addressees(office: Office, kind: str) -> set[str]:
    with office.store.reading() as connection:
        versions = [
            one.version for one in ledger.read(connection, PROJECT) if one.payload.kind == kind
        ]
        return {
            one.recipient
            for version in versions
            for one in receipts(connection, key=f"{PROJECT}/{version}")
        }


class TestAProjectThatSlipsOnTheNinthOfJune:
    def test_climbs_rung_by_rung_on_the_days_that_the_data_says(self, supervised: Office) -> None:
        """Prompt 2 days, blue 3, orange 3, red 2 to answer; nobody answers, everybody signs."""
        office = supervised
        assert swept(office, june(8)) == []
        assert swept(office, june(9)) == [
            "reminded start_slipped",
            "matter_opened prompt_slip",
            "slip_drafted prompt_slip",
            "slip_issued prompt_slip",
        ]
        assert matter(office).slips[0].reply_by == june(11)
        assert swept(office, june(11)) == []
        assert swept(office, june(12)) == ["slip_drafted order_blue"]
        sign(office, DISPATCHER, june(12))
        assert matter(office).slips[1].reply_by == june(17)
        assert swept(office, june(17)) == []
        assert swept(office, june(18)) == ["slip_drafted order_orange"]
        sign(office, SUPERVISOR, june(18))
        assert matter(office).slips[2].reply_by == june(23)
        # Fifteen working days without an act: told, but no second matter beside the open one.
        assert swept(office, june(24)) == ["reminded standstill", "slip_drafted order_red"]
        sign(office, SUPERVISOR, june(24))
        # 25 to 27 June are the Dragon Boat Festival; Sunday the 28th is a make-up workday.
        assert matter(office).slips[3].reply_by == june(29)
        assert [one for one in swept(office, june(30)) if "slip" in one] == [
            "slip_drafted interview"
        ]
        with pytest.raises(Refused) as refused:
            sign(office, SUPERVISOR, june(30))
        assert refused.value.code == "not_the_signer"
        sign(office, LEADER, june(30))
        do(
            office,
            "hold_interview",
            GATE,
            by=LEADER,
            on=july(2),
            attendants="开发区主要负责人",
            minutes="约定七月十日前补齐",
        )
        assert matter(office).interviewed_on == july(2)
        assert verify(office).ok

    def test_is_printed_as_a_paper_at_every_rung_and_as_a_record_when_it_was_held(
        self, supervised: Office
    ) -> None:
        """约谈 (政府督查工作条例 12): a draft may not be served; a record is signed by both."""
        office = supervised
        for day, signer in ((9, ""), (12, DISPATCHER), (18, SUPERVISOR), (24, SUPERVISOR)):
            swept(office, june(day))
            if signer:
                sign(office, signer, june(day))
        swept(office, june(30))
        number = matter(office).number
        drafted = matter_paper(office, project=PROJECT, number=number, today=june(30))
        sign(office, LEADER, june(30))
        invited = matter_paper(office, project=PROJECT, number=number, today=june(30))
        told = {"attendants": "<b>开发区</b>主要负责人", "minutes": "约定七月十日前补齐"}
        do(office, "hold_interview", GATE, by=LEADER, on=july(2), **told)
        held = matter_paper(office, project=PROJECT, number=number, today=july(2))

        assert (drafted.interview, drafted.draft, invited.draft) == (True, True, False)
        assert "未经签发，不得送达" in matter_page(drafted)
        assert "未经签发，不得送达" not in matter_page(invited)
        assert invited.signed_on == june(30)
        assert [one.what for one in held.steps].count("反馈") == 0
        assert [one.what for one in held.steps][-1] == "约谈"
        assert (held.held_on, held.minutes) == (july(2), "约定七月十日前补齐")
        page = matter_page(held)
        assert "&lt;b&gt;开发区&lt;/b&gt;主要负责人" in page
        assert "被约谈人核对签字" in page
        assert "第十七条" in page
        with pytest.raises(Unknown, match="没有编号为 99 的督办事项"):
            matter_paper(office, project=PROJECT, number=99, today=july(2))

    def test_an_unsigned_draft_sends_nothing_and_does_not_climb(self, supervised: Office) -> None:
        office = supervised
        swept(office, june(9))
        swept(office, june(12))

        later = [one for day in range(13, 22) for one in swept(office, june(day))]

        assert not [one for one in later if one.startswith("slip_")]
        assert "reminded slip_unsigned" in later
        assert addressees(office, "slip_drafted") == {DISPATCHER}
        assert LIAISON in addressees(office, "slip_issued")
        assert UNIT_HEAD not in addressees(office, "slip_issued")
        sign(office, DISPATCHER, june(22))
        assert UNIT_HEAD in addressees(office, "slip_issued")

    def test_an_answer_holds_the_ladder_until_its_day_and_closing_ends_it(
        self, supervised: Office
    ) -> None:
        office = supervised
        swept(office, june(9))
        do(
            office,
            "answer_slip",
            GATE,
            by=LIAISON,
            on=june(10),
            answer="已约请设计单位加班",
            done_by="2020-06-16",
        )

        assert swept(office, june(16)) == []
        assert swept(office, june(17)) == ["slip_drafted order_blue"]
        with pytest.raises(Refused):
            do(office, "close_matter", GATE, by="planning-01", on=june(17), result="办结")
        do(office, "close_matter", GATE, by=DISPATCHER, on=june(17), hour=16, result="已按期补齐")
        assert not [one for one in swept(office, june(22)) if "start_slipped" in one]
        assert matter(office).closed_on == june(17)

    def test_a_slip_that_is_not_signed_ends_the_climb_with_its_reason(
        self, supervised: Office
    ) -> None:
        office = supervised
        swept(office, june(9))
        swept(office, june(12))
        do(office, "drop_slip", GATE, by=DISPATCHER, on=june(12), hour=15, reason="已当面督促")

        assert matter(office).slips[-1].dropped_on == june(12)
        later = [one for day in (18, 24, 30) for one in swept(office, june(day))]
        assert not [one for one in later if one.startswith("slip_")]
        assert UNIT_HEAD not in addressees(office, "slip_issued")

    def test_a_justified_reason_keeps_it_still_until_its_day(self, supervised: Office) -> None:
        office = supervised
        swept(office, june(9))
        do(
            office,
            "justify_delay",
            GATE,
            by=DISPATCHER,
            on=june(10),
            about="start",
            reason="汛期停工令",
            evidence="防指〔2020〕3号",
            approved_by="分管领导",
            until="2020-06-19",
        )

        assert swept(office, june(19)) == []
        assert swept(office, june(20)) == []  # a Saturday
        assert swept(office, june(22)) == ["slip_drafted order_blue"]

    def test_an_outage_of_a_week_gives_one_prompt_and_the_full_time_to_answer(
        self, supervised: Office
    ) -> None:
        assert swept(supervised, june(16)) == [
            "reminded start_slipped",
            "matter_opened prompt_slip",
            "slip_drafted prompt_slip",
            "slip_issued prompt_slip",
        ]
        assert matter(supervised).slips[0].reply_by == june(18)
        assert swept(supervised, june(16)) == []

    def test_a_review_is_decided_by_somebody_else_and_may_close_it(
        self, supervised: Office
    ) -> None:
        office = supervised
        swept(office, june(9))
        swept(office, june(12))
        sign(office, DISPATCHER, june(12))
        swept(office, june(18))
        sign(office, SUPERVISOR, june(18))
        do(
            office,
            "request_review",
            GATE,
            by=LIAISON,
            on=june(19),
            reason="净地未交付",
        )

        assert matter(office).review_due_on == july(20)  # 19 July is a Sunday
        assert not [one for one in swept(office, june(29)) if one.startswith("slip_")]
        with pytest.raises(Refused) as refused:
            do(
                office,
                "decide_review",
                GATE,
                by=SUPERVISOR,
                on=june(29),
                upheld=False,
                reason="成立",
            )
        assert refused.value.code == "not_the_signer"
        review(office, "leader-02")
        assert matter(office).closed_on == june(29)

    def test_a_review_is_asked_for_in_thirty_days_whatever_was_drafted_since(
        self, supervised: Office
    ) -> None:
        """政府督查工作条例 17: 自收到该督查结论之日起30日内; the ladder climbs after three."""
        office = supervised
        swept(office, june(9))
        swept(office, june(12))
        sign(office, DISPATCHER, june(12))
        assert "slip_drafted order_orange" in swept(office, june(18))

        with pytest.raises(Refused, match="30日内"):  # the thirtieth, 12 July, is a Sunday
            do(office, "request_review", GATE, by=LIAISON, on=july(14), reason="净地未交付")
        do(office, "request_review", GATE, by=LIAISON, on=july(13), reason="净地未交付")

        with pytest.raises(Refused, match="正在复核"):
            sign(office, SUPERVISOR, july(13))
        review(office, "leader-02", july(14))
        assert matter(office).closed_on == july(14)


class TestADirection:
    def test_opens_a_matter_at_a_higher_rung_at_once(self, supervised: Office) -> None:
        done = do(
            supervised,
            "escalate_matter",
            GATE,
            by=LEADER,
            on=june(3),
            rung="order_orange",
            reason="区长批示",
        )

        assert [one.payload.kind for one in done.entries] == ["matter_opened", "slip_drafted"]
        sign(supervised, SUPERVISOR, june(3))
        with pytest.raises(Refused):
            do(
                supervised,
                "escalate_matter",
                GATE,
                by=LEADER,
                on=june(3),
                hour=16,
                matter=next(iter(done.file.matters)),
                rung="order_blue",
                reason="再议",
            )


class TestItsRows:
    def test_are_the_same_when_they_are_derived_again(self, supervised: Office) -> None:
        for cause in ("区长批示", "再次批示"):
            asked = {"rung": "order_orange", "reason": cause}
            do(supervised, "escalate_matter", GATE, by=LEADER, on=june(3), **asked)
        swept(supervised, june(9))
        first = matters(supervised, today=june(9))[0]
        signed = {"matter": first.matter, "by": SUPERVISOR, "on": june(9), "hour": 15}
        do(supervised, "sign_slip", GATE, **signed)
        before = dump(supervised)
        assert len(json.loads(before)["matters"]) == len(matters(supervised, today=june(9))) > 1

        rebuild(supervised)

        assert dump(supervised) == before

    def test_show_what_the_file_shows(self, supervised: Office) -> None:
        for day in (june(9), june(16)):
            swept(supervised, day)
            with supervised.store.reading() as connection:
                situation = supervised.situation(connection)
                file, _ = supervised.file(connection, PROJECT)
            shown = list(matters_of(file, situation, closed=True, today=day))
            assert shown
            assert list(matters(supervised, project=PROJECT, closed=True, today=day)) == shown


class TestAMissedStart:
    def test_is_explained_before_a_new_date_is_pinned(self, supervised: Office) -> None:
        office = supervised
        with office.store.reading() as connection:
            pinned = office.file(connection, PROJECT)[0].pinned_start
        assert pinned is not None
        missed = REGULATIONS.days.next_working_day(date.fromordinal(pinned.toordinal() + 1))
        swept(office, missed)

        with pytest.raises(Refused) as refused:
            pin(office, missed, "顺延")
        assert refused.value.code == "not_explained"
        do(
            office,
            "explain_missed_start",
            GATE,
            by=LIAISON,
            on=missed,
            reason="初步设计审批延误",
            measures="并联办理",
            proposed_on="2020-08-03",
        )
        assert pin(office, missed, "同意所报日期").file.pinned_start == date(2020, 8, 3)
