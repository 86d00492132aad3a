"""One person at two posts of an office, one after the other: one pair of eyes still."""

from datetime import date

import pytest

from casework.office.integrity import verify
from models.access import Post
from portal.premises import Premises
from store import ledger
from store.people import persons
from tests.portal.conftest import LIAISON, PROJECT, WATER_OFFICER
from tests.portal.doing import done
from tests.portal.web.browser import Browser, text

HERE = f"/projects/{PROJECT}/cases/P05"
SECOND, THIRD = "water-02", "water-head"
PAPERS = {"_sure": "yes", "opinion": "符合条件", "permit_number": ""}


@pytest.fixture
def moved(premises: Premises) -> None:
    """Who sits at the water authority's second counter was at the first one until yesterday."""
    done(premises, LIAISON, "P05", "submit")
    done(premises, WATER_OFFICER, "P05", "accept", person=SECOND)


def entries(premises: Premises) -> list[tuple[str, str]]:
    with premises.office.store.reading() as connection:
        return [(one.by, one.person) for one in ledger.read(connection, PROJECT)]


def test_who_took_it_in_at_one_post_does_not_decide_at_another(
    browser: Browser, moved: None
) -> None:
    browser.sign_in(SECOND)
    shown = text(browser.get(HERE))
    assert f"水务局·窗口01（{SECOND}）" in shown
    assert "本件由同一人（water-02）任水务局·窗口01时受理" in shown

    answer = browser.post(f"{HERE}/acts/decide", PAPERS)

    assert answer.status_code == 422
    assert "不得由其一人准予办结" in text(answer)


def test_somebody_else_decides_and_the_ledger_says_who(
    browser: Browser, moved: None, premises: Premises
) -> None:
    """The head of the office is by somebody with a login of their own."""
    with premises.office.store.writing() as connection:
        post = Post(
            person=LIAISON,
            account=THIRD,
            from_on=date(2020, 6, 1),
            until_on=None,
            proposed_by="system-admin",
            confirmed_by="security-admin",
        )
        persons.add_posts(connection, [post])
    browser.sign_in(LIAISON)
    assert browser.post("/me/post", {"account": THIRD}).status_code == 303

    answer = browser.post(f"{HERE}/acts/decide", PAPERS)

    assert answer.status_code == 303, text(answer)
    assert (THIRD, LIAISON) in entries(premises)
    assert f"水务局·负责人（{LIAISON}）" in text(browser.get(answer.headers["location"]))
    assert verify(premises.office).ok


def test_a_post_that_is_called_as_its_person_says_it_once(
    browser: Browser, premises: Premises
) -> None:
    done(premises, LIAISON, "P05", "submit")
    browser.sign_in(WATER_OFFICER)

    assert browser.post(f"{HERE}/acts/accept", {"_sure": "yes"}).status_code == 303

    assert entries(premises)[-1] == (WATER_OFFICER, "")
