"""Every published practice of 容缺, told as one story: accepted owing one paper, which comes late.

Each row stands beside its source; the profiles are those of the delivered campaign.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from models.act_requests import Act
from models.campaign import Campaign, CampaignFolder
from models.case import Case, CaseFile, CaseState
from models.case_entries import Reminded
from models.catalogue import DeferralMode
from models.ledger import Payload
from models.notice import Ground
from models.people import Role
from models.project import ProjectTier
from models.refusal import Refused
from models.rulebook import OnDue
from rules.acceptance.circumstances import Circumstances
from rules.acceptance.deferral import GRADES, grade
from rules.acceptance.promise import consequence
from rules.acting.agenda import due_on
from rules.acting.conduct import CONDUCT
from rules.acting.examining import examine
from rules.in_force.regulations import Regulations
from tests.world import (
    FIRST_DAY,
    PROCEDURES,
    REGULATIONS,
    WORKDAY,
    after,
    campaign,
    june,
    opened,
    procedure,
    project,
    request,
    settled,
)

S, DAYS = CaseState, REGULATIONS.days
OWED, DUE = "A01-2", june(5)
FINISH = procedure("Y05", "竣工验收备案", "planning", 5, deferral_mode=DeferralMode.NONE)
ITEM = DeferralMode.COMMITMENT
"""The procedure of the story may go as far ahead as the place lets it."""


def small_world(real: Campaign, profile: str, mode: DeferralMode = ITEM) -> Regulations:
    """The small catalogue under a profile of the delivered campaign."""
    first = PROCEDURES[0].model_copy(update={"deferral_mode": mode})
    world = campaign("pause", (first, *PROCEDURES[1:], FINISH))
    rules = world.rulebook.model_copy(
        update={
            "profile": profile,
            "profiles": real.rulebook.profiles,
            "promise_extension": real.rulebook.promise_extension,
        }
    )
    return Regulations(world.model_copy(update={"rulebook": rules}))


@dataclass
class Desk:
    """One project under one profile, its days swept as they pass (办公桌)."""

    rules: Regulations
    file: CaseFile = field(init=False)
    today: date = FIRST_DAY
    brought: list[Payload] = field(default_factory=list)
    breaches: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.file = opened(project(tier=ProjectTier.CITY_KEY), self.rules)

    @property
    def case(self) -> Case:
        return self.file.cases["A01"]

    @property
    def waits_for(self) -> OnDue | None:
        """What a person has to sign."""
        profile = self.rules.deferral_of(self.case)
        return consequence(self.case, profile, on=self.today, days=self.rules.days)

    def now(self, act: str, code: str = "A01", **data: object) -> Circumstances:
        found = self.rules.procedures(self.file.project, on=self.today)[code]
        role = Role.DEPARTMENT_HEAD
        by = next(
            one
            for one in self.rules.campaign.accounts
            if one.role is role
            and (one.office == found.department) is (act not in ("record_breach", "repair_credit"))
        )
        wanted = request(act, **data)
        return Circumstances(
            self.file,
            (self.file.cases[code], found),
            wanted,
            by,
            self.today,
            self.rules,
            self.breaches,
        )

    def refusal(self, act: str, code: str = "A01", **data: object) -> Refused | None:
        return examine(self.now(act, code, **data))

    def do(self, act: str, code: str = "A01", **data: object) -> "Desk":
        now = self.now(act, code, **data)
        assert examine(now) is None, examine(now)
        payload = CONDUCT[Act(act)].record(now)
        self.file = settled(after(self.file, (self.today, payload)), self.today, self.rules)
        return self

    def heard(self, measure: str) -> "Desk":
        """Tell the applicant what is meant to be done, and hear what there is to say."""
        self.do("announce_measure", measure=measure, reason="逾期未补")
        return self.do("state_defence", measure=measure, statement="没有异议")

    def until(self, day: date) -> "Desk":
        """Let the days pass, each swept."""
        while self.today < day:
            self.today += timedelta(days=1)
            while appointment := due_on(self.file, self.today, self.rules):
                self.brought.append(appointment.payload)
                self.file = after(self.file, (self.today, appointment.payload))
        return self

    def kinds(self) -> list[str]:
        return [one.kind for one in self.brought if not isinstance(one, Reminded)]

    def reminded(self, ground: Ground) -> list[date]:
        told = [one for one in self.brought if isinstance(one, Reminded)]
        return [one.about_on for one in told if one.ground is ground]


def owing(rules: Regulations, **data: object) -> Desk:
    """Accepted on 1 June, one paper promised by Friday 5 June."""
    desk = Desk(rules).do("submit", missing=[OWED])
    promised = {"owed": [{"document": OWED, "due_on": DUE}], "signed_by": "法定代表人"}
    return desk.do("accept_conditionally", **promised | data)


@pytest.fixture
def real(real_folder: CampaignFolder) -> Campaign:
    return real_folder.campaign


GRACE = "promise_lapsed returned"
STORY = [
    # profile, what time brings, what a person signs, the act, where it ends, source
    (
        "lanzhou_2020",
        "promise_lapsed",
        None,
        None,
        S.CONDITIONALLY_ACCEPTED,
        "兰州2020：写在承诺函",
    ),
    ("taizhou_2019", GRACE, None, None, S.RETURNED, "台州住建2019：到期暂停，15个工作日后退件"),
    ("zhejiang_2018", "promise_lapsed", OnDue.REVOKE_ACCEPTANCE, "decline", S.DECLINED, "浙江11"),
    ("binzhou_2020", "promise_lapsed", OnDue.REFUSE, "refuse", S.REFUSED, "滨州11：不予审批"),
    ("guangdong_2022", "promise_lapsed", None, None, S.CONDITIONALLY_ACCEPTED, "广东32：未写明"),
    ("henan_2020", "promise_lapsed", None, None, S.CONDITIONALLY_ACCEPTED, "河南35：未写明"),
    ("shanghai_2020", "promise_lapsed", None, None, S.CONDITIONALLY_ACCEPTED, "上海35：至Y05前"),
    ("chongqing_2021", "promise_lapsed", None, None, S.CONDITIONALLY_ACCEPTED, "重庆47：至Y05前"),
    ("xian_2023", "promise_lapsed", OnDue.TERMINATE, "decline", S.DECLINED, "西安2023：终止"),
    ("yangxian_2020", GRACE, None, None, S.RETURNED, "洋县2020第2条：退办件"),
    ("huazhou_2025", "promise_lapsed", None, None, S.CONDITIONALLY_ACCEPTED, "化州2025：未写明"),
    (
        "beijing_2020",
        "promise_lapsed",
        None,
        None,
        S.CONDITIONALLY_ACCEPTED,
        "北京31：先出证",
    ),
    ("acheng_default", GRACE, None, None, S.RETURNED, "阿城建议（参照台州2019）"),
]


class TestAPaperThatNeverComes:
    def test_is_told_of_every_profile(self, real: Campaign) -> None:
        assert [row[0] for row in STORY] == list(real.rulebook.profiles)

    @pytest.mark.parametrize(
        ("profile", "brought", "waits", "act", "ends", "source"), STORY, ids=[r[0] for r in STORY]
    )
    def test_ends_as_the_place_says(
        self,
        real: Campaign,
        profile: str,
        brought: str,
        waits: OnDue | None,
        act: str | None,
        ends: CaseState,
        source: str,
    ) -> None:
        desk = owing(small_world(real, profile)).until(june(8))
        lapsed_on = desk.case.owed[0].lapsed_on
        assert lapsed_on == june(8), source
        desk.until(date(2020, 7, 31))

        assert desk.kinds() == brought.split(), source
        assert desk.waits_for is waits, source
        if waits is not None:
            assert desk.reminded(Ground.SIGNATURE_DUE) == [june(8)]
            assert act is not None
            desk.do(act, reason="逾期未补")
        assert desk.case.state is ends, source

    def test_comes_back_at_once_or_after_fifteen_working_days(self, real: Campaign) -> None:
        at_once = owing(small_world(real, "yangxian_2020")).until(june(8))
        patient = owing(small_world(real, "taizhou_2019")).until(june(30))

        assert at_once.case.state is S.RETURNED
        assert (patient.case.state, patient.case.stopped) == (S.OVERDUE_PROMISE, True)
        assert patient.case.grace_until == DAYS.add(june(8), 15, WORKDAY).due_on == june(30)
        assert patient.until(date(2020, 7, 1)).case.state is S.RETURNED

    @pytest.mark.parametrize("profile", ["zhejiang_2018", "xian_2023"])
    def test_ends_an_acceptance_with_the_reason_in_writing(
        self, real: Campaign, profile: str
    ) -> None:
        desk = owing(small_world(real, profile))
        early = desk.refusal("decline", reason="逾期未补")
        desk.until(june(8)).do("decline", reason="逾期未补")

        assert early is not None
        assert early.code == "decline_forbidden"
        words = {
            "zhejiang_2018": "撤销受理：逾期未补",
            "xian_2023": "终止办理：逾期未补；损失由申请人承担",
        }
        assert desk.case.reason.startswith(words[profile])
        assert real.rulebook.profiles[profile].source in desk.case.reason

    @pytest.mark.parametrize("profile", ["taizhou_2019", "binzhou_2020", "lanzhou_2020"])
    def test_ends_no_acceptance_where_the_place_does_not_say_so(
        self, real: Campaign, profile: str
    ) -> None:
        refused = owing(small_world(real, profile)).until(june(8)).refusal("decline", reason="逾期")

        assert refused is not None
        assert refused.code == "decline_forbidden"

    def test_follows_the_profile_of_its_letter_when_another_comes_into_force(
        self, real: Campaign
    ) -> None:
        desk = owing(small_world(real, "taizhou_2019"))
        desk.rules = small_world(real, "yangxian_2020")

        assert desk.until(june(8)).case.state is S.OVERDUE_PROMISE


class TestAPermitAheadOfItsPapers:
    @pytest.mark.parametrize(
        ("profile", "may"),
        [(row[0], row[0] in ("shanghai_2020", "chongqing_2021", "beijing_2020")) for row in STORY],
    )
    def test_exists_only_where_the_place_lets_it(
        self, real: Campaign, profile: str, may: bool
    ) -> None:
        desk = owing(small_world(real, profile))

        assert real.rulebook.profiles[profile].issues_before_makeup is may
        assert (desk.refusal("decide_conditionally") is None) is may
        assert desk.refusal("decide").code == "documents_still_owed"  # type: ignore[union-attr]

    @pytest.mark.parametrize("profile", ["shanghai_2020", "chongqing_2021"])
    def test_holds_up_the_filing_of_completion_until_the_papers_are_in(
        self, real: Campaign, profile: str
    ) -> None:
        desk = owing(small_world(real, profile)).do("decide_conditionally")
        desk.do("submit", "Y05").do("accept", "Y05").until(june(8))
        refused = desk.refusal("decide", "Y05")
        desk.do("receive_document", document=OWED).do("decide", "Y05")

        assert refused is not None
        assert refused.code == "hard_stop"
        assert "A01《资金证明》" in refused.message
        assert "竣工验收备案前补齐" in refused.message
        assert desk.case.state is S.APPROVED

    @pytest.mark.parametrize("profile", ["shanghai_2020", "chongqing_2021"])
    def test_is_for_major_works_only(self, real: Campaign, profile: str) -> None:
        desk = Desk(small_world(real, profile))
        ordinary = project(tier=ProjectTier.DISTRICT_KEY)
        desk.file = opened(ordinary, desk.rules)
        desk.do("submit", missing=[OWED])
        refused = desk.refusal("accept_conditionally", signed_by="法定代表人")

        assert refused is not None
        assert "只适用于重大工程" in refused.message

    def test_is_rectified_and_only_then_revoked(self, real: Campaign) -> None:
        """北京2020 31: 责令限期整改，整改后仍不达标的撤销决定；须人签署。"""
        desk = owing(small_world(real, "beijing_2020")).do("decide_conditionally").until(june(9))
        assert desk.case.state is S.APPROVED_CONDITIONALLY
        assert desk.waits_for is OnDue.RECTIFY
        assert desk.refusal("revoke", reason="逾期").code == "rectification_first"  # type: ignore[union-attr]

        desk.do("order_rectification", due_on="2020-06-19", reason="逾期未补")
        again = desk.refusal("order_rectification", due_on="2020-06-22", reason="再次")
        early = desk.until(june(19)).refusal("revoke", reason="逾期")
        assert again is not None
        assert again.code == "rectification_forbidden"
        assert early is not None
        assert "整改期限 2020-06-19 未满" in early.message

        desk.until(june(22))
        assert desk.waits_for is OnDue.REVOKE
        assert desk.case.state is S.APPROVED_CONDITIONALLY, "nobody revokes but a person"
        assert desk.reminded(Ground.SIGNATURE_DUE) == [june(8), june(19)]
        assert desk.heard("revocation").do("revoke", reason="整改不到位").case.state is S.REVOKED

    def test_is_whole_again_when_it_is_rectified_in_time(self, real: Campaign) -> None:
        desk = owing(small_world(real, "beijing_2020")).do("decide_conditionally").until(june(9))
        desk.do("order_rectification", due_on="2020-06-19", reason="逾期未补").until(june(18))

        assert desk.do("receive_document", document=OWED).case.state is S.APPROVED
        assert desk.until(june(30)).waits_for is None

    def test_on_an_untrue_promise_is_revoked_outright(self, real: Campaign) -> None:
        desk = owing(small_world(real, "beijing_2020")).do("decide_conditionally").until(june(9))

        assert real.rulebook.profiles["beijing_2020"].on_false is OnDue.REVOKE
        desk.heard("revocation")
        assert desk.do("revoke", reason="材料伪造", untrue=True).case.reason == "虚假承诺：材料伪造"

    def test_is_rectified_only_where_the_place_says_so(self, real: Campaign) -> None:
        desk = owing(small_world(real, "shanghai_2020")).do("decide_conditionally").until(june(9))
        refused = desk.refusal("order_rectification", due_on="2020-06-19", reason="逾期未补")

        assert refused is not None
        assert refused.code == "rectification_forbidden"


class TestTheGradeOfAProcedure:
    @pytest.mark.parametrize("item", GRADES)
    @pytest.mark.parametrize("place", GRADES[2:])
    def test_is_the_lesser_of_place_and_procedure(
        self, real: Campaign, place: DeferralMode, item: DeferralMode
    ) -> None:
        profile = real.rulebook.deferral.model_copy(update={"mode": place})
        found = PROCEDURES[0].model_copy(update={"deferral_mode": item})

        assert GRADES.index(grade(found, profile)) == min(GRADES.index(place), GRADES.index(item))

    def test_none_is_never_taken_in_without_its_papers(self, real: Campaign) -> None:
        desk = Desk(small_world(real, "acheng_default", DeferralMode.NONE))
        desk.do("submit", missing=[OWED])
        refused = desk.refusal("accept_conditionally", signed_by="法定代表人")

        assert refused is not None
        assert refused.code == "deferral_excluded"

    @pytest.mark.parametrize("item", [DeferralMode.PREVIEW, DeferralMode.ACCEPT_ONLY])
    def test_below_the_place_keeps_a_permit_from_preceding_its_papers(
        self, real: Campaign, item: DeferralMode
    ) -> None:
        desk = owing(small_world(real, "beijing_2020", item))

        assert desk.case.mode is item
        assert desk.refusal("decide_conditionally").code == (  # type: ignore[union-attr]
            "conditional_decision_forbidden"
        )

    def test_preview_is_timed_from_the_day_on_which_the_last_paper_comes(
        self, real: Campaign
    ) -> None:
        desk = owing(small_world(real, "acheng_default", DeferralMode.PREVIEW))
        assert desk.case.clock_from is None

        desk.until(june(4)).do("receive_document", document=OWED)

        assert (desk.case.state, desk.case.clock_from) == (S.ACCEPTED, june(4))
        assert desk.refusal("decide") is None

    @pytest.mark.parametrize("code", ["S02", "Y02", "Y03", "P10"])
    def test_of_fire_and_hazardous_chemicals_is_none_under_every_profile(
        self, real: Campaign, code: str
    ) -> None:
        tamed = {one.code: one for one in real.catalogue.procedures}[code]
        assert tamed.fire_or_hazard
        for place in real.rulebook.profiles.values():
            for mode in DeferralMode:  # whatever somebody writes into the catalogue
                careless = tamed.model_copy(update={"deferral_mode": mode})
                assert grade(careless, place) is DeferralMode.NONE

    def test_flags_every_fire_and_chemicals_procedure_of_the_catalogue(
        self, real: Campaign
    ) -> None:
        named = {
            one.code
            for one in real.catalogue.procedures
            if "消防" in one.name or "危险化学品" in one.name
        }
        variants = {code for one in real.catalogue.statute_variants for code in one.overrides}

        assert {one.code for one in real.catalogue.procedures if one.fire_or_hazard} == named
        assert not [
            one.code
            for one in real.catalogue.statute_variants
            for code in named & variants
            if "fire_or_hazard" in one.overrides.get(code, {})
        ]


class TestTheDutyToAccept:
    @pytest.mark.parametrize(
        ("profile", "article"),
        [("binzhou_2020", "第11"), ("guangdong_2022", "第32条"), ("henan_2020", "第35条")],
    )
    def test_forbids_declining_for_want_of_listed_papers(
        self, real: Campaign, profile: str, article: str
    ) -> None:
        desk = Desk(small_world(real, profile)).do("submit", missing=[OWED])
        refused = desk.refusal("decline", reason="缺资金证明")

        assert refused is not None
        assert refused.code == "must_accept"
        assert "仅缺可容缺材料《资金证明》，应当受理" in refused.message
        assert article in refused.message
        told = [{"document": OWED, "what": "请补交"}]
        assert desk.refusal("request_correction", items=told) is None

    @pytest.mark.parametrize(
        ("missing", "data"),
        [
            pytest.param([OWED], {"ground": "not_this_authority"}, id="no matter of this agency"),
            pytest.param([OWED], {"ground": "not_required"}, id="no licence is needed"),
        ],
    )
    def test_leaves_other_grounds_alone(
        self, real: Campaign, missing: list[str], data: dict[str, object]
    ) -> None:
        desk = Desk(small_world(real, "henan_2020")).do("submit", missing=missing)

        assert desk.refusal("decline", reason="不符合规定", **data) is None

    def test_lasts_when_a_correction_did_not_come_in_time(self, real: Campaign) -> None:
        desk = Desk(small_world(real, "henan_2020")).do("submit", missing=[OWED])
        told = [{"document": OWED, "what": "请补交"}]
        desk.do("request_correction", items=told, due_on="2020-06-05")

        for on in (june(1), june(8)):
            refused = desk.until(on).refusal("decline", reason="逾期未补正")
            assert refused is not None
            assert refused.code == "must_accept"

    @pytest.mark.parametrize("missing", [[OWED], ["A01-1", OWED], []])
    def test_is_a_favour_elsewhere_yet_a_gap_is_no_ground(
        self, real: Campaign, missing: list[str]
    ) -> None:
        """行政许可法 32(1)(四): 申请材料不齐全的，应当一次告知补正."""
        desk = Desk(small_world(real, "acheng_default")).do("submit", missing=missing)
        refused = desk.refusal("decline", reason="缺资金证明")

        assert refused is not None
        assert refused.code == "no_ground"
        assert refused.message.endswith("应当一次性告知补正（行政许可法第三十二条第一款第四项）")

    def test_credit_is_a_ground_only_where_a_breach_stands(self, real: Campaign) -> None:
        desk = Desk(small_world(real, "xian_2023")).do("submit", missing=[OWED])
        refused = desk.refusal("decline", reason="信用不良", ground="credit")

        assert refused is not None
        assert refused.code == "no_ground"
        desk.breaches = ("2020-05-01 逾期未补",)
        assert desk.refusal("decline", reason="信用不良", ground="credit") is None


class TestThePromisedDay:
    def test_runs_from_the_signature_or_from_acceptance(self, real: Campaign) -> None:
        """洋县2020 第2条: 自签订承诺书起; elsewhere 自受理之日 (行政许可法 42)."""
        begun = {}
        for profile in ("yangxian_2020", "taizhou_2019"):
            desk = Desk(small_world(real, profile)).do("submit", missing=[OWED]).until(june(3))
            promised = {"document": OWED, "due_on": june(5)}
            desk.do(
                "accept_conditionally",
                owed=[promised],
                signed_by="法定代表人",
                signed_on="2020-06-01",
            )
            begun[profile] = desk.case.clock_from

        assert begun == {"yangxian_2020": june(1), "taizhou_2019": june(3)}

    def test_is_moved_once_before_it_is_due_by_the_head(self, real: Campaign) -> None:
        desk = owing(small_world(real, "acheng_default")).until(DUE)
        asked = {"document": OWED, "days": 5, "reason": "出证机关延迟"}
        too_long = desk.refusal("extend_promise", **asked | {"days": 6})
        desk.do("extend_promise", **asked)

        assert desk.case.owed[0].due_on == june(12)
        again = desk.refusal("extend_promise", **asked)
        assert [one and one.code for one in (too_long, again)] == ["promise_fixed"] * 2
        assert desk.until(june(12)).kinds() == []
        assert desk.until(june(15)).kinds() == ["promise_lapsed"]
        assert desk.reminded(Ground.PROMISE_DUE_SOON)[-1] == june(11)

    def test_is_not_moved_when_it_has_passed(self, real: Campaign) -> None:
        desk = owing(small_world(real, "xian_2023")).until(june(8))
        refused = desk.refusal("extend_promise", document=OWED, days=5, reason="出证机关延迟")

        assert refused is not None
        assert refused.message == "《资金证明》已于 2020-06-05 到期，展期须在到期前申请"

    def test_of_a_paper_that_nobody_owes_is_not_moved(self, real: Campaign) -> None:
        refused = owing(small_world(real, "xian_2023")).refusal(
            "extend_promise", document="A01-1", days=5, reason="出证机关延迟"
        )

        assert refused is not None
        assert refused.code == "not_owed"

    def test_is_never_moved_where_no_rule_says_so(self, real: Campaign) -> None:
        rules = small_world(real, "xian_2023")
        bare = rules.rulebook.model_copy(update={"promise_extension": None})
        desk = owing(Regulations(rules.campaign.model_copy(update={"rulebook": bare})))
        refused = desk.refusal("extend_promise", document=OWED, days=5, reason="出证机关延迟")

        assert refused is not None
        assert refused.code == "promise_fixed"

    @pytest.mark.parametrize(
        ("profile", "latest"),
        [
            pytest.param("taizhou_2019", june(15), id="台州2019：承诺办结时限"),
            pytest.param("huazhou_2025", june(30), id="化州2025：法定时限"),
            pytest.param("zhejiang_2018", None, id="浙江2018：当场告知，无上限"),
        ],
    )
    def test_lies_within_the_cap_of_the_place(
        self, real: Campaign, profile: str, latest: date | None
    ) -> None:
        desk = Desk(small_world(real, profile)).do("submit", missing=["A01-3"])
        far = date(2020, 12, 31)
        refused = desk.refusal(
            "accept_conditionally",
            owed=[{"document": "A01-3", "due_on": far}],
            signed_by="法定代表人",
        )

        assert (refused.facts["latest"] if refused else None) == latest


class TestCredit:
    @pytest.mark.parametrize("profile", [row[0] for row in STORY])
    def test_closes_the_route_where_the_place_says_so(self, real: Campaign, profile: str) -> None:
        gated = profile in ("xian_2023", "beijing_2020", "acheng_default")
        desk = Desk(small_world(real, profile), breaches=("2020-05-08 某项目 逾期未补",))
        desk.do("submit", missing=[OWED])
        refused = desk.refusal("accept_conditionally", signed_by="法定代表人")

        assert (refused.code if refused else None) == ("credit_impaired" if gated else None)

    def test_is_lost_by_a_broken_promise_only(self, real: Campaign) -> None:
        desk = owing(small_world(real, "xian_2023"))
        too_early = desk.refusal("record_breach", reason="逾期")

        assert too_early is not None
        assert too_early.code == "no_breach"
        desk.until(june(8)).heard("credit_record")
        assert desk.refusal("record_breach", reason="逾期") is None
        assert desk.do("decline", reason="逾期").refusal("record_breach", reason="逾期") is None

    def test_is_repaired_only_where_a_breach_is_open(self, real: Campaign) -> None:
        desk = owing(small_world(real, "xian_2023"))
        assert desk.refusal("repair_credit", reason="补齐").code == "no_breach"  # type: ignore[union-attr]

        desk.breaches = ("2020-06-08 本项目 A01 逾期未补",)
        assert desk.refusal("repair_credit", reason="补齐") is None


class TestTheLetter:
    @pytest.mark.parametrize("signer", ["planning-head", "规划局·负责人"])
    def test_needs_two_sides_where_the_place_says_so(self, real: Campaign, signer: str) -> None:
        """化州2025: 申请人与窗口共同签署。"""
        desk = Desk(small_world(real, "huazhou_2025")).do("submit", missing=[OWED])
        refused = desk.refusal("accept_conditionally", signed_by=signer)

        assert refused is not None
        assert refused.code == "promise_unsigned"

    def test_excludes_safety_and_environment_where_the_place_says_so(self, real: Campaign) -> None:
        excluding = {
            key
            for key, place in real.rulebook.profiles.items()
            if place.excludes_safety_and_environment
        }

        assert excluding == {"huazhou_2025", "beijing_2020", "acheng_default"}

    def test_is_followed_by_reminders_where_the_place_says_so(self, real: Campaign) -> None:
        quiet = owing(small_world(real, "taizhou_2019")).until(DUE)
        caring = owing(small_world(real, "huazhou_2025")).until(DUE)

        assert quiet.reminded(Ground.PROMISE_DUE_SOON) == []
        assert caring.reminded(Ground.PROMISE_DUE_SOON) == [june(2), june(4)]
