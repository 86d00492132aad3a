"""The board on the command line: one read model, five ways to take it along, any past day."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pypdfium2
import pytest

from casework.reading.board.handed_out import wall_chart_of
from models.access import AccessKind
from models.wall import WallChart
from portal.premises import opened
from reports.typeset import pdf
from reports.wall.marks import INKS, LEGEND
from reports.wall.page import wall_page
from reports.wall.picture import wall_picture
from reports.wall.workbook import wall_workbook
from store.people import access_log
from tests.portal.conftest import LIAISON, PROJECT, Answer, Cli, head

SVG = "{http://www.w3.org/2000/svg}"
TODAY = "2020-06-01"
TYPED = "=HYPERLINK(1)<b>&]冷链"


def submitted(cli: Cli) -> None:
    data = json.dumps({"documents": ["P05-1", "P05-2", "P05-3"]})
    assert cli("act", PROJECT, "P05", "submit", "--by", LIAISON, "--data", data).code == 0


def chart() -> WallChart:
    with opened() as premises:
        return wall_chart_of(premises.office, today=premises.today())


def typed(shown: WallChart) -> WallChart:
    """The same board, with a name on top that somebody typed to do harm."""
    first, *rest = shown.projects
    hostile = first.model_copy(update={"name": TYPED, "unit_name": TYPED})
    return shown.model_copy(update={"projects": (hostile, *rest)})


def of_project(told: Mapping[str, Any]) -> dict[str, Any]:
    (line,) = (one for one in told["projects"] if one["code"] == PROJECT)
    return {one["procedure"]: one for one in line["procedures"]} | {"line": line}


def test_json_says_what_show_says_in_codes_and_in_words(office_cli: Cli) -> None:
    submitted(office_cli)
    told = office_cli("board", "--format", "json").json()
    case = next(
        one
        for one in office_cli("show", PROJECT, "--json").json()["cases"]
        if one["procedure"] == "P05"
    )
    mine = of_project(told)

    for key in ("state", "state_name", "light", "light_name", "due_on"):
        assert mine["P05"][key] == case[key]
    assert (told["as_of"], told["past"], len(told["projects"])) == (TODAY, False, 60)
    assert mine["line"]["unit_name"] == "开发区管委会"
    assert {one["procedure"] for line in told["projects"] for one in line["procedures"]} <= {
        one["code"] for one in told["procedures"]
    }
    assert office_cli("board", "--json").json() == told


def test_a_past_day_is_shown_as_it_was(played_cli: Cli) -> None:
    now = played_cli("board", "--format", "json").json()
    then = played_cli("board", "--as-of", "2020-06-05", "--format", "json").json()
    shown = played_cli("show", PROJECT, "--as-of", "2020-06-05", "--json").json()
    line = of_project(then)["line"]

    assert (then["as_of"], then["past"], now["as_of"]) == ("2020-06-05", True, "2020-06-19")
    assert then["projects"] != now["projects"]
    assert {one["procedure"]: one["state"] for one in line["procedures"]} == {
        one["procedure"]: one["state"] for one in shown["cases"]
    }
    picture = played_cli("board", "--as-of", "2020-06-05", "--format", "svg").out
    assert "2020年6月5日（星期五）日终的情形" in picture


def test_the_picture_is_well_formed_and_no_colour_stands_alone(played_cli: Cli) -> None:
    root = ET.fromstring(played_cli("board", "--format", "svg").out)
    texts = ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]
    marks = {letter for (_, letter), _ in LEGEND if letter}

    assert root.tag == f"{SVG}svg"
    assert (root.findtext(f"{SVG}desc") or "").startswith("截至2020年6月19日（星期五），60个项目")
    assert {"超", "急", "停", "锁定开工日", "最早开工日", "本图日期"} <= set(texts)
    assert {said for _, said in LEGEND} <= set(texts)
    assert marks <= set(texts)
    assert any(one.endswith("※") for one in texts)
    assert any("※：承诺时限为占位值，待本区核定。" in one for one in texts)
    circles = len([*root.iter(f"{SVG}circle")])
    assert circles == 60 + 6  # a letter stands in each
    assert sum(one in "红黄蓝绿灰黑" for one in texts) == circles
    assert not {one.tag for one in root.iter()} & {f"{SVG}script", f"{SVG}image"}


def test_the_page_leans_on_nothing_outside(played_cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "挂图.html"
    played_cli("board", "--out", str(file))
    page = file.read_text(encoding="utf-8")

    assert "default-src 'none'" in page
    outside = ("http://", "https://", "<script", "url(", "@import", "src=")
    assert [word for word in outside if word in page] == []
    assert page.count("<tr>") == 60 + 2
    assert page.count('class="step"') > 30
    assert "A3 landscape" in page
    assert {f".{kind} {{" for kind in INKS} <= {line[:4] for line in page.splitlines()}


def test_the_workbook_holds_every_square_and_no_formula(played_cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "挂图.xlsx"
    told = played_cli("board", "--out", str(file), "--json").json()
    shown = played_cli("board", "--format", "json").json()
    book = openpyxl.load_workbook(file)
    board, detail, legend = (book[name] for name in ("挂图作战", "办件", "图例"))

    assert (told["kind"], told["as_of"], told["projects"]) == ("xlsx", "2020-06-19", 60)
    assert board.max_row == 4 + 60
    assert board.max_column == 6 + len(shown["procedures"])
    assert detail.max_row - 1 == sum(len(one["procedures"]) for one in shown["projects"])
    assert [board.cell(5, column).value for column in (1, 2)] == [
        "红",
        shown["projects"][0]["code"],
    ]
    assert board.cell(5, 1).fill.start_color.rgb == "FFC62828"
    assert {one[1].value for one in legend.iter_rows(min_row=2)} >= {said for _, said in LEGEND}
    for sheet in book:
        for row in sheet.iter_rows():
            assert not [cell for cell in row if cell.data_type == "f"]


def test_what_somebody_typed_is_text_everywhere(office_cli: Cli) -> None:
    shown = typed(chart())
    picture = ET.fromstring(wall_picture(shown))
    sheet = openpyxl.load_workbook(BytesIO(wall_workbook(shown)))["挂图作战"]

    assert any(TYPED in "".join(one.itertext()) for one in picture.iter(f"{SVG}title"))
    assert "<b>&]冷链" not in wall_page(shown)
    assert sheet.cell(5, 3).value == TYPED
    assert sheet.cell(5, 3).data_type == "s"


def test_the_pdf_is_the_picture_page_by_page(played_cli: Cli, tmp_path: Path) -> None:
    file, again = tmp_path / "挂图.pdf", tmp_path / "再.pdf"
    assert played_cli("board", "--format", "pdf", "--out", str(file)).code == 0
    played_cli("board", "--format", "pdf", "--out", str(again))
    shown = played_cli("board", "--format", "json").json()
    document = pypdfium2.PdfDocument(file)
    pages = [page.get_textpage().get_text_range() for page in document]

    assert file.read_bytes() == again.read_bytes()
    assert b"pdfaid:part" in file.read_bytes()
    assert len(pages) == 2
    assert [one["name"] for one in shown["projects"] if one["name"] not in "".join(pages)] == [
        "阿城区棚户区改造回迁安置房项目（一期）"  # longer than its column, so it ends in …
    ]
    for page, text in zip(document, pages, strict=True):
        assert page.get_width() > page.get_height() > 800
        assert "锁定开工日" in text
        drawn = page.render(scale=0.5).to_numpy()
        assert (drawn[..., :3].min(axis=2) < 120).mean() > 0.001  # something dark stands on it


@pytest.fixture
def without_typst(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda name: None)


@pytest.mark.usefixtures("without_typst")
def test_without_a_typesetter_the_way_out_is_said(office_cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "挂图.pdf"
    answer = office_cli("board", "--out", str(file), "--json")

    assert answer.code == 3
    assert "pip install 'green-channel[pdf]'" in answer.err
    assert answer.json()["typesetting"] == "unavailable"
    assert not file.exists()


def test_without_a_chinese_font_the_way_out_is_said(
    office_cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "SERIF", ("没有这种字体",))
    monkeypatch.setattr(pdf, "SANS", ("没有这种字体",))
    answer = office_cli("board", "--out", str(tmp_path / "挂图.pdf"))

    assert answer.code == 3
    assert "fonts-noto-cjk" in answer.err


@pytest.mark.parametrize(
    ("words", "place"),
    [
        pytest.param(("--format", "pdf"), "参数 --out", id="a PDF wants a file"),
        pytest.param(("--format", "xlsx"), "参数 --out", id="so does a workbook"),
        pytest.param(("--format", "png"), "参数 --format", id="no such format"),
        pytest.param(("--out", "a.png"), "参数 --out", id="no such ending"),
        pytest.param(("--out", "a"), "参数 --out", id="no ending"),
        pytest.param(("--as-of", "2020-06-02"), "参数 --as-of", id="a day to come"),
    ],
)
def test_what_is_asked_for_wrongly_says_where(
    office_cli: Cli, words: tuple[str, ...], place: str
) -> None:
    wrong = office_cli("board", *words)

    assert (wrong.code, wrong.err.partition("：")[0]) == (2, place)
    assert wrong.out == ""


def test_on_the_screen_it_is_a_table_and_nothing_is_written(office_cli: Cli) -> None:
    before = head(office_cli)
    answer = office_cli("board")

    assert "60个项目" in answer.out
    assert "阿城区高端装备零部件制造项目" in answer.out
    assert head(office_cli) == before


def test_before_the_first_project_the_board_says_so(cli: Cli, home: Path) -> None:
    early = [cli("board", "--as-of", "2020-05-01", "--format", kind) for kind in ("svg", "html")]

    assert [one.code for one in early] == [0, 0]
    assert all("还没有登记项目" in one.out for one in early)


def test_what_was_taken_stands_in_the_log_of_the_door(office_cli: Cli, tmp_path: Path) -> None:
    office_cli("board", "--out", str(tmp_path / "a.svg"))

    with opened() as premises, premises.office.store.reading() as connection:
        (line,) = access_log.events(connection, kind=AccessKind.EXPORTED, most=5)
    assert (line.about, line.address) == (f"全部项目 board.svg {TODAY}", "本机")


def drawn(browser: str, file: Path, to: Path) -> None:
    command = [browser, "--no-sandbox", "--headless", f"--screenshot={to}"]
    subprocess.run(
        [*command, "--window-size=1200,900", file.as_uri()],
        check=True,
        capture_output=True,
        timeout=120,
    )


@pytest.mark.browser
def test_a_browser_draws_picture_and_page(played_cli: Cli, tmp_path: Path) -> None:
    browser = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if browser is None:
        pytest.skip("no chromium on this machine")
    for kind in ("svg", "html"):
        file, shot = tmp_path / f"a.{kind}", tmp_path / f"{kind}.png"
        answer: Answer = played_cli("board", "--out", str(file))
        assert answer.code == 0
        drawn(browser, file, shot)
        assert shot.stat().st_size > 60_000  # an empty window takes a tenth
