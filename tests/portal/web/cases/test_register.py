"""Registering a project in the browser: errors at their fields, nothing typed is lost."""

import csv
from io import BytesIO, StringIO

import httpx
import openpyxl
import pytest

from models.register_form import RegisterForm
from portal.premises import Premises
from portal.web.projects.register_sheet import GROUPS
from tests.portal.web.browser import Browser, text, title
from tests.store.intake.project_workbooks import Book, row
from tests.stories.script import SCHOOL


def typed(form: RegisterForm = SCHOOL, **changes: object) -> dict[str, object]:
    """What a person types and ticks to register a project."""
    told = form.model_dump(mode="json", exclude={"officer"})
    flat = {
        name: ("yes" if value else "") if isinstance(value, bool) else str(value)
        for name, value in told.items()
    }
    return {name: value for name, value in (flat | changes).items() if value != ""}


@pytest.fixture
def registrar(browser: Browser) -> Browser:
    browser.sign_in(SCHOOL.officer)
    return browser


def test_the_form_asks_everything_that_the_model_asks(registrar: Browser) -> None:
    page = registrar.get("/register").text

    for name in RegisterForm.model_fields:
        assert (f'name="{name}"' in page) is (name != "officer"), name
    asked = [one for names in GROUPS.values() for one in names]
    assert len(asked) == len(set(asked))


