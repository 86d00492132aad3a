"""At the sign-in page: who is let in, who is not, and what a stranger can learn."""

import re
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from casework.access.passwords import STEP_SECONDS
from casework.office.clock import machine_time
from models.tables.access import PersonRow
from rules.doors.access import FAILURES, IDLE, LOCKED_FOR, LONGEST
from tests.portal.web.browser import PASSWORD, Browser, text, title

STRONG = "Qing-Shan.2020xk"


def tried(browser: Browser, account: str, password: str = "wrong") -> tuple[int, str]:
    answer = browser.post("/login", {"account": account, "password": password})
    return answer.status_code, text(answer)


class TestSomebodyWhoSignsIn:
    def test_comes_to_the_page_that_was_asked_for(self, browser: Browser) -> None:
        asked = browser.get("/?tab=mine")
        assert asked.headers["location"] == "/login?next=%2F%3Ftab%3Dmine"

        form = {"account": "water-01", "password": PASSWORD, "next": "/?tab=mine"}
        assert browser.post("/login", form).headers["location"] == "/?tab=mine"
        assert browser.get("/?tab=mine").status_code == 200

    @pytest.mark.parametrize(
        "wanted",
        ["//evil.example", "https://evil.example/", "/\\evil.example", "evil", "/\n/x", "//[", ""],
    )
    def test_is_led_nowhere_else(self, browser: Browser, wanted: str) -> None:
        form = {"account": "water-01", "password": PASSWORD, "next": wanted}

        assert browser.post("/login", form).headers["location"] == "/"

    def test_may_type_the_account_as_phones_do(self, browser: Browser) -> None:
        assert tried(browser, " Water－01 ", PASSWORD)[0] == 303

    def test_gets_a_cookie_that_scripts_and_other_sites_do_not(self, browser: Browser) -> None:
        cookie = browser.sign_in("water-01").headers["set-cookie"]

        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie

    def test_gets_a_secret_that_nobody_planted(self, browser: Browser) -> None:
        browser.hold("planted-by-a-stranger")
        browser.sign_in("water-01")
        first = browser.secret

        assert first != "planted-by-a-stranger"
        browser.sign_in("water-01")
        assert browser.secret != first

    def test_leaves_the_session_before_it_behind(self, browser: Browser) -> None:
        browser.sign_in("water-01")
        first = browser.secret
        browser.sign_in("water-01")

        browser.hold(first)
        assert browser.get("/").headers["location"] == "/login"

    def test_is_out_after_signing_out_though_the_cookie_was_kept(self, officer: Browser) -> None:
        secret = officer.secret
        assert officer.post("/logout").headers["clear-site-data"] == '"cache", "storage"'

        officer.hold(secret)
        assert officer.get("/").headers["location"] == "/login"


class TestAStranger:
    def test_learns_nothing_about_who_has_an_account(self, browser: Browser) -> None:
        known, unknown = tried(browser, "water-01"), tried(browser, "nobody-99")

        assert known == (422, unknown[1])
        assert "账号或口令不正确" in known[1]
        assert "口令须重新填写，其余已填写的内容都保留" in known[1]

    def test_is_stopped_after_five_tries_whether_the_account_exists_or_not(
        self, browser: Browser
    ) -> None:
        for account in ("water-01", "nobody-99"):
            for _ in range(FAILURES):
                assert tried(browser, account)[0] == 422
            answer = browser.post("/login", {"account": account, "password": PASSWORD})
            assert answer.status_code == 429
            assert 0 < int(answer.headers["retry-after"]) <= LOCKED_FOR.total_seconds() + 1
            assert "连续输错次数过多" in text(answer)

    def test_does_not_stop_somebody_else(self, browser: Browser) -> None:
        for _ in range(FAILURES):
            tried(browser, "water-01")

        assert tried(browser, "water-02", PASSWORD)[0] == 303

    def test_may_try_again_after_a_quarter_of_an_hour(self, browser: Browser) -> None:
        for _ in range(FAILURES):
            tried(browser, "water-01")

        with browser.later(LOCKED_FOR + timedelta(seconds=1)):
            assert tried(browser, "water-01", PASSWORD)[0] == 303

    def test_gets_the_page_back_with_the_account_and_without_the_password(
        self, browser: Browser
    ) -> None:
        answer = browser.post("/login", {"account": "water-01", "password": "my wrong one"})

        assert title(answer).startswith("错误：")
        assert 'value="water-01"' in answer.text
        assert "my wrong one" not in answer.text

    def test_finds_no_page_open(self, browser: Browser) -> None:
        for path in ("/", "/me", "/admin", "/admin/log", "/me/password"):
            assert browser.get(path).headers["location"].startswith("/login")


