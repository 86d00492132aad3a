"""A preview opinion: only where it is practised, only while something lacks, never a decision."""

from dataclasses import replace
from datetime import date

import pytest

from models.case import Case, CaseFile, CaseState, Light, Party
from models.case_entries import Submitted
from models.catalogue import DeferralMode
from models.preview import PreviewOpinion, PreviewOpinionGiven
from models.rulebook import DeferralProfile
from rules.acceptance.circumstances import Circumstances
from rules.acting.conduct import CONDUCT
from rules.acting.consequences import consequences
from rules.acting.examining import examine
from rules.fold.waiting import lacking_prerequisites
from rules.in_force.regulations import Regulations
from rules.standing.lights import light_case
from tests.world import (
    FIRST_DAY,
    HOUSING_OFFICER,
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

S, M = CaseState, DeferralMode
SAID = "总平面布置可行"


def practising(
    item: DeferralMode = M.PREVIEW, place: DeferralMode = M.ACCEPT_ONLY, **of_c01: object
) -> Regulations:
    """The small world with a mode for C01, under a place's mode."""
    given = campaign(
        procedures=tuple(
            one.model_copy(update={"deferral_mode": item, **of_c01}) if one.code == "C01" else one
            for one in PROCEDURES
        )
    )
    profiles = {"here": DeferralProfile(name="本地", mode=place)}
    rulebook = given.rulebook.model_copy(update={"profiles": profiles, "profile": "here"})
    return Regulations(given.model_copy(update={"rulebook": rulebook}))


def asked(
    rules: Regulations, state: CaseState = S.NOT_OPEN, file: CaseFile | None = None
) -> Circumstances:
    return circumstances(
        Case("C01", state),
        request("give_preview_opinion", opinion=SAID),
        on=june(2),
        by=HOUSING_OFFICER,
        rules=rules,
        file=file,
    )


def granted(*codes: str) -> CaseFile:
    file = opened()
    for code in codes:
        file = with_case(file, running(code, state=S.APPROVED, concluded_on=FIRST_DAY))
    return file


class TestMayBeGiven:
    @pytest.mark.parametrize(
        ("item", "place", "may"),
        [
            (M.PREVIEW, M.ACCEPT_ONLY, True),
            (M.ACCEPT_ONLY, M.PREVIEW, True),
            (M.PREVIEW, M.COMMITMENT, True),
            (M.PREVIEW, M.NONE, False),
            (M.NONE, M.PREVIEW, False),
            (M.ACCEPT_ONLY, M.ACCEPT_ONLY, False),
            (M.COMMITMENT, M.COMMITMENT, False),
        ],
    )
    def test_where_place_or_procedure_practise_it(
        self, item: DeferralMode, place: DeferralMode, may: bool
    ) -> None:
        refused = examine(asked(practising(item, place)))

        assert (refused is None) is may
        if refused is not None:
            assert refused.code == "preview_forbidden"

    def test_never_of_fire_or_hazardous_chemicals(self) -> None:
        refused = examine(asked(practising(fire_or_hazard=True)))

        assert refused is not None
        assert refused.code == "preview_forbidden"

    def test_before_it_is_open_and_names_what_lacks(self) -> None:
        entry = CONDUCT[asked(practising()).request.act].record(asked(practising()))

        assert entry == PreviewOpinionGiven(procedure="C01", opinion=SAID, lacking=("B01", "B02"))

    def test_on_a_submitted_case_while_a_tolerable_prerequisite_lacks(self) -> None:
        now = asked(practising(), S.SUBMITTED, granted("A01", "B01"))

        assert examine(now) is None
        assert lacking_prerequisites(now.file, "C01") == ("B02",)

    def test_not_when_every_prerequisite_is_in(self) -> None:
        refused = examine(asked(practising(), S.SUBMITTED, granted("A01", "B01", "B02")))

        assert refused is not None
        assert refused.code == "nothing_lacking"

    @pytest.mark.parametrize("state", sorted(set(S) - {S.NOT_OPEN, S.SUBMITTED}))
    def test_not_once_the_case_goes_its_regular_way(self, state: CaseState) -> None:
        refused = examine(asked(practising(), state))

        assert refused is not None
        assert refused.code == "act_impossible"


class TestIsNoDecision:
    GIVEN = PreviewOpinionGiven(procedure="C01", opinion=SAID, lacking=("B01", "B02"))

    def test_nothing_follows_and_nothing_else_changes(self) -> None:
        before = opened()

        file = after(before, (june(2), self.GIVEN))

        case = file.cases["C01"]
        assert replace(case, preview=None) == before.cases["C01"]
        assert consequences(file, practising()) == ()
        assert not file.concluded("C01")
        assert (case.state, case.concluded_on, case.permit_number) == (S.NOT_OPEN, None, "")

    def test_it_lights_nothing(self) -> None:
        file = after(opened(), (june(2), self.GIVEN))

        lit = light_case(file.cases["C01"], on=june(3), regulations=practising(), file=file)

        assert (lit.light, lit.party) == (Light.GREY, Party.UPSTREAM)

    def test_the_review_knows_it_when_the_case_comes_in(self) -> None:
        file = with_case(opened(), Case("C01", S.OPEN))

        file = after(
            file,
            (june(2), self.GIVEN),
            (june(9), Submitted(procedure="C01", documents=("C01-1",))),
        )

        assert file.cases["C01"].state is S.SUBMITTED
        assert file.cases["C01"].preview == PreviewOpinion(
            date(2020, 6, 2), "planning-01", SAID, ("B01", "B02")
        )

    def test_a_later_one_takes_the_place_of_the_earlier(self) -> None:
        later = self.GIVEN.model_copy(update={"opinion": "退线不足", "lacking": ("B02",)})

        file = after(opened(), (june(2), self.GIVEN), (june(9), later))

        preview = file.cases["C01"].preview
        assert preview is not None
        assert (preview.given_on, preview.opinion) == (june(9), "退线不足")
