"""Manners: quiet hours, budgets, the digest, and who signed for what."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from casework.delivery.acknowledging import NotAddressed, acknowledge
from casework.delivery.delivering import Delivered, deliver
from casework.desk import Stamp
from casework.morning.digest import brief, preview, taken
from casework.office import Office
from casework.office.integrity import rebuild, verify
from models.acknowledgement import NoticeAcknowledged
from models.act_requests import Via
from models.notice import Ground, Severity
from models.refusal import Unknown
from store import ledger
from store.engine import Store
from store.outgoing import receipts
from tests.casework.posting import RULES, column, inbox_of, office_with, put, states
from tests.notices.platforms import Answer, Platform, platform
from tests.world import (
    DISPATCHER,
    FIRST_DAY,
    HOUSING_OFFICER,
    LIAISON,
    OFFICER,
    PROJECT,
    SPONSOR,
    at,
    do,
    june,
    stamp,
)

TEN = at(june(1), 10)
EVENING, MORNING = at(june(1), 18), at(june(2), 9)


@pytest.fixture
def hook():
    """A webhook of one's own: it rings."""
    with platform(lambda _: Answer("ok")) as running:
        yield running


def ringing(hook: Platform) -> list[str]:
    return [f"json://{hook.base.removeprefix('http://')}/{{account}}"]


def told(hook: Platform) -> list[tuple[str, str]]:
    """Reader and title of everything that rang."""
    return [(asked.path.rsplit("/", 1)[-1], asked.json["title"]) for asked in hook.asked]


@pytest.fixture
def office(store: Store, hook: Platform) -> Office:
    """An office whose notices ring, and that has rules of them."""
    return office_with(store, {"*": ringing(hook)}, RULES)


class TestQuietHours:
    def test_hold_back_until_the_next_working_morning(self, office: Office) -> None:
        put(office, "a", OFFICER, at=EVENING)
        assert deliver(office, now=EVENING) == Delivered()
        assert deliver(office, now=at(june(2), 8)) == Delivered()
        assert deliver(office, now=MORNING) == Delivered(delivered=1)
        assert column(office, "attempts") == [1]

    def test_do_not_hold_back_what_is_urgent(self, office: Office, hook: Platform) -> None:
        put(office, "a", OFFICER, at=EVENING)
        put(office, "b", OFFICER, at=EVENING, severity=Severity.URGENT, title="【急】")
        assert deliver(office, now=EVENING) == Delivered(delivered=1)
        assert told(hook) == [(OFFICER, "【急】")]

    def test_hold_back_all_where_the_rules_say_so(self, store: Store, hook: Platform) -> None:
        strict = RULES.model_copy(update={"urgent_any_time": False})
        office = office_with(store, {"*": ringing(hook)}, strict)
        put(office, "b", OFFICER, at=EVENING, severity=Severity.URGENT)
        assert deliver(office, now=EVENING) == Delivered()

    def test_know_days_off(self, office: Office) -> None:
        saturday = at(june(6), 10)
        put(office, "a", OFFICER, at=saturday)
        assert deliver(office, now=saturday) == Delivered()
        assert deliver(office, now=at(june(8), 9)) == Delivered(delivered=1)

    def test_do_not_touch_the_inbox_that_rings_nowhere(self, store: Store, inbox: Path) -> None:
        office = office_with(store, {"*": inbox_of(inbox)}, RULES)
        put(office, "a", OFFICER, at=EVENING, severity=Severity.INFO)
        assert deliver(office, now=EVENING) == Delivered(delivered=1)

    def test_hold_back_retries_as_well(self, store: Store, hook: Platform) -> None:
        hook.answers = lambda _: Answer("", status=500)
        office = office_with(store, {"*": ringing(hook)}, RULES)
        put(office, "a", OFFICER, at=at(june(1), 16))
        assert deliver(office, now=at(june(1), 16)) == Delivered(failed=1)
        assert deliver(office, now=at(june(1), 17)) == Delivered()
        assert len(hook.asked) == 1


class TestTheBudget:
    def test_of_a_person_and_day_leaves_the_rest_to_the_digest(
        self, office: Office, hook: Platform
    ) -> None:
        for number in range(6):
            put(office, f"n{number}", OFFICER, HOUSING_OFFICER, at=TEN)
        assert deliver(office, now=TEN) == Delivered(delivered=6)
        assert deliver(office, now=TEN) == Delivered()

        assert [reader for reader, _ in told(hook)].count(OFFICER) == 3
        assert [reader for reader, _ in told(hook)].count(HOUSING_OFFICER) == 3
        put(office, "tomorrow", OFFICER, at=MORNING)
        assert deliver(office, now=MORNING) == Delivered(delivered=1), "a new day, a new budget"

    def test_is_spent_by_urgent_ones_which_ring_all_the_same(
        self, office: Office, hook: Platform
    ) -> None:
        for number in range(5):
            put(office, f"u{number}", OFFICER, at=TEN, severity=Severity.URGENT)
        assert deliver(office, now=TEN) == Delivered(delivered=5)
        put(office, "n", OFFICER, at=TEN)
        assert deliver(office, now=TEN) == Delivered()
        assert states(office)[("n", OFFICER, "json")] == "digest"

    def test_counts_a_notice_once_on_however_many_channels(
        self, store: Store, hook: Platform
    ) -> None:
        twice = [*ringing(hook), *(f"{url}/second" for url in ringing(hook))]
        office = office_with(store, {"*": twice}, RULES)
        for number in range(4):
            put(office, f"n{number}", OFFICER, at=TEN)
        assert deliver(office, now=TEN).delivered == 6


