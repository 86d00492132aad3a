"""Acts in the browser: forms from one table, refused ones as typed, receipts, who was first."""

import re
from datetime import date, datetime
from typing import ClassVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import httpx
import pytest

from models.act import OWN_DOOR
from models.act_requests import REQUEST_OF, REQUESTS, Act
from models.act_words import GRAVE, IN_BATCH
from models.case import CaseState
from portal.premises import Premises
from portal.web.cases.act_fields import LISTS, READERS, fields_of, request_of
from portal.web.filled import Filled, Objection
from tests.portal import doing
from tests.portal.conftest import LIAISON, PROJECT, WATER_OFFICER
from tests.portal.web.browser import Browser, text, title

HERE = f"/projects/{PROJECT}/cases/P05"


def done(premises: Premises, by: str, chosen: str, procedure: str = "P05", **given: object) -> None:
    doing.done(premises, by, procedure, chosen, **given)


@pytest.fixture
def submitted(premises: Premises) -> None:
    """冷链物流园 has applied for P05, without its deferrable paper."""
    done(premises, LIAISON, "submit", missing=("P05-3",))


def state(premises: Premises) -> CaseState:
    with premises.office.store.reading() as connection:
        file, _ = premises.office.file(connection, PROJECT)
    return file.cases["P05"].state


def form_of(answer: httpx.Response) -> dict[str, object]:
    """What a browser would send of the form that carries an act out, untouched."""
    found = re.search(r'<form method="post" action="[^"]*/acts/.*?</form>', answer.text, re.S)
    assert found, text(answer)
    sent: dict[str, object] = {}
    for tag in re.findall(r"<input[^>]*>", found[0]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        unticked = re.search(r'type="(checkbox|radio)"', tag) and " checked" not in tag
        if name and not unticked:
            sent.setdefault(name[1], [])
            assert isinstance(sent[name[1]], list)
            sent[name[1]].append(value[1] if value else "")  # type: ignore[attr-defined]
    for name, inside in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', found[0], re.S
    ):
        sent[name] = inside
    for name, inside in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', found[0], re.S
    ):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        sent[name] = chosen[1] if chosen else ""
    return sent


def filled_in(browser: Browser, act: str, **typed: object) -> httpx.Response:
    """Open the form of an act, fill some of it in, send it."""
    form = form_of(browser.get(f"{HERE}/acts/{act}"))
    return browser.post(f"{HERE}/acts/{act}", form | typed)


class TestTheTable:
    @pytest.mark.parametrize("act", [one for one in Act if one not in OWN_DOOR], ids=str)
    def test_gives_every_act_a_form_with_a_chinese_label_for_each_field(self, act: Act) -> None:
        names = [name for name in REQUEST_OF[act].model_fields if name not in ("act", "missing")]

        assert [field.name for field in fields_of(act)] == names
        for field in fields_of(act):
            assert re.search(r"[\u4e00-\u9fff]", field.label), field
            assert field.kind in READERS

    def test_asks_nothing_of_what_is_done_to_several_at_once(self) -> None:
        assert not GRAVE & set(IN_BATCH)
        for one in IN_BATCH:
            assert REQUESTS.validate_python({"act": one.value}).act is one

    @pytest.mark.parametrize("act", [one for one in Act if one not in OWN_DOOR], ids=str)
    def test_says_at_each_field_what_must_be_filled_in(self, act: Act) -> None:
        required = {field.name for field in fields_of(act) if field.required}
        if not required:
            assert request_of(act, Filled()).act is act
            return
        with pytest.raises(Objection) as refused:
            request_of(act, Filled())

        assert {one.field for one in refused.value.problems.found} == required


