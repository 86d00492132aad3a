"""A unit's weekly workbook goes out, is filled in, and comes back: whole, once, or not at all."""

import io
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from casework.desk import Stamp
from casework.intake.loading import load
from casework.intake.registering import register
from casework.office import Office
from casework.office.integrity import dump, verify
from casework.weekly.reporting import report_progress
from casework.weekly.rounds import open_round
from casework.weekly.templates import office_words, week_templates
from casework.weekly.workbooks import WorkbookImport, WrongWorkbook, import_workbook
from models.act_requests import Via
from models.progress import (
    Bottleneck,
    LandStatus,
    ProgressReport,
    ReportedProblem,
    Utility,
    WorkStatus,
)
from models.refusal import BadInput, Refused, Unknown
from models.week_words import week_in_words
from models.weekly_sheet import PROBLEM_SHEET, PROCEDURE_SHEET, PROJECT_SHEET, WorkbookStamp
from reports.workbooks.weekly_workbook import weekly_workbook
from rules.in_force.authority import NotEntitled
from store import ledger
from store.intake.weekly_workbook import read_weekly_workbook
from store.workbook.workbook_file import WorkbookReader
from store.workbook.wrong_cells import WrongCells
from tests.store.intake.workbook_corpus import (
    CODES,
    NAMES,
    ROW,
    STAMP,
    WRONG_CELLS,
    changed,
    filled,
    told,
)
from tests.world import (
    DISPATCHER,
    LIAISON,
    OTHER_LIAISON,
    at,
    campaign,
    folder,
    june,
    project,
    stamp,
)

WEEK, WEEK_BEFORE = "2020-W25", "2020-W24"
TUESDAY = june(16)


@pytest.fixture
def office(empty_office: Office) -> Office:
    """Three projects of one unit, each with a report of last week; this week's round is open."""
    load(
        empty_office,
        folder(*(project(code, name=name) for code, name in zip(CODES, NAMES, strict=True))),
        stamp=stamp(),
    )
    for code in CODES:
        report_progress(
            empty_office, project=code, week=WEEK_BEFORE, report=last_week(), by=LIAISON,
            via=Via.CONSOLE, now=at(june(9)),
        )  # fmt: skip
    open_round(empty_office, week=WEEK, stamp=Stamp("system", Via.SYSTEM, at(june(15))))
    return empty_office


def last_week(**changes: object) -> ProgressReport:
    fields: dict[str, object] = {
        "invested_week": Decimal(20_000),
        "invested_year": Decimal(100_000),
        "invested_total": Decimal(200_000),
        "physical_work": "土方开挖",
        "status": WorkStatus.NOT_STARTED,
        "land_status": LandStatus.SUPPLIED_NOT_DELIVERED,
        "funds_arrived": Decimal(300_000),
        "funds_paid": Decimal(202_500),
        "utility_gaps": (Utility.HEAT,),
        "explanation": "首次填报，均属实。",
        "filled_by": "开发区联络员",
    }
    return ProgressReport.model_validate(fields | changes)


def taken(
    office: Office, reader: WorkbookReader, content: bytes, by: str = LIAISON, day: date = TUESDAY
) -> WorkbookImport:
    """Import a workbook as the door does."""
    workbook = read_weekly_workbook(reader.read_content("周报.xlsx", content))
    return import_workbook(office, workbook, stamp=Stamp(by, Via.IMPORT, at(day)))


def state(office: Office) -> tuple[int, str]:
    with office.store.reading() as connection:
        return ledger.count(connection), dump(office)


def reports(office: Office, week: str = WEEK) -> dict[str, ProgressReport]:
    with office.store.reading() as connection:
        files = [office.file(connection, code)[0] for code in CODES]
    return {
        file.project.code: file.progress.reports[week].report
        for file in files
        if week in file.progress.reports
    }


def put(sheet: str, **cells: object) -> Callable[[openpyxl.Workbook], None]:
    def change(book: openpyxl.Workbook) -> None:
        for at_, value in cells.items():
            book[sheet][at_].value = value

    return change


def weeks_figures(book: openpyxl.Workbook) -> None:
    """What a unit fills in: this week's investment, and words where they are asked."""
    sheet = book[PROJECT_SHEET]
    for row in range(ROW, ROW + len(CODES)):
        sheet[f"H{row}"].value = row
        sheet[f"K{row}"].value = f"基础完成 {row}0%"
        sheet[f"V{row}"].value = "雨天停工两天"


