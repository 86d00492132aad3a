"""Bad input at the command line: a sentence with the place, the right code, nothing changed."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from models.project_sheet import PROJECT_TABLE_COLUMNS
from tests.conftest import CAMPAIGN_DIR
from tests.portal.conftest import LIAISON, PROJECT, WATER_OFFICER, Cli, head
from tests.portal.daily.test_acting import NEW_PROJECT, submit

REFUSED, BAD = 1, 2
ACT = ("act", PROJECT, "P05")
DECIDE = (*ACT, "decide", "--by", WATER_OFFICER)
CONDITIONALLY = (*ACT, "accept_conditionally", "--by", WATER_OFFICER, "--data")
DUE = ("days", "due", "--from", "2020-06-19", "--days")

TYPED: list[tuple[str, tuple[str, ...], int, tuple[str, ...]]] = [
    ("no such command", ("shwo", PROJECT), BAD, ("命令 shwo", "show")),
    ("no such option", ("show", PROJECT, "--nope"), BAD, ("选项 --nope",)),
    ("too many arguments", ("show", PROJECT, "P05"), BAD, ("参数 P05", "多余")),
    ("a missing argument", ("show",), BAD, ("参数 PROJECT", "缺少")),
    ("a missing officer", (*ACT, "submit"), BAD, ("参数 --by", "缺少")),
    ("an option twice", (*DECIDE, "--key", "a", "--key", "b"), BAD, ("参数 --key", "重复")),
    ("no such project", ("show", "2020-230112-39-03-009999"), BAD, ("参数 PROJECT", "009999")),
    ("a code of the wrong form", ("show", "冷链"), BAD, ("参数 PROJECT", "24位")),
    ("the campaign's own stream", ("show", "campaign"), BAD, ("参数 PROJECT", "campaign")),
    ("no such procedure", ("act", PROJECT, "X99", *DECIDE[3:]), BAD, ("参数 PROCEDURE", "X99")),
    ("no such gate", ("act", PROJECT, "X", "pin_start", "--by", "dispatch-01", "--data",
                      '{"start_on": "2020-07-15"}'), BAD, ("参数 PROCEDURE", "门槛")),
    ("a procedure it does not need", ("act", PROJECT, "L01", *DECIDE[3:]), BAD,
     ("参数 PROCEDURE", "L01", "无需办理")),
    ("no such officer", (*ACT, "submit", "--by", "nobody"), BAD, ("参数 --by", "nobody")),
    ("no such act", (*ACT, "jump", "--by", LIAISON), BAD, ("参数 ACT", "jump", "submit")),
    ("a day that is none", (*DECIDE, "--on", "2020-02-30"), BAD,
     ("参数 --on：“2020-02-30”没有这一天",)),
    ("a day that ends with its year", (*DECIDE, "--on", "01/06/2020"), BAD,
     ("参数 --on", "年份应写在前")),
    ("a day on no calendar", (*DECIDE, "--on", "1999-12-31"), BAD,
     ("参数 --on", "不在2000年至2100年之间")),
    ("a version that is no number", (*DECIDE, "--version", "x"), BAD, ("参数 --version", "整数")),
    ("half a day", (*DUE, "5.5"), BAD, ("参数 --days", "“5.5”应为整数")),
    ("a hexadecimal number", (*DUE, "0x10"), BAD, ("参数 --days", "应为整数")),
    ("half a version", (*DECIDE, "--version", "1.2"), BAD, ("参数 --version", "应为整数")),
    ("an empty key", (*DECIDE, "--key", " "), BAD, ("参数 --key", "不能为空")),
    ("broken JSON", (*DECIDE, "--data", '{"opinion":'), BAD, ("参数 --data 第 1 行", "JSON")),
    ("JSON that is no object", (*DECIDE, "--data", "[1]"), BAD, ("参数 --data", "JSON 对象")),
    ("a field twice", (*DECIDE, "--data", '{"opinion": "a", "opinion": "b"}'), BAD,
     ("参数 --data 的 opinion", "重复")),
    ("an unknown field", (*DECIDE, "--data", '{"opnion": "同意"}'), BAD,
     ("参数 --data 的 opnion", "没有这个字段")),
    ("the act in the data", (*DECIDE, "--data", '{"act": "refuse"}'), BAD,
     ("参数 --data 的 act",)),
    ("a reason too short", (*ACT, "decline", "--by", WATER_OFFICER, "--data", '{"reason": "不"}'),
     BAD, ("参数 --data 的 reason",)),
    ("a reason of blanks", (*ACT, "decline", "--by", WATER_OFFICER, "--data",
     '{"reason": "　\\u200b ", "ground": "not_required"}'), BAD,
     ("参数 --data 的 reason", "不得少于2个字")),
    ("a number of the permit that nobody can print", (*DECIDE, "--data",
     '{"permit_number": "阿水\\u0000"}'), BAD, ("参数 --data 的 permit_number", "控制字符")),
    ("a number of the permit on two lines", (*DECIDE, "--data", '{"permit_number": "阿水\\n1"}'),
     BAD, ("参数 --data 的 permit_number", "请改为一行")),
    ("a day counted in seconds", (*ACT, "request_correction", "--by", WATER_OFFICER, "--data",
     '{"items": [{"document": "P05-3", "what": "请盖章"}], "due_on": 1592784000}'), BAD,
     ("参数 --data 的 due_on", "应为日期")),
    ("a number of days that is yes or no", (*ACT, "pause", "--by", WATER_OFFICER, "--data",
     '{"kind": "expert_review", "reason": "专家评审", "limit_days": true}'), BAD,
     ("参数 --data 的 limit_days", "应为整数")),
    ("a field left out", (*ACT, "decline", "--by", WATER_OFFICER), BAD,
     ("参数 --data 的 reason", "缺少")),
    ("a wrong day inside", (*CONDITIONALLY,
     '{"owed": [{"document": "P05-3", "due_on": "2020-02-30"}]}'), BAD,
     ("参数 --data 的 owed[0].due_on", "2020-02-30")),
    ("no paper chosen, and no words, in two items", (*ACT, "request_correction", "--by",
     WATER_OFFICER, "--data", '{"items": [{"document": "", "what": "请补盖公章"}, {"document": '
     '" ", "what": ""}], "due_on": "2020-02-30"}'), BAD,
     ("参数 --data 的 items[0].document：请选择材料", "items[1].document：请选择材料",
      "items[1].what", "参数 --data 的 due_on")),
    ("no paper chosen that came in", (*ACT, "receive_document", "--by", WATER_OFFICER, "--data",
     '{"document": ""}'), BAD, ("参数 --data 的 document：请选择材料",)),
    ("an act out of turn", (*ACT, "resume", "--by", WATER_OFFICER), REFUSED, ("P05", "不能恢复")),
    ("somebody else's case", (*ACT, "accept", "--by", "housing-01"), REFUSED, ("housing-01",)),
    ("a principal document deferred", (*CONDITIONALLY,
     '{"owed": [{"document": "P05-1", "due_on": "2020-06-05"}], "signed_by": "李某"}'), REFUSED,
     ("主件", "不得容缺")),
    ("a promise beyond the cap", (*CONDITIONALLY,
     '{"owed": [{"document": "P05-3", "due_on": "2020-08-05"}], "signed_by": "李某"}'), REFUSED,
     ("2020-08-05", "最迟 2020-06-10")),
    ("a start before its gate", ("act", PROJECT, "start_construction", "report_start", "--by",
     LIAISON, "--data", '{"started_on": "2020-06-01"}'), REFUSED, ("开工",)),
    ("no such department", ("to-do", "住房局"), BAD, ("参数 DEPARTMENT", "housing")),
    ("no such account", ("inbox", "nobody"), BAD, ("参数 ACCOUNT", "nobody")),
    ("no such account after another option", ("notices", "--person", "nobody"), BAD,
     ("参数 --person：没有账号“nobody”",)),
    ("no such project after an option that takes no word", ("show", "--timeline",
     "2020-230112-39-03-009999"), BAD, ("参数 PROJECT：没有登记项目",)),
    ("nobody whose calendar it is", ("calendar", "nobody"), BAD,
     ("参数 WHO：没有账号、单位或者项目“nobody”",)),
    ("no such unit after its option", ("investment", "--unit", "nobody"), BAD,
     ("参数 --unit：没有责任单位“nobody”",)),
    ("an account for a post, misspelt", ("people", "post", "li.ming", "housing-1"), BAD,
     ("参数 ACCOUNT：没有账号“housing-1”", "是否应为 housing-01")),
    ("a clock of no such procedure", ("clock", PROJECT, "P50"), BAD,
     ("参数 PROCEDURE：审批事项目录中没有“P50”，是否应为 P15、P10",)),
    ("no such account for a post", ("people", "post", "li.ming", "nobody"), BAD,
     ("参数 ACCOUNT：没有账号“nobody”",)),
    ("a project after its option", ("export", "public", "--out", "a.json", "--project",
     "2020-230112-39-03-009999"), BAD, ("参数 --project：没有登记项目",)),
    ("a project of the wrong form after its option", ("export", "ocel", "--out", "a.json",
     "--project", "冷链"), BAD, ("参数 --project", "24位")),
    ("no such week, as it was typed", ("week", "status", "--week", "2020-54"), BAD,
     ("参数 --week：“2020-54”不是有效的周",)),
    ("no messages at all", ("inbox", "--most", "0"), BAD, ("参数 --most",)),
    ("no such office", ("accounts", "--office", "x"), BAD, ("参数 --office", "x")),
    ("no such week", ("week", "open", "--by", "dispatch-01", "--week", "2020-W54"), BAD,
     ("参数 --week", "2020-W54")),
    ("days that are no number", (*DUE, "x"), BAD, ("参数 --days", "整数")),
    ("days below none", (*DUE, "-1"), BAD, ("参数 --days", "-1")),
    ("no such unit", (*DUE, "1", "--unit", "week"), BAD, ("参数 --unit", "calendar_day")),
    ("a count that leaves the calendar", ("days", "due", "--from", "2100-12-30", "--days", "9"),
     REFUSED, ("日历范围",)),
    ("an end before the start", ("days", "list", "--from", "2020-06-02", "--to", "2020-06-01"),
     BAD, ("参数 --to", "2020-06-01")),
    ("no such folder", ("load", "nowhere"), BAD, ("nowhere", "目录")),
    ("no such file", ("register", "nowhere.yaml", "--by", "dispatch-01"), BAD, ("nowhere.yaml",)),
]  # fmt: skip
"""What it is, what was typed, the exit code, and what the sentence holds."""


@pytest.mark.parametrize(
    ("typed", "code", "holds"),
    [pytest.param(typed, code, holds, id=name) for name, typed, code, holds in TYPED],
)
def test_what_was_typed_wrongly_is_named(
    office_cli: Cli, typed: tuple[str, ...], code: int, holds: tuple[str, ...]
) -> None:
    submit(office_cli)
    before = head(office_cli)

    answer = office_cli(*typed)
    for_programs = office_cli(*typed, "--json")

    assert (answer.code, answer.out) == (code, "")
    assert all(part in answer.err for part in holds), answer.err
    assert "Traceback" not in answer.err
    assert for_programs.code == code
    told = for_programs.json()
    assert told["message"]
    assert ("refused" in told) == (code == REFUSED)
    assert head(office_cli) == before


Edit = Callable[[Path], None]


def replaced(name: str, old: str, new: str) -> Edit:
    def edit(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def removed(name: str) -> Edit:
    return lambda folder: (folder / name).unlink()


CAMPAIGNS: list[tuple[str, Edit, tuple[str, ...]]] = [
    ("an unknown key", replaced("campaign.yaml", "title:", "titel: x\ntitle:"),
     ("campaign.yaml", "titel")),
    ("a cycle of prerequisites", replaced("catalogue.yaml", "prerequisites: [L11, G01]",
     "prerequisites: [L11, G01, S05]"), ("catalogue.yaml 第", "成环", "G02 → S05 → G02")),
    ("a day that is none", replaced("campaign.yaml", "2020-08-31", "2020-08-32"),
     ("campaign.yaml 第", "last_day")),
    ("a wrong credit code", replaced("projects.yaml", "91230112MA1D101370", "91230112MA1D101371"),
     ("projects.yaml 第", "credit_code", "校验位")),
    ("a wrong project code", replaced("projects.yaml", "2020-230112-39-03-000001", "2020-1"),
     ("projects.yaml 第", "code", "24位")),
    ("a missing file", removed("rules.yaml"), ("rules.yaml",)),
    ("broken YAML", replaced("people.yaml", "departments:", "departments"), ("people.yaml",)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "holds"), [pytest.param(edit, holds, id=name) for name, edit, holds in CAMPAIGNS]
)
def test_a_campaign_folder_is_taken_whole_or_not_at_all(
    cli: Cli, tmp_path: Path, edit: Edit, holds: tuple[str, ...]
) -> None:
    folder = tmp_path / "campaign"
    shutil.copytree(CAMPAIGN_DIR, folder)
    edit(folder)

    answer = cli("load", str(folder))

    assert (answer.code, answer.out) == (BAD, "")
    assert all(part in answer.err for part in holds), answer.err
    assert not (tmp_path / "home").exists()


def test_a_campaign_in_use_is_not_replaced(office_cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "campaign"
    shutil.copytree(CAMPAIGN_DIR, folder)
    replaced("rules.yaml", "grace_workdays: 15", "grace_workdays: 16")(folder)
    before = head(office_cli)

    answer = office_cli("load", str(folder), "--json")

    assert answer.code == REFUSED
    assert answer.json()["refused"] == "campaign_changed"
    assert answer.json()["files"] == ["rules.yaml"]
    assert head(office_cli) == before


def projects(name: str, text: str) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def table(*rows: list[str]) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / "项目.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
        return path

    return write


HEADER = [column.header for column in PROJECT_TABLE_COLUMNS]
FILES: list[tuple[str, Callable[[Path], Path], int, tuple[str, ...]]] = [
    ("broken JSON", projects("p.json", "[{"), BAD, ("p.json 第 1 行", "JSON")),
    ("no list", projects("p.json", json.dumps({"项目": []})), BAD, ("p.json", "projects")),
    ("another kind of file", projects("p.docx", ""), BAD, ("p.docx", ".xlsx")),
    ("wrong columns", table(["编号", "名字"], ["1", "2"]), BAD, ("项目.csv", "找不到表头")),
    ("a header and nothing else", table(HEADER), BAD, ("项目.csv", "没有项目")),
    ("a wrong cell", table(HEADER, ["2020-1", *["x"] * (len(HEADER) - 1)]), BAD,
     ("项目.csv", "第 2 行", "项目类型")),
    ("a bad project code", projects("p.yaml", NEW_PROJECT.replace("2020-230112-39-03-000099",
     "2020-230112-39-000099")), BAD, ("p.yaml 第", "code")),
    ("no such unit", projects("p.yaml", NEW_PROJECT.replace("unit-park", "unit-nowhere")), BAD,
     ("p.yaml", "unit-nowhere")),
    ("no such account in the file", projects("p.yaml", NEW_PROJECT.replace("cso-01", "cso-99")),
     BAD, ("p.yaml", "cso-99")),
    ("the code of another project", projects("p.yaml", NEW_PROJECT.replace("03-000099",
     "03-000001")), REFUSED, ("000001", "已登记")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("write", "code", "holds"),
    [pytest.param(write, code, holds, id=name) for name, write, code, holds in FILES],
)
def test_a_project_file_is_taken_whole_or_not_at_all(
    office_cli: Cli,
    tmp_path: Path,
    write: Callable[[Path], Path],
    code: int,
    holds: tuple[str, ...],
) -> None:
    before = head(office_cli)

    answer = office_cli("register", str(write(tmp_path)), "--by", "dispatch-01")

    assert (answer.code, answer.out) == (code, "")
    assert all(part in answer.err for part in holds), answer.err
    assert head(office_cli) == before


@pytest.mark.parametrize(
    ("name", "value", "holds"),
    [
        ("GREENCHANNEL_PREFECT_PORT", "http", "整数"),
        ("GREENCHANNEL_CLOCK", "sundial", "rehearsal"),
        ("GREENCHANNEL_DATABASE_URL", "nonsense", "无法识别"),
        ("GREENCHANNEL_NOTICES", "{", "JSON"),
        ("GREENCHANNEL_PORTAL_PORT", "70000", "不得大于 65535"),
        ("GREENCHANNEL_PREFECT_PORT", "8080", "与门户同用端口 8080"),
        ("GREENCHANNEL_STUCK_SECONDS", "-1", "应大于 0"),
        ("GREENCHANNEL_CLOKC", "real", "没有这项设置，是否应为 GREENCHANNEL_CLOCK"),
    ],
)
def test_a_wrong_setting_is_named(
    office_cli: Cli, monkeypatch: pytest.MonkeyPatch, name: str, value: str, holds: str
) -> None:
    monkeypatch.setenv(name, value)

    answer = office_cli("show", PROJECT)

    assert answer.code == BAD
    assert name in answer.err
    assert holds in answer.err
