"""Conditional acceptance (容缺受理): every condition by itself, in the order of the campaign."""

from dataclasses import replace
from datetime import date

import pytest

from models.act_requests import Act
from models.campaign import CampaignFolder
from models.case import Case, CaseState
from models.catalogue import CountsFrom
from models.refusal import Refused
from rules.acceptance.circumstances import Circumstances
from rules.acceptance.deferral import ELIGIBILITY, MAY_DEFER, latest_make_up, promised_in_time
from rules.acting.conduct import CONDUCT
from rules.acting.examining import examine
from tests.world import CALENDAR_DAY, FIRST_DAY, circumstances, june, limit, regulations, request

PAUSE, EARLY, BY_LAW = (regulations(profile) for profile in ("pause", "early", "return"))


def applied(code: str = "A01", *numbers: int, submitted: date = FIRST_DAY) -> Case:
    """An application with the documents of those numbers."""
    documents = frozenset(f"{code}-{number}" for number in numbers or (1, 3))
    return Case(code, CaseState.SUBMITTED, submitted_on=submitted, documents=documents)


def asked(case: Case | None = None, **data: object) -> Circumstances:
    """A request for conditional acceptance that nothing stands against, unless changed."""
    on = data.pop("on", FIRST_DAY)
    rules = data.pop("rules", PAUSE)
    breaches = data.pop("breaches", ())
    by = "housing-01" if (case or applied()).procedure in ("E01", "F01") else "planning-01"
    wanted = request("accept_conditionally", **{"signed_by": "法定代表人", **data})
    return circumstances(case or applied(), wanted, on=on, by=by, rules=rules, breaches=breaches)


def refusal(case: Case | None = None, **data: object) -> Refused:
    refused = examine(asked(case, **data))
    assert refused is not None
    return refused


def test_the_order_of_the_code_is_the_order_of_the_campaign(real_folder: CampaignFolder) -> None:
    codes = [rule.code for rule in real_folder.campaign.rulebook.eligibility]

    assert [rule.__name__ for rule in ELIGIBILITY] == codes
    assert MAY_DEFER[: len(codes)] == ELIGIBILITY
    assert CONDUCT[Act.ACCEPT_CONDITIONALLY].rules == MAY_DEFER


def test_a_voluntary_signed_promise_of_a_listed_document_is_taken() -> None:
    assert examine(asked()) is None
    assert examine(asked(owed=[{"document": "资金证明", "due_on": "2020-06-11"}])) is None


class TestMainComplete:
    def test_a_missing_principal_document_is_never_deferred(self) -> None:
        refused = refusal(applied("A01", 3))

        assert refused.code == "principal_document_missing"
        assert refused.message == "缺主件《申请表》，不符合容缺受理条件"

    def test_a_principal_document_cannot_be_promised(self) -> None:
        refused = refusal(owed=[{"document": "A01-1", "due_on": "2020-06-05"}])

        assert (refused.code, refused.message) == (
            "principal_document_missing",
            "《申请表》是主件，不得容缺",
        )


class TestOnlyListed:
    def test_a_complete_application_has_nothing_to_defer(self) -> None:
        assert refusal(applied("A01", 1, 2, 3)).code == "nothing_to_defer"

    @pytest.mark.parametrize(
        ("promised", "words"),
        [
            (["A01-4"], "“听证材料”不在本事项可容缺材料清单"),
            (["营业执照"], "“营业执照”不在本事项可容缺材料清单"),
            (["A01-2", "A01-3"], "《授权委托书》已经提交，无须承诺"),
            (["A01-2", "资金证明"], "《资金证明》在承诺中重复"),
        ],
        ids=["a situational document", "an unknown one", "one that is there", "one twice"],
    )
    def test_refuses_to_promise(self, promised: list[str], words: str) -> None:
        refused = refusal(owed=[{"document": one, "due_on": "2020-06-05"} for one in promised])

        assert (refused.code, refused.message) == ("not_deferrable", words)

    def test_the_promise_covers_everything_that_is_missing(self) -> None:
        refused = refusal(applied("A01", 1), owed=[{"document": "A01-2", "due_on": "2020-06-05"}])

        assert refused.message == "《授权委托书》尚缺，也未列入承诺"


class TestVoluntary:
    @pytest.mark.parametrize("name", ["", "   "])
    def test_nobody_signed(self, name: str) -> None:
        assert refusal(signed_by=name).code == "promise_unsigned"

    @pytest.mark.parametrize(
        ("signed", "words"),
        [
            ("2020-06-05", "承诺书签署日 2020-06-05 晚于今日（2020-06-04）"),
            ("2020-05-29", "承诺书签署日 2020-05-29 早于申报日（2020-06-01）"),
        ],
    )
    def test_signed_on_an_impossible_day(self, signed: str, words: str) -> None:
        refused = refusal(signed_on=signed, on=june(4))

        assert (refused.code, refused.message) == ("promise_unsigned", words)


class TestCreditOk:
    def test_an_unrepaired_breach_closes_the_door(self) -> None:
        refused = refusal(breaches=("2020-05-08 某项目 A01 逾期未补",))

        assert refused.code == "credit_impaired"
        assert "2020-05-08 某项目 A01 逾期未补" in refused.message
        assert refused.facts == {"credit_code": "91230112MA1D101370"}

    def test_only_where_the_profile_asks_for_it(self) -> None:
        assert examine(asked(rules=EARLY, breaches=("某失信",))) is None


class TestNotExcluded:
    def test_safety_and_environment_are_not_put_off(self) -> None:
        assert refusal(applied("E01")).message == "环评报告表审批涉及安全、环保等强制材料，不得容缺"

    def test_only_where_the_profile_excludes_them(self) -> None:
        assert examine(asked(applied("E01"), rules=EARLY)) is None


