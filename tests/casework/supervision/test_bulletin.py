"""The monthly bulletin: drafted once when due, told to its signers, sent by a signature."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from casework.desk import Stamp
from casework.intake.loading import load
from casework.intake.registering import register
from casework.office import CAMPAIGN, Office
from casework.office.integrity import dump, rebuild, verify
from casework.supervision.bulletin import (
    BulletinSettled,
    NoSuchBulletin,
    bulletin_of,
    drop_bulletin,
    keep_bulletins,
    newest_bulletin,
    sign_bulletin,
    unsigned_bulletins,
)
from casework.watching.watch import keep_watch
from models.act import Via
from models.bulletin import (
    BulletinDrafted,
    BulletinIssued,
    BulletinRules,
    DropBulletin,
    SignBulletin,
)
from models.bulletin_figures import BulletinFigures
from models.bulletin_views import BulletinState
from models.campaign import CampaignFolder
from models.case_entries import Reminded
from models.ledger import Entry
from models.milestone import Registered
from models.notice import Ground
from models.people import Role
from models.project import ProjectTier
from models.refusal import Refused, Unknown
from notices.channels import Channels
from rules.in_force.authority import NotEntitled
from rules.supervision.acts import NotTheSigner
from store import ledger
from tests.casework.acting.test_racing import at_once
from tests.rehearsed import rehearsed
from tests.world import (
    DISPATCHER,
    HEAD,
    HOUSING_HEAD,
    LIAISON,
    OTHER_LIAISON,
    OTHER_PROJECT,
    OTHER_SPONSOR,
    OTHER_UNIT_HEAD,
    PROJECT,
    SPONSOR,
    UNIT_HEAD,
    at,
    do,
    folder,
    july,
    june,
    project,
    stamp,
)

SUPERVISOR = "supervision-01"
JUNE, JULY = "2020-06", "2020-07"
DUE = july(6)
"""The fifth of July 2020 is a Sunday."""
GATE = "start_construction"
READERS = sorted(
    {HEAD, HOUSING_HEAD, LIAISON, OTHER_LIAISON, UNIT_HEAD, OTHER_UNIT_HEAD, DISPATCHER}
    | {SPONSOR, OTHER_SPONSOR}
)


def august(day: int) -> date:
    return date(2020, 8, day)


def given(real: CampaignFolder, **rules: object) -> CampaignFolder:
    """The small campaign with bulletins and the district's own ladder."""
    small = folder(project())
    fields = {"by_day": 5, "issuer": "区政府督办室", "signer": Role.SUPERVISOR, **rules}
    rulebook = small.campaign.rulebook.model_copy(
        update={
            "monthly_bulletin": BulletinRules(**fields),  # type: ignore[arg-type]
            "escalation": real.campaign.rulebook.escalation,
        }
    )
    campaign = small.campaign.model_copy(update={"rulebook": rulebook})
    return small.model_copy(update={"campaign": campaign})


@pytest.fixture
def reporting(empty_office: Office, real_folder: CampaignFolder) -> Office:
    """An office whose campaign has monthly bulletins."""
    load(empty_office, given(real_folder), stamp=stamp())
    return empty_office


def entries(office: Office, kind: str = "bulletin") -> list[Entry]:
    with office.store.reading() as connection:
        found = ledger.read(connection, CAMPAIGN)
    return [one for one in found if one.payload.kind.startswith(kind)]


def told(office: Office, ground: Ground) -> list[str]:
    """Who was told on a ground, each time."""
    with office.store.reading() as connection:
        rows = connection.execute(
            text(
                "select recipient from deliveries join notices on notices.key = notice_key"
                " where ground = :ground"
            ),
            {"ground": ground.value},
        )
        return sorted(row.recipient for row in rows)


def by(account: str, day: date = DUE, hour: int = 10) -> Stamp:
    return Stamp(by=account, via=Via.CONSOLE, now=at(day, hour))