class TestTheDigest:
    def test_tells_what_was_not_worth_a_message_of_its_own(
        self, office: Office, hook: Platform
    ) -> None:
        put(office, "i", OFFICER, at=TEN, severity=Severity.INFO, title="【新收申请】冷链物流园")
        assert deliver(office, now=TEN) == Delivered()
        assert states(office)[("i", OFFICER, "json")] == "digest"

        briefed = brief(office, now=MORNING)
        deliver(office, now=MORNING)

        assert briefed.working_day
        mine = next(one for one in briefed.digests if one.account == OFFICER)
        assert (mine.told, mine.sent) == (1, True)
        assert states(office)[("i", OFFICER, "json")] == "digested"
        (said,) = [asked.json for asked in hook.asked if asked.path.endswith(f"/{OFFICER}")]
        assert said["title"] == "【每日提要】6月2日：通知1项"
        assert "【新收申请】冷链物流园" in said["message"]

    def test_comes_once_a_day_however_often_it_is_run(self, office: Office) -> None:
        put(office, "i", OFFICER, at=TEN, severity=Severity.INFO)
        deliver(office, now=TEN)
        first, second = brief(office, now=MORNING), brief(office, now=MORNING)
        assert any(one.sent for one in first.digests)
        assert not any(one.sent for one in second.digests)
        assert len({key for key, _, _ in states(office) if key.startswith("brief/")}) == len(
            first.digests
        )

    def test_counts_as_taken_when_a_platform_has_taken_it(
        self, store: Store, hook: Platform
    ) -> None:
        with platform(lambda _: Answer({"errcode": 45009})) as overrun:
            refused = [f"wecombot://k3y{{account}}?gateway={overrun.base}"]
            office = office_with(store, {OFFICER: ringing(hook), "officer": refused}, RULES)
            for reader in (OFFICER, HOUSING_OFFICER):
                put(office, f"i/{reader}", reader, at=TEN, severity=Severity.INFO)
            deliver(office, now=TEN)
            briefed = brief(office, now=MORNING)
            assert taken(office, briefed) == frozenset()
            deliver(office, now=MORNING)

        assert {one.account for one in briefed.digests} == {OFFICER, HOUSING_OFFICER}
        assert all(one.sent for one in briefed.digests)
        assert taken(office, briefed) == {OFFICER}

    def test_stays_away_on_days_off(self, office: Office) -> None:
        put(office, "i", OFFICER, at=TEN, severity=Severity.INFO)
        deliver(office, now=TEN)
        for day in (june(6), june(7), june(25)):
            assert not brief(office, now=at(day, 9)).working_day
        assert brief(office, now=at(june(28), 9)).working_day, "a make-up workday"

    def test_gives_everybody_their_own(self, office: Office) -> None:
        do(office, "submit", by=LIAISON)
        do(office, "accept", on=june(2))
        late = preview(office, on=june(30))
        digests = {one.account: one for one in late.digests}

        assert digests[OFFICER].late == 1
        assert "已超" in digests[OFFICER].body
        assert digests[DISPATCHER].late == digests[OFFICER].late
        assert digests[SPONSOR].late == 1
        assert digests[LIAISON].waiting > 0
        assert "备齐材料后申报" in digests[LIAISON].body
        assert "operator-01" not in digests
        assert not any(one.sent for one in late.digests)
        assert column(office, "notice_key").count("brief/2020-06-30/planning-01") == 0

    def test_has_no_budget_and_is_not_folded_into_itself(
        self, office: Office, hook: Platform
    ) -> None:
        for number in range(6):
            put(office, f"n{number}", OFFICER, at=MORNING)
        put(office, "i", OFFICER, at=MORNING, severity=Severity.INFO)
        deliver(office, now=MORNING)
        brief(office, now=MORNING + timedelta(hours=1))
        deliver(office, now=MORNING + timedelta(hours=1))
        assert [title for _, title in told(hook) if "每日提要" in title] != []

    def test_tells_the_operators_of_dead_letters(self, store: Store, inbox: Path) -> None:
        office = office_with(
            store, {"officer": ["json://127.0.0.1:9/x"], "operator": inbox_of(inbox)}, RULES
        )
        put(office, "a", OFFICER, at=TEN)
        with store.writing() as connection:
            connection.exec_driver_sql("update deliveries set state = 'permanent_failure'")
        digests = {one.account: one for one in brief(office, now=MORNING).digests}
        assert "未送达1项" in digests["operator-01"].title


