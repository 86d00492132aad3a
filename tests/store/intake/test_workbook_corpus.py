"""Hostile workbooks: none crashes, hangs, takes the memory or comes in by half; cells are named."""

import io
import random
import re
import time
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from models.progress import LandStatus, Utility, WorkStatus
from models.refusal import BadInput
from models.weekly_sheet import PROJECT_SHEET
from store.intake.weekly_workbook import FilledWorkbook, read_weekly_workbook
from store.workbook.workbook_file import WorkbookReader
from store.workbook.wrong_cells import MOST, WrongCells
from tests.store.intake.workbook_corpus import (
    CODES,
    DAY_FORMATS,
    GOOD,
    NAMES,
    REFUSED,
    STAMP,
    WRONG_CELLS,
    Specimen,
    changed,
    filled,
    template,
)

SLOWEST, MOST_MEMORY = 10.0, 512 * 1024 * 1024
MUTATIONS, SEED = 5_000, 20_200_619
ALL = (*WRONG_CELLS, *REFUSED, *GOOD)


@pytest.fixture(scope="module")
def base() -> bytes:
    return filled()


def read(reader: WorkbookReader, content: bytes) -> FilledWorkbook:
    """Read a workbook as the door does: what is wrong with its cells is raised."""
    began = time.monotonic()
    try:
        workbook = read_weekly_workbook(reader.read_content("周报.xlsx", content))
    finally:
        assert time.monotonic() - began < SLOWEST
    if workbook.wrong:
        raise WrongCells(workbook.name, workbook.wrong)
    return workbook