def sign(office: Office, account: str = SUPERVISOR, month: str = JUNE, **words: str) -> None:
    sign_bulletin(office, month=month, request=SignBulletin(**words), stamp=by(account))


def drop(office: Office, account: str = SUPERVISOR, month: str = JUNE) -> None:
    request = DropBulletin(reason="数据须复核")
    drop_bulletin(office, month=month, request=request, stamp=by(account))


class TestADraft:
    def test_is_made_on_its_day_and_not_before(self, reporting: Office) -> None:
        assert keep_bulletins(reporting, now=at(july(5), 23)) == ()
        assert keep_bulletins(reporting, now=at(DUE, 0)) == (JUNE,)
        assert keep_bulletins(reporting, now=at(july(31))) == ()

        (entry,) = entries(reporting)
        assert isinstance(entry.payload, BulletinDrafted)
        assert (entry.payload.month, entry.payload.as_of) == (JUNE, june(30))
        assert (entry.by, entry.via, entry.on, entry.payload.late) == (
            *("system", Via.SYSTEM),
            DUE,
            False,
        )

    def test_is_made_once_by_eight_watches_at_once(
        self, reporting: Office, channels: Channels
    ) -> None:
        offices = [Office(reporting.store, channels) for _ in range(8)]

        made = at_once([lambda desk=desk: keep_bulletins(desk, now=at(DUE)) for desk in offices])

        assert Counter(made) == {(JUNE,): 1, (): 7}
        assert [one.payload.kind for one in entries(reporting)] == ["bulletin_drafted"]
        assert told(reporting, Ground.BULLETIN_DRAFTED) == [SUPERVISOR]
        assert verify(reporting).ok

    def test_of_each_missed_month_is_made_up_for_once_and_marked_late(
        self, reporting: Office
    ) -> None:
        assert keep_bulletins(reporting, now=at(august(20))) == (JUNE, JULY)
        assert keep_bulletins(reporting, now=at(august(20))) == ()

        drafts = [one.payload for one in entries(reporting)]
        assert [(one.month, one.as_of, one.late) for one in drafts] == [
            (JUNE, june(30), True),
            (JULY, july(31), True),
        ]
        assert len(told(reporting, Ground.BULLETIN_DRAFTED)) == 2

    def test_made_late_tells_what_it_would_have_told_on_its_day(
        self, reporting: Office, real_folder: CampaignFolder
    ) -> None:
        do(reporting, "submit", by=LIAISON, on=june(2))
        do(reporting, "accept", on=june(3))
        before = bulletin_of(reporting, month=JUNE, today=DUE).figures
        do(reporting, "decide", on=july(8))

        keep_bulletins(reporting, now=at(august(20)))

        assert bulletin_of(reporting, month=JUNE, today=august(20)).figures == before
        assert [
            (one.decided, one.running)
            for one in bulletin_of(reporting, month=JULY, today=august(20)).figures.departments
        ] == [(1, 0)]

    def test_tells_nobody_but_its_signers(self, reporting: Office) -> None:
        keep_bulletins(reporting, now=at(DUE))

        assert told(reporting, Ground.BULLETIN_DRAFTED) == [SUPERVISOR]
        assert told(reporting, Ground.BULLETIN_ISSUED) == []

    def test_tells_the_signers_that_the_data_names(
        self, empty_office: Office, real_folder: CampaignFolder
    ) -> None:
        named = given(real_folder, signer=Role.LEADER, signers=(OTHER_SPONSOR,))
        load(empty_office, named, stamp=stamp())
        keep_bulletins(empty_office, now=at(DUE))

        assert told(empty_office, Ground.BULLETIN_DRAFTED) == [OTHER_SPONSOR]
        for account in (SUPERVISOR, SPONSOR):
            with pytest.raises(NotTheSigner, match="应由区政府督办室签发（leader-02）"):
                sign(empty_office, account)
        sign(empty_office, OTHER_SPONSOR)
        assert newest_bulletin(empty_office).settled_by == OTHER_SPONSOR  # type: ignore[union-attr]

    def test_is_made_by_the_watch_without_prefect(self, reporting: Office) -> None:
        keep_watch(reporting, now=at(july(5)))
        assert entries(reporting) == []
        keep_watch(reporting, now=at(DUE))
        keep_watch(reporting, now=at(DUE, 10))
        assert [one.payload.month for one in entries(reporting)] == [JUNE]  # type: ignore[union-attr]

    def test_of_a_campaign_without_bulletins_is_never_made(self, office: Office) -> None:
        assert keep_bulletins(office, now=at(august(20))) == ()
        with pytest.raises(NoSuchBulletin, match="没有规定月度督办通报"):
            bulletin_of(office, month=JUNE, today=DUE)