class TestACase:
    def test_says_why_its_start_is_another_day_than_the_projects(self, officer: Browser) -> None:
        """A case goes by what was promised, the project's page by what things really take."""
        said = text(officer.get(HERE))

        assert "各事项均按承诺时限办结的最早一日；项目页的50％概率日按实际用时推算" in said

    def test_shows_papers_clocks_and_what_each_act_moves(
        self, officer: Browser, submitted: None
    ) -> None:
        said = text(officer.get(HERE))

        assert "可以办理 容缺受理" in said
        assert re.search(r"一次性告知补正(将使|不影响)预计开工日", said)
        assert "P05-3 可容缺 未交" in said
        assert "承诺时限" in said
        assert "法定时限" in said

    def test_says_of_every_other_act_why_not_or_who_may(
        self, officer: Browser, submitted: None
    ) -> None:
        said = text(officer.get(HERE))

        assert "受理 尚缺" in said or "缺《" in said
        assert "撤回申请 由开发区管委会联络员" in said

    def test_leads_to_the_next_one_of_the_same_list(self, browser: Browser) -> None:
        browser.sign_in(LIAISON)
        page = browser.get(f"{HERE}?tab=mine").text

        assert re.search(r'href="/projects/[^"]*/cases/[^"]*\?tab=mine" data-next', page)

    def test_proves_every_date_day_by_day(self, officer: Browser, submitted: None) -> None:
        said = text(officer.get(f"{HERE}/clock"))

        assert "一次性告知期限" in said
        assert "6月8日 周一 最后一日" in said

    @pytest.mark.parametrize("path", [f"/projects/{PROJECT}/cases/P99", "/projects/x/cases/P05"])
    def test_that_does_not_exist_is_a_page(self, officer: Browser, path: str) -> None:
        assert officer.get(path).status_code == 404


class TestAnAct:
    def test_is_recorded_and_leaves_a_receipt_that_stays_the_same(
        self, browser: Browser, premises: Premises
    ) -> None:
        browser.sign_in(LIAISON)

        answer = filled_in(browser, "submit")

        assert answer.status_code == 303
        address = answer.headers["location"]
        first = text(browser.get(address))
        assert re.search(r"台账第 \d+ 条", first)
        assert "本件现为“ 待受理 ”" in first
        assert "一次性告知最后一日 2020年6月8日 （周一）" in first
        assert urlsplit(address).path in first
        assert "有疑问请联系本项目首席服务官" in first
        assert "data-print" in browser.get(address).text
        browser.sign_in(WATER_OFFICER)
        filled_in(browser, "accept")
        browser.sign_in(LIAISON)
        later = text(browser.get(address))
        assert (
            later.partition("已办理")[2].partition("下一件")[0]
            == (first.partition("已办理")[2].partition("下一件")[0])
        )

    def test_sent_twice_is_recorded_once(self, browser: Browser) -> None:
        browser.sign_in(LIAISON)
        form = form_of(browser.get(f"{HERE}/acts/submit"))

        first = browser.post(f"{HERE}/acts/submit", form)
        again = browser.post(f"{HERE}/acts/submit", form)

        assert first.headers["location"] == again.headers["location"]

    def test_refused_by_a_rule_comes_back_with_everything_typed(
        self, officer: Browser, premises: Premises, submitted: None
    ) -> None:
        answer = filled_in(officer, "accept", opinion="材料齐全 <b>")

        assert answer.status_code == 422
        assert title(answer).startswith("错误：")
        assert "材料齐全 &lt;b&gt;" in answer.text
        assert 'id="summary" data-focus' in answer.text
        assert state(premises) is CaseState.SUBMITTED

    def test_with_a_field_left_empty_says_so_at_the_field(
        self, browser: Browser, premises: Premises, submitted: None
    ) -> None:
        browser.sign_in(LIAISON)
        done(premises, WATER_OFFICER, "accept_conditionally", signed_by="张经理")
        browser.sign_in("water-head")

        answer = filled_in(browser, "extend", days="三", reason="")

        assert answer.status_code == 422
        assert '<a href="#field-reason">请填写理由</a>' in answer.text
        assert 'value="三"' in answer.text

    def test_of_somebody_elses_names_who_may(self, browser: Browser, submitted: None) -> None:
        browser.sign_in(LIAISON)

        for answer in (
            browser.get(f"{HERE}/acts/accept"),
            browser.post(f"{HERE}/acts/accept", {}),
        ):
            assert answer.status_code == 403
            assert "由 水务局审批窗口 办理" in text(answer)

    def test_that_the_state_does_not_know_says_so(self, officer: Browser) -> None:
        answer = officer.get(f"{HERE}/acts/decide")

        assert answer.status_code == 422
        assert "当前为“待申报”，不能准予办结" in text(answer)

    def test_that_does_not_exist_is_refused(self, officer: Browser) -> None:
        assert officer.get(f"{HERE}/acts/dance").status_code == 422