class TestATemplate:
    def test_is_made_for_every_unit_with_projects(self, office: Office) -> None:
        register(office, [project("2020-230112-39-03-000009", unit="town")],
                 stamp=stamp(june(15), by=DISPATCHER))  # fmt: skip

        made = week_templates(office, week="2020-W26", today=june(22))

        assert [(one.unit, len(one.projects)) for one in made] == [("park", 3), ("town", 1)]
        assert made[0].file_name == "周报_2020年第26周_开发区.xlsx"

    def test_is_made_for_one_unit_when_asked(self, office: Office) -> None:
        (made,) = week_templates(office, unit="park", today=TUESDAY)

        assert (made.unit, made.projects) == ("park", CODES)
        assert week_templates(office, unit="town", today=TUESDAY) == ()
        with pytest.raises(Unknown, match="没有责任单位“nowhere”"):
            week_templates(office, unit="nowhere", today=TUESDAY)

    def test_tells_what_is_known_and_asks_the_rest(self, office: Office) -> None:
        (made,) = week_templates(office, week=WEEK, today=TUESDAY)
        book = openpyxl.load_workbook(io.BytesIO(made.content))
        sheet = book[PROJECT_SHEET]
        row = {sheet.cell(3, column).value.replace("\n", ""): sheet.cell(ROW, column).value
               for column in range(1, sheet.max_column + 1)}  # fmt: skip

        assert row["项目代码"] == CODES[0]
        assert row["总投资（万元）"] == 100
        assert row["上期开工累计（万元）"] == 20
        assert row["本周完成投资（万元）"] is None
        assert row["形象进度"] == "土方开挖"
        assert row["开工状态"] == "未开工"
        assert row["要素缺口"] == "热"
        assert row["填报人"] == "开发区联络员"
        assert row["情况说明"] is None
        assert [line[2].value for line in book[PROCEDURE_SHEET].iter_rows(min_row=ROW)][:1] == [
            "A01"
        ]

    def test_names_a_week_as_people_do(self) -> None:
        assert week_in_words(WEEK) == "2020年第25周（6月15—21日）"

    def test_tells_offices_of_one_short_name_apart(self) -> None:
        small = campaign()
        twins = small.model_copy(
            update={"units": (small.units[0].model_copy(update={"short": "规划局"}),)}
        )

        assert office_words(twins) == {
            "planning": "阿城区规划局", "housing": "住建局", "park": "阿城开发区管委会",
        }  # fmt: skip


class TestAFilledWorkbook:
    def test_becomes_one_report_a_project(self, office: Office, reader: WorkbookReader) -> None:
        done = taken(office, reader, filled())

        assert (done.recorded, done.unchanged, done.absent, done.late) == (CODES, (), (), ())
        report = reports(office)[CODES[0]]
        assert report.invested_week == Decimal(30_000)
        assert report.invested_year == Decimal(130_000)
        assert report.invested_total == Decimal(230_000)
        assert report.utility_gaps == (Utility.POWER, Utility.HEAT)
        assert report.problems == (
            ReportedProblem(text="外线电力未进场", needs="明确进场时间", office="housing"),
        )
        assert report.bottlenecks == ()
        assert reports(office)[CODES[1]].problems == ()
        assert verify(office).ok

    def test_tells_what_holds_a_procedure_up(self, office: Office, reader: WorkbookReader) -> None:
        content = changed(filled(), put(PROCEDURE_SHEET, G4="等图纸", H4="2020年7月1日"))

        taken(office, reader, content)

        assert reports(office)[CODES[0]].bottlenecks == (
            Bottleneck(procedure="A01", sticking_point="等图纸", expected_on=date(2020, 7, 1)),
        )

    def test_says_what_stands_in_contradiction(
        self, office: Office, reader: WorkbookReader
    ) -> None:
        done = taken(office, reader, filled())

        assert "started_unpermitted" in done.doubtful[CODES[0]]

    def test_again_changes_nothing(self, office: Office, reader: WorkbookReader) -> None:
        content = filled()
        taken(office, reader, content)
        before = state(office)

        again = taken(office, reader, content, day=june(17))

        assert (again.recorded, again.unchanged) == ((), CODES)
        assert state(office) == before

    def test_saved_anew_without_a_change_changes_nothing(
        self, office: Office, reader: WorkbookReader
    ) -> None:
        taken(office, reader, filled())
        before = state(office)

        again = taken(office, reader, changed(filled(), lambda _: None))

        assert (again.recorded, again.unchanged) == ((), CODES)
        assert state(office) == before

    def test_records_only_the_project_that_changed(
        self, office: Office, reader: WorkbookReader
    ) -> None:
        taken(office, reader, filled())

        words = "首次填报，均属实；本周资金到位，进度加快。"
        done = taken(office, reader, changed(filled(), put(PROJECT_SHEET, H5=4, V5=words)))

        assert (done.recorded, done.unchanged) == (CODES[1:2], (CODES[0], CODES[2]))
        assert reports(office)[CODES[1]].invested_total == Decimal(240_000)

    def test_of_which_a_project_is_missing_names_it(
        self, office: Office, reader: WorkbookReader
    ) -> None:
        def cut(book: openpyxl.Workbook) -> None:
            book[PROJECT_SHEET].delete_rows(ROW + 2)

        done = taken(office, reader, changed(filled(), cut))

        assert (done.recorded, done.absent) == (CODES[:2], CODES[2:])

    def test_after_the_cut_off_is_late(self, office: Office, reader: WorkbookReader) -> None:
        assert taken(office, reader, filled(), day=june(22)).late == CODES

    def test_is_the_next_template_when_it_goes_out_again(
        self, office: Office, reader: WorkbookReader
    ) -> None:
        """What was reported comes back as it stands: sending it again changes nothing."""
        content = changed(filled(), put(PROCEDURE_SHEET, G4="等图纸", H4="2020-07-01"))
        taken(office, reader, content)
        (made,) = week_templates(office, week=WEEK, today=june(17))

        again = taken(office, reader, made.content, day=june(17))

        assert (again.recorded, again.unchanged) == ((), CODES)