class TestARegistration:
    def test_is_confirmed_with_what_it_brought(
        self, registrar: Browser, premises: Premises
    ) -> None:
        answer = registrar.post("/register", typed())

        assert answer.status_code == 303, text(answer)
        said = text(registrar.get(answer.headers["location"]))
        assert SCHOOL.name in said
        assert "现在可以申报" in said
        with premises.office.store.reading() as connection:
            file, _ = premises.office.file(connection, SCHOOL.code)
        assert file.project == SCHOOL.project()

    def test_forgives_widths_dashes_and_spaces_in_codes(
        self, registrar: Browser, premises: Premises
    ) -> None:
        code = " ２０２０－230112—83-01-009001 "

        assert registrar.post("/register", typed(code=code)).status_code == 303

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", ""),
            ("unit", ""),
            ("total_wan", "很多"),
            ("credit_code", "123"),
            ("code", "2020-1"),
            ("pinned_start", "2020-07-32"),
            ("type", "宫殿"),
        ],
    )
    def test_that_is_wrong_says_so_at_the_field_and_keeps_the_rest(
        self, registrar: Browser, field: str, value: str
    ) -> None:
        form = typed() | {field: value}
        answer = registrar.post("/register", form)

        assert answer.status_code == 422
        assert title(answer).startswith("错误：")
        assert f'href="#field-{field}"' in answer.text
        assert 'value="河东街道"' in answer.text

    def test_is_told_all_that_is_wrong_at_once(self, registrar: Browser) -> None:
        wrong = {"code": "2020-1", "credit_code": "123", "pinned_start": "2020-07-32"}
        answer = registrar.post("/register", typed() | wrong | {"total_wan": "很多"})

        assert "有4处需要处理" in text(answer)
        said = (
            "项目代码“2020-1”格式不对",
            "统一社会信用代码“123”应为18位",
            "总投资（万元）：“很多”应为",
            "锁定开工时间节点：“2020-07-32”没有这一天",
        )
        places = [text(answer).index(one) for one in said]
        assert places == sorted(places)
        assert "项目代码：项目代码" not in text(answer)

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("total_wan", "12²", "总投资（万元）：“12²”应为以万元计的数字"),
            ("total_wan", "5_200", "总投资（万元）：“5_200”应为以万元计的数字"),
            ("total_wan", "0.86亿", "总投资（万元）：“0.86亿”请换算成万元"),
            ("total_wan", "8600.0000001", "最多精确到分"),
            ("area_hectares", "63亩", "请换算后只填数字"),
            ("name", "学\n校", "中间有换行"),
            ("name", "\u200b\u200b\u200b", "不得少于2个字"),
            ("applicant", "某单位\u202e", "改变文字方向"),
            ("site", "长" * 201, "不得超过200个字"),
            ("this_year_wan", "99999999", "年度计划投资（万元）：年度计划投资超过总投资"),
        ],
    )
    def test_is_judged_as_a_table_is_in_words_of_the_office(
        self, registrar: Browser, field: str, value: str, said: str
    ) -> None:
        answer = registrar.post("/register", typed() | {field: value, "proportion_checked": "yes"})

        assert answer.status_code == 422
        assert f'href="#field-{field}"' in answer.text
        assert said in text(answer)
        assert "investment." not in text(answer)
        assert "Decimal" not in text(answer)

    @pytest.mark.parametrize("total", ["8,600", "8600万元", "８６００"])
    def test_takes_an_amount_as_a_table_does(
        self, registrar: Browser, premises: Premises, total: str
    ) -> None:
        answer = registrar.post("/register", typed(total_wan=total))

        assert answer.status_code == 303, text(answer)
        with premises.office.store.reading() as connection:
            file, _ = premises.office.file(connection, SCHOOL.code)
        assert file.project.investment.total == 86_000_000

    def test_that_contradicts_itself_says_where(self, registrar: Browser) -> None:
        answer = registrar.post("/register", typed(pinned_start="2020-07-05"))

        assert answer.status_code == 422
        assert 'href="#field-pinned_start"' in answer.text

    def test_out_of_all_proportion_is_asked_back_once(self, registrar: Browser) -> None:
        answer = registrar.post("/register", typed(total_wan="86000000"))

        assert answer.status_code == 422
        assert 'href="#field-total_wan"' in answer.text
        said = text(answer)
        assert "总投资为86000000万元，疑单位不是万元" in said
        assert "确属实情的，勾选“数量级已核对无误”再提交" in said

        land = registrar.post("/register", typed(area_hectares="63000"))
        assert 'href="#field-area_hectares"' in land.text

        checked = typed(total_wan="86000000", proportion_checked="yes")
        assert registrar.post("/register", checked).status_code == 303

    def test_of_a_taken_code_is_refused(self, registrar: Browser) -> None:
        registrar.post("/register", typed())

        answer = registrar.post("/register", typed(name="另一所学校"))

        assert answer.status_code == 422
        assert "已登记，内容与本次不同" in text(answer)

    def test_is_not_everybodys(self, browser: Browser) -> None:
        browser.sign_in("supervision-01")

        assert browser.get("/register").status_code == 403
        assert browser.post("/register", typed()).status_code == 403


