"""A rehearsed campaign is the same each time, holds everything that happens, breaks no rule."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from rich.console import Console
from sqlalchemy import select

from casework.office import CAMPAIGN, Office
from casework.office.integrity import dump, rebuild, verify
from casework.office.settings import Settings, open_office
from casework.plan.views import plan_all
from casework.reading.case.views import show
from casework.reading.lists.to_do import to_do
from casework.supervision.bulletin import bulletin_of
from casework.supervision.clues import find_clues
from casework.supervision.matters import matters
from casework.watching.sweep import SYSTEM
from casework.weekly.summary import campaign_report
from models.act_requests import Via
from models.campaign import CampaignFolder
from models.case import CaseFile, CaseState, Light
from models.case_entries import Concluded, Reminded
from models.days import ZONE
from models.ledger import Entry
from models.notice import Ground
from models.project import ProjectStanding
from models.refusal import Refused
from models.tables.outgoing import NoticeRow
from rehearsal.cast import later, shortly
from rehearsal.play import Rehearsed, rehearse
from reports.chart.wall_chart import wall_chart
from reports.console.console_plan import print_plans
from reports.console.console_view import print_project
from reports.pages.bulletin_page import bulletin_text
from reports.pages.campaign_report import campaign_page
from reports.pages.case_page import case_page
from reports.pages.form_page import form_page
from rules.acting.consequences import waits_for
from rules.fold.file import fold
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.regulations import Regulations
from rules.standing.lights import light_case
from store import ledger
from store.intake.campaign_folder import read_campaign_folder
from store.outgoing import outbox
from tests.papers.test_words import said

FOLDER = Path(__file__).parents[2] / "campaigns" / "hundred-day-2020"
MIDDLE = date(2020, 6, 19)
SHORT = date(2020, 6, 1)
SEED = 5

REQUIRED = frozenset(
    {
        "accepted",
        "application_refused",
        "bulletin_drafted",
        "bulletin_issued",
        "breach_recorded",
        "clock_paused",
        "clock_resumed",
        "concluded",
        "condition_confirmed",
        "conditionally_accepted",
        "corrected",
        "correction_requested",
        "credit_repaired",
        "declined",
        "defence_stated",
        "deemed_accepted",
        "deferred_item_received",
        "delivered",
        "document_expected",
        "extended",
        "gate_passed",
        "measure_announced",
        "promise_lapsed",
        "reminded",
        "progress_reported",
        "reviewed",
        "round_chased",
        "round_closed",
        "round_opened",
        "round_published",
        "start_pinned",
        "started",
        "withdrawn",
    }
)
"""What a campaign has seen by its middle; the first return after grace falls later."""


@dataclass(frozen=True)
class Stage:
    """A rehearsed office, with what the ledger says of it."""

    office: Office
    result: Rehearsed
    days: tuple[tuple[date, int], ...]
    streams: dict[str, tuple[Entry, ...]]
    regulations: Regulations

    @property
    def projects(self) -> dict[str, tuple[Entry, ...]]:
        return {name: entries for name, entries in self.streams.items() if name != CAMPAIGN}

    @property
    def people(self) -> Iterator[Entry]:
        """Yield what a person recorded after the campaign had been loaded."""
        for entries in self.projects.values():
            yield from (one for one in entries if one.by not in (SYSTEM, "registrar"))

    def file(self, project: str) -> CaseFile:
        return fold(None, self.streams[project])


@pytest.fixture(scope="module")
def folder() -> CampaignFolder:
    return read_campaign_folder(FOLDER)


@pytest.fixture(scope="module")
def new_office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Office]:
    return lambda: open_office(Settings(home=tmp_path_factory.mktemp("office")))


@pytest.fixture(scope="module")
def stage(folder: CampaignFolder, new_office: Callable[[], Office]) -> Stage:
    office, days = new_office(), []
    result = rehearse(
        office,
        folder,
        until=MIDDLE,
        seed=SEED,
        progress=lambda day, entries: days.append((day, entries)),
        deliver_notices=False,
    )
    with office.store.reading() as connection:
        streams = {stream: ledger.read(connection, stream) for stream in ledger.streams(connection)}
    return Stage(office, result, tuple(days), streams, Regulations(folder.campaign))


@pytest.fixture(scope="module")
def short(folder: CampaignFolder, new_office: Callable[[], Office]) -> Rehearsed:
    office = new_office()
    result = rehearse(office, folder, until=SHORT, seed=1)
    with office.store.reading() as connection:
        assert set(outbox.tally(connection)) == {"delivered"}
    return result


@pytest.fixture(scope="module")
def new_starts(stage: Stage) -> list[CaseFile]:
    files = [stage.file(project) for project in stage.projects]
    return [one for one in files if one.project.standing is ProjectStanding.NEW_START]


class TestARehearsalRepeated:
    def test_gives_the_same_ledger_even_where_notices_are_not_delivered(
        self, folder: CampaignFolder, new_office: Callable[[], Office], short: Rehearsed
    ) -> None:
        again = rehearse(new_office(), folder, until=SHORT, seed=1, deliver_notices=False)
        assert again == short

    def test_with_another_seed_gives_another_ledger(
        self, folder: CampaignFolder, new_office: Callable[[], Office], short: Rehearsed
    ) -> None:
        other = rehearse(new_office(), folder, until=SHORT, seed=2, deliver_notices=False)
        assert other.head != short.head

    def test_in_a_ledger_that_is_not_empty_is_refused(
        self, folder: CampaignFolder, stage: Stage
    ) -> None:
        with pytest.raises(Refused, match="已有台账"):
            rehearse(stage.office, folder, until=MIDDLE, seed=SEED)
        assert verify(stage.office).head == stage.result.head


class TestTheLandOfARehearsal:
    def test_was_there_before_every_permit(self, stage: Stage) -> None:
        """建筑法8(一), 森林法37, 政府投资条例9和11: at each entry, whatever came later."""
        permits = 0
        for project, entries in stage.projects.items():
            file, done = stage.file(project), set(stage.file(project).project.concluded_before)
            land = {"L05", "L06", "L07", "L08", "L09", "L10", "L11", "G03"} & set(file.plan)
            for payload in (one.payload for one in entries if isinstance(one.payload, Concluded)):
                if payload.procedure in ("S05", "T01", "W01"):
                    assert land <= done, (project, sorted(land - done))
                    permits += 1
                done.add(payload.procedure)
        assert permits >= 3


class TestTheLedgerOfARehearsal:
    def test_holds(self, stage: Stage) -> None:
        verified = verify(stage.office)
        assert verified.ok
        assert (verified.head, verified.entries) == (stage.result.head, stage.result.entries)

    def test_is_counted_by_kind(self, stage: Stage) -> None:
        kinds = Counter(one.payload.kind for some in stage.streams.values() for one in some)
        assert stage.result.kinds == kinds
        assert stage.result.kinds.keys() >= REQUIRED

    def test_rebuilds_its_projections_byte_for_byte(self, stage: Stage) -> None:
        before = dump(stage.office)
        rebuild(stage.office)
        assert dump(stage.office) == before

    def test_tells_its_progress_day_by_day(self, stage: Stage) -> None:
        first = date(2020, 5, 21)
        expected = [first + timedelta(days=past) for past in range((MIDDLE - first).days + 1)]
        assert [day for day, _ in stage.days] == expected
        counted = [entries for _, entries in stage.days]
        assert counted == sorted(counted)
        assert counted[-1] == stage.result.entries

    def test_was_written_by_a_clock_that_never_went_back(self, stage: Stage) -> None:
        for entries in stage.streams.values():
            instants = [one.at for one in entries]
            assert instants == sorted(instants)

    def test_has_slipped_starts_and_overdue_cases(self, stage: Stage) -> None:
        grounds = Counter(
            one.payload.ground
            for some in stage.projects.values()
            for one in some
            if isinstance(one.payload, Reminded)
        )
        assert grounds[Ground.START_SLIPPED] >= 3
        assert 1 <= grounds[Ground.OVERDUE] < stage.result.kinds["concluded"] / 4

    def test_calls_no_case_overdue_whose_clock_a_lapsed_promise_stopped_that_day(
        self, stage: Stage
    ) -> None:
        for entries in stage.projects.values():
            file = None
            for entry in entries:
                file = fold(file, [entry])
                match entry.payload:
                    case Reminded(ground=Ground.OVERDUE, procedure=code):
                        case = file.cases[code]
                        lapsed = {one.due_on + timedelta(days=1) for one in case.outstanding}
                        assert entry.on not in lapsed

    def test_is_mostly_in_time(self, stage: Stage) -> None:
        kinds = stage.result.kinds
        assert kinds["promise_lapsed"] < kinds["conditionally_accepted"] / 3
        assert kinds["deemed_accepted"] < kinds["accepted"] / 10
        assert sum(stage.result.refused.values()) < stage.result.acts / 20

    def test_has_one_breach_that_was_repaired_later(self, stage: Stage) -> None:
        (breach,) = [one for one in stage.people if one.payload.kind == "breach_recorded"]
        (repair,) = [one for one in stage.people if one.payload.kind == "credit_repaired"]
        assert breach.stream == repair.stream
        assert breach.on < repair.on


class TestThePeopleOfARehearsal:
    def test_have_accounts(self, stage: Stage) -> None:
        accounts = {account.number for account in stage.regulations.campaign.accounts}
        for entry in stage.people:
            assert entry.by in accounts
            assert entry.via is Via.CONSOLE

    def test_act_only_on_working_days_while_the_counters_are_open(self, stage: Stage) -> None:
        for entry in stage.people:
            local = entry.at.astimezone(ZONE)
            assert stage.regulations.days.is_working_day(local.date())
            assert time(8, 40) <= local.time() < time(17, 20)

    def test_leave_facts_of_law_to_the_system(self, stage: Stage) -> None:
        facts = {"promise_lapsed", "deemed_accepted", "returned", "reminded"}
        for entries in stage.projects.values():
            for entry in entries:
                assert (entry.payload.kind in facts) <= (entry.by == SYSTEM)

    def test_decide_nothing_that_only_they_themselves_have_seen(self, stage: Stage) -> None:
        """Two pairs of eyes, counted off the entries alone; filings and utilities apart."""
        alone = {"L04", "P03", "P06", "S03", "S04", "W01", "Y03", "Y05", "U01", "U02", "U03", "U04"}
        looks = ("accepted", "conditionally_accepted", "reviewed")
        for entries in stage.projects.values():
            seen: dict[str, set[str]] = {}
            for entry in entries:
                code = getattr(entry.payload, "procedure", "")
                match entry.payload.kind:
                    case "submitted":
                        seen[code] = set()
                    case kind if kind in looks:
                        seen[code].add(entry.by)
                    case "concluded" if code not in alone:
                        assert seen[code] - {entry.by}, (entry.stream, code)
                    case "application_refused":
                        assert seen[code] - {entry.by}, (entry.stream, code)
                        assert entry.by.endswith("-head")

    def test_put_nobody_on_the_credit_record_unheard(self, stage: Stage) -> None:
        (breach,) = [one for one in stage.people if one.payload.kind == "breach_recorded"]
        before = [one for one in stage.projects[breach.stream] if one.version < breach.version]
        kinds = [one.payload.kind for one in before]
        proposed = before[kinds.index("measure_announced")]

        assert "defence_stated" in kinds
        assert proposed.by != breach.by

    def test_decide_nothing_that_is_owed_or_comes_before_its_prerequisites(
        self, stage: Stage
    ) -> None:
        for entries in stage.projects.values():
            file = None
            for entry in entries:
                if isinstance(entry.payload, Concluded):
                    assert file is not None
                    code = entry.payload.procedure
                    assert not file.cases[code].outstanding
                    assert not waits_for(file, code)
                    assert all(file.concluded(one) for one in file.plan[code].tolerable)
                file = fold(file, [entry])


class TestTheCampaignAtItsMiddle:
    def test_has_let_a_few_projects_through_the_start_gate(
        self, new_starts: list[CaseFile]
    ) -> None:
        assert 3 <= sum(START_CONSTRUCTION in one.passed for one in new_starts) <= 8

    def test_finds_most_projects_with_several_procedures_under_way(
        self, new_starts: list[CaseFile]
    ) -> None:
        waiting = (CaseState.OPEN, CaseState.WITHDRAWN, CaseState.DECLINED)
        busy = [sum(case.state not in waiting for case in one.open_cases()) for one in new_starts]
        assert sum(many >= 2 for many in busy) >= len(busy) / 2

    def test_shows_every_light_and_a_promise_overdue(self, stage: Stage) -> None:
        cases = [case for project in stage.projects for case in stage.file(project).open_cases()]
        lights = {
            light_case(case, on=MIDDLE, regulations=stage.regulations).light for case in cases
        }
        assert lights >= {Light.GREEN, Light.YELLOW, Light.RED, Light.BLUE}
        assert any(case.outstanding for case in cases)
        assert 1 <= sum(case.state is CaseState.OVERDUE_PROMISE for case in cases) <= 3


class TestAMoment:
    def test_that_would_fall_after_closing_falls_on_the_next_working_day(
        self, stage: Stage
    ) -> None:
        before_the_holiday = datetime(2020, 6, 24, 17, 10, tzinfo=ZONE)
        days = stage.regulations.days
        assert shortly(before_the_holiday, days) == datetime(2020, 6, 28, 9, 5, tzinfo=ZONE)

    def test_is_never_earlier_than_it_was_planned(self, stage: Stage) -> None:
        days = stage.regulations.days
        for number in range(200):
            now = datetime(2020, 6, 19, 8 + number % 10, 30, tzinfo=ZONE)
            at = later(now, 0, Random(number), days)
            assert at > now
            assert days.is_working_day(at.date())


class TestTheWordsOfARehearsal:
    """All that a rehearsed campaign tells and shows, read by `tests/papers/test_words.py`."""

    def test_of_its_notices_are_the_offices_own(self, stage: Stage) -> None:
        with stage.office.store.reading() as connection:
            rows = connection.execute(select(NoticeRow.title, NoticeRow.body)).all()
        told = ["\n".join(outbox.words_of(row)) for row in rows]
        wrong = {one: list(said(one)) for one in told}

        assert len(rows) > 500
        assert {one: found for one, found in wrong.items() if found} == {}

    def test_of_its_pages_are_the_offices_own(self, stage: Stage) -> None:
        days = stage.regulations.days
        for project in stage.projects:
            view = show(stage.office, project=project, timeline=True, today=MIDDLE)
            shown = Console(record=True, width=400, file=StringIO())
            print_project(view, shown)
            pages = (
                case_page(view, chart=None),
                form_page(view),
                wall_chart(view, days=days),
                shown.export_text(),
                *(f"{line.by_name} {line.name} {line.detail}" for line in view.timeline),
            )
            assert [(project, found) for page in pages for found in said(page)] == []

    def test_of_its_reports_are_the_offices_own(self, stage: Stage) -> None:
        office = stage.office
        plans = Console(record=True, width=400, file=StringIO())
        print_plans(plan_all(office, MIDDLE), plans)
        pages = (
            campaign_page(campaign_report(office, today=MIDDLE)),
            bulletin_text(bulletin_of(office, month="2020-05", today=MIDDLE)),
            plans.export_text(),
            *(f"{one.name} {one.what} {one.procedure_name}" for one in find_clues(office)),
            *(
                f"{one.procedure_name} {one.state_name} {one.to_do}"
                for department in stage.regulations.campaign.departments
                for one in to_do(office, department=department.code, today=MIDDLE)
            ),
            *(
                f"{one.rung_name} {one.ground_name} {one.state_name} {one.to_do}"
                for one in matters(office, closed=True, today=MIDDLE)
            ),
        )

        assert [found for page in pages for found in said(page)] == []

    def test_of_its_weekly_reports_are_what_a_liaison_would_type(self, stage: Stage) -> None:
        coded = re.compile(r"\d{4}-(?:\d{2}-\d{2}|W\d{2})| \d+ ")
        with stage.office.store.reading() as connection:
            files = [stage.office.file(connection, code)[0] for code in stage.projects]
        typed = [
            f"{one.report.physical_work} {one.report.next_week} {one.report.explanation}"
            for file in files
            for one in file.progress.reports.values()
        ]

        assert len(typed) > 100
        assert [one for one in typed if coded.search(one)] == []

    def test_never_let_the_system_sign_an_order(self, stage: Stage) -> None:
        signed = [
            line
            for project in stage.projects
            for line in show(stage.office, project=project, timeline=True, today=MIDDLE).timeline
            if line.kind == "slip_issued"
        ]

        orders = [line for line in signed if line.name != "发出问题提示单"]
        assert {line.by_name for line in signed if line not in orders} == {"区大项目调度指挥中心"}
        assert orders
        for line in orders:
            assert line.name.startswith("签发"), line
            assert line.by.startswith(("dispatch-", "supervision-", "leader-"))
