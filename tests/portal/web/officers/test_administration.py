"""The three administrators: each their part, none the others', and no casework."""

import re
from datetime import datetime

import pytest
from sqlalchemy import text as sql

from models.days import ZONE
from portal.premises import Premises
from tests.portal.web.browser import PASSWORD, Browser, text

SYSTEM, SECURITY, AUDIT = "system-admin", "security-admin", "audit-admin"


def at(browser: Browser, account: str) -> Browser:
    other = browser.another()
    other.sign_in(account)
    return other


def added(browser: Browser, login: str = "li.ming") -> str:
    """Somebody new, and the password for the first time."""
    answer = at(browser, SYSTEM).post("/admin/persons", {"login": login, "name": "窗口新人"})
    assert answer.status_code == 200, text(answer)
    found = re.search(r'class="secret">([^<]+)<', answer.text)
    assert found is not None
    return found[1]


def proposed(browser: Browser, login: str = "li.ming", account: str = "water-02", **more: str):  # type: ignore[no-untyped-def]
    form = {"account": account, "from_on": "2020-06-01", **more}
    return at(browser, SYSTEM).post(f"/admin/persons/{login}/posts", form)


def confirmed(browser: Browser, by: str, login: str = "li.ming", account: str = "water-02"):  # type: ignore[no-untyped-def]
    form = {"account": account, "from_on": "2020-06-01"}
    return at(browser, by).post(f"/admin/persons/{login}/posts/confirm", form)


class TestSomebodyNew:
    def test_changes_the_password_before_anything_else(self, browser: Browser) -> None:
        password = added(browser)
        assert browser.sign_in("li.ming", password).headers["location"] == "/me/password"
        for path in ("/", "/me", "/admin"):
            assert browser.get(path).headers["location"] == "/me/password"

        form = {"old": password, "password": "Qing-Shan.2020xk", "again": "Qing-Shan.2020xk"}
        assert browser.post("/me/password", form).status_code == 303
        assert browser.get("/me").status_code == 200

    def test_may_do_nothing_before_the_security_administrator_has_confirmed(
        self, browser: Browser
    ) -> None:
        password = added(browser)
        assert proposed(browser).status_code == 303
        browser.sign_in("li.ming", password)
        form = {"old": password, "password": "Qing-Shan.2020xk", "again": "Qing-Shan.2020xk"}
        browser.post("/me/password", form)
        assert browser.get("/").headers["location"] == "/me"
        assert browser.get("/projects").status_code == 403

        assert confirmed(browser, SECURITY).status_code == 303
        assert browser.get("/").status_code == 200

    @pytest.mark.parametrize(
        ("form", "said"),
        [
            ({"login": "Li Ming!", "name": "新人"}, "账户名应以小写字母开头"),
            ({"login": "water-01", "name": "新人"}, "已存在"),
            ({"login": "li.ming", "name": " "}, "请填写姓名"),
        ],
    )
    def test_is_added_with_care(self, browser: Browser, form: dict[str, str], said: str) -> None:
        answer = at(browser, SYSTEM).post("/admin/persons", form)

        assert answer.status_code == 422
        assert said in text(answer)