class TestAConditionalAcceptance:
    def test_explains_its_cap_and_the_letter_before_it_is_signed(
        self, officer: Browser, submitted: None
    ) -> None:
        said = text(officer.get(f"{HERE}/acts/accept_conditionally"))

        assert re.search(r"最迟 2020-\d\d-\d\d：本材料补交期限\d+个工作日", said)
        assert "自愿申请容缺受理，并承诺在所列日期前补交" in said
        assert "签字盖章" in text(officer.get(f"{HERE}/letter"))

    def test_is_made_and_made_up(
        self, officer: Browser, premises: Premises, submitted: None
    ) -> None:
        answer = filled_in(officer, "accept_conditionally", signed_by="张经理")
        assert answer.status_code == 303, text(answer)
        assert state(premises) is CaseState.CONDITIONALLY_ACCEPTED

        answer = filled_in(officer, "receive_document")
        assert answer.status_code == 303, text(answer)
        assert state(premises) is CaseState.ACCEPTED

    def test_beyond_the_cap_comes_back(
        self, officer: Browser, premises: Premises, submitted: None
    ) -> None:
        late = {"signed_by": "张经理", "owed.0.due_on": "2020-12-31"}

        answer = filled_in(officer, "accept_conditionally", **late)

        assert answer.status_code == 422
        assert "超过上限，最迟" in text(answer)
        assert 'value="2020-12-31"' in answer.text
        assert state(premises) is CaseState.SUBMITTED

    def test_without_a_signature_is_none(self, officer: Browser, submitted: None) -> None:
        answer = filled_in(officer, "accept_conditionally", signed_by=" ")

        assert "请填写承诺书签署人" in text(answer)


class TestANoticeOfCorrection:
    def test_numbers_what_is_to_be_corrected(
        self, officer: Browser, premises: Premises, submitted: None
    ) -> None:
        items = {
            "items.0.document": "P05-1",
            "items.0.what": "请补盖公章",
            "items.1.document": "P05-3",
            "items.1.what": "请提交",
            "due_on": "2020年6月12日",
        }

        answer = officer.post(f"{HERE}/acts/request_correction", items)

        assert answer.status_code == 303, text(answer)
        with premises.office.store.reading() as connection:
            file, _ = premises.office.file(connection, PROJECT)
        asked = file.cases["P05"].corrections
        assert [(one.document, one.what) for one in asked] == [
            ("P05-1", "请补盖公章"),
            ("P05-3", "请提交"),
        ]
        assert file.cases["P05"].correction_due_on == date(2020, 6, 12)

    def test_stands_on_the_page_of_the_case_until_it_is_answered(
        self, officer: Browser, submitted: None
    ) -> None:
        items = {"items.0.document": "P05-1", "items.0.what": "请补盖公章", "due_on": "2020-06-12"}
        officer.post(f"{HERE}/acts/request_correction", items)

        answer = officer.get(HERE)

        assert answer.status_code == 200
        assert "请补盖公章 待补正 6月12日前" in text(answer)

    def test_gets_another_row_without_losing_the_first(
        self, officer: Browser, submitted: None
    ) -> None:
        typed = {"items.0.document": "P05-1", "items.0.what": "请补盖公章", "_do": "more"}

        page = officer.post(f"{HERE}/acts/request_correction", typed).text

        assert "请补盖公章</textarea>" in page
        assert 'name="items.1.what"' in page

    def test_says_in_which_row_something_is_wrong(self, officer: Browser, submitted: None) -> None:
        typed = {
            "items.0.document": "P05-1",
            "items.0.what": "请补盖公章",
            "items.1.document": "P05-3",
            "items.1.what": "补",
        }

        answer = officer.post(f"{HERE}/acts/request_correction", typed)

        assert answer.status_code == 422
        assert '<a href="#field-items.1.what">补正内容第2项须补正什么不得少于2个字</a>' in (
            answer.text
        )

    def test_says_all_that_is_wrong_at_once_each_at_its_field(
        self, officer: Browser, premises: Premises, submitted: None
    ) -> None:
        """A paper that was not chosen, words left out, a day that is none, an empty row between."""
        typed = {
            "items.0.document": "",
            "items.0.what": "请补盖公章",
            "items.1.document": "",
            "items.1.what": "",
            "items.1.due_on": "",
            "items.2.document": "P05-3",
            "items.2.what": "",
            "items.2.due_on": "2020-02-30",
            "due_on": "明天",
        }

        answer = officer.post(f"{HERE}/acts/request_correction", typed)

        assert answer.status_code == 422
        assert summary_of(answer) == {
            "field-items.0.document": "第1项：请选择材料",
            "field-items.2.what": "第3项：请写明须补正什么",
            "field-items.2.due_on": "第3项的日期“2020-02-30”没有这一天",
            "field-due_on": "补正期限“明天”应为日期，如 2020-06-30",
        }
        assert "没有材料" not in text(answer)
        assert state(premises) is CaseState.SUBMITTED

    def test_says_what_the_rules_object_to_at_the_row_in_which_it_was_typed(
        self, officer: Browser, submitted: None
    ) -> None:
        """Monday 1 June: an empty row stands before the items of which the days have passed."""
        typed = {"items.0.document": "", "items.0.what": ""}
        for number, paper in ((1, "P05-1"), (2, "P05-3")):
            typed |= {f"items.{number}.document": paper, f"items.{number}.what": "请提交原件"}
            typed[f"items.{number}.due_on"] = "2020-05-29"

        answer = officer.post(f"{HERE}/acts/request_correction", typed)

        assert set(summary_of(answer)) == {"field-items.1.due_on", "field-items.2.due_on"}


