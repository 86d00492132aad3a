"""What is filled in on Prefect's pages counts once the named person has signed it at the desk."""

from collections.abc import Iterator

import pytest

from casework.signing.proposals import propose
from models.act_fields import ActChoice
from models.forms import ActForm
from models.proposal import ProposalKind
from models.refusal import Unknown
from models.report_form import ReportForm
from portal.premises import Premises
from tasks import house
from tasks.case.acting import act_by_form, command_of
from tasks.case.waiting import NotCountedHere, ending
from tasks.rounds import report_by_form
from tests.portal.conftest import LIAISON, PROJECT, WATER_OFFICER
from tests.portal.web.browser import Browser, text

DESK = "/desk/proposals/1"


@pytest.fixture
def signing(premises: Premises, monkeypatch: pytest.MonkeyPatch) -> Iterator[Premises]:
    """The office of a worker in which Prefect's forms wait for a signature."""
    monkeypatch.setenv("GREENCHANNEL_PREFECT_ACTS", "sign")
    for kept in (house.settings, house.office):
        kept.cache_clear()
    yield premises
    house.office().store.close()
    for kept in (house.settings, house.office):
        kept.cache_clear()


def submitted(officer: str = LIAISON, **more: str) -> object:
    """What Prefect's act form answers."""
    form = ActForm(
        project=PROJECT,
        procedure="P05",
        act=ActChoice("申报"),
        officer=officer,
        key="run-1",
        **more,
    )
    return act_by_form.fn(form)


def version(premises: Premises) -> int:
    with premises.office.store.reading() as connection:
        return premises.office.file(connection, PROJECT)[0].version


def signature(browser: Browser, number: int = 1) -> dict[str, object]:
    with browser.premises.office.store.reading() as connection:
        name = browser.premises.office.situation(connection).account(LIAISON).name
    return {"statement": "yes", "name": name, "do": "sign"}


class TestAnActOfAForm:
    def test_waits_on_the_desk_of_the_account_that_was_typed(
        self, signing: Premises, browser: Browser
    ) -> None:
        before = version(signing)

        answer = submitted()

        assert isinstance(answer, NotCountedHere)
        assert ending(answer) == "AwaitingSignature"
        assert f"签批台第1号，请 {LIAISON} 本人登录门户签字后生效" in str(answer)
        assert command_of(answer).startswith("greenchannel act")
        assert version(signing) == before
        browser.sign_in(LIAISON)
        assert "运行台转来，待本人签字 1 申报 P05" in text(browser.get("/desk"))

    def test_is_recorded_in_the_name_of_who_signs(
        self, signing: Premises, browser: Browser
    ) -> None:
        submitted()
        browser.sign_in(LIAISON)

        shown = text(browser.get(DESK))
        answer = browser.post(DESK, signature(browser))

        assert "事项 P05" in shown
        assert "办理动作 申报" in shown
        assert answer.status_code == 303, text(answer)
        assert answer.headers["location"].startswith(f"/projects/{PROJECT}/cases/P05/done/")
        with signing.office.store.reading() as connection:
            file, _ = signing.office.file(connection, PROJECT)
        assert file.last is not None
        assert (file.last.by, file.cases["P05"].state) == (LIAISON, "submitted")
        assert "运行台转来" not in text(browser.get("/desk"))

    def test_is_signed_once(self, signing: Premises, browser: Browser) -> None:
        submitted()
        browser.sign_in(LIAISON)
        browser.post(DESK, signature(browser))
        after = version(signing)

        again = browser.post(DESK, signature(browser))

        assert again.status_code == 422
        assert "第1号已处理" in text(again)
        assert version(signing) == after
        assert "已处理，见台账" in str(submitted())

    @pytest.mark.parametrize(
        ("left_out", "said"), [("statement", "请勾选声明后再签"), ("name", "签名应为")]
    )
    def test_without_statement_or_name_is_not_signed(
        self, signing: Premises, browser: Browser, left_out: str, said: str
    ) -> None:
        submitted()
        browser.sign_in(LIAISON)
        before = version(signing)

        answer = browser.post(DESK, signature(browser) | {left_out: ""})

        assert (answer.status_code, said in text(answer)) == (422, True)
        assert version(signing) == before

    def test_is_sent_back_by_who_has_not_asked_for_it(
        self, signing: Premises, browser: Browser
    ) -> None:
        submitted()
        before = version(signing)
        browser.sign_in(LIAISON)

        browser.post(DESK, {"do": "drop"})

        assert "已退回" in text(browser.get(DESK))
        assert version(signing) == before

    @pytest.mark.parametrize("who", [WATER_OFFICER, "unit-park-head", "leader-01", "operator-01"])
    def test_is_nobody_elses_to_see_or_sign(
        self, signing: Premises, browser: Browser, who: str
    ) -> None:
        submitted()
        browser.sign_in(who)
        before = version(signing)

        seen, signed = browser.get(DESK), browser.post(DESK, signature(browser))

        assert (seen.status_code, signed.status_code) == (403, 403)
        assert LIAISON in text(seen)
        assert version(signing) == before

    def test_that_the_rules_refuse_goes_on_waiting(
        self, signing: Premises, browser: Browser
    ) -> None:
        answer = act_by_form.fn(
            ActForm(
                project=PROJECT,
                procedure="P05",
                act=ActChoice("受理"),
                officer=LIAISON,
                key="run-2",
            )
        )
        assert isinstance(answer, NotCountedHere)
        browser.sign_in(LIAISON)

        refused = browser.post(DESK, signature(browser))

        assert refused.status_code == 403
        assert "待本人签字 1" in text(browser.get("/desk"))

    def test_of_an_unknown_account_waits_nowhere(self, signing: Premises) -> None:
        assert isinstance(submitted("nobody-99"), Unknown)


class TestAReportOfAForm:
    def test_waits_and_is_recorded_when_signed(self, signing: Premises, browser: Browser) -> None:
        form = ReportForm(
            project=PROJECT, week="2020-W23", officer=LIAISON, physical_work="围挡完成 <b>"
        )

        answer = report_by_form.fn(form)
        browser.sign_in(LIAISON)
        shown = browser.get(DESK)
        signed = browser.post(DESK, signature(browser))

        assert isinstance(answer, NotCountedHere)
        assert "围挡完成 &lt;b&gt;" in shown.text
        assert signed.status_code == 303, text(signed)
        with signing.office.store.reading() as connection:
            file, _ = signing.office.file(connection, PROJECT)
        assert file.progress.reports["2020-W23"].report.physical_work == "围挡完成 <b>"


def test_switched_off_nothing_is_put_on_a_desk(
    signing: Premises, monkeypatch: pytest.MonkeyPatch, browser: Browser
) -> None:
    monkeypatch.setenv("GREENCHANNEL_PREFECT_ACTS", "off")
    house.settings.cache_clear()

    answer = submitted()

    assert isinstance(answer, NotCountedHere)
    assert ending(answer) == "Refused"
    browser.sign_in(LIAISON)
    assert browser.get(DESK).status_code == 404


def test_the_same_run_asks_once(premises: Premises) -> None:
    told = {
        "project": PROJECT,
        "procedure": "P05",
        "officer": LIAISON,
        "content": {"act": "submit"},
        "key": "run-3",
        "now": premises.now(),
    }

    first = propose(premises.office, ProposalKind.ACT, **told)
    again = propose(premises.office, ProposalKind.ACT, **told)

    assert first.number == again.number