class TestAWrongWorkbook:
    def refused(
        self, office: Office, reader: WorkbookReader, content: bytes, **how: object
    ) -> Refused | BadInput:
        """What an import is refused with; nothing of it has been recorded."""
        before = state(office)
        with pytest.raises((Refused, BadInput)) as raised:
            taken(office, reader, content, **how)  # type: ignore[arg-type]
        assert state(office) == before
        return raised.value

    def test_with_one_wrong_cell_is_refused_whole(
        self, office: Office, reader: WorkbookReader
    ) -> None:
        """Each of the corpus: two of its three projects are right, none is recorded."""
        base, before, let_in = filled(), state(office), []
        for specimen in WRONG_CELLS:
            try:
                taken(office, reader, specimen.make(base))
            except WrongCells as wrong:
                assert wrong.cells  # noqa: PT017 - each of them names something
            else:
                let_in.append(specimen.name)
        assert let_in == []
        assert state(office) == before

        assert taken(office, reader, base).recorded == CODES

    def test_names_what_the_checks_find_together_with_the_rest(
        self, office: Office, reader: WorkbookReader
    ) -> None:
        content = changed(
            filled(), put(PROJECT_SHEET, J4=1, I5="许多", V6=None, R6=40, B6="别的项目")
        )

        wrong = self.refused(office, reader, content)

        assert isinstance(wrong, WrongCells)
        assert {(cell.column, cell.row) for cell in wrong.cells} >= {
            ("J", 4), ("I", 5), ("R", 6), ("B", 6),
        }  # fmt: skip
        fell = next(cell for cell in wrong.cells if cell.column == "J")
        assert "少于2020年第24周（6月8—14日）所报20万元" in fell.why

    def test_asks_for_words_where_the_record_says_otherwise(
        self, office: Office, reader: WorkbookReader
    ) -> None:
        wrong = self.refused(office, reader, changed(filled(), put(PROJECT_SHEET, V4=None)))

        assert isinstance(wrong, WrongCells)
        cell = next(cell for cell in wrong.cells if cell.header == "开工状态")
        assert (cell.column, cell.row) == ("L", 4)
        assert cell.why.endswith("确属实情的，请在“情况说明”中写明后再报")

    @pytest.mark.parametrize(
        ("sheet", "cells", "place"),
        [
            (PROJECT_SHEET, {"A5": CODES[0]}, f"工作表“{PROJECT_SHEET}”A5"),
            (PROJECT_SHEET, {"A5": "2020-230112-39-03-000077"}, f"工作表“{PROJECT_SHEET}”A5"),
            (PROJECT_SHEET, {"C5": 99}, f"工作表“{PROJECT_SHEET}”C5"),
            (PROBLEM_SHEET, {"A4": "不知名项目"}, f"工作表“{PROBLEM_SHEET}”A4"),
            (PROBLEM_SHEET, {"D4": "不知名单位"}, f"工作表“{PROBLEM_SHEET}”D4"),
            (PROBLEM_SHEET, {"B4": "难"}, f"工作表“{PROBLEM_SHEET}”B4"),
            (PROCEDURE_SHEET, {"C4": "X99", "G4": "等"}, f"工作表“{PROCEDURE_SHEET}”C4"),
        ],
    )
    def test_names_the_cell_that_does_not_fit_the_record(
        self,
        office: Office,
        reader: WorkbookReader,
        sheet: str,
        cells: dict[str, object],
        place: str,
    ) -> None:
        wrong = self.refused(office, reader, changed(filled(), put(sheet, **cells)))

        assert isinstance(wrong, WrongCells)
        assert any(str(cell).startswith(place) for cell in wrong.cells), str(wrong)

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"campaign": "other-2021"}, "属于专项行动“other-2021”"),
            ({"unit": "nowhere"}, "不在机构名录"),
            ({"week": "2020-W60"}, "不是有效的周"),
            ({"week": "2020-W30"}, "尚未开始"),
        ],
    )
    def test_of_another_place_is_refused_in_words(
        self, office: Office, reader: WorkbookReader, changes: dict[str, str], words: str
    ) -> None:
        where = {"campaign": STAMP.campaign, "week": STAMP.week, "unit": STAMP.unit} | changes
        content = weekly_workbook(told(stamp=WorkbookStamp(**where), week=Decimal(3)))

        assert words in str(self.refused(office, reader, content))

    def test_of_another_unit_is_refused(self, office: Office, reader: WorkbookReader) -> None:
        wrong = self.refused(office, reader, filled(), by=OTHER_LIAISON)

        assert isinstance(wrong, WrongWorkbook)
        assert "开发区·联络员" not in str(wrong)
        assert "只能报玉泉街道办事处的项目" in str(wrong)

    def test_by_somebody_without_the_right_is_refused(
        self, office: Office, reader: WorkbookReader
    ) -> None:
        assert isinstance(self.refused(office, reader, filled(), by="operator-01"), NotEntitled)

    def test_without_a_project_is_refused(self, office: Office, reader: WorkbookReader) -> None:
        def cut(book: openpyxl.Workbook) -> None:
            book[PROJECT_SHEET].delete_rows(ROW, 3)
            book[PROCEDURE_SHEET].delete_rows(ROW)
            book[PROBLEM_SHEET].delete_rows(ROW)

        assert "没有一个项目" in str(self.refused(office, reader, changed(filled(), cut)))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs Debian's libreoffice-calc-nogui")