def summary_of(answer: httpx.Response) -> dict[str, str]:
    """Return what the summary says, by the field that it leads to: each is on the page."""
    inside = re.search(r'<section class="summary".*?</section>', answer.text, re.S)
    assert inside, text(answer)
    links = dict(re.findall(r'<a href="#([^"]+)">([^<]+)</a>', inside[0]))
    assert len(links) == len(re.findall("<li>", inside[0]))
    assert all(f'id="{one}"' in answer.text for one in links)
    return links


class TestRows:
    @pytest.mark.parametrize(
        "act",
        [one for one in Act if any(field.kind in LISTS for field in fields_of(one))],
        ids=str,
    )
    def test_of_every_act_are_objected_to_all_at_once(self, act: Act) -> None:
        """Every part that somebody left empty, in each row, and what else must be filled in."""
        (rows,) = [one for one in fields_of(act) if one.kind in LISTS]
        part = "due_on" if rows.kind == "promised" else "what"
        given = {
            f"{rows.name}.0.document": ("",),
            f"{rows.name}.0.{part}": ("2020-06-30" if part == "due_on" else "请补盖公章",),
            f"{rows.name}.0.taken": ("yes",),
            f"{rows.name}.1.document": ("A01-1",),
            f"{rows.name}.1.{part}": ("",),
            f"{rows.name}.1.taken": ("yes",),
        }
        with pytest.raises(Objection) as refused:
            request_of(act, Filled(given))

        others = {one.name for one in fields_of(act) if one.required} - {rows.name}
        assert {one.field for one in refused.value.problems.found} == {
            f"{rows.name}.0.document",
            f"{rows.name}.1.{part}",
            *others,
        }


