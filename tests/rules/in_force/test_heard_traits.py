"""No trait is swallowed: what it asks for is asked, whatever the type, or it is said why not."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from models.campaign import CampaignFolder
from models.catalogue import Procedure
from models.project import Project, ProjectTraits, ProjectType
from rules.in_force.applicability import holds
from rules.in_force.heard_traits import trait_faults
from rules.in_force.regulations import Regulations
from tests.rules.in_force.test_connected import folder, like, projects

REVIEW = "stability_review"
SILENT = {"exempt", "none", False}
"""Answers that ask for nothing by themselves."""


def asked(procedure: Procedure, trait: str, answer: object) -> bool:
    return any(one.trait == trait and answer in one.among for one in procedure.conditions)


def unheard(project: Project, regulations: Regulations) -> Iterator[str]:
    """Yield each trait that asks for a procedure which is neither planned nor explained."""
    plan, reasons = regulations.plan(project, on=regulations.campaign.first_day)
    planned = {one.procedure for one in plan}
    procedures = regulations.procedures(project, on=regulations.campaign.first_day)
    for trait, answer in project.traits:
        if trait in ("route", "land_supply") or answer in SILENT:
            continue
        for code, procedure in procedures.items():
            if not asked(procedure, trait, answer) or code in planned:
                continue
            kind = project.type.value
            because = reasons[code]
            if kind not in procedure.applies_to:
                if because != procedure.not_asked_of.get(kind) or len(because) < 10:
                    yield f"{kind}: {trait} → {code}: {because}"
            elif holds(procedure.conditions, project):
                yield f"{kind}: {trait} → {code}: {because}"


@given(projects())
@settings(max_examples=300, deadline=None)
def test_every_trait_of_any_project_is_heard(
    drawn: tuple[ProjectType, ProjectTraits, object],
) -> None:
    kind, traits, _ = drawn

    assert (
        list(unheard(like(folder().projects[0], kind, traits), Regulations(folder().campaign)))
        == []
    )


def test_every_trait_of_the_demonstration_is_heard(real_folder: CampaignFolder) -> None:
    regulations = Regulations(real_folder.campaign)

    assert [told for one in real_folder.projects for told in unheard(one, regulations)] == []


def test_every_trait_is_asked_for_by_something(real_folder: CampaignFolder) -> None:
    """A fact that nothing in the catalogue reads would be asked of applicants for nothing."""
    catalogue = real_folder.campaign.catalogue
    read = {
        condition.trait
        for conditions in (
            *(one.conditions for one in catalogue.procedures),
            *(paper.conditions for one in catalogue.procedures for paper in one.documents),
        )
        for condition in conditions
    }

    assert read == set(ProjectTraits.model_fields)


@pytest.mark.parametrize("number", ["000043", "000044"])
def test_a_housing_estate_that_needs_a_review_of_stability_gets_it(
    real_folder: CampaignFolder, number: str
) -> None:
    """重大行政决策程序暂行条例 22, 土地管理法 47: by what is decided, not by who builds."""
    project = next(one for one in real_folder.projects if one.code.endswith(number))
    regulations = Regulations(real_folder.campaign)

    plan, reasons = regulations.plan(project, on=real_folder.campaign.first_day)

    assert project.traits.stability_review
    assert "P11" in {one.procedure for one in plan}
    assert "P11" not in reasons


@pytest.mark.parametrize("kind", ["social_small", "social_with_plan"])
def test_the_trait_decides_for_small_projects_and_such_with_a_plan(
    real_folder: CampaignFolder, kind: str
) -> None:
    base = next(one for one in real_folder.projects if one.type.value == kind)
    regulations = Regulations(real_folder.campaign)
    for answer in (True, False):
        traits = base.traits.model_copy(update={REVIEW: answer})
        plan, reasons = regulations.plan(
            like(base, base.type, traits), on=real_folder.campaign.first_day
        )
        assert ("P11" in {one.procedure for one in plan}) is answer
        assert ("P11" in reasons) is not answer


@pytest.mark.parametrize(
    ("kind", "trait", "code", "said"),
    [
        ("industrial", "civil_defence", "G04", "国人防〔2003〕18号"),
        ("gov_transport", "civil_defence", "G04", "人民防空法第22条"),
        ("gov_transport", "tender_required", "S03", "国办发〔2000〕34号"),
        ("gov_water", "lightning_site", "S06", "国发〔2016〕39号"),
        ("social_general", "preliminary_design", "G03", "政府投资条例第9条"),
        ("social_small", "buildings", "G01", "国办发〔2019〕11号"),
    ],
)
def test_where_a_type_is_left_out_its_article_is_given(
    real_folder: CampaignFolder, kind: str, trait: str, code: str, said: str
) -> None:
    base = next(one for one in real_folder.projects if one.type.value == kind)
    project = like(base, base.type, base.traits.model_copy(update={trait: True}))

    _, reasons = Regulations(real_folder.campaign).plan(project, on=real_folder.campaign.first_day)

    assert said in reasons[code]


@pytest.mark.parametrize(
    ("kind", "trait", "code"),
    [
        ("social_general", "own_water_source", "P08"),
        ("gov_building", "own_water_source", "P08"),
        ("social_general", "hazardous_chemicals", "P10"),
        ("gov_municipal", "hazardous_chemicals", "P15"),
        ("gov_transport", "special_fire_works", "S02"),
        ("industrial", "tender_required", "S03"),
        ("gov_municipal", "buildings", "G01"),
    ],
)
def test_what_the_law_asks_of_everybody_is_asked_of_every_type(
    real_folder: CampaignFolder, kind: str, trait: str, code: str
) -> None:
    """取水许可条例 2, 危险化学品安全管理条例 12, 消防法 11, 招标投标法 47, 城乡规划法 40."""
    base = next(one for one in real_folder.projects if one.type.value == kind)
    project = like(base, base.type, base.traits.model_copy(update={trait: True}))

    plan, _ = Regulations(real_folder.campaign).plan(project, on=real_folder.campaign.first_day)

    assert code in {one.procedure for one in plan}


def test_nobody_owes_what_the_office_that_gives_it_does_not_give_to_his_type(
    real_folder: CampaignFolder,
) -> None:
    """A works or a road owes no civil-defence opinion, whatever was ticked."""
    regulations = Regulations(real_folder.campaign)
    owing = set()
    for kind in ProjectType:
        base = real_folder.projects[0]
        project = like(base, kind, base.traits.model_copy(update={"civil_defence": True}))
        procedures = regulations.procedures(project, on=real_folder.campaign.first_day)
        if any(one.code == "G02-4" for one in procedures["G02"].documents):
            owing.add(kind.value)

    assert owing == {"gov_building", "social_general", "social_small", "social_with_plan"}


def test_a_type_that_is_left_out_without_a_reason_is_a_fault(real_folder: CampaignFolder) -> None:
    catalogue = real_folder.campaign.catalogue
    assert list(trait_faults(catalogue)) == []

    silent = tuple(
        one.model_copy(update={"not_asked_of": {}}) if one.code == "S03" else one
        for one in catalogue.procedures
    )
    found = [said for _, said in trait_faults(catalogue.model_copy(update={"procedures": silent}))]

    assert len(found) == 2
    assert all("S03 招标投标情况书面报告" in said and "不办的理由" in said for said in found)
