"""Two pairs of eyes (行政许可法 34, 38): who has seen an application before it is decided."""

from dataclasses import replace

import pytest

from models.act import Act
from models.case import Case, CaseState
from models.case_entries import Submitted
from models.nature import Nature
from models.people import Role
from models.refusal import Refused
from models.review import Recommendation, ReviewForm, ReviewStage, ReviewStep, SignedReview
from rules.acting.conduct import CONDUCT
from rules.acting.examining import examine
from rules.in_force.regulations import Regulations
from rules.in_force.review_forms import review_form
from tests.world import (
    DECIDER,
    HEAD,
    OFFICER,
    PROCEDURES,
    after,
    campaign,
    circumstances,
    june,
    opened,
    request,
    running,
    with_case,
)

S = CaseState
THREE_STEPS = ReviewForm(
    code="three_steps",
    name="审查、审核、决定",
    steps=(
        ReviewStep(stage=ReviewStage.EXAMINATION),
        ReviewStep(stage=ReviewStage.CHECK),
    ),
    decided_by=(Role.DEPARTMENT_HEAD,),
    source="建议做法",
)
SINGLE = ReviewForm(code="single", name="一人办结", natures=(Nature.FILING,), single_handed=True)


def rules(form: str) -> Regulations:
    """The small world with another form of review for A01."""
    first = PROCEDURES[0].model_copy(update={"review": form})
    world = campaign(procedures=(first, *PROCEDURES[1:]))
    catalogue = world.catalogue.model_copy(update={"review_forms": (THREE_STEPS, SINGLE)})
    return Regulations(world.model_copy(update={"catalogue": catalogue}))


def opinion(
    by: str,
    stage: ReviewStage = ReviewStage.EXAMINATION,
    recommends: Recommendation = Recommendation.GRANT,
) -> SignedReview:
    return SignedReview(by, june(2), stage, recommends, "已核")


def refusal(
    case: Case, act: str, by: str, form: str = "", *, person: str = "", **data: object
) -> Refused | None:
    world = rules(form)
    file = opened(rules=world)
    now = circumstances(case, request(act, **data), on=june(3), by=by, rules=world, file=file)
    return examine(replace(now, person=person))


class TestOfTwoPersons:
    """What holds where the catalogue says nothing else."""

    @pytest.mark.parametrize("by", [DECIDER, HEAD])
    def test_another_than_who_accepted_grants(self, by: str) -> None:
        assert refusal(running(accepted_by=OFFICER), "decide", by) is None

    def test_who_accepted_does_not_alone_grant(self) -> None:
        refused = refusal(running(accepted_by="planning-01"), "decide", "planning-01")

        assert refused is not None
        assert refused.code == "another_must_decide"
        assert refused.message == (
            "本件由规划局·窗口01受理，不得由其一人准予办结：请由规划局·窗口02（planning-02）、"
            "规划局·窗口03（planning-03）、规划局·窗口04（planning-04）、规划局·窗口05（planning-05）"
            "等决定"
        )

    def test_who_accepted_may_grant_what_another_has_examined(self) -> None:
        case = running(accepted_by=OFFICER, reviews=(opinion(DECIDER),))

        assert refusal(case, "decide", OFFICER) is None

    def test_his_own_opinion_is_no_second_pair_of_eyes(self) -> None:
        case = running(accepted_by=OFFICER, reviews=(opinion(OFFICER),))

        assert refusal(case, "decide", OFFICER).code == "another_must_decide"  # type: ignore[union-attr]

    def test_nobody_is_two_persons_by_holding_two_posts(self) -> None:
        """Who took it in as planning-01, and sits at planning-02 by now, is one person still."""
        case = running(accepted_by="planning-01", accepted_person="li.ming")

        refused = refusal(case, "decide", "planning-02", person="li.ming")

        assert refused is not None
        assert refused.message.startswith(
            "本件由同一人（li.ming）任规划局·窗口01时受理，不得由其一人准予办结：请由"
        )
        assert "planning-01" not in refused.message
        assert refusal(case, "decide", "planning-02", person="zhou.an") is None

    @pytest.mark.parametrize(
        ("then", "now"), [("", "planning-01"), ("planning-02", "planning-02"), ("li.ming", "")]
    )
    def test_nor_where_a_person_is_called_as_a_post_or_the_post_is_the_same(
        self, then: str, now: str
    ) -> None:
        """Whose login is the number of the post that they held first has no name of their own."""
        by = "planning-01" if (then, now) == ("li.ming", "") else "planning-02"
        case = running(accepted_by="planning-01", accepted_person=then)

        assert refusal(case, "decide", by, person=now).code == "another_must_decide"  # type: ignore[union-attr]

    def test_his_opinion_at_another_post_is_no_second_pair_of_eyes(self) -> None:
        case = running(
            accepted_by="planning-01",
            accepted_person="li.ming",
            reviews=(replace(opinion("planning-03"), person="li.ming"),),
        )

        assert refusal(case, "decide", "planning-02", person="li.ming") is not None
        assert refusal(case, "decide", "planning-02", person="zhou.an") is None

    @pytest.mark.parametrize("act", ["decide", "refuse"])
    def test_nobody_decides_what_was_only_deemed_accepted(self, act: str) -> None:
        """行政许可法 32(1)(四): 视为受理的,没有人看过。"""
        case = running(accepted_by="", deemed=True)
        data = {"reason": "不符合条件"} if act == "refuse" else {}

        refused = refusal(case, act, HEAD, **data)
        assert refused is not None
        assert refused.code == "review_missing"
        assert "本件尚无人审查" in refused.message
        seen = replace(case, reviews=(opinion(OFFICER),))
        assert refusal(seen, act, HEAD, **data) is None

    def test_a_refusal_is_the_heads_beside_the_counter(self) -> None:
        assert refusal(running(accepted_by=OFFICER), "refuse", HEAD, reason="不符合条件") is None

    def test_a_grant_against_the_opinion_says_why(self) -> None:
        case = running(reviews=(opinion(OFFICER, recommends=Recommendation.REFUSE),))

        assert refusal(case, "decide", DECIDER).code == "review_contradicted"  # type: ignore[union-attr]
        assert refusal(case, "decide", DECIDER, opinion="补充资料后条件已具备") is None


