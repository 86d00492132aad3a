"""Deciding from a link in a message: signed, once, not for long, by one person, as it was told."""

import logging
from datetime import timedelta

import pytest

from casework.morning.digest import brief
from casework.signing.links import LASTS, Link, token_of
from models.act_requests import Act
from models.case import CaseState
from portal.premises import Premises
from store.people import access_log
from tests.portal.conftest import LIAISON, PROJECT, WATER_OFFICER
from tests.portal.doing import done
from tests.portal.web.browser import Browser, text


@pytest.fixture
def token(premises: Premises) -> str:
    """A link to the water counter: take in an application that is complete."""
    done(premises, LIAISON, "P05", "submit")
    return token_of(premises.office, told(premises))


def told(premises: Premises, *, act: Act = Act.ACCEPT, account: str = WATER_OFFICER) -> Link:
    with premises.office.store.reading() as connection:
        file, _ = premises.office.file(connection, PROJECT)
    return Link(account, PROJECT, "P05", act, file.version, premises.now() + LASTS)


def state(premises: Premises) -> CaseState:
    with premises.office.store.reading() as connection:
        file, _ = premises.office.file(connection, PROJECT)
    return file.cases["P05"].state


def refusals(premises: Premises) -> list[str]:
    """What the log of the door says was refused, the latest first."""
    with premises.office.store.reading() as connection:
        lines = access_log.events(connection, most=20)
    return [one.detail for one in lines if one.kind.value == "refused"]


class TestALink:
    def test_shows_what_it_would_do_and_does_it_when_confirmed(
        self, officer: Browser, token: str
    ) -> None:
        shown = text(officer.get(f"/decide?t={token}"))
        assert "还没有办理。请核对后确认" in shown
        assert "动作 受理" in shown
        assert state(officer.premises) is CaseState.SUBMITTED

        answer = officer.post("/decide", {"t": token})

        assert answer.status_code == 303, text(answer)
        assert "已办理" in text(officer.get(answer.headers["location"]))
        assert state(officer.premises) is CaseState.ACCEPTED

    def test_is_used_once(self, officer: Browser, token: str) -> None:
        officer.post("/decide", {"t": token})

        for again in (officer.post("/decide", {"t": token}), officer.get(f"/decide?t={token}")):
            assert again.status_code == 422
            assert "该链接已经用过，记入台账第" in text(again)
        assert len(refusals(officer.premises)) == 2

    def test_is_for_one_person(self, browser: Browser, token: str) -> None:
        browser.sign_in("water-02")

        answers = (browser.get(f"/decide?t={token}"), browser.post("/decide", {"t": token}))

        assert [one.status_code for one in answers] == [403, 403]
        assert state(browser.premises) is CaseState.SUBMITTED
        assert len(refusals(browser.premises)) == 2
        assert "发给他人" in refusals(browser.premises)[0]

    def test_lets_nobody_in_who_has_not_signed_in(self, browser: Browser, token: str) -> None:
        answer = browser.get(f"/decide?t={token}")

        assert answer.headers["location"].startswith("/login?next=%2Fdecide")
        assert browser.post("/decide", {"t": token}).headers["location"] == "/login"
        assert state(browser.premises) is CaseState.SUBMITTED

    def test_is_soon_out_of_date(self, officer: Browser, token: str) -> None:
        officer.premises.clock.set(officer.premises.now() + LASTS + timedelta(minutes=1))

        answer = officer.post("/decide", {"t": token})

        assert answer.status_code == 422
        assert "已经过期" in text(answer)
        assert state(officer.premises) is CaseState.SUBMITTED

    @pytest.mark.parametrize("part", range(7))
    def test_of_which_a_part_was_changed_is_none_of_ours(
        self, officer: Browser, token: str, part: int
    ) -> None:
        parts = token.split("~")
        parts[part] = ("9" if parts[part][:1] != "9" else "8") + parts[part][1:]

        answer = officer.post("/decide", {"t": "~".join(parts)})

        assert answer.status_code == 422
        assert "不是本系统发出的" in text(answer)
        assert state(officer.premises) is CaseState.SUBMITTED
        assert len(refusals(officer.premises)) == 1

    @pytest.mark.parametrize("odd", ["", "~", "~~~~~~", "x" * 5000, "é~é", "1~2~3~4~5~6~7"])
    def test_that_is_none_is_refused(self, officer: Browser, odd: str) -> None:
        assert officer.post("/decide", {"t": odd}).status_code == 422

    def test_to_a_case_that_has_moved_on_is_refused(self, officer: Browser, token: str) -> None:
        done(officer.premises, LIAISON, "P05", "withdraw")

        answer = officer.post("/decide", {"t": token})

        assert answer.status_code == 409
        assert "发出消息后本件已有变化" in text(answer)
        assert state(officer.premises) is CaseState.WITHDRAWN

    def test_that_the_rules_refuse_says_so_and_is_not_used(
        self, officer: Browser, premises: Premises
    ) -> None:
        done(premises, LIAISON, "P05", "submit", missing=("P05-3",))
        token = token_of(premises.office, told(premises))

        answers = [officer.post("/decide", {"t": token}) for _ in range(2)]

        assert [one.status_code for one in answers] == [422, 422]
        assert 'id="summary"' in answers[1].text
        assert "缺" in text(answers[1]).partition("需要处理")[2][:80]
        assert "已经用过" not in text(answers[1])

    def test_stands_in_no_log(
        self, officer: Browser, token: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.DEBUG):
            officer.get(f"/decide?t={token}")
            officer.post("/decide", {"t": token})
            officer.post("/decide", {"t": token})
        with officer.premises.office.store.reading() as connection:
            audited = access_log.events(connection, most=20)

        ours = [one.getMessage() for one in caplog.records if one.name.startswith("greenchannel")]
        assert any("/decide" in one for one in ours)
        seal = token.rpartition("~")[2]
        assert not [one for one in ours if seal in one]
        assert not [one for one in audited if seal in f"{one.about}{one.detail}"]


class TestAMessage:
    def bodies(self, premises: Premises) -> dict[str, str]:
        return {one.account: one.body for one in brief(premises.office, now=premises.now()).digests}

    def test_carries_each_readers_own_link(
        self, browser: Browser, premises: Premises, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        done(premises, LIAISON, "P05", "submit")
        monkeypatch.setattr(premises.office.channels, "_base_url", "http://127.0.0.1:8080")

        told = self.bodies(premises)
        tokens = {}
        for who in (WATER_OFFICER, "water-02"):
            _, _, rest = told[who].partition("http://127.0.0.1:8080/decide?t=")
            tokens[who] = rest.splitlines()[0]
        browser.sign_in("water-02")

        assert tokens[WATER_OFFICER] != tokens["water-02"]
        assert "24小时内有效" in told[WATER_OFFICER]
        assert browser.post("/decide", {"t": tokens[WATER_OFFICER]}).status_code == 403
        assert browser.post("/decide", {"t": tokens["water-02"]}).status_code == 303
        assert "/decide" not in told[LIAISON]

    def test_carries_none_where_no_address_is_set(self, premises: Premises) -> None:
        done(premises, LIAISON, "P05", "submit")

        assert "/decide" not in "".join(self.bodies(premises).values())