def peak(reader: WorkbookReader) -> int:
    """The most memory that the bounded process has held, as the kernel counted."""
    if reader.pid is None:
        return 0
    status = Path(f"/proc/{reader.pid}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def named(specimens: tuple[Specimen, ...]) -> list[object]:
    return [pytest.param(one, id=one.name) for one in specimens]


class TestTheCorpus:
    def test_is_large_and_each_name_stands_once(self) -> None:
        assert len({one.name for one in ALL}) == len(ALL) >= 120

    @pytest.mark.parametrize("specimen", named(REFUSED))
    def test_is_refused_in_words(
        self, reader: WorkbookReader, base: bytes, specimen: Specimen
    ) -> None:
        with pytest.raises(BadInput) as raised:
            read(reader, specimen.make(base))

        assert raised.value.place.startswith("周报.xlsx")
        assert specimen.why in str(raised.value)
        assert peak(reader) < MOST_MEMORY

    def test_names_the_wrong_cell(self, reader: WorkbookReader, base: bytes) -> None:
        """In at least 95 of 100; and what is said of it is to the point in every one."""
        missed = []
        for specimen in WRONG_CELLS:
            with pytest.raises(BadInput) as raised:
                read(reader, specimen.make(base))
            assert specimen.why in str(raised.value), specimen.name
            if not isinstance(raised.value, WrongCells) or not any(
                str(cell).startswith(specimen.place) for cell in raised.value.cells
            ):
                missed.append((specimen.name, str(raised.value)))
        assert len(missed) <= 0.05 * len(WRONG_CELLS), missed
        assert peak(reader) < MOST_MEMORY

    @pytest.mark.parametrize("specimen", named(GOOD))
    def test_is_read_where_nothing_is_wrong(
        self, reader: WorkbookReader, base: bytes, specimen: Specimen
    ) -> None:
        workbook = read(reader, specimen.make(base))

        assert workbook.stamp == STAMP
        assert [row.values["project"] for row in workbook.projects] == list(CODES)
        assert [row.values["name"] for row in workbook.projects] == list(NAMES)


class TestWhatIsRead:
    def specimen(self, reader: WorkbookReader, base: bytes, name: str) -> FilledWorkbook:
        return read(reader, next(one for one in GOOD if one.name == name).make(base))

    def test_is_what_was_filled_in(self, reader: WorkbookReader, base: bytes) -> None:
        workbook = self.specimen(reader, base, "as it should be")

        row = workbook.projects[0].values
        assert row["invested_week"] == Decimal(30_000)
        assert row["funds_paid"] == Decimal(202_500)
        assert row["status"] is WorkStatus.STARTED
        assert row["land_status"] is LandStatus.IN_USE
        assert row["started_on"] == date(2020, 5, 19)
        assert row["utility_gaps"] == (Utility.POWER, Utility.HEAT)
        assert "invested_year" not in row
        assert workbook.procedures[0].values["procedure"] == "A01"
        assert workbook.problems[0].values["text"] == "外线电力未进场"

    def test_is_the_same_when_columns_change_places(
        self, reader: WorkbookReader, base: bytes
    ) -> None:
        before = self.specimen(reader, base, "as it should be")
        after = self.specimen(reader, base, "columns changed about")

        assert [row.values for row in after.projects] == [row.values for row in before.projects]

    def test_is_a_number_in_any_width(self, reader: WorkbookReader, base: bytes) -> None:
        workbook = self.specimen(reader, base, "numbers written kindly")

        weeks = [row.values["invested_week"] for row in workbook.projects]
        assert weeks == [Decimal(12_345_000), Decimal(12_345_000), Decimal(125_000)]
        years = [row.values.get("invested_year") for row in workbook.projects]
        assert years == [Decimal(120_000), Decimal(120_000), None]

    def test_is_a_day_however_written(self, reader: WorkbookReader, base: bytes) -> None:
        workbook = self.specimen(reader, base, "days written kindly")

        assert {row.values["started_on"] for row in workbook.projects} == {date(2020, 6, 5)}
        assert {row.values["completion_expected_on"] for row in workbook.projects} == {
            date(2021, 6, 5)
        }

    @pytest.mark.parametrize("number", DAY_FORMATS)
    def test_is_a_day_in_a_format_of_chinese_spreadsheets(
        self, reader: WorkbookReader, base: bytes, number: int
    ) -> None:
        row = self.specimen(reader, base, f"w01 a day in format {number}").projects[0]

        assert row.values["completion_expected_on"] == date(2021, 10, 31)

    @pytest.mark.parametrize(
        "name", ["w05 accounts", "w05 the unit of the column", "w05 capital numerals"]
    )
    def test_is_the_number_that_is_seen(
        self, reader: WorkbookReader, base: bytes, name: str
    ) -> None:
        row = self.specimen(reader, base, name).projects[0]

        assert row.values["funds_arrived"] == Decimal(300_000)

    def test_is_the_same_under_headers_of_an_earlier_template(
        self, reader: WorkbookReader, base: bytes
    ) -> None:
        before = self.specimen(reader, base, "as it should be")
        after = self.specimen(reader, base, "a header of an earlier template")

        assert [row.values for row in after.projects] == [row.values for row in before.projects]

    def test_is_nothing_where_a_cell_says_so(self, reader: WorkbookReader, base: bytes) -> None:
        workbook = self.specimen(reader, base, "w08 slashes for nothing")

        row = workbook.projects[0].values
        assert not {"physical_work", "completion_expected_on", "explanation"} & row.keys()
        for name in ("w06 no problem", "w06b no problem, and an office"):
            assert self.specimen(reader, base, name).problems == ()
        gaps = self.specimen(reader, base, "w09 no gap").projects[0].values["utility_gaps"]
        assert gaps == ()

    def test_is_the_text_without_its_phonetic_guide(
        self, reader: WorkbookReader, base: bytes
    ) -> None:
        workbook = self.specimen(reader, base, "w04 a phonetic guide")

        assert workbook.projects[0].values["physical_work"] == "基础"

    def test_counts_days_from_1904_where_the_workbook_does(
        self, reader: WorkbookReader, base: bytes
    ) -> None:
        workbook = self.specimen(reader, base, "days counted from 1904")

        assert workbook.projects[0].values["started_on"] == date(2024, 5, 20)

    def test_leaves_words_words(self, reader: WorkbookReader, base: bytes) -> None:
        workbook = self.specimen(reader, base, "words that look like formulas")

        assert [row.values["physical_work"] for row in workbook.projects] == [
            "=1+1",
            "-2+3",
            "@SUM(1)",
        ]
        assert [row.values["next_week"] for row in workbook.projects] == ["＝1+1", "+86", "=1"]

    def test_lacks_what_was_not_filled_in_yet(self, reader: WorkbookReader) -> None:
        with pytest.raises(WrongCells) as raised:
            read(reader, template())

        assert [f"{cell.column}{cell.row}" for cell in raised.value.cells] == ["H4", "H5", "H6"]
        assert {cell.why for cell in raised.value.cells} == {"不能为空"}

    def test_names_at_most_fifty_cells_and_counts_the_rest(
        self, reader: WorkbookReader, base: bytes
    ) -> None:
        specimen = next(one for one in WRONG_CELLS if one.name == "sixty wrong rows")

        with pytest.raises(WrongCells) as raised:
            read(reader, specimen.make(base))

        assert len(raised.value.cells) == MOST
        assert raised.value.uncounted > 0


class TestARowOfNoProject:
    """What stands beneath a table that people really send: told once, whatever it holds."""

    @pytest.mark.parametrize(
        ("beneath", "merged"),
        [
            pytest.param({"A7": "注：1.金额单位为万元；2.截至本周五"}, "", id="a note"),
            pytest.param({"A7": "备注：本周停工"}, "A7:H7", id="a note across merged cells"),
            pytest.param(
                {"A7": "填报人：", "H7": "审核人：", "W7": "2020年6月19日"}, "", id="signatures"
            ),
            pytest.param({"A7": "合 计", "C7": 1, "H7": 3, "I7": 4}, "", id="sums"),
            pytest.param(
                {"B7": "合计"} | {f"{letter}7": 1 for letter in "CDFGHIJQR"},
                "",
                id="sums in the column of names",
            ),
            pytest.param({"C7": "以上数据未经审计"}, "", id="a remark anywhere"),
        ],
    )
    def test_is_told_once(
        self, reader: WorkbookReader, base: bytes, beneath: dict[str, object], merged: str
    ) -> None:
        def write(book: Workbook) -> None:
            for cell, value in beneath.items():
                book[PROJECT_SHEET][cell].value = value
            if merged:
                book[PROJECT_SHEET].merge_cells(merged)

        with pytest.raises(WrongCells) as raised:
            read(reader, changed(base, write))

        (only,) = raised.value.cells
        assert "第 7 行" in str(only) or "A7" in str(only)
        assert "合计等行请删除" in str(only)


def mutated(chance: random.Random, base: bytes, parts: dict[str, bytes]) -> bytes:
    """A workbook after some damage, to the file or to one of its parts before it is packed."""
    if chance.random() < 0.3:
        return damaged(chance, base)
    name = chance.choice(list(parts))
    changed = dict(parts)
    match chance.randrange(10):
        case 0:
            changed[name] = changed[chance.choice(list(parts))]
        case 1:
            del changed[name]
        case 2 | 3 | 4:
            changed[name] = damaged(chance, changed[name])
        case _:
            name = chance.choice([*SHEETS, "xl/sharedStrings.xml", "xl/workbook.xml"])
            changed[name] = retyped(chance, changed[name])
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path, data in changed.items():
            archive.writestr(path, data)
    return output.getvalue()


TOKENS = (b"<", b">", b'"', b"&#0;", b"-1", b"99999999999999999999", b"1e309", b"NaN",
          b"XFD1048576", b"</c>", b"<f>A1</f>", b't="e"', b"\xff\xfe", b"]]>", b"\0",
          "亿".encode())  # fmt: skip


SHEETS = tuple(f"xl/worksheets/sheet{number}.xml" for number in (1, 2, 2, 2, 3, 4))
VALUES = ("", " ", "0", "1", "-1", "7", "3.5", "1e308", "1E+400", "NaN", "inf", "44000", "1048577",
          "4294967296", "9" * 400, "s", "e", "b", "d", "str", "inlineStr", "n", "A1", "H5", "XFD9",
          "A0", "true", "#N/A", "2020-06-05", "2020-02-30T25:00:00", "约三百", "=1+1", "\u202e",
          "&#55296;", "_x0000_", "x" * 40_000, "项目代码", "本周完成投资（万元）")  # fmt: skip
ATTRIBUTE, CONTENT = re.compile(rb'(?<=")[^"<>]*(?=")'), re.compile(rb"(?<=>)[^<>]+(?=<)")


def retyped(chance: random.Random, data: bytes) -> bytes:
    """A part whose markup stands, with one to three other values in it."""
    for _ in range(chance.randint(1, 3)):
        pattern = ATTRIBUTE if chance.random() < 0.2 else CONTENT
        found = chance.choice(list(pattern.finditer(data)) or list(ATTRIBUTE.finditer(data)))
        data = data[: found.start()] + chance.choice(VALUES).encode() + data[found.end() :]
    return data


def damaged(chance: random.Random, data: bytes) -> bytes:
    """Some bytes after one to four accidents."""
    for _ in range(chance.randint(1, 4)):
        at, length = chance.randrange(len(data) + 1), chance.randint(1, 200)
        match chance.randrange(6):
            case 0:
                data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
            case 1:
                data = data[:at] + data[at + length :]
            case 2:
                data = data[:at] + data[at : at + length] * chance.randint(2, 50) + data[at:]
            case 3:
                data = data[:at] + chance.choice(TOKENS) + data[at:]
            case 4:
                token = chance.choice(TOKENS)
                data = data[:at] + token + data[at + len(token) :]
            case _:
                other = chance.randrange(len(data) + 1)
                data = data[:at] + data[other : other + length] + data[at:]
    return data


def test_five_thousand_damaged_workbooks_are_read_or_refused(
    reader: WorkbookReader, base: bytes
) -> None:
    chance = random.Random(SEED)
    with zipfile.ZipFile(io.BytesIO(base)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    refused = named = whole = 0
    for _ in range(MUTATIONS):
        content = mutated(chance, base, parts)
        try:
            workbook = read(reader, content)
        except WrongCells as wrong:
            assert wrong.cells  # noqa: PT017 - each of them names something
            named += 1
        except BadInput as wrong:
            assert wrong.message  # noqa: PT017 - each of them says something
            refused += 1
        else:
            assert all(not row.faulty for row in workbook.projects)
            whole += 1
        assert peak(reader) < MOST_MEMORY
    assert refused + named + whole == MUTATIONS
    assert min(refused, named, whole) > MUTATIONS // 20
