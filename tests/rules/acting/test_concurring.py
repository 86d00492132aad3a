"""n of m offices agree before a grant (会签): the last word of each counts, in any order."""

from collections.abc import Iterable
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from models.act import Act
from models.case import Case, Party
from models.case_entries import ClockPaused, ClockResumed
from models.catalogue import SpecialProcedureKind, Unit
from models.notice import Ground
from models.people import Account, Department, Role
from models.refusal import Refused
from models.review import AskedOffice, Recommendation, ReviewForm, ReviewStage, SignedReview
from rules.acting.agenda import agenda
from rules.acting.conduct import CONDUCT
from rules.acting.examining import entitled, examine
from rules.acting.next_step import department_step
from rules.acting.reviewing import numbered_reasons
from rules.clocks.concurring import awaited, concurrence
from rules.clocks.holders import holder, office_holding
from rules.fold.review import signed
from rules.in_force.naming_faults import review_faults
from rules.in_force.regulations import Regulations
from tests.world import (
    DECIDER,
    FIRST_DAY,
    HEAD,
    OFFICER,
    PLANNING,
    PROCEDURES,
    after,
    campaign,
    circumstances,
    draft,
    june,
    opened,
    request,
    running,
    with_case,
)

OFFICES = ("fire", "shelter", "archive", "lightning")
AGREE, OBJECT = Recommendation.GRANT, Recommendation.REFUSE


def world(*, at_least: int | None = None, by_law: Iterable[str] = ()) -> Regulations:
    """The small world, where A01 asks four more offices."""
    asked = tuple(
        AskedOffice(department=one, about=f"{one}验收", by_law=one in by_law) for one in OFFICES
    )
    form = ReviewForm(
        code="joint",
        name="联合验收",
        asked=asked,
        at_least=at_least,
        within_workdays=3,
        source="国办发〔2019〕11号",
    )
    first = PROCEDURES[0].model_copy(update={"review": "joint"})
    known = campaign(procedures=(first, *PROCEDURES[1:]))
    return Regulations(
        known.model_copy(
            update={
                "catalogue": known.catalogue.model_copy(update={"review_forms": (form,)}),
                "departments": (
                    *known.departments,
                    *(Department(code=one, name=f"{one}局", short=f"{one}局") for one in OFFICES),
                ),
                "accounts": (
                    *known.accounts,
                    *(
                        Account(number=f"{one}-01", name=one, role=Role.OFFICER, office=one)
                        for one in OFFICES
                    ),
                ),
            }
        )
    )


ALL = world()


def word(office: str, recommends: Recommendation = AGREE, on: date = FIRST_DAY) -> SignedReview:
    return SignedReview(
        f"{office}-01", on, ReviewStage.CONCURRENCE, recommends, "现场核验合格", office
    )


def asked_for(
    *words: SignedReview,
    rules: Regulations = ALL,
    act: str = "decide",
    by: str = DECIDER,
    **data: str,
) -> Refused | None:
    case = running(reviews=words)
    file = opened(rules=rules)
    now = circumstances(case, request(act, **data), on=june(2), by=by, rules=rules, file=file)
    return examine(now)