class TestOfThreeSteps:
    EXAMINED = (opinion(OFFICER),)
    CHECKED = (*EXAMINED, opinion(DECIDER, ReviewStage.CHECK))

    def test_the_decision_waits_for_both_opinions(self) -> None:
        first = refusal(running(), "decide", HEAD, "three_steps")
        second = refusal(running(reviews=self.EXAMINED), "decide", HEAD, "three_steps")

        assert first is not None
        assert second is not None
        assert first.message.startswith("用地预审须经审查、审核、决定（建议做法）：尚无审查意见")
        assert (first.code, second.facts["stage"]) == ("review_missing", "check")
        assert refusal(running(reviews=self.CHECKED), "decide", HEAD, "three_steps") is None

    def test_a_refusal_waits_for_them_as_well(self) -> None:
        refused = refusal(running(), "refuse", HEAD, "three_steps", reason="不符合条件")

        assert refused is not None
        assert refused.code == "review_missing"

    def test_only_the_head_decides(self) -> None:
        refused = refusal(running(reviews=self.CHECKED), "decide", "planning-03", "three_steps")

        assert refused is not None
        assert refused.message == (
            "用地预审应由规划局·负责人（planning-head）决定，规划局·窗口03不能决定"
        )

    def test_the_second_opinion_is_another_persons(self) -> None:
        case = running(reviews=self.EXAMINED)
        own = refusal(case, "review", OFFICER, "three_steps", opinion="再核")

        assert own is not None
        assert own.code == "review_not_yours"
        assert "审核意见" in own.message
        assert OFFICER not in own.message
        assert refusal(case, "review", DECIDER, "three_steps", opinion="已核") is None

    def test_the_head_signs_no_officers_step(self) -> None:
        refused = refusal(running(), "review", HEAD, "three_steps", opinion="同意")

        assert refused is not None
        assert refused.facts["stage"] == "examination"

    def test_each_opinion_is_recorded_under_its_step(self) -> None:
        world = rules("three_steps")
        for case, stage in (
            (running(), ReviewStage.EXAMINATION),
            (running(reviews=self.EXAMINED), ReviewStage.CHECK),
        ):
            now = circumstances(
                case,
                request("review", opinion="已核"),
                by="planning-03",
                rules=world,
                file=opened(rules=world),
            )
            assert CONDUCT[Act.REVIEW].record(now).stage is stage


class TestTheFormOfAProcedure:
    """Its own where it names one, else that of its nature, else two persons."""

    @pytest.mark.parametrize(
        ("nature", "review", "form"),
        [
            (Nature.FILING, "", "single"),
            (Nature.LICENCE, "", "two_persons"),
            (Nature.INTERNAL, "", "two_persons"),
            (Nature.FILING, "three_steps", "three_steps"),
            (Nature.LICENCE, "single", "single"),
        ],
    )
    def test_follows(self, nature: Nature, review: str, form: str) -> None:
        found = PROCEDURES[0].model_copy(update={"nature": nature, "review": review})

        assert review_form(found, rules("").campaign.catalogue).code == form


class TestSingleHanded:
    def test_one_person_accepts_and_grants(self) -> None:
        assert refusal(running(accepted_by=OFFICER), "decide", OFFICER, "single") is None

    def test_but_nobody_refuses_alone(self) -> None:
        case = running(accepted_by="", deemed=True)

        assert refusal(case, "refuse", HEAD, "single", reason="不符合").code == "review_missing"  # type: ignore[union-attr]


def test_an_opinion_belongs_to_one_application() -> None:
    file = with_case(opened(), running(state=S.REFUSED, reviews=(opinion(OFFICER),)))
    again = after(file, (june(9), Submitted(procedure="A01", documents=())))

    assert again.cases["A01"].reviews == ()
    assert again.cases["A01"].accepted_by == ""