class TestASignature:
    def test_sends_the_bulletin_to_everybody_once(self, reporting: Office) -> None:
        keep_bulletins(reporting, now=at(DUE))
        sign(reporting, opinion="情况属实", requirements="逐项整改")

        assert told(reporting, Ground.BULLETIN_ISSUED) == READERS
        view = newest_bulletin(reporting)
        assert view is not None
        assert (view.state, view.settled_by, view.settled_by_name) == (
            BulletinState.ISSUED,
            SUPERVISOR,
            "督办室01",
        )
        assert (view.opinion, view.requirements) == ("情况属实", "逐项整改")
        assert unsigned_bulletins(reporting) == ()

    def test_seals_the_ledger_as_it_stood_just_before(self, reporting: Office) -> None:
        keep_bulletins(reporting, now=at(DUE))
        before = verify(reporting).head
        sign(reporting)

        issued = entries(reporting)[-1].payload
        assert isinstance(issued, BulletinIssued)
        assert issued.anchor == before
        assert re.fullmatch("[0-9a-f]{64}", issued.anchor_sm3)
        assert verify(reporting).ok

    def test_leaves_what_was_signed_as_it_was_drafted(self, reporting: Office) -> None:
        keep_bulletins(reporting, now=at(DUE))
        drafted = bulletin_of(reporting, month=JUNE, today=DUE).figures
        do(reporting, "submit", by=LIAISON, on=DUE)
        sign(reporting)

        assert bulletin_of(reporting, month=JUNE, today=august(1)).figures == drafted

    @pytest.mark.parametrize("settle", [sign, drop])
    @pytest.mark.parametrize(
        ("account", "refusal", "words"),
        [
            (DISPATCHER, NotEntitled, "无权签发月度督办通报"),
            (LIAISON, NotEntitled, "无权签发月度督办通报"),
            (HEAD, NotEntitled, "无权签发月度督办通报"),
            ("operator-01", NotEntitled, "无权签发月度督办通报"),
            (SPONSOR, NotTheSigner, "应由区政府督办室签发，区领导01不能签发"),
            ("nobody", Unknown, "没有账号“nobody”"),
        ],
    )
    def test_of_the_wrong_person_is_refused(
        self,
        reporting: Office,
        settle: Callable[[Office, str], None],
        account: str,
        refusal: type[Refused],
        words: str,
    ) -> None:
        keep_bulletins(reporting, now=at(DUE))
        with pytest.raises(refusal, match=words):
            settle(reporting, account)

        assert [one.payload.kind for one in entries(reporting)] == ["bulletin_drafted"]
        assert told(reporting, Ground.BULLETIN_ISSUED) == []

    @pytest.mark.parametrize("first", [sign, drop])
    @pytest.mark.parametrize("second", [sign, drop])
    def test_is_given_once(
        self,
        reporting: Office,
        first: Callable[[Office], None],
        second: Callable[[Office], None],
    ) -> None:
        keep_bulletins(reporting, now=at(DUE))
        first(reporting)
        with pytest.raises(BulletinSettled, match="2020-06 督办通报已于 2020-07-06 由"):
            second(reporting)
        assert len(entries(reporting)) == 2

    def test_by_eight_at_once_counts_once(self, reporting: Office, channels: Channels) -> None:
        keep_bulletins(reporting, now=at(DUE))
        offices = [Office(reporting.store, channels) for _ in range(8)]

        results = at_once([lambda desk=desk: sign(desk) for desk in offices])

        assert sum(isinstance(one, BulletinSettled) for one in results) == 7
        assert told(reporting, Ground.BULLETIN_ISSUED) == READERS

    @pytest.mark.parametrize("settle", [sign, drop])
    def test_needs_a_draft(self, reporting: Office, settle: Callable[[Office], None]) -> None:
        with pytest.raises(NoSuchBulletin, match="2020-06 督办通报尚未拟制，不能签发"):
            settle(reporting)
        assert entries(reporting) == []


