"""Timings of an earlier campaign: what was written comes back, and whatever is wrong is named."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from models.earlier_timings import FARTHEST, TimingsLoaded
from models.refusal import BadInput
from models.timing import Known, Phase
from models.timings_sheet import TIMINGS_COLUMNS
from reports.exchange.timings_table import timings_csv
from rules.chance.durations import LIMITED, Observation
from rules.chance.earlier import by_kind, earlier
from rules.chance.levels import Fell
from store.intake.timings_file import Timeable, read_timings

KNOWN = Timeable(
    procedures={"A01", "B02", "S05"},
    conditions={"safety_measures"},
    gate="start_construction",
    departments={"planning", "housing"},
)
HEAD = ",".join(one.header for one in TIMINGS_COLUMNS)
ENGLISH = "campaign,ledger,phase,procedure,department,days,limit,known,project,distance"
ROW = "old-2019,,受理至办结,A01,planning,7,10,确数,1,"
START = "old-2019,,开工落点,,,,,至少,1,-0.5"


def observed(phase: Phase, project: str, days: int, limit: int, known: Known) -> Observation:
    of = {Phase.CONDITION: "safety_measures", Phase.START: "start_construction"}
    procedure = of.get(phase, "A01")
    department = "" if phase in of else "planning"
    if phase is Phase.HOLD:
        days, known = days % 2, Known.EXACTLY
    return Observation(
        *(procedure, department, phase, days, limit if phase in LIMITED else 0, known, project)
    )


OBSERVATIONS = some.lists(
    some.builds(
        observed,
        some.sampled_from(Phase),
        some.sampled_from(["p", "q", "r", "s"]),
        some.integers(0, 2000),
        some.integers(0, 60),
        some.sampled_from(Known),
    ),
    min_size=1,
    max_size=40,
)
FELL = some.lists(
    some.builds(
        Fell,
        some.sampled_from(["p", "q", "r", "s"]),
        some.floats(-FARTHEST, FARTHEST).map(lambda one: round(one, 3)),
        some.sampled_from([Known.EXACTLY, Known.AT_LEAST]),
    ),
    max_size=10,
)


def written(folder: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    path = folder / "timings.csv"
    path.write_bytes(text.encode(encoding))
    return path


def refused(folder: Path, text: str) -> str:
    with pytest.raises(BadInput) as wrong:
        read_timings(written(folder, text), KNOWN)
    return str(wrong.value)


@given(OBSERVATIONS, FELL)
@settings(max_examples=60, deadline=None)
def test_what_was_handed_on_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, told: list[Observation], fell: list[Fell]
) -> None:
    timings = by_kind(told, fell, campaign="old-2019", ledger="h0123456789abcdef")
    path = tmp_path_factory.mktemp("written") / "timings.csv"
    path.write_bytes(timings_csv(timings))

    read = read_timings(path, KNOWN)

    assert read == timings
    assert timings_csv(read) == path.read_bytes()
    assert TimingsLoaded.model_validate_json(read.model_dump_json()) == timings
    back = earlier([read], {}, strength=30)
    numbers = {one.project for one in back.observations}
    assert len(numbers) == len({one.project for one in told})
    assert bare(back.observations) == bare(told)
    assert sorted((one.known, one.distance) for one in back.fell) == sorted(
        (one.known, one.distance) for one in fell
    )


def bare(told: tuple[Observation, ...] | list[Observation]) -> Counter[tuple[object, ...]]:
    """Every project as the multiset of its timings: names are not handed on."""
    projects: dict[str, list[tuple[object, ...]]] = {}
    for one in told:
        kind = (one.phase, one.procedure, one.department, one.days, one.limit, one.known)
        projects.setdefault(one.project, []).append(kind)
    return Counter(tuple(sorted(kinds)) for kinds in projects.values())


def test_the_order_of_rows_and_the_numbers_of_projects_do_not_matter(tmp_path: Path) -> None:
    other = ROW.replace("A01", "B02").replace(",1,", ",2,")
    one = read_timings(written(tmp_path, "\n".join([HEAD, ROW, other, START])), KNOWN)
    moved = [row.replace(",1,", ",8,").replace(",2,", ",5,") for row in (START, other, ROW)]
    again = read_timings(written(tmp_path, "\n".join([HEAD, *moved])), KNOWN)

    assert one == again


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_whatever_excel_saves_is_read(tmp_path: Path, encoding: str) -> None:
    text = "\r\n".join([HEAD, ROW, START.replace("-0.5", "'-0.5")])
    told = read_timings(written(tmp_path, text, encoding), KNOWN)

    assert (told.timings, told.projects, told.starts[0].distances) == (1, 1, (-0.5,))


def test_english_names_are_read_in_any_order(tmp_path: Path) -> None:
    row = "1,exactly,7,decide,A01,old-2019"
    told = read_timings(
        written(tmp_path, f"project,known,days,phase,procedure,campaign\n{row}"), KNOWN
    )

    assert told.cases[0].days == (7,)
    assert read_timings(written(tmp_path, f"{ENGLISH}\n{ROW}"), KNOWN).cases[0].limit == 10
    unseen = HEAD.replace("环节", "* 环\u200b节").replace("台账", "\ufeff台\u00ad账")
    assert read_timings(written(tmp_path, f"{unseen}\n{ROW}"), KNOWN).cases[0].limit == 10


@pytest.mark.parametrize(
    ("cell", "instead", "place", "why"),
    [
        ("7", "-3", "第 2 行 F 列“工作日”：填的是“-3”", "应为 0 至 2000 的整数"),
        ("7", "2001", "“工作日”", "应为 0 至 2000 的整数"),
        ("7", "1e3", "“工作日”", "整数"),
        ("7", "7.5", "“工作日”", "整数"),
        ("7", "", "“工作日”", "整数"),
        ("7", "9" * 5000, "“工作日”", "整数"),
        ("10", "-1", "“承诺工作日”", "应为 0 至 2000 的整数"),
        ("受理至办结", "可申报至申报", "“承诺工作日”", "这一环节不填"),
        ("受理至办结", "批复", "“环节”：填的是“批复”", "没有这一环节，可填：可申报至申报、"),
        ("受理至办结", "", "“环节”", "没有这一环节"),
        ("A01", "X99", "“事项”：填的是“X99”", "现行目录没有这一事项；本区已不办的，删去此行"),
        ("A01", "", "“事项”", "不能为空"),
        ("A01", "=cmd|' /C calc'!A0", "“事项”", "现行目录没有"),
        ("planning", "nobody", "“部门”", "机构名录中没有这一部门；可以留空"),
        ("确数", "大概", "“已知程度”", "可填：确数、至少、至多"),
        (",1,", ",0,", "“项目序号”", "应为 1 至 10000 的整数"),
        ("old-2019", "百日攻坚", "“专项行动”", "小写字母、数字、短横"),
        ("old-2019,", "old-2019,hXYZ", "“台账”", "自行填写的留空"),
        (",1,", ",1,0.5", "“开工落点”", "这一环节不填此格"),
    ],
)
def test_a_wrong_cell_is_named(
    tmp_path: Path, cell: str, instead: str, place: str, why: str
) -> None:
    told = refused(tmp_path, f"{HEAD}\n{ROW.replace(cell, instead, 1)}\n{START}")

    assert place in told
    assert why in told


@pytest.mark.parametrize(
    ("cell", "instead", "why"),
    [
        ("-0.5", "-4.5", "应为 -4 至 4 的数字"),
        ("-0.5", "nan", "应为 -4 至 4 的数字"),
        ("-0.5", "", "应为 -4 至 4 的数字"),
        ("至少", "至多", "开工落点只有“确数”和“至少”"),
        (",,,,,", ",A01,,,,", "这一环节不填此格"),
        ("old-2019", "old-2018", "与第一行不同：一份文件只含一个专项行动的一本台账"),
    ],
)
def test_a_wrong_start_is_named(tmp_path: Path, cell: str, instead: str, why: str) -> None:
    text = START.replace("开工落点,,,,,", "开工落点,A01,,,,") if "A01" in instead else ""
    told = refused(tmp_path, f"{HEAD}\n{ROW}\n{text or START.replace(cell, instead, 1)}")

    assert "第 3 行" in told
    assert why in told


def test_all_wrong_cells_are_named_at_once(tmp_path: Path) -> None:
    wrong = ROW.replace("A01", "X99").replace(",7,", ",-1,")
    told = refused(tmp_path, "\n".join([HEAD, ROW, wrong, ROW.replace("确数", "约")]))

    assert "有 3 处需要改正，整本未导入" in told


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "没有内容"),
        (HEAD, "只有表头，没有用时"),
        (f"{HEAD}\n{START}", "只有开工落点，没有用时"),
        (
            "甲,乙\n1,2",
            "找不到表头，缺少专项行动、环节、事项、工作日、已知程度、项目序号；另可有台账",
        ),
        (HEAD.replace("环节", "工作日"), "这一列与 C 列重复"),
        (f"{HEAD.replace('环节', '环 节,说明')}\n{ROW},x", "不认识这一列"),
        (f"{HEAD.replace('已知程度', '')}\n{ROW}", "缺少以下各列：已知程度"),
        (f"{HEAD}\n{ROW},多出", "没有表头，不知是哪一列"),
        (f'{HEAD}\n"{ROW}', "引号不成对"),
        (f"{HEAD}\n{ROW}\x00", "控制字符"),
        ("<html><table></table></html>", "不是 CSV"),
    ],
)
def test_a_file_that_is_no_table_of_timings_is_refused(tmp_path: Path, text: str, why: str) -> None:
    assert why in refused(tmp_path, text)


def test_a_file_that_is_too_large_missing_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    assert "超过 10 MB" in refused(tmp_path, "字" * 4_000_000)
    for name, why in (("absent.csv", "文件不存在"), ("timings.xlsx", "用时表应为 .csv 文件")):
        with pytest.raises(BadInput, match=why):
            read_timings(tmp_path / name, KNOWN)