class TestASession:
    def test_ends_when_nobody_does_anything(self, officer: Browser) -> None:
        with officer.later(IDLE + timedelta(minutes=1)):
            assert officer.get("/").headers["location"] == "/login"

    def test_goes_on_while_somebody_does(self, officer: Browser) -> None:
        for minutes in (20, 40, 60):
            with officer.later(timedelta(minutes=minutes)):
                assert officer.get("/").status_code == 200

    def test_goes_on_when_somebody_says_so(self, officer: Browser) -> None:
        with officer.later(IDLE - timedelta(minutes=2)):
            answer = officer.post("/me/stay")
            assert answer.status_code == 204
            assert int(answer.headers["x-ends-in"]) > 1700
        with officer.later(IDLE + timedelta(minutes=5)):
            assert officer.get("/").status_code == 200

    def test_ends_after_a_day_whatever_is_done(self, officer: Browser) -> None:
        for halves in range(1, 24):
            with officer.later(timedelta(minutes=29 * halves)):
                officer.get("/")
        with officer.later(LONGEST + timedelta(minutes=1)):
            assert officer.get("/").headers["location"] == "/login"

    def test_tells_the_page_when_it_ends(self, officer: Browser) -> None:
        found = re.search(r'data-ends-in="(\d+)"', officer.get("/").text)

        assert found is not None
        assert 1700 < int(found[1]) <= IDLE.total_seconds()

    def test_of_one_person_may_be_ended_from_another(self, officer: Browser) -> None:
        other = officer.another()
        other.sign_in("water-01")
        (session,) = re.findall(r'name="session" value="(\w+)"', officer.get("/me").text)

        assert officer.post("/me/sessions/end", {"session": session}).status_code == 303
        assert other.get("/").headers["location"] == "/login"
        assert officer.get("/").status_code == 200

    def test_of_somebody_else_may_not(self, officer: Browser) -> None:
        other = officer.another()
        other.sign_in("water-02")
        third = officer.another()
        third.sign_in("water-02")
        (session,) = re.findall(r'name="session" value="(\w+)"', third.get("/me").text)

        assert officer.post("/me/sessions/end", {"session": session}).status_code == 404
        assert other.get("/").status_code == 200

    def test_is_one_of_five_at_most(self, officer: Browser) -> None:
        for _ in range(5):
            officer.another().sign_in("water-01")

        assert officer.get("/").headers["location"] == "/login"