class TestWhatIsNotSigned:
    def test_sends_nothing_and_is_not_drafted_again(self, reporting: Office) -> None:
        keep_bulletins(reporting, now=at(DUE))
        drop(reporting)

        assert keep_bulletins(reporting, now=at(july(20))) == ()
        assert told(reporting, Ground.BULLETIN_ISSUED) == []
        view = newest_bulletin(reporting)
        assert view is not None
        assert (view.state, view.reason) == (BulletinState.DROPPED, "数据须复核")


class TestAMonth:
    def test_without_a_draft_is_shown_as_it_stands_today(self, reporting: Office) -> None:
        view = bulletin_of(reporting, month=JUNE, today=june(19))

        assert (view.state, view.as_of, view.due_on) == (BulletinState.PREVIEW, june(19), DUE)
        assert entries(reporting) == []

    @pytest.mark.parametrize(
        ("month", "words"),
        [("2020-05", "不在专项行动期间"), ("2020-08", "尚未开始"), ("2021-01", "尚未开始")],
    )
    def test_outside_the_campaign_has_none(self, reporting: Office, month: str, words: str) -> None:
        with pytest.raises(NoSuchBulletin, match=words):
            bulletin_of(reporting, month=month, today=DUE)


def test_the_figures_of_a_month_told_by_hand(reporting: Office) -> None:
    """A case decided late, one that runs late, a document that never came, an issue, a start."""
    register(
        reporting,
        [project(OTHER_PROJECT, name="冷库二期", unit="town", tier=ProjectTier.CITY_KEY)],
        stamp=stamp(june(1), DISPATCHER),
    )
    for code in ("A01", "G01"):
        do(reporting, "submit", code, by=LIAISON, on=june(1))
        do(reporting, "accept", code, on=june(1))
    # The other project's A01 is taken in against a promise that is not kept: from 13 June
    # its clock stands still, though nobody has watched and nothing of it is in the ledger.
    do(reporting, "submit", by=OTHER_LIAISON, on=june(8), project=OTHER_PROJECT, missing=("A01-2",))
    do(
        *(reporting, "accept_conditionally"),
        on=june(8),
        project=OTHER_PROJECT,
        owed=[{"document": "A01-2", "due_on": june(12)}],
        signed_by="法定代表人",
    )
    do(reporting, "raise_issue", GATE, by=LIAISON, on=june(9), text="临时用电", due_on=june(12))
    do(reporting, "raise_issue", GATE, by=LIAISON, on=june(10), text="围挡", due_on=june(12))
    do(reporting, "solve_issue", GATE, by=DISPATCHER, on=june(11), issue=1, result="已接入")
    # E01: seven working days from 15 June end on 24 June; still open on the 30th.
    do(reporting, "submit", "E01", by=LIAISON, on=june(15))
    do(reporting, "accept", "E01", by="housing-01", on=june(15))
    # A01: ten working days from 1 June end on 15 June; decided on 17 June, two days late.
    do(reporting, "decide", on=june(17))
    # G01 is decided by a superior authority: its lateness is no department's here.

    known = bulletin_of(reporting, month=JUNE, today=july(1)).figures

    assert known.projects == 2
    assert [(one.name, one.projects) for one in known.by_tier] == [("市重点", 1), ("区重点", 1)]
    assert [(one.rank, one.group.code) for one in known.units] == [(1, "park"), (1, "town")]
    assert [
        (one.name, one.decided, one.decided_late, one.running, one.running_late)
        for one in known.departments
    ] == [("规划局", 1, 1, 1, 0), ("住建局", 0, 0, 1, 1), ("上级审批部门", 0, 0, 1, 1)]
    assert [
        (one.project, one.procedure, one.due_on, one.days_late, one.decided)
        for one in known.late_cases
    ] == [
        (PROJECT, "G01", june(15), 10, False),
        (PROJECT, "E01", june(24), 3, False),
        (PROJECT, "A01", june(15), 2, True),
    ]
    assert [
        (one.project, one.procedure, one.document_name, one.due_on)
        for one in known.overdue_documents
    ] == [(OTHER_PROJECT, "A01", "资金证明", june(12))]
    assert known.issues.model_dump() == {
        "raised": 2,
        "solved": 1,
        "raised_so_far": 2,
        "solved_so_far": 1,
        "overdue": 1,
    }


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The real campaign, rehearsed to the day on which its first bulletin was signed."""
    return rehearsed(tmp_path_factory, until=june(12))


class TestARehearsal:
    def test_drafts_on_its_day_and_signs_on_the_next_working_day(self, played: Office) -> None:
        (drafted, issued) = entries(played)

        assert (drafted.on, drafted.by, issued.on, issued.by) == (
            *(june(5), "system"),
            june(8),
            SUPERVISOR,
        )

    def test_has_projections_that_rebuild(self, played: Office) -> None:
        before = dump(played)
        rebuild(played)
        assert dump(played) == before

    @pytest.mark.parametrize("month", ["2020-05", JUNE])
    def test_has_figures_that_anybody_can_count(self, played: Office, month: str) -> None:
        view = bulletin_of(played, month=month, today=june(12))
        known, raw = view.figures, streams(played, view.as_of)

        assert counted(known) == recounted(raw, month)
        assert known.projects == len(raw)
        assert {
            (one.project, one.document_name.partition("（")[0]) for one in known.overdue_documents
        } == {(code, name.partition("（")[0]) for code, name in owed(played, raw, view.as_of)}
        for late in known.late_cases:
            reminded = {
                (one.payload.procedure, one.payload.about_on)
                for one in raw[late.project]
                if isinstance(one.payload, Reminded) and one.payload.ground is Ground.OVERDUE
            }
            assert (late.procedure, late.due_on) in reminded
            registered = raw[late.project][0].payload
            assert isinstance(registered, Registered)
            assert late.key is (registered.project.tier in ("provincial_100", "city_key"))
        order = [(-late.days_late, not late.key) for late in known.late_cases]
        assert order == sorted(order)
        assert sum(one.decided_late + one.running_late for one in known.departments) == len(
            known.late_cases
        )

    def test_has_rates_that_anybody_can_count(self, played: Office) -> None:
        view = bulletin_of(played, month="2020-05", today=june(12))
        raw = streams(played, view.as_of)
        started = invested = planned = Decimal(0)
        asked = 0
        for stream in raw.values():
            given = stream[0].payload.project  # type: ignore[union-attr]
            reports = [one.payload for one in stream if one.payload.kind == "progress_reported"]
            planned += given.investment.this_year
            if reports:
                newest = max(reports, key=lambda one: one.week)  # type: ignore[union-attr]
                invested += newest.report.invested_year  # type: ignore[union-attr]
            if given.standing.value in ("new_start", "resumed", "signed"):
                asked += 1
                done = {"started", "resumed", "completed", "in_production"}
                started += (
                    newest.report.status.value in done  # type: ignore[union-attr]
                    if reports
                    else any(one.payload.kind == "started" for one in stream)
                    and given.standing.value != "resumed"
                )

        rates = {one.code: (one.done, one.of) for one in view.figures.overall}
        assert rates["start"] == (started, Decimal(asked))
        assert rates["investment"] == (invested, planned)
        assert [one.change_points for one in view.figures.overall] == [None] * 5


def streams(office: Office, as_of: date) -> dict[str, list[Entry]]:
    """Every project's entries up to a day, straight from the ledger."""
    with office.store.reading() as connection:
        read = {
            name: [one for one in ledger.read(connection, name) if one.on <= as_of]
            for name in ledger.streams(connection)
            if name != CAMPAIGN
        }
    return {name: found for name, found in read.items() if found}


