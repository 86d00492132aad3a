"""What silence, receipt, extension, hearing and refusal mean, for every item and project.

The values below were written from the articles that they name, not from the catalogue.
"""

from datetime import date
from itertools import product

import pytest

from models.campaign import CampaignFolder
from models.nature import Nature
from models.project import LandSupply, ProjectType
from tests.papers.law_table import Kind, Meaning, asked, epochs, kinds, law_rows, meaning

THREE = {
    "许可": ("5个工作日", "适用", "不予许可"),
    "备案": ("不适用", "不适用", "无"),
    "内部": ("不适用", "不适用", "不予批准"),
    "服务": ("不适用", "不适用", "不予办理"),
    "审查": ("不适用", "不适用", "审查不合格"),
    "登记": ("不适用", "不适用", "不予登记（确认）"),
    "当场": ("当场", "不适用", "不予登记（确认）"),
}
"""What follows from a nature: silence, hearing, refusal (行政许可法32(1)(四), 46–47, 38)."""

BY_HAND = """\
L03 industrial granted 2020-07-01 许可 受理之日起20个工作日 40个工作日 核准备案条例10
L04 industrial owned 2020-07-01 备案 收到即办 无 核准备案条例13
L05 gov_building allocated 2020-07-01 许可 受理之日起20个工作日 10个工作日 行政许可法42
L06 gov_building allocated 2020-07-01 内部 法律未定 无 before 实施条例26
L06 gov_building allocated 2023-07-03 内部 公告不少于10个工作日 无 实施条例26
L07 gov_transport allocated 2020-07-01 内部 公告不少于30日 无 土地管理法47
L10 industrial granted 2020-07-01 内部 公告不少于20日 无 国土资源部令39号
L10 gov_building allocated 2020-07-01 内部 法律未定 无 土地管理法54
L12 industrial granted 2020-07-01 当场 受理之日起30个工作日 无 不动产登记暂行条例17, 20
S01 gov_building allocated 2020-07-01 审查 受理之日起15个工作日 无 住建部令13号12
S02 gov_building allocated 2020-05-22 许可 受理之日起20个工作日※ 无 before 住建部令51号
S02 gov_building allocated 2020-07-01 许可 受理之日起15个工作日 无 住建部令51号22
S03 gov_building allocated 2020-07-01 备案 申请人应在15日内报 无 招标投标法47
S05 gov_building allocated 2020-07-01 许可 收到之日起7日 无 建筑法8
S05 social_small owned 2023-07-03 许可 收到之日起7日 无 建筑法8, own land
T01 gov_transport allocated 2020-07-01 许可 受理之日起20个工作日※ 10个工作日 公路法25
W01 gov_water allocated 2020-07-01 备案 法律未定※ 无 国办发〔2019〕11号
P01 industrial granted 2020-07-01 许可 收到之日起60日 无 环评法22 report
P02 social_small owned 2020-07-01 许可 收到之日起30日 无 环评法22 form
P03 gov_building allocated 2020-07-01 备案 法律未定 无 环评法22 registration
P06 gov_transport allocated 2020-07-01 许可 受理即办 无 水保〔2019〕160号
P08 industrial granted 2020-07-01 许可 受理之日起45个工作日 无 取水条例19
P10 industrial granted 2020-07-01 许可 收到之日起45日 无 危化条例12
P14 gov_transport allocated 2020-07-01 许可 收到之日起15日 无 地震安评条例11
U01 industrial granted 2020-07-01 服务 法律未定 无 优化营商环境条例28
U05 industrial granted 2023-07-03 许可 受理之日起15日 无 排水许可办法6
Y05 gov_building allocated 2020-07-01 备案 申请人应在15日内报 无 质量条例49
"""
"""Item, type, supply, day of acceptance, nature, limit, extension, article."""

SUMMER = date(2020, 7, 1)

DEPARTS = {"L12"}
"""Items that no licence is, and whose own law still speaks of silence (不动产登记暂行条例17)."""


def meanings(folder: CampaignFolder, day: date) -> dict[tuple[str, Kind], Meaning]:
    clock = folder.campaign.rulebook.clock
    return {(one.code, kind): meaning(one, clock) for one, kind in asked(folder.campaign, day)}


@pytest.mark.parametrize("line", BY_HAND.splitlines())
def test_a_named_article_means_what_it_says(real_folder: CampaignFolder, line: str) -> None:
    code, kind, supply, day, nature, limit, extension, _ = line.split(maxsplit=7)
    silence, hearing, refusal = THREE[nature]

    found = meanings(real_folder, date.fromisoformat(day))

    expected = Meaning(silence, limit, extension, hearing, refusal)
    assert found[code, (ProjectType(kind), LandSupply(supply))] == expected


def test_every_item_is_asked_of_every_project_it_applies_to_on_every_day(
    real_folder: CampaignFolder,
) -> None:
    """Silence, hearing, extension and refusal follow from the nature (行政许可法 2, 12)."""
    of_nature = {
        Nature.LICENCE: THREE["许可"],
        Nature.FILING: THREE["备案"],
        Nature.INTERNAL: THREE["内部"],
        Nature.PUBLIC_SERVICE: THREE["服务"],
        Nature.TECHNICAL_REVIEW: THREE["审查"],
        Nature.REGISTRATION: THREE["登记"],
    }
    campaign = real_folder.campaign
    natures = {one.code: one.nature for one in campaign.catalogue.procedures}
    wrong, seen = [], set()
    for day in epochs(campaign):
        for (code, kind), found in meanings(real_folder, day).items():
            seen.add((code, kind))
            silence, *rest = of_nature[natures[code]]
            same = [found.hearing, found.refusal] == rest
            same &= found.silence == silence or code in DEPARTS
            same &= found.extension == "无" or natures[code] is Nature.LICENCE
            if not same:
                wrong.append((code, kind, day, found))

    assert wrong == []
    assert {code for code, _ in seen} == natures.keys()
    assert {kind for _, kind in seen} == set(kinds()) == set(product(ProjectType, LandSupply))


@pytest.mark.parametrize(
    ("code", "kind", "supply"),
    [
        pytest.param("S05", "gov_transport", "allocated", id="施工许可管理办法2: a road"),
        pytest.param("S05", "gov_water", "allocated", id="施工许可管理办法2: a dam"),
        pytest.param("L10", "social_small", "owned", id="own land is not supplied again"),
        pytest.param("L11", "social_small", "owned", id="own land is not permitted again"),
        pytest.param("L12", "social_small", "owned", id="own land is registered"),
        pytest.param("L04", "gov_building", "allocated", id="政府投资条例9: no filing"),
        pytest.param("U01", "gov_transport", "allocated", id="a road has no high voltage"),
        pytest.param("G04", "gov_transport", "allocated", id="人民防空法22: civil buildings"),
    ],
)
def test_an_item_is_not_asked_of(
    real_folder: CampaignFolder, code: str, kind: str, supply: str
) -> None:
    asked_of = meanings(real_folder, SUMMER)

    assert (code, (ProjectType(kind), LandSupply(supply))) not in asked_of


def test_the_table_names_every_item_and_no_row_twice(real_folder: CampaignFolder) -> None:
    _, *rows = law_rows(real_folder.campaign)

    assert len({row[1:] for row in rows}) == len(rows)
    for one in real_folder.campaign.catalogue.procedures:
        assert any(f"{one.code} {one.name}" in row[0].split("；") for row in rows)
