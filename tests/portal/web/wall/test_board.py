"""The board in the browser: all at once, as of any day, live; what a leader and anybody sees."""

import asyncio
import gzip
import re
import time
from collections.abc import AsyncIterator
from datetime import date
from io import BytesIO

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from casework.acting import act
from casework.reading.board.board import board, front
from casework.reading.board.standing import standings
from models.act_requests import Via
from models.case import CaseState
from models.issue import RaiseIssue
from models.labels import STATES
from models.light import Light
from portal.premises import Premises
from portal.web.running.app import create_app
from portal.web.wall.board import growth
from portal.web.wall.squares import square
from reports.wall.marks import BY_LIGHT, BY_STATE, LEGEND
from tests.portal.web.browser import BASE, Browser, text
from tests.portal.web.conftest import RED

JUNE_5 = "2020-06-05"


def squares(page: str) -> list[tuple[str, str]]:
    return re.findall(r"<td class=(\w)>([^<]*)", page)


class TestABoardToKeep:
    def test_is_handed_out_as_of_the_day_that_is_shown(self, dispatcher: Browser) -> None:
        page = dispatcher.get(f"/board?as_of={JUNE_5}").text
        book = dispatcher.get(f"/board.xlsx?as_of={JUNE_5}")
        told = dispatcher.get("/board.json?").json()

        assert f'href="/board.xlsx?as_of={JUNE_5}"' in page
        assert f'href="/board.pdf?as_of={JUNE_5}"' in page
        sheet = load_workbook(BytesIO(book.content))["挂图作战"]
        assert "2020年6月5日（星期五）日终的情形" in str(sheet["A2"].value)
        assert len(told["projects"]) == len(
            board(dispatcher.premises.office, today=dispatcher.premises.today()).lines
        )
        assert dispatcher.get("/board.pdf").content.startswith(b"%PDF-")
        assert dispatcher.get("/board.odt").status_code == 404


