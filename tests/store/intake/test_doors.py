"""The same words at every door of the register: taken alike, or refused alike.

A table of Excel, one of text, a file of a program, a form that is filled in: whoever writes
二〇二〇年 at one of them and is refused must not be taken at another as something else.
"""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from models.project import Project
from models.refusal import BadInput
from models.register_form import RegisterForm
from store.intake.project_files import read_project_workbook, read_projects
from store.workbook.workbook_file import WorkbookReader
from tests.store.intake.project_workbooks import BASE, CREDIT, HEADERS, Book, row

CODE = BASE["项目代码"]
HEADED = {
    "code": "项目代码",
    "name": "项目名称",
    "applicant": "建设单位",
    "credit_code": "统一社会信用代码",
    "site": "建设地点",
    "area": "用地面积",
    "gas": "用燃气",
    "pinned_start": "计划开工日期",
}
"""What is asked → the header of its column."""

TREE: dict[str, Any] = {
    "code": CODE,
    "name": BASE["项目名称"],
    "type": "industrial",
    "tier": "district_key",
    "standing": "new_start",
    "unit": "unit-park",
    "applicant": {"name": BASE["建设单位"], "credit_code": CREDIT},
    "sponsor": "leader-02",
    "chief_service_officer": "cso-02",
    "site": BASE["建设地点"],
    "traits": {
        "route": "filing",
        "land_supply": "granted",
        "environmental_class": "form",
        "gas": False,
    },
    "land": {"supply": "granted", "area_hectares": "4.2", "status": "已供地"},
    "investment": {"total": "52000000", "this_year": "30000000"},
    "pinned_start": "2020-06-30",
}
WITHIN = {
    "applicant": ("applicant", "name"),
    "credit_code": ("applicant", "credit_code"),
    "area": ("land", "area_hectares"),
    "gas": ("traits", "gas"),
}
"""What is asked → where it stands in a file of a program."""