class TestAGraveAct:
    def test_is_shown_once_more_with_what_it_moves(
        self, officer: Browser, premises: Premises, submitted: None
    ) -> None:
        ground = {"ground": "not_this_authority", "reason": "不属于本机关职权"}

        shown = filled_in(officer, "decline", **ground)

        assert shown.status_code == 200
        assert "还没有办理" in text(shown)
        assert "预计开工日" in text(shown)
        assert state(premises) is CaseState.SUBMITTED
        sure = officer.post(f"{HERE}/acts/decline", form_of(shown))
        assert sure.status_code == 303, text(sure)
        assert state(premises) is CaseState.DECLINED
        assert "行政复议" in text(officer.get(sure.headers["location"]))

    def test_may_be_taken_back_to_its_form(self, officer: Browser, submitted: None) -> None:
        ground = {"ground": "not_this_authority", "reason": "不属于本机关职权"}
        shown = filled_in(officer, "decline", **ground)

        again = officer.post(f"{HERE}/acts/decline", form_of(shown) | {"_do": "back"})

        assert "不属于本机关职权</textarea>" in again.text

    @pytest.mark.parametrize("act", sorted(GRAVE - {Act.PIN_START, Act.ESCALATE_MATTER}), ids=str)
    def test_is_one_of_a_list_that_the_form_marks(self, act: Act) -> None:
        assert act not in IN_BATCH


class TestADoubtfulAct:
    def test_is_asked_about_and_then_done(self, browser: Browser, premises: Premises) -> None:
        browser.sign_in(LIAISON)
        form = form_of(browser.get(f"{HERE}/acts/submit"))
        form["documents"] = ["P05-3"]

        asked = browser.post(f"{HERE}/acts/submit", form)

        assert "不常见，是否继续？" in text(asked)
        assert "缺主件" in text(asked)
        assert state(premises) is CaseState.OPEN
        assert browser.post(f"{HERE}/acts/submit", form_of(asked)).status_code == 303
        assert state(premises) is CaseState.SUBMITTED
        kept = text(browser.get("/me/log"))
        assert "不常见，确认继续" in kept
        assert "缺主件" in kept

    def test_that_was_not_gone_on_with_is_not_kept(self, browser: Browser) -> None:
        browser.sign_in(LIAISON)
        form = form_of(browser.get(f"{HERE}/acts/submit"))

        browser.post(f"{HERE}/acts/submit", form | {"documents": ["P05-3"]})

        assert "不常见" not in text(browser.get("/me/log"))


class TestAStop:
    """A stop needs what is done about it, a reason and its expected end; it nags when stale."""

    @pytest.fixture
    def running(self, premises: Premises, submitted: None) -> None:
        done(premises, WATER_OFFICER, "accept_conditionally", signed_by="张经理")

    GIVEN: ClassVar = {
        "procedure_kind": "expert_review",
        "reason": "方案送专家评审",
        "limit_days": "5",
        "limit_unit": "workday",
    }

    @pytest.mark.parametrize("lacking", ["procedure_kind", "reason", "limit_days"])
    def test_without_one_of_them_is_refused(
        self, officer: Browser, premises: Premises, running: None, lacking: str
    ) -> None:
        answer = officer.post(f"{HERE}/acts/pause", {**self.GIVEN, lacking: "", "_sure": "yes"})

        assert answer.status_code == 422
        assert f'href="#field-{lacking}"' in answer.text
        assert state(premises) is CaseState.CONDITIONALLY_ACCEPTED

    def test_says_when_it_is_expected_to_end_and_nags_afterwards(
        self, officer: Browser, premises: Premises, running: None
    ) -> None:
        answer = officer.post(f"{HERE}/acts/pause", {**self.GIVEN, "_sure": "yes"})

        assert answer.status_code == 303, text(answer)
        assert "专家评审：方案送专家评审 还有5个工作日 6月8日 结束" in text(officer.get(HERE))
        assert "特别程序结束后恢复计时" in text(officer.get("/?tab=waiting"))
        premises.clock.set(datetime(2020, 6, 10, 9, tzinfo=ZoneInfo("Asia/Shanghai")))
        assert "逾期2个工作日 6月8日 结束" in text(officer.get(HERE))
        assert "特别程序已超过写明的期限" in text(officer.get("/?tab=office"))