def recounted(raw: dict[str, list[Entry]], month: str) -> dict[str, object]:
    """The month's counts from the entries alone, by a second hand."""
    kinds = Counter(
        (one.payload.kind, getattr(one.payload, "rung", ""))
        for stream in raw.values()
        for one in stream
        if one.on.isoformat().startswith(month)
    )

    def number(*names: str) -> int:
        return sum(many for (kind, _), many in kinds.items() if kind in names)

    rungs = ("prompt_slip", "order_blue", "order_orange", "order_red", "interview")
    slips = ("slip_drafted", "slip_issued", "slip_dropped", "slip_answered")
    return {
        "decided": number("concluded", "application_refused"),
        "raised": number("issue_raised"),
        "solved": number("issue_solved"),
        "interviews": number("interview_held"),
        "closed": number("matter_closed"),
        "slips": [(rung, *(kinds[slip, rung] for slip in slips)) for rung in rungs],
        "prompt": sorted(_prompt(raw, month)),
    }


def counted(known: BulletinFigures) -> dict[str, object]:
    """The same counts as the bulletin tells them."""
    return {
        "decided": sum(one.decided for one in known.departments),
        "raised": known.issues.raised,
        "solved": known.issues.solved,
        "interviews": known.interviews,
        "closed": known.matters_closed,
        "slips": [
            (one.code, one.drafted, one.issued, one.dropped, one.answered) for one in known.rungs
        ],
        "prompt": sorted((one.project, one.started_on) for one in known.prompt_starts),
    }