class TestSigningForANotice:
    @pytest.fixture
    def submitted(self, office: Office) -> str:
        do(office, "submit", by=LIAISON)
        with office.store.reading() as connection:
            found = receipts.receipts(connection, project=PROJECT, recipient=OFFICER)
        return found[0].key

    def sign(self, office: Office, notice: str, by: str = OFFICER) -> bool:
        given = Stamp(by=by, via=Via.CONSOLE, now=at(FIRST_DAY, 11))
        return acknowledge(office, notice=notice, stamp=given)

    def test_is_an_entry_of_the_project_once(self, office: Office, submitted: str) -> None:
        assert self.sign(office, submitted)
        assert not self.sign(office, submitted)

        with office.store.reading() as connection:
            entries = [
                one
                for one in ledger.read(connection, PROJECT)
                if isinstance(one.payload, NoticeAcknowledged)
            ]
            found = receipts.receipts(connection, key=submitted)
        assert [(one.by, one.payload.notice) for one in entries] == [(OFFICER, submitted)]  # type: ignore[union-attr]
        signed = {one.recipient for one in found if one.acknowledged_at}
        assert signed == {OFFICER}
        assert found[0].acknowledged_at is None or found[0].acknowledged_at.startswith("2020-06-01")

    def test_is_for_its_recipients_only(self, office: Office, submitted: str) -> None:
        with pytest.raises(NotAddressed, match="不是该通知的收件人"):
            self.sign(office, submitted, by=HOUSING_OFFICER)
        with pytest.raises(Unknown, match="没有编号"):
            self.sign(office, "no/such")
        with pytest.raises(Unknown, match="没有账号"):
            self.sign(office, submitted, by="nobody")

    def test_of_no_project_stands_on_the_campaigns_stream(self, office: Office) -> None:
        put(office, "2020-W23/park/asked", LIAISON, at=TEN, ground=Ground.REPORT_ASKED)
        assert self.sign(office, "2020-W23/park/asked", by=LIAISON)
        assert not self.sign(office, "2020-W23/park/asked", by=LIAISON)
        with office.store.reading() as connection:
            kinds = [one.payload.kind for one in ledger.read(connection, "campaign")]
        assert kinds.count("notice_acknowledged") == 1

    def test_moves_nothing_and_survives_a_rebuild(self, office: Office, submitted: str) -> None:
        from store.projected import projections

        self.sign(office, submitted)
        with office.store.reading() as connection:
            before = projections.dump(connection)
        rebuild(office)
        with office.store.reading() as connection:
            assert projections.dump(connection) == before
            found = receipts.receipts(connection, key=submitted, recipient=OFFICER)
        assert found[0].acknowledged_at
        assert verify(office).ok

    def test_is_not_held_to_be_work_on_the_project(self, office: Office, submitted: str) -> None:
        with office.store.reading() as connection:
            before = office.file(connection, PROJECT)[0].acted_on
        given = Stamp(by=OFFICER, via=Via.CONSOLE, now=at(june(2)))
        acknowledge(office, notice=submitted, stamp=given)
        with office.store.reading() as connection:
            assert office.file(connection, PROJECT)[0].acted_on == before


def test_what_is_held_out_is_recorded_and_not_sent(office: Office, hook: Platform) -> None:
    from models.notice import Notice
    from store.outgoing import outbox

    notice = Notice(
        key="h",
        ground=Ground.DUE_SOON,
        severity=Severity.ATTENTION,
        title="即将到期",
        body="正文",
        recipients=(OFFICER,),
        on=FIRST_DAY,
        held_out=True,
    )
    with office.store.writing() as connection:
        account = office.situation(connection).account(OFFICER)
        outbox.put(connection, notice, office.channels.addressees(account), at=TEN)
    assert deliver(office, now=TEN) == Delivered()
    assert states(office) == {("h", OFFICER, "json"): "held_out"}
    assert hook.asked == []


def test_a_link_is_to_our_own_portal_and_only_where_one_is_set(store: Store, inbox: Path) -> None:
    from casework.intake.loading import load
    from notices.channels import Channels
    from tests.world import folder, project

    office = Office(store, Channels({"*": inbox_of(inbox)}, base_url="https://portal.example.cn"))
    load(office, folder(project()), stamp=stamp())
    do(office, "submit", by=LIAISON)
    deliver(office, now=TEN)
    message = json.loads(inbox.read_text("utf-8").splitlines()[0])
    assert message["body"].endswith(f"详情：https://portal.example.cn/projects/{PROJECT}")