class TestAMovedDay:
    def test_stands_beside_the_old_one_with_reason_and_who_agreed(
        self, browser: Browser, premises: Premises, submitted: None
    ) -> None:
        done(premises, WATER_OFFICER, "accept_conditionally", signed_by="张经理")
        browser.sign_in("water-head")
        assert "日期变动" not in text(browser.get(HERE))
        moved = {"days": "3", "reason": "现场核查未完成", "applicant_informed": "yes"}

        answer = browser.post(f"{HERE}/acts/extend", {**moved, "_sure": "yes"})

        assert answer.status_code == 303, text(answer)
        for page in (HERE, f"/projects/{PROJECT}"):
            told = text(browser.get(page)).partition("日期变动")[2]
            found = re.search(
                r"承诺时限到期日( P05)? (\S+日) (\S+日) 现场核查未完成 水务局·负责人 6月1日", told
            )
            assert found, told[:300]
            assert found[2] != found[3]

    def test_of_the_start_stands_beside_the_old_one(
        self, browser: Browser, premises: Premises
    ) -> None:
        browser.sign_in("dispatch-01")
        address = f"/projects/{PROJECT}/acts/pin_start"
        browser.post(address, {"start_on": "2020-08-03", "reason": "征收进度调整", "_sure": "yes"})

        told = text(browser.get(f"/projects/{PROJECT}")).partition("日期变动")[2]

        assert re.search(
            r"锁定的开工日 2020年\S+日 2020年8月3日 征收进度调整 调度中心01 6月1日", told
        ), told[:300]

    def test_by_a_stop_is_told_when_the_clock_runs_on(
        self, officer: Browser, premises: Premises, submitted: None
    ) -> None:
        done(premises, WATER_OFFICER, "accept_conditionally", signed_by="张经理")
        stop = {"procedure_kind": "expert_review", "reason": "送专家评审", "limit_days": 5}
        done(premises, WATER_OFFICER, "pause", **stop)
        premises.clock.set(datetime(2020, 6, 4, 9, tzinfo=ZoneInfo("Asia/Shanghai")))
        done(premises, WATER_OFFICER, "resume")

        told = text(officer.get(HERE)).partition("日期变动")[2]

        assert "专家评审期间暂停计时：送专家评审 水务局·窗口01 6月4日" in told


class TestAStaleForm:
    def test_says_who_was_first_and_keeps_both(
        self, officer: Browser, premises: Premises, submitted: None
    ) -> None:
        form = form_of(officer.get(f"{HERE}/acts/request_correction")) | {
            "items.0.document": "P05-1",
            "items.0.what": "请补盖公章",
        }
        done(premises, "water-02", "accept_conditionally", signed_by="张经理")

        answer = officer.post(f"{HERE}/acts/request_correction", form)

        assert answer.status_code == 409
        said = text(answer)
        assert "他人已先行办理：水务局·窗口02" in said
        assert "您打开表单之后的变化" in said
        assert "容缺受理" in said
        assert "请补盖公章</textarea>" in answer.text

    def test_is_not_stale_for_what_happened_to_another_case(
        self, officer: Browser, premises: Premises, submitted: None
    ) -> None:
        form = form_of(officer.get(f"{HERE}/acts/accept_conditionally"))
        other = _another_open(premises)
        done(premises, LIAISON, "submit", procedure=other)

        answer = officer.post(f"{HERE}/acts/accept_conditionally", form | {"signed_by": "张经理"})

        assert answer.status_code == 303, text(answer)


def _another_open(premises: Premises) -> str:
    with premises.office.store.reading() as connection:
        file, _ = premises.office.file(connection, PROJECT)
    return next(
        code for code, case in file.cases.items() if case.state is CaseState.OPEN and code != "P05"
    )


def test_a_case_is_handed_on_by_choosing_a_colleague(officer: Browser, submitted: None) -> None:
    shown = officer.get(f"{HERE}/acts/assign").text
    unexplained = filled_in(officer, "assign", to="water-02")
    handed = filled_in(officer, "assign", to="water-02", reason="轮岗")

    assert "水务局·窗口01（本人，认领）" in shown
    assert "housing-01" not in shown
    assert "请写明理由" in text(unexplained)
    assert handed.status_code == 303
    assert "P05" not in text(officer.get("/?tab=mine"))
    assert "经办：水务局·窗口02" in text(officer.get("/?tab=office"))
    assert "经办 水务局·窗口02" in text(officer.get(HERE))