class TestTheBoard:
    def test_shows_every_project_and_every_procedure_at_once(self, dispatcher: Browser) -> None:
        known = board(dispatcher.premises.office, today=dispatcher.premises.today())
        page = dispatcher.get("/board").text

        assert len(squares(page)) == len(known.lines) * len(known.columns)
        assert len(known.lines) == 60
        assert page.index(RED) < page.index("阿城区高端装备零部件制造项目")

    def test_has_no_colour_without_a_character_of_the_legend(self, dispatcher: Browser) -> None:
        shown = set(squares(dispatcher.get("/board").text))

        assert ("r", "超") in shown
        assert {kind for kind, word in shown if not word} == {"n"}
        told = {one for one, _ in LEGEND} | {*BY_STATE.values()}
        assert shown <= told

    def test_is_small_on_the_wire(self, dispatcher: Browser) -> None:
        answer = dispatcher.get("/board")

        assert answer.headers["content-encoding"] == "gzip"
        assert len(gzip.compress(answer.content, 5)) < 14 * 1024

    def test_of_many_projects_is_paged_and_no_project_is_lost(
        self, dispatcher: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whole = squares(dispatcher.get("/board").text)
        monkeypatch.setattr("portal.web.wall.board.ROWS", 25)
        first, second, third = (dispatcher.get(f"/board?page={page}").text for page in (1, 2, 3))

        assert squares(first) + squares(second) + squares(third) == whole
        assert "60个项目，最要紧的在前，第1页，共3页" in first
        assert 'rel="prev"' not in first
        assert 'href="/board?page=3"' in second
        assert 'rel="prev" href="/board?"' in second
        assert 'rel="next"' not in third
        assert "第3页，共3页" in dispatcher.get("/board?page=9").text

    def test_as_of_a_day_is_what_was_so_then(self, dispatcher: Browser) -> None:
        office, today = dispatcher.premises.office, dispatcher.premises.today()
        then = standings(office, as_of=date(2020, 6, 5), today=today)
        page = dispatcher.get(f"/board?as_of={JUNE_5}")

        assert "这是2020年6月5日（周五）日终的情形" in text(page)
        assert "data-live" not in page.text
        drawn = sorted(squares(page.text))
        codes = [one.code for one in board(office, as_of=date(2020, 6, 5), today=today).columns]
        assert drawn == sorted(square(one.squares.get(code)) for one in then for code in codes)

    def test_of_a_day_is_answered_within_half_a_second(self, dispatcher: Browser) -> None:
        dispatcher.get(f"/board?as_of={JUNE_5}")  # folds what nobody has asked for yet
        spent = []
        for on in range(1, 15):
            began = time.perf_counter()
            assert dispatcher.get(f"/board?as_of=2020-06-{on:02d}").status_code == 200
            spent.append(time.perf_counter() - began)

        assert sorted(spent)[len(spent) // 2] < 0.5

    @pytest.mark.parametrize(
        ("day", "why"),
        [
            ("2020-06-31", "没有这一天"),
            ("gestern", "应为日期"),
            ("6.5", "缺少年份"),
            ("2031-01-01", "晚于今日"),
        ],
    )
    def test_of_what_is_no_day_says_so(self, dispatcher: Browser, day: str, why: str) -> None:
        answer = dispatcher.get(f"/board?as_of={day}")

        assert answer.status_code == 422
        assert why in text(answer)

    def test_before_the_first_day_is_empty_and_says_so(self, dispatcher: Browser) -> None:
        assert "这一天还没有登记项目" in text(dispatcher.get("/board?as_of=2019-01-01"))

    def test_lives_without_script_by_loading_itself_again(self, dispatcher: Browser) -> None:
        assert '<noscript><meta http-equiv="refresh"' in dispatcher.get("/board").text
        assert "http-equiv" not in dispatcher.get(f"/board?as_of={JUNE_5}").text

    def test_is_dark_for_the_wall(self, dispatcher: Browser) -> None:
        assert '<body class="broad wall"' in dispatcher.get("/board?wall=1").text

    def test_tells_when_the_ledger_has_grown(self, played: Premises) -> None:
        async def watched() -> list[str]:
            told: AsyncIterator[str] = growth(played.office, look=0.01, last=0.05)
            found = [await anext(told)]
            act(
                played.office,
                project=RED,
                procedure="start_construction",
                request=RaiseIssue(text="供水接入点未定"),
                by="dispatch-01",
                via=Via.CONSOLE,
                now=played.now(),
            )
            found.extend([one async for one in told])
            return found

        told = asyncio.run(watched())
        assert told[0].startswith("retry:")
        assert sum("event: grown" in one for one in told) == 1


@pytest.mark.parametrize("state", CaseState)
def test_every_state_has_a_square(state: CaseState) -> None:
    assert state in BY_STATE
    assert STATES[state]


@pytest.mark.parametrize("light", [Light.BLACK, Light.RED, Light.YELLOW])
def test_what_asks_for_action_is_told_by_its_light(light: Light) -> None:
    assert BY_LIGHT[light][1] not in {word for _, word in BY_STATE.values()}


class TestTheFrontPage:
    def test_has_four_numbers_with_a_word_and_what_they_were(self, dispatcher: Browser) -> None:
        office, today = dispatcher.premises.office, dispatcher.premises.today()
        told = front(office, today=today)
        page = text(dispatcher.get("/front"))

        assert f"{told.now.red} 亮红灯的项目" in page
        assert f"{told.now.behind} 赶不上锁定开工日" in page
        assert f"{told.now.overdue} 超时的审批事项" in page
        assert f"{told.now.started}／60 已开工的项目" in page
        assert "6月12日" in page

    def test_says_what_changed_since_the_meeting_that_was_named(self, dispatcher: Browser) -> None:
        page = text(dispatcher.get("/front?since=2020-06-17"))

        assert "阿城区颐养小镇项目" in page
        assert "红灯" in page.partition("自上次会办以来的变化")[2]

    def test_changes_add_up(self, played: Premises) -> None:
        told = front(played.office, since=date(2020, 6, 5), today=played.today())
        before = {
            one.code: one
            for one in standings(played.office, as_of=date(2020, 6, 5), today=played.today())
        }

        assert told.moved
        for one in told.moved:
            assert one.before == before.get(one.now.code)
            assert one.lit or one.started or one.days or one.before is None
        assert all(not one.days for one in told.moved if one.now.started_on)


class TestThePublicTimetable:
    @pytest.fixture
    def stranger(self, played: Premises) -> Browser:
        return Browser(
            TestClient(create_app(played), base_url=BASE, follow_redirects=False), played
        )

    @pytest.fixture
    def published(self, played: Premises, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(played.settings, "public_timetable", True)

    @pytest.mark.parametrize("path", ["/public", f"/public/{RED}"])
    def test_is_closed_to_strangers_unless_the_office_says_otherwise(
        self, stranger: Browser, path: str
    ) -> None:
        assert stranger.get(path).headers["location"].startswith("/login")

    @pytest.mark.usefixtures("published")
    def test_shows_procedures_and_days(self, stranger: Browser) -> None:
        page = text(stranger.get(f"/public/{RED}"))

        assert "建设工程质量安全监督手续 S04 住建局 办理中" in page
        assert "供水报装 U02 供水公司 依法暂停计时" in page
        assert "60" not in stranger.get("/public?q=颐养").text.partition("<tbody>")[2][:50]
        assert RED in stranger.get("/public?q=颐养").text

    @pytest.mark.usefixtures("published")
    def test_names_no_person_no_sum_and_no_reason(self, stranger: Browser) -> None:
        with stranger.premises.office.store.reading() as connection:
            situation = stranger.premises.office.situation(connection)
            file, _ = stranger.premises.office.file(connection, RED)
        project = file.project
        hidden = [
            *(one.name for one in situation.file.campaign.accounts),
            *(one.number for one in situation.file.campaign.accounts),
            project.applicant.name,
            project.applicant.credit_code,
            str(int(project.investment.total)),
            str(int(project.investment.total / 10000)),
            "红灯",
            "容缺",
            "万元",
        ]
        for path in (f"/public/{RED}", "/public"):
            page = text(stranger.get(path))
            assert [one for one in hidden if one in page] == []

    @pytest.mark.usefixtures("published")
    def test_opens_nothing_else(self, stranger: Browser) -> None:
        for path in ("/board", "/front", "/projects", "/board/live", f"/projects/{RED}"):
            assert stranger.get(path).status_code == 303