def tree(what: str, typed: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(json.dumps(TREE))
    at = told
    *path, last = WITHIN.get(what, (what,))
    for one in path:
        at = at[one]
    at[last] = typed
    return told


def by_workbook(what: str, typed: str, folder: Path) -> Project:
    content = Book().add([row(**{HEADED[what]: typed})]).content()
    with WorkbookReader() as reader:
        (project,) = read_project_workbook(reader.read_content("登记.xlsx", content))
    return project


def by_text(what: str, typed: str, folder: Path) -> Project:
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(HEADERS)
    writer.writerow(
        "" if one is None else str(one) for one in row(**{HEADED[what]: typed}).values()
    )
    path = folder / "登记.csv"
    path.write_bytes(output.getvalue().encode("gb18030"))
    (project,) = read_projects(path)
    return project


def by_yaml(what: str, typed: str, folder: Path) -> Project:
    path = folder / "登记.yaml"
    path.write_text(json.dumps({"projects": [tree(what, typed)]}), encoding="utf-8")
    (project,) = read_projects(path)
    return project


def by_json(what: str, typed: str, folder: Path) -> Project:
    path = folder / "登记.json"
    path.write_text(json.dumps([tree(what, typed)]), encoding="utf-8")
    (project,) = read_projects(path)
    return project


def by_form(what: str, typed: str, folder: Path) -> Project:
    asked = {"area": "area_hectares"}.get(what, what)
    given = {
        "officer": "unit-park-liaison",
        "code": CODE,
        "name": BASE["项目名称"],
        "type": "工业类投资",
        "tier": "区重点",
        "unit": "unit-park",
        "applicant": BASE["建设单位"],
        "credit_code": CREDIT,
        "sponsor": "leader-02",
        "chief_service_officer": "cso-02",
        "site": BASE["建设地点"],
        "total_wan": "5200",
        "this_year_wan": "3000",
        "pinned_start": "2020-06-30",
        "route": "备案",
        "land_supply": "出让",
        "area_hectares": "4.2",
        "environmental_class": "报告表",
    }
    return RegisterForm.model_validate({**given, asked: typed}).project()


DOORS: dict[str, Callable[[str, str, Path], Project]] = {
    "Excel": by_workbook,
    "text": by_text,
    "YAML": by_yaml,
    "JSON": by_json,
    "form": by_form,
}

DAY = date(2020, 6, 30)
TAKEN: dict[str, tuple[str, str, Any]] = {
    "a day with dots": ("pinned_start", "2020.6.30", DAY),
    "a day in Chinese": ("pinned_start", "２０２０年6月30号", DAY),
    "a day in digits": ("pinned_start", "20200630", DAY),
    "a day and its last minute": ("pinned_start", "2020-06-30 23:59", DAY),
    "an area with its unit": ("area", "4.2 公顷", Decimal("4.2")),
    "an area in full width": ("area", "４．２", Decimal("4.2")),
    "a credit code in groups": ("credit_code", "1132 0000 MB15 1840 XJ", CREDIT),
    "a credit code with dashes": ("credit_code", "1132-0000-MB15-1840-XJ", CREDIT),
    "a credit code in small letters": ("credit_code", CREDIT.lower(), CREDIT),
    "a credit code in full width": (
        "credit_code", "１１３２００００ＭＢ１５１８４０ＸＪ", CREDIT),
    "a project code with long dashes": ("code", CODE.replace("-", "—"), CODE),
    "a project code in full width": ("code", CODE.replace("2", "２"), CODE),
    "a name with what nobody sees": ("name", "河东\u200b金属园", "河东金属园"),
    "yes": ("gas", "是", True),
    "no": ("gas", "否", False),
}  # fmt: skip

REFUSED: dict[str, tuple[str, str, str]] = {
    "an hour that no day has": ("pinned_start", "2020-06-30 24:00", "应为日期"),
    "a minute that no hour has": ("pinned_start", "2020-06-30 9:75", "应为日期"),
    "an instant of another zone": ("pinned_start", "2020-06-30T16:00:00Z", "应为日期"),
    "a day without its year": ("pinned_start", "6月30日", "缺少年份"),
    "the end of a month": ("pinned_start", "6月底", "没有写到哪一日"),
    "ten days of a month": ("pinned_start", "2020年6月上旬", "没有写到哪一日"),
    "a quarter": ("pinned_start", "2020年二季度", "没有写到哪一日"),
    "half a year": ("pinned_start", "2020年上半年", "没有写到哪一日"),
    "no such day": ("pinned_start", "2021-02-29", "没有这一天"),
    "a serial day": ("pinned_start", "44012", "是数字，不是日期"),
    "a day as above": ("pinned_start", "同上", "不知所指"),
    "an area in mu": ("area", "63亩", "请换算"),
    "an area with a decimal comma": ("area", "4,2", "应为以公顷计的数字"),
    "an area as a power": ("area", "4e2", "应为以公顷计的数字"),
    "an area of Arabic digits": ("area", "٤٢", "应为以公顷计的数字"),
    "an area that is none": ("area", "NaN", "应为以公顷计的数字"),
    "letters for digits": ("credit_code", "1132OOOOMB15184OXJ", f"是否应为 {CREDIT}"),
    "another check character": ("credit_code", f"{CREDIT[:-1]}K", "校验位不符"),
    "a code with a remark": ("code", f"{CODE}（代）", "项目代码"),
    "a name on two lines": ("name", "河东\n金属园", "中间有换行"),
    "a name with letters that were lost": ("name", "河东\ufffd金属园", "已成乱码"),
    "a name read in another encoding": ("name", "河东锟斤拷园", "已成乱码"),
    "a name with a letter of his own": ("name", "河东\ue000金属园", "有造字"),
    "a site as above": ("site", "同上", "不知所指"),
    "an applicant as above": ("applicant", "〃", "不知所指"),
    "1 for yes": ("gas", "1", "应填“是”或“否”"),
    "a letter for yes": ("gas", "t", "应填“是”或“否”"),
    "a tick for yes": ("gas", "√", "应填“是”或“否”"),
}  # fmt: skip


def said(project: Project, what: str) -> Any:
    match what:
        case "credit_code":
            return project.applicant.credit_code
        case "applicant":
            return project.applicant.name
        case "area":
            return project.land.area_hectares
        case "gas":
            return project.traits.gas
        case _:
            return getattr(project, what)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", TAKEN)
def test_what_is_clear_means_the_same_at_every_door(name: str, door: str, tmp_path: Path) -> None:
    what, typed, meant = TAKEN[name]

    assert said(DOORS[door](what, typed, tmp_path), what) == meant


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_unclear_is_refused_at_every_door(name: str, door: str, tmp_path: Path) -> None:
    what, typed, why = REFUSED[name]

    with pytest.raises((BadInput, ValidationError), match=why):
        DOORS[door](what, typed, tmp_path)
