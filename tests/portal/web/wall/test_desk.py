"""The signing desk: what is signed is listed, a statement ticked, the signer's name typed."""

import pytest

from models.supervision import Matter
from portal.premises import Premises
from rules.in_force.gates import START_CONSTRUCTION
from tests.portal.conftest import LIAISON, PROJECT
from tests.portal.doing import done
from tests.portal.web.browser import Browser, text

SIGNER, NAME = "dispatch-01", "调度中心01"
ORDER = f"/projects/{PROJECT}/acts/sign_slip?matter=1"


@pytest.fixture
def drafted(premises: Premises) -> None:
    """A blue order that waits for its signature: the start has slipped, a leader directed it."""
    done(premises, LIAISON, "P05", "submit")
    done(
        premises,
        "supervision-01",
        START_CONSTRUCTION,
        "escalate_matter",
        matter="1",
        rung="order_blue",
        reason="批示",
    )


def matter(premises: Premises) -> Matter:
    with premises.office.store.reading() as connection:
        file, _ = premises.office.file(connection, PROJECT)
    return next(one for one in file.matters.values() if one.number == 1)


class TestTheDesk:
    def test_is_named_in_the_to_do_of_whoever_signs(self, browser: Browser, drafted: None) -> None:
        browser.sign_in(SIGNER)

        assert "签批台另有1件等待您签批或者反馈" in text(browser.get("/"))
        assert "签批台另有" not in text(browser.get("/?tab=done"))

    def test_shows_each_what_is_his_to_sign(self, browser: Browser, drafted: None) -> None:
        browser.sign_in(SIGNER)
        said = text(browser.get("/desk"))

        assert "待签发、待复核 1" in said
        assert "督办单（蓝）：预计开工晚于锁定日期" in said
        assert "对象：开发区管委会" in said
        browser.sign_in("water-01")
        assert "没有等待您签批的事项" in text(browser.get("/desk"))

    def test_shows_the_office_that_is_asked_what_to_answer(
        self, browser: Browser, premises: Premises
    ) -> None:
        done(premises, LIAISON, "P05", "submit")
        browser.sign_in(LIAISON)

        assert "待反馈 1" in text(browser.get("/desk"))


class TestAnOrder:
    def test_is_signed_with_what_it_says_listed_a_statement_and_a_name(
        self, browser: Browser, premises: Premises, drafted: None
    ) -> None:
        browser.sign_in(SIGNER)
        shown = text(browser.get(ORDER))
        assert "签的是什么 文书 督办单（蓝） 事由 预计开工晚于锁定日期" in shown
        assert "提交即为签发，记入台账，不能撤回。签名人：调度中心01" in shown

        answer = browser.post(ORDER, {"statement": "yes", "name": NAME, "_key": "s1"})

        assert answer.status_code == 303, text(answer)
        assert matter(premises).slip.signed_by == SIGNER  # type: ignore[union-attr]
        receipt = browser.get(answer.headers["location"])
        assert "签发督办单（蓝）" in text(receipt)
        assert 'class="button primary" href="/desk">返回签批台' in receipt.text
        assert f'href="/projects/{PROJECT}/matters/1"' in receipt.text

    @pytest.mark.parametrize(
        ("form", "said"),
        [
            ({"name": NAME}, "请勾选声明后再签"),
            ({"statement": "yes"}, "签名应为“调度中心01”"),
            ({"statement": "yes", "name": "别人"}, "签名应为“调度中心01”"),
        ],
    )
    def test_without_statement_or_name_is_not_signed(
        self,
        browser: Browser,
        premises: Premises,
        drafted: None,
        form: dict[str, object],
        said: str,
    ) -> None:
        browser.sign_in(SIGNER)

        answer = browser.post(ORDER, {**form, "opinion": "同意 <i>"})

        assert answer.status_code == 422
        assert said in text(answer)
        assert "同意 &lt;i&gt;" in answer.text
        assert matter(premises).slip.pending  # type: ignore[union-attr]

    def test_of_another_signer_is_refused_with_who_signs(
        self, browser: Browser, premises: Premises, drafted: None
    ) -> None:
        browser.sign_in("supervision-01")
        refused = browser.post(ORDER, {"statement": "yes", "name": "督办室01"})
        browser.sign_in(LIAISON)
        forbidden = browser.get(ORDER)

        assert refused.status_code == 422
        assert "应由区大项目调度指挥中心签发" in text(refused)
        assert forbidden.status_code == 403
        assert "由 调度指挥中心、政府督办室、包保领导 办理" in text(forbidden)

    def test_is_answered_by_whom_it_went_to(
        self, browser: Browser, premises: Premises, drafted: None
    ) -> None:
        browser.sign_in(SIGNER)
        browser.post(ORDER, {"statement": "yes", "name": NAME})
        browser.sign_in(LIAISON)
        address = f"/projects/{PROJECT}/acts/answer_slip?matter=1"

        answer = browser.post(address, {"answer": "已备齐材料", "done_by": "2020-06-05"})

        assert answer.status_code == 303, text(answer)
        assert matter(premises).slip.answered_on is not None  # type: ignore[union-attr]


class TestAProjectAsAWhole:
    def test_lists_what_may_be_done_and_who_may_do_the_rest(self, browser: Browser) -> None:
        browser.sign_in("dispatch-01")

        said = text(browser.get(f"/projects/{PROJECT}/acts"))

        assert "可以办理" in said
        assert "锁定开工时间节点" in said
        assert "不得开工" in said

    def test_pins_the_start_after_a_second_look(self, browser: Browser, premises: Premises) -> None:
        browser.sign_in("dispatch-01")
        address = f"/projects/{PROJECT}/acts/pin_start"
        form = {"start_on": "2020-08-03", "reason": "征收进度调整"}

        shown = browser.post(address, form)
        assert "还没有办理" in text(shown)
        answer = browser.post(address, {**form, "_sure": "yes"})

        assert answer.status_code == 303, text(answer)
        with premises.office.store.reading() as connection:
            file, _ = premises.office.file(connection, PROJECT)
        assert str(file.pinned_start) == "2020-08-03"

    def test_raises_an_issue_with_the_office_chosen(self, browser: Browser) -> None:
        browser.sign_in(LIAISON)
        address = f"/projects/{PROJECT}/acts/raise_issue"

        page = browser.get(address).text
        answer = browser.post(address, {"text": "临时用电未接通", "office": "power"})

        assert '<option value="power">' in page
        assert answer.status_code == 303, text(answer)

    @pytest.mark.parametrize(
        "path", ["acts/accept", "acts/sign_slip", "matters/99", "done/9999", "acts/dance"]
    )
    def test_knows_nothing_else(self, browser: Browser, path: str) -> None:
        browser.sign_in("dispatch-01")

        assert browser.get(f"/projects/{PROJECT}/{path}").status_code in (404, 422)