def test_item_allowed_reads_the_catalogue() -> None:
    refused = refusal(applied("F01"))

    assert (refused.code, refused.message) == (
        "deferral_excluded",
        "F01 消防设计审查不适用容缺受理",
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("D01", "备案是即办件，不适用容缺受理"),
        ("G01", "林地审核须上报上级决定，不适用容缺受理"),
    ],
)
def test_not_instant_or_uplevel(code: str, words: str) -> None:
    assert refusal(applied(code)).message == words


def test_the_first_refusal_in_order_wins() -> None:
    everything_wrong = {"signed_by": "", "breaches": ("某失信",)}

    assert refusal(applied("F01", 3), **everything_wrong).code == "principal_document_missing"
    assert refusal(applied("F01"), **everything_wrong).code == "promise_unsigned"
    assert refusal(applied("F01"), breaches=("某失信",)).code == "credit_impaired"


class TestAPromisedDay:
    def owed(self, due: date, **data: object) -> Circumstances:
        return asked(owed=[{"document": "A01-2", "due_on": due}], **data)

    @pytest.mark.parametrize(
        ("due", "code"),
        [
            pytest.param(june(1), "promise_too_late", id="the day of signature"),
            pytest.param(june(2), None, id="the day after"),
            pytest.param(june(11), None, id="the last day of its own make-up period"),
            pytest.param(june(12), "promise_too_late", id="one more"),
        ],
    )
    def test_lies_after_the_signature_and_within_its_own_period(
        self, due: date, code: str | None
    ) -> None:
        refused = examine(self.owed(due))

        assert (refused.code if refused else None) == code

    def test_lies_within_the_cap_of_the_profile(self) -> None:
        case = applied("A01", 1, 2)
        within = {"owed": [{"document": "A01-3", "due_on": june(15)}]}
        beyond = {"owed": [{"document": "A01-3", "due_on": june(16)}]}

        assert examine(asked(case, **within)) is None
        assert examine(asked(case, **beyond)).facts["latest"] == june(15)
        assert examine(asked(case, rules=BY_LAW, **beyond)) is None
        assert (
            examine(asked(case, rules=EARLY, owed=[{"document": "A01-3", "due_on": "2021-01-01"}]))
            is None
        )

    def test_that_has_passed_when_the_officer_accepts_is_refused(self) -> None:
        refused = promised_in_time(self.owed(june(3), on=june(4), signed_on="2020-06-01"))

        assert refused.message == (
            "《资金证明》的补交日 2020-06-03 已过（今日 2020-06-04），请重新签署承诺书"
        )

    def test_that_nobody_named_is_the_latest_one_and_refused_when_it_has_passed(self) -> None:
        signed = {"signed_on": "2020-06-01"}

        assert examine(asked(on=june(11), **signed)) is None
        assert examine(asked(on=june(12), **signed)).code == "promise_too_late"

    def test_is_the_smaller_of_both_limits(self) -> None:
        now = asked()
        law = now.procedure.model_copy(update={"promised": limit(3)})
        short = replace(now, about=(now.case, law))
        rolling = now.procedure.model_copy(update={"promised": limit(5, CALENDAR_DAY)})
        rolled = replace(now, about=(now.case, rolling))

        assert latest_make_up(now, "A01-2") == june(11)
        assert latest_make_up(now, "A01-3") == june(15)
        assert latest_make_up(short, "A01-2") == june(4)
        assert latest_make_up(rolled, "A01-2") == june(8)
        assert latest_make_up(asked(rules=EARLY), "A01-3") is None

    def test_is_no_later_than_a_limit_that_runs_from_receipt(self) -> None:
        """建筑法 8: 自收到申请之日起; received on Monday the 1st, three days end on the 4th."""
        received = replace(applied(), received_on=FIRST_DAY)
        late = replace(
            now := asked(received, on=june(3)),
            about=(
                now.case,
                now.procedure.model_copy(
                    update={
                        "promised": limit(3).model_copy(update={"counts_from": CountsFrom.RECEIPT})
                    }
                ),
            ),
        )

        assert latest_make_up(late, "A01-2") == june(4)
        refused = promised_in_time(replace(late, on=june(4)))
        assert refused is not None
        assert "2020-06-04 届满，已没有可以承诺的补交日；请一次性告知补正" in refused.message


class TestWhatIsRecorded:
    def test_names_both_signatures_the_profile_and_every_missing_document(self) -> None:
        now = asked(applied("A01", 1), signed_by=" 法定代表人 ")
        recorded = CONDUCT[Act.ACCEPT_CONDITIONALLY].record(now)

        assert (recorded.signed_by, recorded.countersigned_by) == ("法定代表人", "planning-01")
        assert (recorded.signed_on, recorded.profile) == (FIRST_DAY, "pause")
        assert [(one.document, one.due_on) for one in recorded.owed] == [
            ("A01-2", june(11)),
            ("A01-3", june(15)),
        ]

    def test_without_any_limit_promises_five_working_days(self) -> None:
        now = asked(applied("A01", 1, 2), rules=EARLY)

        assert CONDUCT[Act.ACCEPT_CONDITIONALLY].record(now).owed[0].due_on == june(8)

    def test_gives_the_code_where_the_request_gave_the_name(self) -> None:
        now = asked(owed=[{"document": "资金证明", "due_on": june(5)}])

        assert CONDUCT[Act.ACCEPT_CONDITIONALLY].record(now).owed[0].document == "A01-2"