class TestAWorkbookFromLibreOffice:
    """Opened, computed and saved by LibreOffice without a window."""

    def saved(self, folder: Path, content: bytes) -> bytes:
        given, done = folder / "in" / "周报.xlsx", folder / "out"
        given.parent.mkdir()
        given.write_bytes(content)
        subprocess.run(
            ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
             "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(done), str(given)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return (done / given.name).read_bytes()

    def test_comes_back_unchanged_in_meaning(
        self, office: Office, reader: WorkbookReader, tmp_path: Path
    ) -> None:
        (made,) = week_templates(office, week=WEEK, today=TUESDAY)

        def fill(book: openpyxl.Workbook) -> None:
            weeks_figures(book)
            sheet = book[PROJECT_SHEET]
            sheet["H4"].value = "=1.5+2.25"
            sheet["K5"].value = "=1+1 号楼"
            sheet["K5"].data_type = "s"
            sheet["N6"].value = date(2021, 10, 29)
            sheet["S6"].value = "水、电"
            put(PROCEDURE_SHEET, G4="等施工图审查合格书", H4=date(2020, 7, 1))(book)
            put(PROBLEM_SHEET, A4=NAMES[1], B4="外线未进场", C4="明确时间", D4="住建局")(book)

        given = changed(made.content, fill)
        with pytest.raises(WrongCells) as raised:
            taken(office, reader, given)
        assert [(cell.column, cell.row) for cell in raised.value.cells] == [("H", 4)]

        done = taken(office, reader, self.saved(tmp_path, given))

        assert done.recorded == CODES
        found = reports(office)
        assert [found[code].invested_week for code in CODES] == [
            Decimal(37_500), Decimal(50_000), Decimal(60_000),
        ]  # fmt: skip
        assert found[CODES[0]].invested_total == Decimal(237_500)
        assert found[CODES[1]].physical_work == "=1+1 号楼"
        assert found[CODES[2]].completion_expected_on == date(2021, 10, 29)
        assert found[CODES[2]].utility_gaps == (Utility.WATER, Utility.POWER)
        assert found[CODES[0]].bottlenecks[0] == Bottleneck(
            procedure="A01", sticking_point="等施工图审查合格书", expected_on=date(2020, 7, 1)
        )
        assert found[CODES[1]].problems == (
            ReportedProblem(text="外线未进场", needs="明确时间", office="housing"),
        )
        kept = last_week()
        for code in CODES[:2]:
            assert found[code].status is kept.status
            assert found[code].land_status is kept.land_status
            assert found[code].funds_paid == kept.funds_paid
            assert found[code].utility_gaps == kept.utility_gaps

    def test_saved_there_and_saved_here_mean_the_same(
        self, office: Office, reader: WorkbookReader, tmp_path: Path
    ) -> None:
        taken(office, reader, filled())

        again = taken(office, reader, self.saved(tmp_path, filled()))

        assert (again.recorded, again.unchanged) == ((), CODES)