def _prompt(raw: dict[str, list[Entry]], month: str) -> list[tuple[str, date]]:
    found = []
    for code, stream in raw.items():
        pinned = None
        for one in stream:
            match one.payload.kind:
                case "start_pinned":
                    pinned = one.payload.start_on  # type: ignore[union-attr]
                case "started" if one.on.isoformat().startswith(month):
                    day = one.payload.started_on  # type: ignore[union-attr]
                    if pinned is not None and day <= pinned:
                        found.append((code, day))
                case _:
                    pass
    return found


def owed(office: Office, raw: dict[str, list[Entry]], as_of: date) -> set[tuple[str, str]]:
    """Documents that were promised for an earlier day and have not come, by a second hand."""
    found: dict[tuple[str, str, str], date] = {}
    for code, stream in raw.items():
        for one in stream:
            payload = one.payload
            procedure = getattr(payload, "procedure", "")
            match payload.kind:
                case "conditionally_accepted":
                    for promise in payload.owed:  # type: ignore[union-attr]
                        found[code, procedure, promise.document] = promise.due_on
                case "promise_extended":
                    found[code, procedure, payload.document] = payload.due_on  # type: ignore[union-attr]
                case "deferred_item_received":
                    found.pop((code, procedure, payload.document), None)  # type: ignore[union-attr]
                case "returned" | "withdrawn" | "application_refused" | "submitted":
                    found = {key: day for key, day in found.items() if key[:2] != (code, procedure)}
                case _:
                    pass
    with office.store.reading() as connection:
        catalogue = office.situation(connection).file.campaign.catalogue
    names = {
        document.code: document.name
        for procedure in catalogue.procedures
        for document in procedure.documents
    }
    return {(code, names[paper]) for (code, _, paper), day in found.items() if day < as_of}