class TestAPassword:
    def change(self, browser: Browser, new: str, *, old: str = PASSWORD, again: str = ""):  # type: ignore[no-untyped-def]
        return browser.post("/me/password", {"old": old, "password": new, "again": again or new})

    def test_that_was_changed_is_the_only_one_that_counts(self, officer: Browser) -> None:
        assert self.change(officer, STRONG).status_code == 303
        officer.post("/logout")

        assert tried(officer, "water-01", PASSWORD)[0] == 422
        assert tried(officer, "water-01", STRONG)[0] == 303

    def test_is_kept_as_what_takes_a_machine_long(self, officer: Browser) -> None:
        assert self.change(officer, STRONG).status_code == 303
        kept = select(PersonRow.password).where(PersonRow.login == "water-01")
        with officer.premises.office.store.reading() as connection:
            assert (
                connection.execute(kept).scalar_one().startswith("$argon2id$v=19$m=19456,t=2,p=1$")
            )

    def test_that_was_changed_ends_every_other_session(self, officer: Browser) -> None:
        other = officer.another()
        other.sign_in("water-01")
        before = officer.secret
        self.change(officer, STRONG)

        assert other.get("/").headers["location"] == "/login"
        assert officer.secret != before
        assert officer.get("/").status_code == 200

    @pytest.mark.parametrize(
        ("new", "said"),
        [
            ("Ab1!", "至少10个字符"),
            ("abcdqmxefgh", "至少三类"),
            ("Aa1!Aa1!Aa1!Aa1!", "重复的字符过多"),
            ("X9!water-01zz", "不得含有账号"),
            ("Password!2020x", "容易被猜中"),
            ("Zx!12345mnop", "容易被猜中"),
            ("x" * 129, "不得超过128"),
        ],
    )
    def test_that_is_easily_guessed_is_refused(self, officer: Browser, new: str, said: str) -> None:
        answer = self.change(officer, new)

        assert answer.status_code == 422
        assert said in text(answer)

    def test_does_not_come_back(self, officer: Browser) -> None:
        self.change(officer, STRONG)

        answer = self.change(officer, STRONG, old=STRONG)
        assert "不得与最近用过的口令相同" in text(answer)

    def test_is_typed_twice_alike(self, officer: Browser) -> None:
        assert "两次输入的新口令不一致" in text(self.change(officer, STRONG, again="other"))

    def test_is_not_found_out_by_trying_from_within(self, officer: Browser) -> None:
        for _ in range(FAILURES):
            assert self.change(officer, STRONG, old="guess").status_code == 422

        assert self.change(officer, STRONG).status_code == 429


class TestASecondFactor:
    @pytest.fixture
    def seed(self, officer: Browser) -> str:
        page = officer.get("/me/second-factor").text
        found = re.search(r'name="seed" value="(\w+)"', page)
        assert found is not None
        assert "<svg" in page
        seed = found[1]
        code = pyotp.TOTP(seed).at(machine_time())
        assert officer.post("/me/second-factor", {"seed": seed, "code": code}).status_code == 303
        return seed

    def code(self, seed: str) -> str:
        """The next code: the present one was used when the factor was taken on."""
        return pyotp.TOTP(seed).at(machine_time() + timedelta(seconds=STEP_SECONDS))

    def test_is_asked_for_after_the_password(self, officer: Browser, seed: str) -> None:
        officer.post("/logout")
        assert officer.sign_in("water-01").headers["location"] == "/login/code"
        half = officer.secret
        assert officer.get("/").headers["location"] == "/login/code"

        answer = officer.post("/login/code", {"code": self.code(seed)})

        assert answer.headers["location"] == "/"
        assert officer.secret != half
        assert officer.get("/").status_code == 200

    def test_is_not_passed_with_a_code_used_before(self, officer: Browser, seed: str) -> None:
        officer.post("/logout")
        officer.sign_in("water-01")
        used = pyotp.TOTP(seed).at(machine_time())

        answer = officer.post("/login/code", {"code": used})

        assert answer.status_code == 422
        assert "动态口令不正确" in text(answer)

    def test_is_not_guessed(self, officer: Browser, seed: str) -> None:
        officer.post("/logout")
        officer.sign_in("water-01")
        for _ in range(FAILURES - 1):
            assert officer.post("/login/code", {"code": "000000"}).status_code == 422

        assert officer.post("/login/code", {"code": self.code(seed)}).status_code == 429
        assert tried(officer, "water-01", PASSWORD)[0] == 429

    def test_comes_within_five_minutes(self, officer: Browser, seed: str) -> None:
        officer.post("/logout")
        officer.sign_in("water-01")

        with officer.later(timedelta(minutes=6)):
            answer = officer.post("/login/code", {"code": self.code(seed)})
            assert "登录已超时" in text(answer)

    def test_is_given_up_with_password_and_code(self, officer: Browser, seed: str) -> None:
        form = {"old": PASSWORD, "code": "000000"}
        assert officer.post("/me/second-factor/remove", form).status_code == 422

        form["code"] = self.code(seed)
        assert officer.post("/me/second-factor/remove", form).status_code == 303
        officer.post("/logout")
        assert officer.sign_in("water-01").headers["location"] == "/"