class TestTheDecision:
    def test_waits_until_every_office_agrees(self) -> None:
        for present in range(len(OFFICES)):
            refused = asked_for(*map(word, OFFICES[:present]))
            assert refused is not None
            assert refused.code == "concurrence_lacking"
            assert refused.facts["lacking"] == OFFICES[present:]

        assert asked_for(*map(word, OFFICES)) is None

    def test_says_who_has_not_signed_and_who_objects(self) -> None:
        refused = asked_for(word("fire"), word("shelter", OBJECT), word("archive"))

        assert refused is not None
        assert refused.message == (
            "用地预审征求4家单位意见，均须同意（国办发〔2019〕11号）："
            "待lightning局（lightning验收）签署意见；"
            "shelter局（shelter验收）不同意，整改后请其重新签署意见"
        )

    def test_an_office_that_objected_may_agree_later_and_the_other_way_round(self) -> None:
        all_agree = [*map(word, OFFICES)]

        assert asked_for(word("fire", OBJECT), *all_agree) is None
        assert asked_for(*all_agree, word("fire", OBJECT)) is not None

    def test_is_had_with_n_of_m_where_the_catalogue_says_so_and_why_is_said(self) -> None:
        rules = world(at_least=3)
        three = [*map(word, OFFICES[:3])]

        assert asked_for(*three[:2], rules=rules) is not None
        assert asked_for(*three, rules=rules) is None
        against = (*three, word("lightning", OBJECT))
        assert asked_for(*against, rules=rules).code == "review_contradicted"  # type: ignore[union-attr]
        assert asked_for(*against, rules=rules, opinion="所提问题不属于本次验收范围") is None

    def test_nobody_stands_for_an_office_that_the_law_names(self) -> None:
        rules = world(at_least=3, by_law=("lightning",))

        assert asked_for(*map(word, OFFICES[:3]), rules=rules) is not None
        assert asked_for(*map(word, OFFICES[1:]), rules=rules) is None

    def test_a_refusal_needs_nobodys_agreement(self) -> None:
        refused = asked_for(word("fire", OBJECT), act="refuse", by=HEAD, reason="消防验收不合格")

        assert refused is None

    @settings(deadline=None)
    @given(
        some.lists(
            some.tuples(some.sampled_from(OFFICES), some.sampled_from([AGREE, OBJECT])), max_size=9
        ),
        some.integers(1, 4),
        some.sets(some.sampled_from(OFFICES)),
    )
    def test_is_had_exactly_where_enough_last_words_agree(
        self, said: list[tuple[str, Recommendation]], least: int, named: set[str]
    ) -> None:
        """Counted a second time, off the words alone."""
        rules = world(at_least=least, by_law=named)
        refused = asked_for(*(word(*one) for one in said), rules=rules, opinion="理由")

        agree = 0
        held_up = False
        for office in OFFICES:
            own = [recommends for of, recommends in said if of == office]
            if own and own[-1] == AGREE:
                agree += 1
            elif office in named:
                held_up = True
        assert (refused is None) == (agree >= least and not held_up)

    @settings(deadline=None)
    @given(some.lists(some.sampled_from([AGREE, OBJECT, None]), min_size=4, max_size=4))
    def test_does_not_hang_on_the_order_of_opinions(
        self, said: list[Recommendation | None]
    ) -> None:
        words = [word(office, one) for office, one in zip(OFFICES, said, strict=True) if one]
        outcomes = set()
        for order in permutations(words):
            case = running(reviews=order)
            found = concurrence(case, first_of(ALL), ALL.campaign.catalogue)
            refused = asked_for(*order, opinion="理由")
            step = department_step(
                with_case(opened(rules=ALL), case), "A01", on=june(2), regulations=ALL
            )
            outcomes.add((found.agreed, found.objecting, found.owing, str(refused), step))
        assert len(outcomes) == 1


def first_of(rules: Regulations):
    return rules.campaign.catalogue.procedures[0]


