"""Projects in the browser: found by what is known of them, told why, listed and handed out."""

import csv
import io
import re
from html.parser import HTMLParser

import pytest
from python_calamine import CalamineWorkbook

from casework.reading.board.standing import standings
from models.light import Light
from portal.premises import Premises
from portal.web.words import plain_days
from tests.portal.conftest import PROJECT
from tests.portal.web.browser import Browser, text, title
from tests.portal.web.conftest import RED


class Table(HTMLParser):
    """The rows of every table of a page, as texts of cells."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._cell: list[str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell is not None:
            self.rows[-1].append(" ".join("".join(self._cell).split()))
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)


class TestTheList:
    def test_shows_the_worst_first_and_goes_on_by_pages(self, dispatcher: Browser) -> None:
        lines = standings(dispatcher.premises.office, today=dispatcher.premises.today())
        pages = [dispatcher.get(f"/projects?page={number}") for number in (1, 2, 3)]
        codes = [code for page in pages for code in re.findall(r'/projects/([\d-]+)"', page.text)]

        assert codes[0] == RED
        assert sorted(codes) == sorted(one.code for one in lines)
        assert "下一页" in text(pages[0])
        assert "下一页" not in text(pages[2])

    @pytest.mark.parametrize(
        "typed", ["颐养小镇", "yyxz", RED, RED.replace("-", "－"), " ２０２０-230112-85-03-000033 "]
    )
    def test_finds_a_project_by_what_is_known_of_it(self, dispatcher: Browser, typed: str) -> None:
        answer = dispatcher.client.get("/projects", params={"q": typed})

        assert re.findall(r'/projects/([\d-]+)"', answer.text) == [RED]

    def test_filters_by_unit_tier_and_light_together(self, dispatcher: Browser) -> None:
        lines = standings(dispatcher.premises.office, today=dispatcher.premises.today())
        wanted = [
            one.code
            for one in lines
            if one.unit == "unit-park"
            and one.light is Light.YELLOW
            and one.tier == "provincial_100"
        ]
        answer = dispatcher.get("/projects?unit=unit-park&tier=provincial_100&light=yellow")

        assert sorted(re.findall(r'/projects/([\d-]+)"', answer.text)) == wanted
        assert wanted
        assert 'href="/projects?unit=unit-park&amp;tier=provincial_100"' in answer.text

    def test_says_that_nothing_was_found(self, dispatcher: Browser) -> None:
        assert "没有符合条件的项目" in text(dispatcher.get("/projects?q=zzzz"))

    @pytest.mark.parametrize("page", ["0", "-1", "x", "999999999999", ""])
    def test_takes_a_page_that_is_none_for_the_nearest(
        self, dispatcher: Browser, page: str
    ) -> None:
        assert dispatcher.get(f"/projects?page={page}").status_code == 200

    def test_is_closed_to_strangers(self, browser: Browser) -> None:
        assert browser.get("/projects").headers["location"] == "/login?next=%2Fprojects"


class TestAProjectsPage:
    def test_says_in_one_sentence_why_it_is_red(self, dispatcher: Browser) -> None:
        told = text(dispatcher.get(f"/projects/{RED}"))

        assert "为什么亮红灯： 建设工程质量安全监督手续（S04）容缺材料6月18日到期未补" in told
        assert "现待建设单位" in told
        assert "锁定开工 7月3日" in told
        assert "80％概率" in told

    def test_draws_what_stands_in_words_beside_it(self, dispatcher: Browser) -> None:
        page = dispatcher.get(f"/projects/{RED}").text
        drawn = re.findall(r'class="bars" role="img" focusable="false" aria-label="([^"]+)"', page)
        paused = next(one for one in drawn if one.startswith("U02"))

        assert "6月10日起暂停（关联审批），尚未恢复" in paused
        assert 'class="b-paused"' in page
        assert {"b-plan", "b-forecast", "b-done", "due-line"} <= set(
            re.findall(r'class="([\w-]+)"', page)
        )
        for word in ("计划", "预计", "暂停计时", "到期日", "超期"):
            assert word in page.partition('class="legend"')[2].partition("</ul>")[0]

    def test_begins_what_is_planned_of_a_row_with_no_mark(self, dispatcher: Browser) -> None:
        page = text(dispatcher.get(f"/projects/{RED}"))

        assert "供水公司 暂停计时 6月9日至6月10日暂停（等待前置事项） · 6月10日起暂停" in page

    def test_lists_what_is_not_concluded(self, dispatcher: Browser) -> None:
        rows = Table(dispatcher.get(f"/projects/{RED}").text).rows
        (line,) = [row for row in rows if len(row) == 6 and "S05" in row[0]]

        assert line[5] == "等待S04办结"

    def test_shows_who_did_what_when_under_which_number(self, dispatcher: Browser) -> None:
        whole = Table(dispatcher.get(f"/projects/{RED}/trail").text).rows

        assert whole[1][0] == f"第{len(whole) - 1}条"
        assert whole[-1][0] == "第1条"
        assert all(row[2] for row in whole[1:])

    def test_that_does_not_exist_is_a_page(self, dispatcher: Browser) -> None:
        answer = dispatcher.get("/projects/2020-000000-00-00-000000")

        assert answer.status_code == 404
        assert "没有登记项目" in text(answer)

    def test_leads_to_a_run_that_is_away_with_a_word(self, dispatcher: Browser) -> None:
        answer = dispatcher.get(f"/projects/{RED}/run")

        assert answer.status_code == 404
        assert "运行台目前没有应答" in text(answer)


class TestTheOutstandingList:
    def test_says_who_holds_what_until_when_and_what_frees_it(self, dispatcher: Browser) -> None:
        answer = dispatcher.get(f"/projects/{RED}/outstanding")
        head, *rows = Table(answer.text).rows
        (held,) = [row for row in rows if row[1] == "S04"]
        line = dict(zip(head, held, strict=True))

        assert line["现由谁持有"] == "建设单位"
        assert line["自何日起"] == "6月19日"
        assert line["影响哪些事项"] == "S05、开工"
        assert line["怎样办结"].startswith("催补逾期材料")
        assert title(answer).startswith("前期未办结手续清单")

    def test_is_the_same_on_the_page_in_the_workbook_and_in_csv(self, dispatcher: Browser) -> None:
        head, *rows = Table(dispatcher.get(f"/projects/{RED}/outstanding").text).rows
        book = dispatcher.get(f"/projects/{RED}/outstanding.xlsx")
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0)
        table = [row for row in sheet.to_python() if len(row) > 1 and row[1] != ""]
        plain = dispatcher.get(f"/projects/{RED}/outstanding.csv")
        lines = list(csv.reader(io.StringIO(plain.content.decode("utf-8-sig"))))

        assert table[0] == lines[0] == head
        assert [row[1] for row in table[1:]] == [row[1] for row in lines[1:] if row[1]]
        assert len(lines) - 1 == len(rows)
        assert "filename*=UTF-8''" in book.headers["content-disposition"]

    def test_comes_in_no_other_kind(self, dispatcher: Browser) -> None:
        assert dispatcher.get(f"/projects/{RED}/outstanding.exe").status_code == 404


def test_a_days_code_in_a_sentence_is_written_for_people(played: Premises) -> None:
    today = played.today()

    assert plain_days("应于 2020-06-16 开工，至今未开", today) == "应于6月16日开工，至今未开"
    assert plain_days("比锁定的 2020-06-22 晚 24 个工作日", today) == "比锁定的6月22日晚24个工作日"
    assert plain_days("2021-01-04", today) == "2021年1月4日"
    assert plain_days("（2020-230112-13-03-000053）", today) == "（2020-230112-13-03-000053）"


def test_every_project_has_a_page(officer: Browser) -> None:
    assert officer.get(f"/projects/{PROJECT}").status_code == 200