class TestASubstitute:
    def test_chooses_the_post_until_the_last_day(self, browser: Browser) -> None:
        answer = proposed(browser, "water-01", "cso-01", until_on="2020-06-05")
        assert answer.status_code == 303
        assert confirmed(browser, SECURITY, "water-01", "cso-01").status_code == 303
        browser.sign_in("water-01")
        assert "水务局·窗口01" in text(browser.get("/"))
        before = browser.secret

        assert browser.post("/me/post", {"account": "cso-01"}).status_code == 303

        assert browser.secret != before
        assert "首席服务官01" in text(browser.get("/"))

    def test_is_told_when_the_days_are_over(self, browser: Browser, premises: Premises) -> None:
        proposed(browser, "water-01", "cso-01", until_on="2020-06-05")
        confirmed(browser, SECURITY, "water-01", "cso-01")
        browser.sign_in("water-01")
        browser.post("/me/post", {"account": "cso-01"})
        assert "的任职（代理）已止" not in text(browser.get("/"))

        premises.clock.set(datetime(2020, 6, 6, 9, tzinfo=ZONE))

        for path in ("/", "/projects"):
            said = text(browser.get(path))
            assert "您在岗位 cso-01 的任职（代理）已止，现以 water-01 水务局·窗口01 的名义" in said
        browser.post("/me/post", {"account": "water-01"})
        assert "的任职（代理）已止" not in text(browser.get("/"))

    def test_is_never_two_officers_of_one_department(self, browser: Browser) -> None:
        answer = proposed(browser, "water-01", "water-head", until_on="2020-06-05")

        assert answer.status_code == 422
        assert "须两人以上分任" in text(answer)

    def test_cannot_choose_what_is_not_theirs(self, browser: Browser) -> None:
        browser.sign_in("water-01")

        assert browser.post("/me/post", {"account": "water-head"}).status_code == 404

    def test_whose_days_are_over_is_not_given_more_by_ending_it_again(
        self, browser: Browser
    ) -> None:
        """A page that was left open asks to end what ended on the second of May."""
        proposed(browser, "water-01", "cso-01", from_on="2020-05-01", until_on="2020-05-02")
        kept = {"account": "cso-01", "from_on": "2020-05-01"}

        answer = at(browser, SYSTEM).post("/admin/persons/water-01/posts/end", kept)

        assert answer.status_code == 422
        assert "该任职已于 2020-05-02 终止" in text(answer)

    def test_is_not_proposed_backwards(self, browser: Browser) -> None:
        answer = proposed(browser, "water-01", "cso-01", until_on="2020-05-05")

        assert "止日早于起日" in text(answer)

    def test_stands_in_for_an_account_that_exists(self, browser: Browser) -> None:
        answer = proposed(browser, "water-01", "nobody-99")

        assert (answer.status_code, "没有账号" in text(answer)) == (422, True)


MAY = {
    ("GET", "/admin"): {SYSTEM, SECURITY, AUDIT},
    ("GET", "/admin/persons/water-01"): {SYSTEM, SECURITY, AUDIT},
    ("GET", "/admin/log"): {AUDIT},
    ("GET", "/admin/ledger"): {SYSTEM, SECURITY, AUDIT},
    ("POST", "/admin/persons"): {SYSTEM},
    ("POST", "/admin/persons/water-01/password"): {SYSTEM},
    ("POST", "/admin/persons/water-01/posts"): {SYSTEM},
    ("POST", "/admin/persons/water-01/posts/confirm"): {SECURITY},
    ("POST", "/admin/persons/water-01/posts/end"): {SYSTEM, SECURITY},
    ("POST", "/admin/persons/water-01/shut"): {SYSTEM, SECURITY},
    ("POST", "/admin/persons/water-01/open"): {SYSTEM, SECURITY},
    ("POST", "/admin/persons/water-01/sessions"): {SECURITY},
    ("POST", "/admin/persons/water-01/second-factor"): {SECURITY},
}
PLACES = {
    SYSTEM: {"/admin/ledger", "http://127.0.0.1:"},
    SECURITY: {"/admin/ledger"},
    AUDIT: {"/admin/ledger", "/admin/log"},
}
FORM = {
    "login": "li.ming",
    "name": "新人",
    "account": "water-02",
    "from_on": "2020-06-01",
}


