"""A promise shortened for key projects (绿色通道): as data says, never longer than anybody's."""

from collections.abc import Mapping

import pytest
from pydantic import ValidationError

from casework.intake.loading import load
from casework.office import Office
from models.campaign import Campaign, CampaignFolder
from models.catalogue import StatuteVariant
from models.project import ProjectTier
from rules.in_force.limit_faults import limit_faults
from rules.in_force.regulations import Regulations
from rules.proof.proof import clock_proof
from tests.world import (
    FIRST_DAY,
    OTHER_PROJECT,
    PROJECT,
    campaign,
    do,
    folder,
    june,
    limit,
    project,
    stamp,
)

KEY = (ProjectTier.PROVINCIAL_100, ProjectTier.CITY_KEY)
SOURCE = "某区绿色通道办法第3条（试）"


def shortened(days: int, *, source: str = SOURCE, **more: object) -> StatuteVariant:
    promised = {"value": days, "unit": "workday", "source": source}
    fields: dict[str, Mapping[str, object]] = {"A01": {"promised": promised}}
    return StatuteVariant.model_validate(
        {
            "code": "green-channel",
            "when": "省百大、市重点项目",
            "basis": SOURCE,
            "tiers": KEY,
            "overrides": fields,
            **more,
        }
    )


def with_variants(*variants: StatuteVariant) -> Campaign:
    given = campaign()
    catalogue = given.catalogue.model_copy(update={"statute_variants": variants})
    return given.model_copy(update={"catalogue": catalogue})


def test_holds_for_key_projects_alone() -> None:
    regulations = Regulations(with_variants(shortened(3)))
    days = {
        tier: regulations.procedures(project(tier=tier), on=FIRST_DAY)["A01"].promised.value
        for tier in ProjectTier
    }

    assert days == {
        ProjectTier.PROVINCIAL_100: 3,
        ProjectTier.CITY_KEY: 3,
        ProjectTier.DISTRICT_KEY: 10,
        ProjectTier.ORDINARY: 10,
    }


def test_is_counted_by_the_clock_and_its_proof_names_where_it_comes_from(
    empty_office: Office,
) -> None:
    """Accepted on Monday 1 June: three working days end on the 4th, ten on the 15th."""
    given = folder(project(tier=ProjectTier.CITY_KEY), project(OTHER_PROJECT))
    load(
        empty_office,
        CampaignFolder(
            campaign=with_variants(shortened(3)), projects=given.projects, digests=given.digests
        ),
        stamp=stamp(),
    )
    told = {}
    for code in (PROJECT, OTHER_PROJECT):
        do(empty_office, "submit", project=code)
        do(empty_office, "accept", project=code)
        with empty_office.store.reading() as connection:
            file, _ = empty_office.file(connection, code)
            regulations = empty_office.situation(connection).regulations
        told[code] = clock_proof(file, "A01", on=june(2), regulations=regulations).promised

    assert (told[PROJECT].due_on, told[PROJECT].source) == (june(4), SOURCE)
    assert told[OTHER_PROJECT].due_on == june(15)


class TestAtTheDoor:
    def test_nothing_longer_than_the_usual_promise_is_let_in(self) -> None:
        said = [message for _, message in limit_faults(with_variants(shortened(11)).catalogue)]

        assert said == ["A01 用地预审：重点项目的承诺时限11个工作日超过通常的承诺时限10个工作日"]

    def test_nothing_longer_than_the_law_of_another_day_is_let_in(self) -> None:
        law = StatuteVariant(
            code="stricter",
            when="2021年起",
            basis="某法",
            since=june(2),
            overrides={
                "A01": {
                    name: limit(days, source="某法第1条").model_dump(mode="json")
                    for name, days in (("statutory", 4), ("promised", 4))
                }
            },
        )
        said = [message for _, message in limit_faults(with_variants(law, shortened(5)).catalogue)]

        assert "A01 用地预审：重点项目的承诺时限5个工作日超过法定时限4个工作日" in said

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ({"overrides": {"A01": {"name": "快办"}}}, "只能缩短承诺时限"),
            ({"overrides": {"A01": {"promised": {"value": 3, "unit": "workday"}}}}, "须写明出处"),
            ({"citations": {"某法": "某令"}}, "不改法律依据"),
        ],
    )
    def test_nothing_but_a_promise_with_its_source_is_let_in(
        self, more: dict[str, object], said: str
    ) -> None:
        with pytest.raises(ValidationError, match=said):
            shortened(3, **more)


def test_the_shipped_campaign_shortens_none(real_folder: CampaignFolder) -> None:
    """The plan names no such limit: the district may."""
    assert [one for one in real_folder.campaign.catalogue.statute_variants if one.tiers] == []
