"""A word that nobody can break, an address or a name, makes no page wider than a telephone."""

import pytest

from casework.changes.project import amend
from casework.desk import Stamp
from models.act import Via
from models.project import Project
from portal.premises import Premises
from tests.browser.portal import HAS_CHROMIUM
from tests.browser.test_portal import P05, PROJECT, Sit, base, loaded, premises, sit
from tests.portal.doing import done

__all__ = ["base", "loaded", "premises", "sit"]

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240), HAS_CHROMIUM]

LONG = "https://example.invalid/" + "w" * 170
CASE = f"/projects/{PROJECT}/cases/{P05}"
PAGES = (
    *(f"/projects/{PROJECT}{one}" for one in ("", "/outstanding", "/trail", "/exchange")),
    *(f"/projects/{PROJECT}{one}" for one in ("/acts", "/acts/pin_start", "/change", "/done/1")),
    *(CASE, f"{CASE}/clock", f"{CASE}/files"),
    *("/", "/issues", "/meeting", f"/search?q={PROJECT}", f"/investment/{PROJECT}"),
    f"/public/{PROJECT}",
)
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"


def lengthened(project: Project) -> Project:
    """The project with the longest words that its sheet takes."""
    applicant = project.applicant.model_copy(update={"name": LONG})
    land = project.land.model_copy(update={"status": LONG})
    return project.model_copy(
        update={"name": "N" * 60, "site": LONG, "applicant": applicant, "land": land}
    )


def test_a_long_word_is_broken_on_a_telephone(sit: Sit, premises: Premises) -> None:
    stamp = Stamp(by="dispatch-01", via=Via.CONSOLE, now=premises.now())
    amend(premises.office, PROJECT, lengthened, reason=LONG, stamp=stamp)
    done(premises, "dispatch-01", "start_construction", "raise_issue", text=LONG, needs=LONG)
    desk = sit()
    desk.sign_in("dispatch-01")
    page = desk.page
    page.set_viewport_size({"width": 390, "height": 844})

    wide = []
    for address in PAGES:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, (address, answer.status)
        if page.evaluate(TOO_WIDE):
            wide.append(address)

    assert not wide
