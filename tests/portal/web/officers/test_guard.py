"""What stands before every page: names, origins, sizes, headers, the log."""

import logging

import pytest

from portal.web.guard import MOST_BYTES
from tests.portal.conftest import PROJECT
from tests.portal.web.browser import BASE, FROM_OUR_PAGE, Browser, text, title


class TestEveryAnswer:
    @pytest.mark.parametrize("path", ["/login", "/nowhere", "/healthz", "/static/portal.css", "/"])
    def test_lets_the_browser_ask_nobody_else(self, browser: Browser, path: str) -> None:
        answer = browser.get(path)

        assert answer.headers["content-security-policy"].startswith("default-src 'self';")
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"

    def test_is_kept_by_nobody_but_files_that_never_change(self, officer: Browser) -> None:
        assert officer.get("/").headers["cache-control"] == "no-store"
        assert "immutable" in officer.get("/static/portal.css").headers["cache-control"]

    def test_of_a_page_holds_no_script_no_style_and_no_foreign_address(
        self, officer: Browser
    ) -> None:
        page = officer.get("/").text

        assert " style=" not in page
        assert "<style" not in page
        assert page.count("<script") == page.count("<script src=") > 0
        assert "http://" not in page
        assert "https://" not in page


class TestARequest:
    @pytest.mark.parametrize("host", ["evil.example", "evil.example:8080", "127.0.0.1:9", ""])
    def test_that_names_another_server_is_not_answered(self, browser: Browser, host: str) -> None:
        assert browser.get("/login", host=host).status_code == 421

    @pytest.mark.parametrize(
        "headers",
        [
            pytest.param({"sec-fetch-site": "cross-site"}, id="from another site"),
            pytest.param({"sec-fetch-site": "same-site"}, id="from a neighbour of our site"),
            pytest.param({"origin": "http://evil.example"}, id="with a foreign origin"),
            pytest.param({"origin": "null"}, id="with an origin that is hidden"),
            pytest.param({"origin": "http://127.0.0.1:9"}, id="from another port"),
            pytest.param({"origin": "http://["}, id="with an origin that is none"),
            pytest.param(
                {"sec-fetch-site": "same-origin", "origin": "http://evil.example"},
                id="with two stories",
            ),
            pytest.param({}, id="that says nothing"),
        ],
    )
    def test_that_changes_something_comes_from_our_own_page(
        self, officer: Browser, headers: dict[str, str]
    ) -> None:
        answer = officer.client.post("/logout", headers=headers)

        assert answer.status_code == 403
        assert officer.get("/").status_code == 200

    @pytest.mark.parametrize(
        "headers",
        [
            FROM_OUR_PAGE,
            pytest.param({"origin": BASE}, id="from a browser that says only the origin"),
            pytest.param({"origin": "http://localhost:8080"}, id="under another name of ours"),
        ],
    )
    def test_from_our_own_page_is_carried_out(
        self, officer: Browser, headers: dict[str, str]
    ) -> None:
        assert officer.client.post("/logout", headers=headers).status_code == 303

    def test_that_is_too_long_is_refused_by_what_it_says(self, browser: Browser) -> None:
        assert browser.post("/login", {"account": "a" * (MOST_BYTES + 1)}).status_code == 413

    def test_that_is_too_long_is_refused_by_what_arrives(self, browser: Browser) -> None:
        pieces = (b"account=" + b"a" * 65536 for _ in range(MOST_BYTES // 65536 + 2))
        answer = browser.client.post(
            "/login",
            content=pieces,
            headers={**FROM_OUR_PAGE, "content-type": "application/x-www-form-urlencoded"},
        )

        assert answer.status_code == 413
        assert "过大" in text(answer)

    def test_leaves_a_line_without_what_was_typed(
        self, browser: Browser, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO, "greenchannel.access")

        browser.post("/login?next=/secret-path", {"account": "nobody-99", "password": "hunter2"})

        (line,) = [record.getMessage() for record in caplog.records]
        assert "POST /login 422" in line
        assert not any(word in line for word in ("hunter2", "nobody-99", "secret-path"))


class TestWhatIsNotThere:
    def test_is_answered_by_a_page(self, officer: Browser) -> None:
        answer = officer.get("/nowhere")

        assert (answer.status_code, title(answer)) == (404, "没有找到 · 绿色通道")
        assert "从导航重新进入" in text(answer)

    def test_is_told_to_programs_in_their_own_way(self, browser: Browser) -> None:
        answer = browser.get("/api/v1/nowhere")

        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == 404


class TestADefect:
    def test_is_told_with_a_number_and_nothing_of_its_cause(
        self, officer: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object, **__: object) -> None:
            raise ZeroDivisionError("a secret of the house")

        monkeypatch.setattr("portal.web.work.to_do.work_list", broken)
        officer.client._transport.raise_server_exceptions = False  # type: ignore[attr-defined]

        answer = officer.get("/")

        assert answer.status_code == 500
        assert answer.headers["x-request-id"] in text(answer)
        assert "secret" not in answer.text
        assert answer.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("digits", ["9" * 25, "9" * 5000], ids=["25 digits", "5000 digits"])
@pytest.mark.parametrize(
    "address",
    [
        *("/projects?page={}", "/?page={}", "/me/log?before={}", "/meeting?minutes={}"),
        *("/books/land/{}", "/desk/proposals/{}", f"/projects/{PROJECT}/matters/{{}}"),
        *(f"/projects/{PROJECT}/done/{{}}", f"/projects/{PROJECT}/cases/P05/done/{{}}"),
    ],
)
def test_a_number_larger_than_any_of_ours_is_no_failure_of_the_host(
    browser: Browser, address: str, digits: str
) -> None:
    browser.sign_in("dispatch-01")

    assert browser.get(address.format(digits)).status_code in (200, 404, 422)