class TestATable:
    @pytest.fixture
    def dispatcher(self, browser: Browser) -> Browser:
        browser.sign_in("dispatch-01")
        return browser

    def sent(self, at: Browser, content: bytes, **more: str) -> httpx.Response:
        given = {"workbook": ("登记.xlsx", content)}
        return at.post("/register/workbook", dict(more), files=given)

    def test_is_handed_out_for_this_campaign(self, dispatcher: Browser) -> None:
        answer = dispatcher.get("/register/template")

        book = openpyxl.load_workbook(BytesIO(answer.content))
        assert "开发区管委会" in [cell.value for column in book["选项"].columns for cell in column]

    def test_registers_every_project_once(self, dispatcher: Browser) -> None:
        content = Book().add([row()]).content()

        assert "新登记项目1个" in text(self.sent(dispatcher, content))
        assert "此前已登记且内容一致1个" in text(self.sent(dispatcher, content))
        assert dispatcher.get("/projects/2020-230112-33-03-009101").status_code == 200

    @pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
    def test_as_csv_is_taken_like_a_workbook(self, dispatcher: Browser, encoding: str) -> None:
        def sent(**change: object) -> str:
            cells = row(**change)
            lines = StringIO()
            csv.writer(lines).writerows([cells.keys(), cells.values()])
            given = {"workbook": ("登记.CSV", lines.getvalue().encode(encoding))}
            return text(dispatcher.post("/register/workbook", files=given))

        refused = sent(责任单位="没有的单位")
        assert "有1处需要改正" in refused
        assert "F2" in refused
        assert "新登记项目1个" in sent()
        assert "此前已登记且内容一致1个" in sent()

    def test_with_a_wrong_cell_is_sent_back_whole(self, dispatcher: Browser) -> None:
        answer = self.sent(dispatcher, Book().add([row(责任单位="没有的单位")]).content())

        said = text(answer)
        assert answer.status_code == 422
        assert "有1处需要改正，整本未导入" in said
        assert "F2" in said
        assert dispatcher.get("/projects/2020-230112-33-03-009101").status_code == 404

    def test_with_a_number_out_of_proportion_is_asked_back_once(self, dispatcher: Browser) -> None:
        content = Book().add([row(用地面积=63)]).content()

        asked = self.sent(dispatcher, content)
        assert "确属实情的，勾选“数量级已核对无误”再传" in text(asked)
        assert "新登记项目1个" in text(self.sent(dispatcher, content, proportion_checked="yes"))

    def test_that_is_no_workbook_or_none_is_asked_for(self, dispatcher: Browser) -> None:
        for name, said in {"登记.xls": "只收 .xlsx 或 .csv", "登记.csv": "找不到表头"}.items():
            wrong = dispatcher.post("/register/workbook", files={"workbook": (name, b"1")})
            assert said in text(wrong)
        assert "请选择填好的表" in text(dispatcher.post("/register/workbook"))

    def test_is_not_everybodys(self, browser: Browser) -> None:
        browser.sign_in("supervision-01")

        assert browser.get("/register/template").status_code == 403
        assert self.sent(browser, Book().add([row()]).content()).status_code == 403


class TestAChange:
    """The dispatch centre takes a project's own row, corrects a cell and hands it back."""

    AT = "/projects/2020-230112-33-03-009101"

    @pytest.fixture
    def dispatcher(self, browser: Browser) -> Browser:
        browser.sign_in("dispatch-01")
        given = {"workbook": ("登记.xlsx", Book().add([row()]).content())}
        browser.post("/register/workbook", files=given)
        return browser

    def handed_back(self, at: Browser, reason: str, **cells: object) -> httpx.Response:
        book = openpyxl.load_workbook(BytesIO(at.get(f"{self.AT}/change/table").content))
        for cell, value in cells.items():
            book["项目"][cell].value = value
        content = BytesIO()
        book.save(content)
        given = {"workbook": ("变更.xlsx", content.getvalue())}
        return at.post(f"{self.AT}/change/workbook", {"reason": reason}, files=given)

    def test_of_one_cell_changes_that_alone(self, dispatcher: Browser) -> None:
        assert "项目变更" in text(dispatcher.get(self.AT))

        answer = self.handed_back(dispatcher, "规划方案调整", L2=6800)

        assert answer.status_code == 303
        assert "→6800万元" in text(dispatcher.get(answer.headers["location"]))
        assert "总投资：5200万元→6800万元；规划方案调整" in text(dispatcher.get(self.AT))

    def test_without_a_reason_or_a_change_is_sent_back(self, dispatcher: Browser) -> None:
        assert "请写明变更理由" in text(self.handed_back(dispatcher, "", L2=6800))
        assert "没有变更" in text(self.handed_back(dispatcher, "规划方案调整"))
        wrong = text(self.handed_back(dispatcher, "规划方案调整", F2="没有的单位"))
        assert "有1处需要改正" in wrong

    def test_is_the_dispatch_centres(self, browser: Browser) -> None:
        browser.sign_in("unit-park-liaison")

        assert browser.get("/projects/2020-230112-39-03-000001/change/workbook").status_code == 403
