"""The outstanding list on the command line: whose, until when, what it blocks; on paper too."""

from pathlib import Path

import openpyxl
import pytest

from tests.portal.conftest import PROJECT, Cli

HEADINGS = (
    *("项目代码", "项目", "责任单位", "事项编码", "事项", "审批部门", "目前状态"),
    *("现由谁持有", "自何日起", "最迟何日", "期限说明", "影响哪些事项", "怎样办结"),
)


def test_a_projects_list_says_who_holds_what_and_what_waits_for_it(office_cli: Cli) -> None:
    told = office_cli("outstanding", PROJECT, "--json").json()
    rows = {one["事项编码"]: one for one in told["outstanding"] if one["事项编码"]}

    assert told["as_of"] == "2020-06-01"
    assert {one["项目代码"] for one in told["outstanding"]} == {PROJECT}
    soil = rows["P05"]
    assert soil["审批部门"] == "水务局"
    assert soil["现由谁持有"] == "建设单位"
    assert soil["怎样办结"]
    assert "开工" in rows["S05"]["影响哪些事项"]


def test_a_departments_list_holds_its_procedures_only(office_cli: Cli) -> None:
    by_name = office_cli("outstanding", "--department", "住建局", "--json").json()["outstanding"]
    by_code = office_cli("outstanding", "--department", "housing", "--json").json()["outstanding"]

    assert by_name == by_code
    assert len(by_name) > 10
    assert {one["审批部门"] for one in by_name} == {"住建局"}


def test_a_units_list_and_the_districts(office_cli: Cli) -> None:
    unit = office_cli("outstanding", "--unit", "unit-park", "--json").json()["outstanding"]
    district = office_cli("outstanding", "--json").json()["outstanding"]

    assert {one["责任单位"] for one in unit} == {"开发区管委会"}
    assert [one for one in district if one["责任单位"] == "开发区管委会"] == unit


def test_it_is_written_as_a_workbook_and_as_csv(office_cli: Cli, tmp_path: Path) -> None:
    rows = office_cli("outstanding", PROJECT, "--json").json()["outstanding"]
    book, plain = tmp_path / "清单.xlsx", tmp_path / "清单.csv"

    assert office_cli("outstanding", PROJECT, "--out", str(book)).code == 0
    assert office_cli("outstanding", PROJECT, "--out", str(plain)).code == 0
    sheet = openpyxl.load_workbook(book).active
    assert sheet is not None
    told = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    assert "前期未办结手续清单（截至 2020-06-01" in str(told[0][0])
    assert told[1] == HEADINGS
    assert len(told) == len(rows) + 2
    assert plain.read_text("utf-8-sig").splitlines()[0].split(",") == [*HEADINGS]


@pytest.mark.parametrize(
    ("tokens", "sentence"),
    [
        (("--out", "清单.pdf"), "应以 .xlsx 或 .csv 结尾"),
        (("--department", "没有的部门"), "没有机构“没有的部门”"),
        (("--out", "/proc/1/清单.csv"), "无法写入"),
        (("2020-230112-99-99-999999",), "没有项目"),
    ],
)
def test_what_is_wrong_is_said(office_cli: Cli, tokens: tuple[str, ...], sentence: str) -> None:
    answer = office_cli("outstanding", *tokens)

    assert answer.code in (1, 2)
    assert sentence in answer.err
