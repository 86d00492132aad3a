"""Whatever is wrong with a campaign folder is told with file, line and field."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.refusal import BadInput
from store.files.yaml_file import MAX_BYTES, read_yaml
from store.intake.campaign_folder import FILES, read_campaign_folder

FOLDER = Path(__file__).parents[3] / "campaigns" / "hundred-day-2020"

Change = Callable[[str, str, str], Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "campaign"))


@pytest.fixture
def change(folder: Path) -> Change:
    """Replace the first occurrence of a text in one file of the folder."""

    def replace(file: str, old: str, new: str) -> Path:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return replace


def line_of(file: str, text: str) -> int:
    """Return the line on which a text first begins in the original file."""
    content = (FOLDER / file).read_text(encoding="utf-8")
    return content[: content.index(text)].count("\n") + 1


def case(
    file: str, old: str, new: str, field: str, told: str, *, down: int = 0, called: str
) -> object:
    """Return one case: the place is ``down`` lines below where ``old`` begins."""
    return pytest.param(file, old, new, field, told, down, id=called)


L05 = "  - code: L05\n"
FIRST = "  - code: 2020-230112-39-03-000001\n"

WRONG = [
    # catalogue.yaml
    case(
        "catalogue.yaml",
        "    name: 项目建议书审批\n",
        "",
        "procedures[0].name",
        "缺少此项",
        down=-1,
        called="a procedure without a name",
    ),
    case(
        "catalogue.yaml",
        "    department: development-reform\n",
        "    departmant: development-reform\n",
        "procedures[0].departmant",
        "没有这个字段",
        called="a misspelt field",
    ),
    case(
        "catalogue.yaml",
        "promised: {value: 7, unit: workday, assumed: true}",
        "promised: {value: 七, unit: workday, assumed: true}",
        "procedures[4].promised.value",
        "“七”应为整数",
        called="a number in words",
    ),
    case(
        "catalogue.yaml",
        "promised: {value: 7, unit: workday, assumed: true}",
        "promised: {value: 7.5, unit: workday, assumed: true}",
        "procedures[4].promised.value",
        "应为整数",
        called="half a day",
    ),
    case(
        "catalogue.yaml",
        "promised: {value: 7, unit: workday, assumed: true}",
        "promised: {value: -7, unit: workday, assumed: true}",
        "procedures[4].promised.value",
        "不得小于 0",
        called="fewer than no days",
    ),
    case(
        "catalogue.yaml",
        "promised: {value: 7, unit: workday, assumed: true}",
        "promised: {value: 4000, unit: workday, assumed: true}",
        "procedures[4].promised.value",
        "不得大于 400",
        called="more days than a limit can have",
    ),
    case(
        "catalogue.yaml",
        "promised: {value: 7, unit: workday, assumed: true}",
        "promised: {value: 7, unit: 工作日, assumed: true}",
        "procedures[4].promised.unit",
        "workday、calendar_day",
        called="a unit that is none",
    ),
    case(
        "catalogue.yaml",
        "promised: {value: 7, unit: workday, assumed: true}",
        "promised: {value: 7, unit: workday, assumed: 是}",
        "procedures[4].promised.assumed",
        "应填 true",
        called="yes in Chinese where true is meant",
    ),
    case(
        "catalogue.yaml",
        "promised: {value: 7, unit: workday, assumed: true}",
        "promised: 7",
        "procedures[4].promised",
        "应为一组字段",
        called="a number where a limit is meant",
    ),
    case(
        "catalogue.yaml",
        L05,
        "  - code: l05\n",
        "procedures[4].code",
        "格式不对",
        called="a procedure code in small letters",
    ),
    case(
        "catalogue.yaml",
        L05,
        "  - code: L04\n",
        "procedures[4].code",
        "事项编码“L04”重复",
        called="a procedure code used twice",
    ),
    case(
        "catalogue.yaml",
        "prerequisites: [L01, P04]",
        "prerequisites: [L01, Q04]",
        "procedures[1].prerequisites[1]",
        "没有“Q04”这个事项",
        called="a prerequisite that does not exist",
    ),
    case(
        "catalogue.yaml",
        "tolerable_prerequisites: [L05, P11, P12, P13, P14]",
        "tolerable_prerequisites: [L05, P11, X12]",
        "procedures[1].tolerable_prerequisites[2]",
        "没有“X12”这个事项",
        called="a tolerable prerequisite that does not exist",
    ),
    case(
        "catalogue.yaml",
        "prerequisites_any_of: [[L02, L03, L04]]",
        "prerequisites_any_of: [[L02, L03, L44]]",
        "procedures[8].prerequisites_any_of[0][2]",
        "没有“L44”这个事项",
        called="an alternative prerequisite that does not exist",
    ),
    case(
        "catalogue.yaml",
        "prerequisites_any_of: [[L02, L03, L04]]",
        "prerequisites_any_of: [L02, L03, L04]",
        "procedures[8].prerequisites_any_of[0]",
        "应为列表",
        called="alternatives that are not grouped",
    ),
    case(
        "catalogue.yaml",
        "prerequisites: [L01, P04]",
        "prerequisites: [L01, S05]",
        "procedures[1]",
        "前置关系成环",
        down=-13,
        called="a circle of prerequisites",
    ),
    case(
        "catalogue.yaml",
        "    department: natural-resources\n",
        "    department: planning\n",
        "procedures[4].department",
        "部门“planning”不在机构名录",
        called="a department nobody knows",
    ),
    case(
        "catalogue.yaml",
        "    stage: S1\n",
        "    stage: S9\n",
        "procedures[0].stage",
        "没有“S9”这个阶段",
        called="a stage nobody knows",
    ),
    case(
        "catalogue.yaml",
        "applies_to: [gov_building, gov_municipal, gov_transport, gov_water]",
        "applies_to: [gov_building, bridge, gov_transport, gov_water]",
        "procedures[0].applies_to[1]",
        "没有“bridge”这种项目类型",
        called="a project type nobody knows",
    ),
    case(
        "catalogue.yaml",
        "conditions: [{trait: expropriation, among: [true]}]",
        "conditions: [{trait: expropriated, among: [true]}]",
        "procedures[5].conditions[0].trait",
        "项目特征中没有“expropriated”",
        called="a condition on a trait that does not exist",
    ),
    case(
        "catalogue.yaml",
        "conditions: [{trait: route, among: [filing]}]",
        "conditions: [{trait: route, among: [filling]}]",
        "procedures[3].conditions[0].among[0]",
        "不是特征 route 的可选值",
        called="a condition on an answer that does not exist",
    ),
    case(
        "catalogue.yaml",
        "conditions: [{trait: route, among: [filing]}]",
        "conditions: [{trait: route, among: []}]",
        "procedures[3].conditions[0].among",
        "至少要有1项",
        called="a condition that nothing satisfies",
    ),
    case(
        "catalogue.yaml",
        "{code: L01-1, name",
        "{code: L02-1, name",
        "procedures[0].documents[0].code",
        "应以“L01-”开头",
        called="a document under another procedure's code",
    ),
    case(
        "catalogue.yaml",
        "{code: L01-2, name",
        "{code: L01-1, name",
        "procedures[0].documents[1].code",
        "材料编码“L01-1”重复",
        called="a document code used twice",
    ),
    case(
        "catalogue.yaml",
        "level: deferrable, makeup_days: 10, assumed: true}",
        "level: optional, makeup_days: 10, assumed: true}",
        "procedures[0].documents[2].level",
        "principal、deferrable、situational",
        called="a requirement level that does not exist",
    ),
    case(
        "catalogue.yaml",
        "    all_of: [S05, T01, W01]\n",
        "    all_of: [S55, T01, W01]\n",
        "gates[0].all_of[0]",
        "没有“S55”这个事项",
        called="a gate that waits for a procedure nobody knows",
    ),
    case(
        "catalogue.yaml",
        "      P04: {name: 固定资产投资项目节能审查和碳排放评价}",
        "      P44: {name: 固定资产投资项目节能审查和碳排放评价}",
        "statute_variants[12].overrides.P44",
        "没有“P44”这个事项",
        called="a variant of a procedure nobody knows",
    ),
    case(
        "catalogue.yaml",
        "      P04: {name: 固定资产投资项目节能审查和碳排放评价}",
        "      P04: {nome: 固定资产投资项目节能审查和碳排放评价}",
        "statute_variants[12]",
        "事项没有这些字段",
        down=-5,
        called="a variant of a field that does not exist",
    ),
    case(
        "catalogue.yaml",
        "      P04: {name: 固定资产投资项目节能审查和碳排放评价}",
        "      P04: {deferral_mode: 随便}",
        "statute_variants[12].overrides.P04.deferral_mode",
        "替换后的事项不成立",
        called="a variant that makes no valid procedure",
    ),
    case(
        "catalogue.yaml",
        "      P04: {name: 固定资产投资项目节能审查和碳排放评价}",
        "      P04: {code: P05}",
        "statute_variants[12].overrides.P04.code",
        "不得更改事项编码",
        called="a variant that renames a procedure",
    ),
    case(
        "catalogue.yaml",
        "    since: 2025-07-01\n",
        "    since: 2025-07-01\n    before: 2025-07-01\n",
        "statute_variants[13].before",
        "永远不会适用",
        down=1,
        called="a variant that never holds",
    ),
    case(
        "catalogue.yaml",
        "reviewed: 2026-11-22",
        "reviewed: 2026-11-31",
        "reviewed",
        "应为日期，如 2020-06-30",
        called="a day that does not exist",
    ),
    case(
        "catalogue.yaml",
        "    conditions: [{trait: land_supply, among: [allocated]}]\n    overrides",
        "    conditions: [{trait: land_supply, among: [lent]}]\n    overrides",
        "statute_variants[0].conditions[0].among[0]",
        "不是特征 land_supply 的可选值",
        called="a variant for an answer that does not exist",
    ),
    # places.yaml
    case(
        "places.yaml",
        "promised:\n      L02: {value: 5, unit: workday}",
        "promised:\n      L99: {value: 5, unit: workday}",
        "places[23].promised.L99",
        "没有“L99”这个事项",
        down=1,
        called="a place's limit of a procedure that the catalogue lacks",
    ),
    case(
        "places.yaml",
        "items: [L11, G02, S05]",
        "items: [L11, G02, S95]",
        "places[0].bundles[0].items[2]",
        "没有“S95”这个事项",
        called="a place's bundle with an unknown procedure",
    ),
    case(
        "places.yaml",
        "      - procedure: G02\n",
        "      - procedure: G92\n",
        "places[1].deferrable[0].procedure",
        "没有“G92”这个事项",
        called="a place's deferrable paper of an unknown procedure",
    ),
    case(
        "places.yaml",
        "  - code: harbin_new_area_2022\n",
        "  - code: harbin_new_area_2021\n",
        "places[1].code",
        "地方编码“harbin_new_area_2021”重复",
        called="a place given twice",
    ),
    case(
        "places.yaml",
        "    confidence: B\n",
        "    confidence: D\n",
        "places[0].confidence",
        "“D”不在可选值之内",
        called="a source of unknown trust",
    ),
    # rules.yaml
    case(
        "rules.yaml",
        "    - procedures: [S05]\n",
        "    - procedures: [S95]\n",
        "clock.certificate_expiry[0].procedures[0]",
        "没有“S95”这个事项",
        called="an expiry of a procedure that the catalogue lacks",
    ),
    case(
        "rules.yaml",
        "    - procedure: L08\n",
        "    - procedure: L98\n",
        "clock.long_stops[0].procedure",
        "没有“L98”这个事项",
        called="a long stop of a procedure that the catalogue lacks",
    ),
    case(
        "rules.yaml",
        "    hard_stop: Y05\n",
        "    hard_stop: Y95\n",
        "profiles.shanghai_2020.hard_stop",
        "没有“Y95”这个事项",
        called="a hard stop at a procedure that the catalogue lacks",
    ),
    case(
        "rules.yaml",
        "      remind_before_days: [30, 10]\n",
        "      remind_before_days: [30, -10]\n",
        "clock.certificate_expiry[0].remind_before_days[1]",
        "不得小于 0",
        called="a reminder after the certificate ran out",
    ),
    case(
        "rules.yaml",
        "profile: acheng_default",
        "profile: acheng",
        "profile",
        "容缺办法“acheng”没有定义",
        called="a deferral profile nobody wrote",
    ),
    case(
        "rules.yaml",
        "  yellow_ratio: 0.9",
        "  yellow_ratio: 90",
        "lights.yellow_ratio",
        "应小于 1",
        called="a share in per cent",
    ),
    case(
        "rules.yaml",
        "  yellow_ratio: 0.9",
        "  yellow_ratio: 九成",
        "lights.yellow_ratio",
        "应为数字",
        called="a share in words",
    ),
    case(
        "rules.yaml",
        '  cutoff: "16:00"',
        '  cutoff: "25:00"',
        "weekly.cutoff",
        "应为时刻",
        called="an hour that no clock shows",
    ),
    case(
        "rules.yaml",
        "  remind_before_hours: [24, 4]",
        "  remind_before_hours: 24",
        "weekly.remind_before_hours",
        "应为列表",
        called="one value where a list is meant",
    ),
    case(
        "rules.yaml",
        "  - code: only_listed",
        "  - code: main_complete",
        "eligibility[1].code",
        "容缺条件“main_complete”重复",
        called="a condition of deferral asked twice",
    ),
    case(
        "rules.yaml",
        "  by_day: 5\n",
        "  by_day: 31\n",
        "monthly_bulletin.by_day",
        "不得大于 28",
        called="a bulletin on a day that some months lack",
    ),
    case(
        "rules.yaml",
        "  issuer: 区政府督办室\n  signer: supervisor\n",
        "  issuer: 区政府督办室\n  signer: dispatcher\n",
        "monthly_bulletin.signer",
        "“dispatcher”这一岗位无权签发通报",
        down=1,
        called="a bulletin signed by whom the authority table does not let",
    ),
    case(
        "rules.yaml",
        "  issuer: 区政府督办室\n  signer: supervisor\n",
        "  issuer: 区政府督办室\n  signer: supervisor\n  signers: [supervision-09]\n",
        "monthly_bulletin.signers[0]",
        "没有账号“supervision-09”",
        down=2,
        called="a bulletin signed by an account that does not exist",
    ),
    case(
        "rules.yaml",
        "  issuer: 区政府督办室\n  signer: supervisor\n",
        "  issuer: 区政府督办室\n  signer: supervisor\n  signers: [operator-01]\n",
        "monthly_bulletin.signers[0]",
        "账号“operator-01”无权签发通报",
        down=2,
        called="a bulletin signed by an account without authority",
    ),
    # targets.yaml, people.yaml, campaign.yaml, days.yaml
    case(
        "targets.yaml",
        "  - code: finishing",
        "  - code: government",
        "targets[2].code",
        "目标编码“government”重复",
        down=7,
        called="a target set twice",
    ),
    case(
        "targets.yaml",
        "    by: 2020-08-31",
        "    by: 8月底",
        "targets[0].by",
        "应为日期，如 2020-06-30",
        called="a day in words",
    ),
    case(
        "people.yaml",
        "role: officer, office: natural-resources}",
        "role: clerk, office: natural-resources}",
        "accounts[0].role",
        "不在可选值之内",
        called="a role that does not exist",
    ),
    case(
        "people.yaml",
        "role: officer, office: natural-resources}",
        "role: officer, office: unit-housing}",
        "accounts[0].office",
        "审批部门“unit-housing”不在机构名录",
        called="an officer of a responsible unit",
    ),
    case(
        "people.yaml",
        "{number: cso-01, name: 首席服务官01, role: chief_service_officer}",
        "{number: cso-01, name: 首席服务官01, role: chief_service_officer, office: water}",
        "accounts[120].office",
        "面向全区",
        called="a chief service officer of one department",
    ),
    case(
        "people.yaml",
        "number: natural-resources-02",
        "number: natural-resources-01",
        "accounts[1].number",
        "账号“natural-resources-01”重复",
        called="an account number used twice",
    ),
    case(
        "people.yaml",
        "{code: unit-water, name",
        "{code: water, name",
        "units[6].code",
        "与审批部门重复",
        called="a unit under a department's code",
    ),
    case(
        "targets.yaml",
        "lead: [unit-promotion]",
        "lead: [unit-treasury]",
        "targets[7].lead[0]",
        "没有“unit-treasury”这个责任单位",
        called="a target led by nobody",
    ),
    case(
        "rules.yaml",
        "credit_deciders: [development-reform-head, leader-01]",
        "credit_deciders: [development-reform-head, housing-01]",
        "being_heard.credit_deciders[1]",
        "账号“housing-01”无权认定失信",
        called="a credit authority that may not decide",
    ),
    case(
        "catalogue.yaml",
        "    review: single",
        "    review: by_nobody",
        "procedures[30].review",
        "没有“by_nobody”这种审签程序",
        called="a form of review that is not defined",
    ),
    case(
        "campaign.yaml",
        "last_day: 2020-08-31",
        "last_day: 2020-05-01",
        "last_day",
        "结束日早于首日",
        called="a campaign that ends before it begins",
    ),
    case(
        "campaign.yaml",
        'district: "230112"',
        "district: 230112",
        "district",
        "应为文字",
        called="a district code without quotes",
    ),
    case(
        "days.yaml",
        "notices: []",
        "notices: [{notice: 某文, year: 2020, off: {2020-06-01: 一, 2020-13-01: 二}}]",
        "notices[0].off.2020-13-01",
        "没有这一天",
        called="a holiday on a day that does not exist",
    ),
    case(
        "days.yaml",
        "notices: []",
        "notices: [{notice: 某文, year: 2020, off: {2021-06-01: 一}}]",
        "notices[0]",
        "2020",
        called="a holiday of another year than its notice",
    ),
    # projects.yaml
    case(
        "projects.yaml",
        FIRST,
        "  - code: 2020-230112-39-03-00001\n",
        "projects[0].code",
        "应为24位",
        called="a project code of 23 characters",
    ),
    case(
        "projects.yaml",
        FIRST,
        "  - code: 2020-230112-31-03-000002\n",
        "projects[1].code",
        "项目代码“2020-230112-31-03-000002”重复",
        called="a project code used twice",
        down=40,
    ),
    case(
        "projects.yaml",
        "credit_code: 91230112MA1D101370",
        "credit_code: 91230112MA1D101371",
        "projects[0].applicant.credit_code",
        "校验位不符",
        called="a credit code with a wrong check character",
    ),
    case(
        "projects.yaml",
        "credit_code: 91230112MA1D101370",
        "credit_code: 91230112MA1D10137",
        "projects[0].applicant.credit_code",
        "应为18位",
        called="a credit code of 17 characters",
    ),
    case(
        "projects.yaml",
        "    unit: unit-park\n",
        "    unit: unit-harbour\n",
        "projects[0].unit",
        "责任单位“unit-harbour”不在机构名录",
        called="a responsible unit nobody knows",
    ),
    case(
        "projects.yaml",
        "    sponsor: leader-01\n",
        "    sponsor: leader-09\n",
        "projects[0].sponsor",
        "包保领导账号“leader-09”不在机构名录",
        called="a sponsor nobody knows",
    ),
    case(
        "projects.yaml",
        "    sponsor: leader-01\n",
        "    sponsor: cso-01\n",
        "projects[0].sponsor",
        "不是包保领导",
        called="a sponsor who is no leader",
    ),
    case(
        "projects.yaml",
        "    chief_service_officer: cso-01\n",
        "    chief_service_officer: cso-99\n",
        "projects[0].chief_service_officer",
        "首席服务官账号“cso-99”不在机构名录",
        called="a chief service officer nobody knows",
    ),
    case(
        "projects.yaml",
        "      total: 380000000\n",
        "      total: 3.8亿\n",
        "projects[0].investment.total",
        "“3.8亿”请换算成元，只填数字",
        called="money in words",
    ),
    case(
        "projects.yaml",
        "      total: 380000000\n",
        "      total: 380000000.005\n",
        "projects[0].investment.total",
        "小数不得超过2位",
        called="money finer than a fen",
    ),
    case(
        "projects.yaml",
        "      total: 380000000\n",
        "      total: 38000000\n",
        "projects[0].investment.this_year",
        "年度计划投资超过总投资",
        down=1,
        called="a year that costs more than the whole",
    ),
    case(
        "projects.yaml",
        "        2020-07: 14000000\n",
        "        2020-07: 99000000\n",
        "projects[0].investment.monthly",
        "各月计划之和超过年度计划投资",
        down=-1,
        called="months that cost more than the year",
    ),
    case(
        "projects.yaml",
        "        2020-07: 14000000\n",
        "        7月: 14000000\n",
        "projects[0].investment.monthly.7月",
        "应写作 2020-06",
        called="a month in words",
    ),
    case(
        "projects.yaml",
        "      route: filing\n",
        "      route: verification\n",
        "projects[0].code",
        "类型位“03”与投资管理方式不符",
        down=-11,
        called="a code that tells another route",
    ),
    case(
        "projects.yaml",
        "      route: filing\n",
        "      route: approval\n",
        "projects[0].traits.route",
        "此类项目应为核准",
        called="an enterprise's project under government approval",
    ),
    case(
        "projects.yaml",
        "    land: {supply: granted, area",
        "    land: {supply: owned, area",
        "projects[0].land.supply",
        "供地方式与项目特征",
        called="land that is had in two ways",
    ),
    case(
        "projects.yaml",
        "      expropriation: true\n      farmland: true\n",
        "      expropriation: true\n",
        "projects[1].traits.farmland",
        "有征收或占用林地的",
        down=-6,
        called="expropriation without its approval",
    ),
    case(
        "projects.yaml",
        "concluded_before: {L04: ",
        "concluded_before: {L99: ",
        "projects[0].concluded_before.L99",
        "没有“L99”这个事项",
        called="a history of a procedure nobody knows",
    ),
    case(
        "projects.yaml",
        "concluded_before: {L04: ",
        "concluded_before: {L01: 2020-03-02, L04: ",
        "projects[0].concluded_before.L01",
        "对本项目不适用",
        called="a history of a procedure the project does not need",
    ),
    case(
        "projects.yaml",
        "concluded_before: {L04: ",
        "concluded_before: {G02: 2020-05-08, L04: ",
        "projects[0].concluded_before.G02",
        "L11 建设用地规划许可证核发尚未办结",
        called="a history that skips a prerequisite",
    ),
    case(
        "projects.yaml",
        "confirmed_before: [land_delivered, demolition_progress_ok]",
        "confirmed_before: [land_delivered, demolished]",
        "projects[0].confirmed_before[1]",
        "没有“demolished”这项",
        called="a confirmed condition nobody knows",
    ),
    case(
        "projects.yaml",
        "    planned_completion: 2021-10-29\n",
        "    planned_completion: 2020-06-01\n",
        "projects[0].planned_completion",
        "计划竣工早于开工",
        called="a completion before the start",
    ),
    case(
        "projects.yaml",
        "funds: [{kind: own, amount: 228000000, arrived: 68400000",
        "funds: [{kind: own, amount: 228000000, arrived: 268400000",
        "projects[0].funds[0].arrived",
        "到位资金超过资金总额",
        called="more money in than there is",
    ),
    case(
        "projects.yaml",
        "    name: 阿城区冷链物流园项目\n",
        "    name: 园\n",
        "projects[0].name",
        "不得少于2个字",
        called="a name of one character",
    ),
    case(
        "projects.yaml",
        "    name: 阿城区冷链物流园项目\n",
        "    name: 12345\n",
        "projects[0].name",
        "应为文字",
        called="a number for a name",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "field", "told", "down"), WRONG)
def test_a_wrong_value_is_told_with_its_place(
    change: Change, file: str, old: str, new: str, field: str, told: str, down: int
) -> None:
    folder = change(file, old, new)
    with pytest.raises(BadInput) as raised:
        read_campaign_folder(folder)
    line = line_of(file, old) + down
    assert raised.value.place == f"{file} 第 {line} 行 {field}"
    assert told in raised.value.message


def test_a_circle_that_only_a_variant_closes_is_told_with_the_variant(change: Change) -> None:
    folder = change(
        "catalogue.yaml",
        "      L11: {prerequisites: [L05]}\n",
        "      L11: {prerequisites: [L05]}\n      L09: {prerequisites: [L10]}\n",
    )
    with pytest.raises(BadInput, match="法规变体 land_allocation") as raised:
        read_campaign_folder(folder)
    line = line_of("catalogue.yaml", "  - code: L08\n")
    assert raised.value.place == f"catalogue.yaml 第 {line} 行 procedures[7]"
    assert "L08 → L09 → L10 → L08" in raised.value.message


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        pytest.param(b"key: [1, 2\n", 2, "语法", id="a bracket left open"),
        pytest.param(b'a: 1\nkey: "x\n', 2, "引号没有成对", id="a quotation mark left open"),
        pytest.param(b"key: 1\n\tb: 2\n", 2, "制表符", id="a tab for indentation"),
        pytest.param(b"a: b: c\n", 1, "此处不应有冒号", id="a second colon"),
        pytest.param(b"a: 1\n  b: 2\n", 2, "此处不应有冒号", id="a step too far in"),
        pytest.param(b"a: 1\nb: 2\na: 3\n", 3, "字段“a”重复", id="a field given twice"),
        pytest.param(b"x: {b: 2, b: 3}\n", 1, "字段“b”重复", id="a field given twice in a line"),
        pytest.param(b"a: 1\n--- \nb: 2\n", 2, "只能有一份内容", id="two documents"),
        pytest.param(b"a: &x 1\nb: *x\n", 1, "锚点", id="an anchor"),
        pytest.param(b"a: !!python/object:os.system x\n", 1, "标签", id="a tag"),
        pytest.param(b"? [a, b]\n: 1\n", 1, "字段名应为文字", id="a list for a field name"),
        pytest.param(b"a: " + b"[" * 200_000, 1, "层次超过", id="a very deep nest"),
        pytest.param(b"a: 1\nb: \xd6\xd0\xce\xc4\n", 2, "UTF-8", id="GB18030 text"),
        pytest.param(b"a: 1\nb: \x01\n", 2, "控制字符", id="a control character"),
        pytest.param(b'a: 1\nb: "x\\0y"\n', 2, "控制字符", id="an escaped control character"),
        pytest.param(b"- a\n- b\n", 1, "应为一组字段", id="a list for a map"),
    ],
)
def test_a_malformed_file_is_told_with_its_line(
    folder: Path, content: bytes, line: int, told: str
) -> None:
    (folder / "campaign.yaml").write_bytes(content)
    with pytest.raises(BadInput) as raised:
        read_campaign_folder(folder)
    assert raised.value.place.startswith(f"campaign.yaml 第 {line} 行")
    assert told in raised.value.message


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_is_told_by_name(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(BadInput, match="文件不存在") as raised:
        read_campaign_folder(folder)
    assert raised.value.place == file


def test_an_empty_file_is_told_by_name(folder: Path) -> None:
    (folder / "rules.yaml").write_text("# only a remark\n")
    with pytest.raises(BadInput, match="文件是空的"):
        read_campaign_folder(folder)


def test_a_file_that_is_a_folder_is_told_by_name(folder: Path) -> None:
    (folder / "rules.yaml").unlink()
    (folder / "rules.yaml").mkdir()
    with pytest.raises(BadInput, match="无法读取"):
        read_campaign_folder(folder)


def test_a_file_of_more_than_20_megabytes_is_not_read(folder: Path) -> None:
    with (folder / "days.yaml").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(BadInput, match="文件超过 20 MB"):
        read_campaign_folder(folder)


def test_a_folder_that_is_not_there_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="没有这个专项行动目录"):
        read_campaign_folder(tmp_path / "nowhere")


class TestSeveralFaults:
    def test_are_told_together(self, change: Change) -> None:
        change("projects.yaml", "    sponsor: leader-01\n", "    sponsor: nobody\n")
        folder = change("projects.yaml", "    sponsor: leader-02\n", "    sponsor: no-one\n")
        with pytest.raises(BadInput) as raised:
            read_campaign_folder(folder)
        assert "projects[0].sponsor" in raised.value.place
        assert "projects[1].sponsor" in raised.value.message
        assert "no-one" in raised.value.message

    def test_are_counted_when_they_are_many(self, folder: Path) -> None:
        file = folder / "projects.yaml"
        file.write_text(re.sub(r"sponsor: .*", "sponsor: nobody", file.read_text("utf-8")), "utf-8")
        with pytest.raises(BadInput, match="此外还有53处"):
            read_campaign_folder(folder)


class TestAYamlFile:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            pytest.param("off", "off", id="off stays a word"),
            pytest.param("no", "no", id="no stays a word"),
            pytest.param("16:00", "16:00", id="a time stays a word"),
            pytest.param("007", "007", id="leading zeros stay"),
            pytest.param("1_000", "1_000", id="an underscore stays"),
            pytest.param("1e5", "1e5", id="an exponent stays"),
            pytest.param(".inf", ".inf", id="infinity stays a word"),
            pytest.param("2020-02-30", "2020-02-30", id="a day that is none stays a word"),
            pytest.param("'12'", "12", id="a quoted number is a text"),
            pytest.param("12", 12, id="a number is a number"),
            pytest.param("-1.5", -1.5, id="a decimal is a number"),
            pytest.param("true", True, id="true is true"),
            pytest.param("~", None, id="a tilde is nothing"),
        ],
    )
    def test_means_what_it_says(self, tmp_path: Path, text: str, value: object) -> None:
        (tmp_path / "one.yaml").write_text(f"on: {text}\n")
        assert read_yaml(tmp_path / "one.yaml").root.value() == {"on": value}

    def test_may_begin_with_a_byte_order_mark(self, tmp_path: Path) -> None:
        (tmp_path / "one.yaml").write_bytes(b"\xef\xbb\xbfa: 1\n")
        assert read_yaml(tmp_path / "one.yaml").root.value() == {"a": 1}


def refusal_of(folder: Path) -> BadInput | None:
    """Return the refusal to read a folder, if it is refused; any other error passes through."""
    try:
        read_campaign_folder(folder)
    except BadInput as refusal:
        return refusal
    return None


LINES = {
    name: (FOLDER / name).read_text(encoding="utf-8").splitlines(keepends=True) for name in FILES
}
VALUES = st.one_of(
    st.sampled_from(["", "[]", "{}", "null", "true", "-1", "1.5", "99999999999999999999", "x"]),
    st.sampled_from(["2020-06-31", "'", '"', "[", "{a: 1", "&a", "*a", "!!set", "- -", "\t", "%"]),
    st.text(max_size=12),
    st.integers().map(str),
    st.dates().map(str),
)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_a_folder_with_one_line_changed_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(FILES))
    lines = list(LINES[name])
    index = data.draw(st.integers(0, len(lines) - 1))
    key, colon, _ = lines[index].partition(": ")
    value = data.draw(VALUES)
    how = data.draw(st.sampled_from(["value", "drop", "repeat", "key"]))
    lines[index] = {
        "value": f"{key}{colon}{value}\n",
        "drop": "",
        "repeat": lines[index] * 2,
        "key": lines[index].replace(key.strip() or "\n", value, 1),
    }[how]
    folder = tmp_path_factory.mktemp("changed")
    for file in FILES:
        (folder / file).write_text("".join(LINES[file]), encoding="utf-8")
    (folder / name).write_text("".join(lines), encoding="utf-8", errors="surrogatepass")
    refusal = refusal_of(folder)
    assert refusal is None or (refusal.place.split()[0] in FILES and refusal.message)