class TestTheThree:
    """Who may do what: every cell of the table."""

    @pytest.mark.parametrize("who", [SYSTEM, SECURITY, AUDIT, "water-01", "operator-01"])
    @pytest.mark.parametrize(("method", "path"), MAY, ids=lambda one: one)
    def test_have_each_their_part(self, browser: Browser, who: str, method: str, path: str) -> None:
        browser.sign_in(who)
        answer = browser.get(path) if method == "GET" else browser.post(path, dict(FORM))

        assert (answer.status_code != 403) == (who in MAY[method, path])

    @pytest.mark.parametrize("who", PLACES)
    def test_are_led_to_what_they_may_see_and_told_who_sees_the_rest(
        self, browser: Browser, who: str
    ) -> None:
        browser.sign_in(who)
        page = browser.get("/admin").text
        shown = re.search(r'aria-label="管理事项">(.*?)</nav>', page, re.DOTALL)
        assert shown is not None
        links = re.findall(r'href="([^"]+)"', shown[1])

        assert {re.sub(r"\d+/$", "", one) for one in links} == PLACES[who]
        for one in links:
            if one.startswith("/"):
                assert browser.get(one).status_code == 200
        assert all(one in shown[1] for one in ("账户", "安全日志", "台账凭据", "运行台"))
        if who != AUDIT:
            assert "由审计管理员查看" in shown[1]

    @pytest.mark.parametrize("who", [SYSTEM, SECURITY, AUDIT])
    def test_see_no_casework(self, browser: Browser, who: str) -> None:
        browser.sign_in(who)

        assert browser.get("/").headers["location"] == "/admin"
        assert browser.get("/projects").status_code == 403

    def test_are_told_who_was_refused(self, browser: Browser) -> None:
        browser.sign_in("water-01")
        browser.get("/admin/log")

        page = text(at(browser, AUDIT).get("/admin/log?kind=refused"))
        assert "越权被拒 water-01 GET /admin/log" in page

    def test_do_not_confirm_what_concerns_themselves(self, browser: Browser) -> None:
        answer = proposed(browser, SECURITY, "water-02")

        assert "不得兼任业务岗位" in text(answer)

    def test_shut_somebody_out_at_once(self, officer: Browser) -> None:
        at(officer, SYSTEM).post("/admin/persons/water-01/shut")

        assert officer.get("/").headers["location"] == "/login"
        answer = officer.post("/login", {"account": "water-01", "password": PASSWORD})
        assert answer.status_code == 422

    def test_unlock_by_a_new_password(self, browser: Browser) -> None:
        for _ in range(6):
            browser.post("/login", {"account": "water-01", "password": "wrong"})

        answer = at(browser, SYSTEM).post("/admin/persons/water-01/password")

        found = re.search(r'class="secret">([^<]+)<', answer.text)
        assert found is not None
        assert browser.sign_in("water-01", found[1]).headers["location"] == "/me/password"


class TestTheLog:
    def test_is_whole(self, browser: Browser) -> None:
        browser.sign_in("water-01")

        audit = at(browser, AUDIT)
        assert "本页记录完整" in text(audit.get("/admin/log"))
        assert "日志完整" in text(audit.get("/admin/log?verify=all"))

    def test_is_read_by_the_page_and_checked_whole_when_asked(self, browser: Browser) -> None:
        for _ in range(52):
            browser.sign_in("water-01")
        audit = at(browser, AUDIT)
        with browser.premises.office.store.writing() as connection:
            connection.execute(sql("drop trigger access_events_no_update"))
            connection.execute(sql("update access_events set about = 'water-02' where seq = 1"))

        assert "本页记录完整" in text(audit.get("/admin/log"))
        assert "日志与封签不符" in text(audit.get("/admin/log?verify=all"))
        assert "日志与封签不符" in text(audit.get("/admin/log?before=20"))

    def test_tells_that_its_end_was_cut_off(self, browser: Browser) -> None:
        browser.sign_in("water-01")
        audit = at(browser, AUDIT)
        with browser.premises.office.store.writing() as connection:
            connection.execute(sql("drop trigger access_events_no_delete"))
            last = "(select max(seq) from access_events)"
            connection.execute(sql(f"delete from access_events where seq = {last}"))

        assert "末条不符" in text(audit.get("/admin/log"))

    def test_tells_when_a_line_was_changed(self, browser: Browser) -> None:
        browser.sign_in("water-01")
        with browser.premises.office.store.writing() as connection:
            connection.execute(sql("drop trigger access_events_no_update"))
            connection.execute(sql("update access_events set about = 'water-02' where seq = 1"))

        said = text(at(browser, AUDIT).get("/admin/log"))
        assert "日志与封签不符" in said
        assert "1：封签不符：该条被改动或另行写入" in said

    def test_is_not_changed_by_accident(self, browser: Browser) -> None:
        browser.sign_in("water-01")

        with (
            pytest.raises(Exception, match="append-only"),
            browser.premises.office.store.writing() as connection,
        ):
            connection.execute(sql("delete from access_events"))


def test_posts_and_whoever_gave_them_are_called_by_their_names(browser: Browser) -> None:
    keeper = at(browser, SYSTEM)

    listed, one = text(keeper.get("/admin")), text(keeper.get("/admin/persons/cso-01"))

    assert "water-02 水务局·窗口02 水务局·窗口02 正常" in listed
    assert "另行通知 演示 演示" in one
