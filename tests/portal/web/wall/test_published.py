"""Targets, places, issues, bulletins and summaries in the browser: to read and to take along."""

import csv
import io
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from casework.acting import act
from casework.office.integrity import keep_anchor
from casework.supervision.bulletin import bulletins_seen_by
from models.act_requests import Via
from models.issue import RaiseIssue
from store.verifying.anchor_file import read_anchor
from tests.portal.web.browser import Browser, text, title
from tests.portal.web.conftest import RED


@pytest.fixture
def with_an_issue(dispatcher: Browser) -> Browser:
    act(
        dispatcher.premises.office,
        project=RED,
        procedure="start_construction",
        request=RaiseIssue(text="=供水接入点未定"),
        by="dispatch-01",
        via=Via.CONSOLE,
        now=dispatcher.premises.now(),
    )
    return dispatcher


def test_the_league_says_which_places_cannot_be_told_apart(dispatcher: Browser) -> None:
    page = text(dispatcher.get("/league"))

    assert "名次不可区分" in page
    assert "开发区管委会" in page


class TestTheLedger:
    def test_shows_the_last_root_of_each_day_in_both_algorithms(self, dispatcher: Browser) -> None:
        premises = dispatcher.premises
        now, anchor = premises.now(), premises.settings.anchor
        assert "尚未锚定" in text(dispatcher.get("/ledger"))
        keep_anchor(premises.office, anchor, now=now - timedelta(days=1))
        act(
            premises.office,
            project=RED,
            procedure="start_construction",
            request=RaiseIssue(text="供水接入点未定"),
            by="dispatch-01",
            via=Via.CONSOLE,
            now=now,
        )
        keep_anchor(premises.office, anchor, now=now)
        lines = read_anchor(anchor).lines

        page = text(dispatcher.get("/ledger"))

        assert "第1号" in page
        assert "第2号" in page
        for line in lines:
            assert line.root in page
            assert line.root_sm3 in page

    def test_says_when_the_anchor_was_edited(self, dispatcher: Browser) -> None:
        anchor = dispatcher.premises.settings.anchor
        keep_anchor(dispatcher.premises.office, anchor, now=dispatcher.premises.now())
        anchor.write_text(anchor.read_text("utf-8").replace('"number":1', '"number":7'), "utf-8")

        assert "已被改动" in text(dispatcher.get("/ledger"))

    def test_is_reached_from_the_reports(self, dispatcher: Browser) -> None:
        assert 'href="/ledger"' in dispatcher.get("/reports").text


class TestIssues:
    def test_are_listed_by_their_day_and_office(self, with_an_issue: Browser) -> None:
        page = with_an_issue.get("/issues")

        assert "=供水接入点未定" in text(page)
        assert f'href="/projects/{RED}#issues"' in page.text
        assert "没有符合条件的问题" in text(with_an_issue.get("/issues?office=nobody"))

    def test_are_handed_out_without_formulas(self, with_an_issue: Browser) -> None:
        book = with_an_issue.get("/issues.xlsx")
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0)
        plain = with_an_issue.get("/issues.csv").content.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(plain)))

        assert "=供水接入点未定" in [row[1] for row in sheet.to_python() if len(row) > 1]
        assert "'=供水接入点未定" in [row[1] for row in lines]
        assert with_an_issue.get("/issues.pdf").status_code == 404


class TestBulletins:
    def test_that_were_signed_are_everybodys(self, dispatcher: Browser) -> None:
        assert "2020年5月督办通报" in text(dispatcher.get("/reports"))
        answer = dispatcher.get("/reports/bulletins/2020-05")

        assert "2020年5月督办通报" in title(answer)
        assert "签发前台账总哈希" in text(answer)
        assert "2020-230112" in text(answer)

    def test_that_do_not_exist_are_a_page(self, dispatcher: Browser) -> None:
        assert dispatcher.get("/reports/bulletins/2019-01").status_code == 404
        assert dispatcher.get("/reports/bulletins/x").status_code == 404

    def test_that_nobody_signed_are_seen_by_their_signers_alone(self, dispatcher: Browser) -> None:
        office = dispatcher.premises.office
        with office.store.reading() as connection:
            accounts = office.situation(connection).file.campaign.accounts
        everybody = {len(bulletins_seen_by(office, account=one.number)) for one in accounts}

        assert everybody == {1}


class TestASummary:
    def test_is_read_and_taken_along(self, dispatcher: Browser) -> None:
        page = text(dispatcher.get("/reports/weekly/2020-W25"))
        book = dispatcher.get("/reports/weekly/2020-W25.xlsx")
        names = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).sheet_names

        assert "五率" in page
        assert "红灯项目" in page
        assert names == ["五率", "目标任务", "项目", "红灯项目", "问题清单"]
        assert "# 阿城区" in dispatcher.get("/reports/weekly/2020-W25.md").text

    @pytest.mark.parametrize("week", ["2020-W99", "x", "2020-W25.exe"])
    def test_of_no_week_is_a_page(self, dispatcher: Browser, week: str) -> None:
        assert dispatcher.get(f"/reports/weekly/{week}").status_code == 404
