"""Weekly reports in the browser: by form, many at once, by workbook; nothing typed is lost."""

import io
import re
from datetime import timedelta
from html import unescape

import openpyxl
import pytest

from casework.office.clock import OfficeClock
from casework.weekly.reporting import ask
from casework.weekly.rounds import keep_rounds
from models.progress import ProgressReport
from portal.web.filled import Filled
from portal.web.reporting.report_form import Shown, fields, prefilled, typed
from store.intake.header_row import header_key
from tests.portal.conftest import LIAISON, MORNING, PROJECT
from tests.portal.web.browser import Browser, text, title

WEEK = "2020-W23"
FORM = f"/weekly/{WEEK}/{PROJECT}"


@pytest.fixture
def liaison(browser: Browser) -> Browser:
    """The liaison of the park's committee; the round of the week is open."""
    keep_rounds(browser.premises.office, now=MORNING + timedelta(minutes=30))
    browser.sign_in(LIAISON)
    return browser


def form_of(page: str) -> dict[str, str]:
    """What a browser would send of the report's form as it is shown."""
    form = page.partition('class="form report-form"')[2].partition("</form>")[0]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag:
            found[name[1]] = unescape(value[1]) if value else ""
    for name, value in re.findall(
        r'<textarea [^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL
    ):
        found[name] = unescape(value)
    for name, options in re.findall(
        r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(
            r'value="([^"]*)"', options
        )
        found[name] = unescape(chosen[1]) if chosen else ""
    return found


def reported(browser: Browser, project: str = PROJECT) -> ProgressReport | None:
    with browser.premises.office.store.reading() as connection:
        file, _ = browser.premises.office.file(connection, project)
    sent = file.progress.reports.get(WEEK)
    return sent.report if sent else None


class TestTheWeek:
    def test_lists_the_units_own_projects_with_what_is_missing(self, liaison: Browser) -> None:
        page = text(liaison.get("/weekly"))

        assert "请于 2020年6月5日 16:00 前报回" in page
        assert "5 应报项目" in page
        assert "5 未报" in page
        assert "阿城区冷链物流园项目" in page
        assert "教育局" not in page

    def test_that_has_no_round_says_so(self, liaison: Browser) -> None:
        assert liaison.get("/weekly?week=nonsense").status_code == 404

    def test_closed_says_that_what_comes_now_is_late(self, liaison: Browser) -> None:
        clock = OfficeClock(liaison.premises.settings.home, rehearsal=True)
        clock.set(MORNING + timedelta(hours=104))
        keep_rounds(liaison.premises.office, now=MORNING + timedelta(hours=104))

        assert "仍可填报，但会记为迟报" in text(liaison.get(f"/weekly?week={WEEK}"))
        page = liaison.get(FORM)
        assert "已截止，现在报记为迟报" in text(page)
        liaison.post(FORM, form_of(page.text))
        assert (
            "迟报" in text(liaison.get(f"/weekly?week={WEEK}")).partition("阿城区冷链物流园项目")[2]
        )


class TestTheForm:
    def test_comes_prefilled_with_three_questions(self, liaison: Browser) -> None:
        answer = liaison.get(FORM)
        page = text(answer)

        assert "先答这三个问题" in page
        assert page.count("影响开工") == 3
        assert form_of(answer.text)["status"] == "未开工"

    def test_as_it_is_shown_is_recorded_once(self, liaison: Browser) -> None:
        form = form_of(liaison.get(FORM).text)
        first = liaison.post(FORM, form)
        again = liaison.post(FORM, {**form, "_key": "another"})

        assert first.status_code == again.status_code == 303
        number = int(first.headers["location"].partition("recorded=")[2])
        assert again.headers["location"].endswith("recorded=same")
        assert f"台账第{number}条" in text(liaison.get(first.headers["location"]))
        assert "还有未报的项目" in text(liaison.get(first.headers["location"]))

    def test_keeps_what_was_typed(self, liaison: Browser) -> None:
        form = form_of(liaison.get(FORM).text) | {
            "invested_week": "120.5",
            "next_week": "编制施工图 | 送审",
            "problem-0-text": "供电接入点未定",
            "problem-0-needs": "请供电公司定接入点",
            "problem-0-office": "power",
        }
        form["problem-0-office"] = re.findall(
            r'<option value="([a-z-]+)">供电公司', liaison.get(FORM).text
        )[0]
        assert liaison.post(FORM, form).status_code == 303
        report = reported(liaison)

        assert report is not None
        assert report.invested_week == 1_205_000
        assert report.invested_total == 1_205_000
        assert report.next_week == "编制施工图 | 送审"
        assert report.problems[0].text == "供电接入点未定"
        assert "供电接入点未定" in liaison.get(FORM).text

    def test_an_emptied_field_is_empty(self, liaison: Browser) -> None:
        form = form_of(liaison.get(FORM).text) | {"next_week": "编制施工图"}
        liaison.post(FORM, form)
        again = form_of(liaison.get(FORM).text)
        assert again["next_week"] == "编制施工图"
        liaison.post(FORM, again | {"next_week": ""})

        report = reported(liaison)
        assert report is not None
        assert report.next_week == ""

    def test_that_contradicts_the_record_comes_back_with_the_word_at_its_field(
        self, liaison: Browser
    ) -> None:
        form = form_of(liaison.get(FORM).text) | {
            "status": "已开工",
            "started_on": "2020-06-01",
            "physical_work": "基础开挖",
        }
        answer = liaison.post(FORM, form)

        assert answer.status_code == 422
        assert title(answer).startswith("错误：")
        assert reported(liaison) is None
        assert form_of(answer.text)["physical_work"] == "基础开挖"
        assert 'id="error-status"' in answer.text or 'id="error-started_on"' in answer.text
        assert 'id="error-explanation"' in answer.text

        explained = form | {"explanation": "施工许可手续正在补办，基础先行开挖"}
        sent = liaison.post(FORM, explained)
        assert sent.status_code == 303
        assert "存疑" in text(liaison.get("/weekly"))

    def test_can_be_checked_without_being_sent(self, liaison: Browser) -> None:
        form = form_of(liaison.get(FORM).text)
        plain = liaison.post(FORM, form | {"do": "check"})
        doubtful = liaison.post(FORM, form | {"do": "check", "status": "已开工"})

        assert "没有发现矛盾" in text(plain)
        assert doubtful.status_code == 422
        assert reported(liaison) is None

    @pytest.mark.parametrize(
        ("field", "typed_in", "said"),
        [
            ("invested_week", "很多", "“很多”应为以万元计的数字"),
            ("invested_week", "12²", "“12²”应为以万元计的数字"),
            ("started_on", "2020-06-31", "日期"),
            ("invested_week", "9" * 25, "内容过长"),
        ],
    )
    def test_that_cannot_be_read_comes_back_at_its_field(
        self, liaison: Browser, field: str, typed_in: str, said: str
    ) -> None:
        form = form_of(liaison.get(FORM).text) | {field: typed_in, "next_week": "还在这里"}
        answer = liaison.post(FORM, form)

        assert answer.status_code == 422
        assert said in text(answer)
        assert f'id="error-{field}"' in answer.text
        assert form_of(answer.text)["next_week"] == "还在这里"

    def test_of_another_unit_is_a_page_that_says_who_may(self, liaison: Browser) -> None:
        form = form_of(liaison.get(FORM).text)
        liaison.sign_in("unit-education-liaison")

        answer = liaison.post(FORM, form)
        assert answer.status_code == 403
        assert "无权办理" in text(answer)
        assert reported(liaison) is None

    def test_keeps_its_draft_under_a_name_of_its_own(self, liaison: Browser) -> None:
        assert f'data-draft="report:{LIAISON}:{WEEK}:{PROJECT}"' in liaison.get(FORM).text


class TestABatch:
    def test_gives_each_project_its_own_outcome(self, liaison: Browser) -> None:
        lines = re.findall(r'href="/weekly/2020-W23/([\d-]+)"', liaison.get("/weekly").text)
        first, second, third = [one for one in dict.fromkeys(lines) if one.startswith("2020")][:3]
        answer = liaison.post(
            f"/weekly/{WEEK}/batch",
            {
                "_key": "batch-1",
                f"next_week-{first}": "编制方案",
                f"invested_week-{second}": "一些",
                f"same-{third}": "yes",
            },
        )
        page = text(answer)

        assert answer.status_code == 422
        assert "2个项目已报，1个退回" in page
        assert 'value="一些"' in answer.text
        sent = [reported(liaison, one) is not None for one in (first, second, third)]
        assert sent == [True, False, True]

    def test_of_no_unit_asks_for_one(self, browser: Browser) -> None:
        browser.sign_in("dispatch-01")

        assert browser.get(f"/weekly/{WEEK}/batch").status_code == 422
        assert browser.get(f"/weekly/{WEEK}/batch?unit=unit-park").status_code == 200


class TestAWorkbook:
    def filled(self, content: bytes, **cells: object) -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(content))
        sheet = book["项目周报"]
        heads = next(
            row for row in sheet.iter_rows() if any(one.value == "项目代码" for one in row)
        )
        columns = {header_key(str(one.value)): one.column for one in heads if one.value}
        for row in range(heads[0].row + 1, sheet.max_row + 1):
            if not sheet.cell(row, columns["项目代码"]).value:
                continue
            for header in ("本周完成投资", "年初至今完成投资", "开工至今累计完成投资"):
                sheet.cell(row, columns[header_key(f"{header}（万元）")], 0)
            for header in ("形象进度", "情况说明"):
                sheet.cell(row, columns[header], "首次填报，基础施工")
            for name, column in columns.items():
                if name in cells:
                    sheet.cell(row, column, cells[name])
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def test_goes_out_is_filled_in_and_comes_back_whole(self, liaison: Browser) -> None:
        book = liaison.get(f"/weekly/{WEEK}/workbook")
        assert book.status_code == 200
        answer = liaison.post(
            f"/weekly/{WEEK}/workbook",
            files={"workbook": ("周报.xlsx", self.filled(book.content, 下周计划="编制方案"))},
        )

        assert answer.status_code == 200, text(answer)
        assert "记录5个项目" in text(answer)
        report = reported(liaison)
        assert report is not None
        assert report.next_week == "编制方案"

    def test_with_a_wrong_cell_is_sent_back_whole_with_its_place(self, liaison: Browser) -> None:
        book = liaison.get(f"/weekly/{WEEK}/workbook")
        answer = liaison.post(
            f"/weekly/{WEEK}/workbook",
            files={"workbook": ("周报.xlsx", self.filled(book.content, 开工状态="随便"))},
        )

        assert answer.status_code == 422
        assert "请逐格改正后整本重报" in text(answer)
        assert "随便" in text(answer)
        assert reported(liaison) is None

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("周报.xls", b"x", "只收 .xlsx"),
            ("周报.xlsx", b"not a workbook", "周报.xlsx"),
        ],
    )
    def test_that_is_none_is_refused_with_a_word(
        self, liaison: Browser, name: str, content: bytes, said: str
    ) -> None:
        answer = liaison.post(f"/weekly/{WEEK}/workbook", files={"workbook": (name, content)})

        assert answer.status_code == 422
        assert said in text(answer)

    def test_that_was_forgotten_is_asked_for(self, liaison: Browser) -> None:
        assert "请选择填好的表" in text(liaison.post(f"/weekly/{WEEK}/workbook"))


def test_a_form_as_shown_says_what_was_prefilled(liaison: Browser) -> None:
    asked = ask(liaison.premises.office, project=PROJECT, week=WEEK, now=liaison.premises.now())
    draft = asked.prefilled.report

    assert fields(prefilled(draft), draft).report(draft) == draft


def test_a_bar_that_was_typed_divides_nothing() -> None:
    given = {
        "problem-0-text": ("甲｜乙",),
        "problem-0-needs": ("一\n二",),
        "problem-0-office": ("",),
    }
    shown: Shown = typed(Filled(given))

    assert shown.problems[0] == ("甲｜乙", "一\n二", "")