class TestAnOpinion:
    def test_is_an_officers_of_each_office_that_is_asked_and_nobody_elses(self) -> None:
        asked = tuple(OFFICES)
        may = [
            one.number
            for one in ALL.campaign.accounts
            if not entitled(
                one, Act.REVIEW, department=PLANNING, unit="park", carers=(), agent="", asked=asked
            )
        ]

        assert {f"{one}-01" for one in OFFICES} < set(may)
        assert {ALL.campaign.account(one).office for one in may} == {PLANNING, *OFFICES}  # type: ignore[union-attr]
        assert entitled(
            ALL.campaign.account("fire-01"),  # type: ignore[arg-type]
            Act.DECIDE,
            department=PLANNING,
            unit="park",
            carers=(),
            agent="",
            asked=asked,
        )

    def test_is_recorded_for_the_office_that_signs(self) -> None:
        asked = request("review", recommends="refuse", opinion="1. 喷淋未接通；2、疏散门上锁")
        now = circumstances(running(), asked, by="fire-01", rules=ALL, file=opened(rules=ALL))

        said = CONDUCT[Act.REVIEW].record(now)
        case = signed(now.case, said, draft(june(2), said, by="fire-01"))  # type: ignore[arg-type]

        assert (said.office, said.stage) == ("fire", ReviewStage.CONCURRENCE)  # type: ignore[union-attr]
        assert numbered_reasons(case.reviews[0]) == ("喷淋未接通", "疏散门上锁")

    def test_of_the_office_that_decides_is_its_examination_as_ever(self) -> None:
        now = circumstances(
            running(), request("review", opinion="已核"), rules=ALL, file=opened(rules=ALL)
        )

        assert CONDUCT[Act.REVIEW].record(now).stage is ReviewStage.EXAMINATION  # type: ignore[union-attr]


class TestWhatIsStillToCome:
    """Accepted on Monday 1 June, three working days: until Thursday the 4th."""

    def case(self, *words: SignedReview) -> Case:
        return running(accepted=june(1), reviews=words)

    def test_is_awaited_until_each_has_signed(self) -> None:
        for many in range(5):
            file = with_case(opened(rules=ALL), self.case(*map(word, OFFICES[:many])))
            waiting = awaited(file, file.cases["A01"], ALL)

            assert waiting.codes == OFFICES[many:]
            assert waiting.due_on == (june(4) if many < 4 else None)

    def test_lies_after_its_day_with_the_office_that_owes_it(self) -> None:
        file = with_case(opened(rules=ALL), self.case(word("fire")))

        def held(day: int) -> tuple[Party | None, str | None]:
            given = {"on": june(day), "regulations": ALL}
            return holder(file, "A01", **given), office_holding(file, "A01", **given)  # type: ignore[arg-type]

        assert held(4) == (Party.DEPARTMENT, PLANNING)
        assert held(5) == (Party.DEPARTMENT, "shelter")

    def test_is_asked_for_at_once_and_reminded_of_when_it_is_late(self) -> None:
        file = with_case(opened(rules=ALL), self.case())
        grounds = (Ground.OPINION_ASKED, Ground.OPINION_LATE)

        told = [
            (one.on, one.payload.ground)
            for one in agenda(file, ALL)
            if getattr(one.payload, "ground", None) in grounds
        ]

        assert told == [(june(1), Ground.OPINION_ASKED), (june(5), Ground.OPINION_LATE)]

    def test_waits_while_the_clock_stands_still(self) -> None:
        file = with_case(opened(rules=ALL), self.case())
        stop = ClockPaused(
            procedure="A01",
            procedure_kind=SpecialProcedureKind.EXPERT_REVIEW,
            reason="整改复验",
            requested_by=OFFICER,
            approved_by=HEAD,
            limit_days=10,
            limit_unit=Unit.WORKDAY,
        )
        stopped = after(file, (june(2), stop))
        resumed = after(stopped, (june(4), ClockResumed(procedure="A01", result="已整改")))

        assert not awaited(stopped, stopped.cases["A01"], ALL).offices
        assert awaited(resumed, resumed.cases["A01"], ALL).due_on == june(8)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"at_least": 5}, "会签单位只有4家，不能要求5家同意"),
        ({"at_least": 1, "by_law": ("fire", "shelter")}, "不得少于依据列明的单位数"),
    ],
)
def test_a_catalogue_that_asks_for_too_few_or_too_many_is_refused(
    changes: dict[str, object], said: str
) -> None:
    known = world(**changes).campaign  # type: ignore[arg-type]

    faults = [*review_faults(known.catalogue, known.departments)]

    assert any(said in words for _, words in faults)
    assert not [*review_faults(ALL.campaign.catalogue, ALL.campaign.departments)]
    assert any("没有“fire”这个审批部门" in words for _, words in review_faults(known.catalogue, ()))
