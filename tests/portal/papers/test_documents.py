"""A letter as Word file, PDF and page: the same words, laid out as official letters are."""

import json
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from models.letter import Letter, Section
from reports.papers.letter_document import letter_document
from reports.papers.letter_lines import LineKind, letter_lines
from reports.papers.letter_page import letter_page
from reports.typeset import pdf
from reports.typeset.letter import letter_pdf
from tests.portal.conftest import LIAISON, PROJECT, WATER_OFFICER, Cli, head
from tests.world import FIRST_DAY

PAPERS = ["P05-1", "P05-2", "P05-3"]
TYPED = '#image("x.png") *粗* $x$ <b>&amp; @引用 \\u{1}'


def do(cli: Cli, act: str, by: str, **data: object) -> None:
    answer = cli("act", PROJECT, "P05", act, "--by", by, "--data", json.dumps(data))
    assert answer.code == 0, answer.err


@pytest.fixture
def accepted(office_cli: Cli) -> Cli:
    """A case that was accepted: its acceptance is signed, its grant a draft."""
    do(office_cli, "submit", LIAISON, documents=PAPERS)
    do(office_cli, "accept", WATER_OFFICER)
    return office_cli


def words_of(document: WordDocument) -> list[str]:
    return [one.text for one in document.paragraphs]


def squeezed(text: str) -> str:
    """A text without the breaks and spaces that laying out puts into it."""
    return "".join(text.split())


def pages_of(file: Path | bytes) -> list[str]:
    return [one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(file)]


def lines_of(cli: Cli, kind: str) -> list[str]:
    told = cli("letter", PROJECT, "P05", kind, "--json").json()
    return [text for _, text in letter_lines(Letter.model_validate(told))]


@pytest.mark.parametrize("kind", ["acceptance", "grant", "service"])
def test_all_forms_have_the_words_of_the_letter(accepted: Cli, tmp_path: Path, kind: str) -> None:
    before, lines = head(accepted), lines_of(accepted, kind)
    for ending in ("docx", "pdf", "html"):
        file = tmp_path / f"a.{ending}"
        answer = accepted(
            "document", PROJECT, "P05", kind, "--format", ending, "--out", str(file), "--json"
        )
        assert answer.json()["format"] == ending
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    printed = squeezed("".join(pages_of(tmp_path / "a.pdf")))

    assert words_of(Document(str(tmp_path / "a.docx"))) == lines
    assert [one for one in lines if one not in page] == []
    assert [one for one in lines if squeezed(one) not in printed] == []
    assert head(accepted) == before


def test_what_is_signed_has_number_signature_and_the_place_of_the_seal(
    accepted: Cli, tmp_path: Path
) -> None:
    file = tmp_path / "受理通知书.docx"
    said = accepted("document", PROJECT, "P05", "acceptance", "--out", str(file)).out
    text = "\n".join(words_of(Document(str(file))))

    assert f"文书编号：{PROJECT}〔2020〕第1号" in text
    assert "（此处由水务局加盖印章，未加盖的不是正式文书）" in text
    assert "2020年6月1日" in text
    assert "拟稿" not in text + said
    assert "个工作日※" in text
    assert "※为占位值，待本区核定。" in text


def test_a_draft_says_so_on_the_paper(accepted: Cli, tmp_path: Path) -> None:
    word, printed = tmp_path / "a.docx", tmp_path / "a.pdf"
    for file in (word, printed):
        said = accepted("document", PROJECT, "P05", "grant", "--out", str(file)).out
        assert "拟稿：尚未作出，不得送达" in said
    document = Document(str(word))

    assert document.paragraphs[0].text == "拟稿：尚未作出，不得送达"
    assert document.sections[0].header.paragraphs[0].text == "拟稿：尚未作出，不得送达"
    assert "加盖印章" not in "".join(words_of(document))
    pages = pages_of(printed)
    assert [one for one in pages if "拟稿：尚未作出，不得送达" not in one] == []
    assert all(one.count("拟稿") == 2 for one in pages)  # the mark, and across the page
    assert "文书编号" not in "".join(pages)


class TestTheWordFile:
    def test_is_laid_out_on_the_grid_of_official_papers(
        self, accepted: Cli, tmp_path: Path
    ) -> None:
        file = tmp_path / "a.docx"
        accepted("document", PROJECT, "P05", "acceptance", "--out", str(file))
        document = Document(str(file))
        section, normal = document.sections[0], document.styles["Normal"]
        grid = section._sectPr.find(qn("w:docGrid"))

        assert [round(one / Mm(1)) for one in (section.page_width, section.page_height)] == [
            210,
            297,
        ]
        margins = (section.top_margin, section.left_margin, section.right_margin)
        assert [round(one / Mm(1)) for one in (*margins, section.bottom_margin)] == [37, 28, 26, 35]
        assert normal.font.size == Pt(16)
        assert normal.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋"
        assert grid is not None
        assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "580")
        red = section.first_page_header.paragraphs[0]
        assert red.text == "水务局"
        assert str(red.runs[0].font.color.rgb) == "C00000"
        assert "PAGE" in section.footer.paragraphs[0]._p.xml

    @pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
    @pytest.mark.skipif(
        not Path("/usr/lib/libreoffice/program/libswlo.so").exists(),
        reason="needs Debian's libreoffice-writer-nogui",
    )
    def test_opens_in_an_office_program(self, accepted: Cli, tmp_path: Path) -> None:
        file = tmp_path / "a.docx"
        accepted("document", PROJECT, "P05", "acceptance", "--out", str(file))
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf"]
        subprocess.run(
            [*command, "--outdir", str(tmp_path), str(file)],
            check=True,
            capture_output=True,
            timeout=180,
        )
        printed = squeezed("".join(pages_of(tmp_path / "a.pdf")))

        assert [
            one for one in lines_of(accepted, "acceptance") if squeezed(one) not in printed
        ] == []
        assert printed.startswith("水务局")


class TestThePdf:
    def test_is_the_same_each_time_and_made_to_be_kept(self, accepted: Cli, tmp_path: Path) -> None:
        one, other = tmp_path / "a.pdf", tmp_path / "b.pdf"
        for file in (one, other):
            accepted("document", PROJECT, "P05", "acceptance", "--out", str(file))

        assert one.read_bytes() == other.read_bytes()
        assert b"pdfaid:part" in one.read_bytes()

    def test_has_22_lines_of_28_characters_and_numbers_its_later_pages(self) -> None:
        letter = letter_of("正" * (28 * 60))
        pages = pages_of(letter_pdf(letter, today=FIRST_DAY))
        full = [line for line in pages[1].splitlines() if line.strip("\r\n")]

        assert {len(one) for one in full if set(one) == {"正"}} == {28}
        assert sum(set(one) == {"正"} for one in full) == 22
        assert "— 2 —" in pages[1].replace("\u2009", " ")
        assert "— 1 —" not in pages[0]

    def test_stands_where_the_standard_has_it(self) -> None:
        page = pypdfium2.PdfDocument(letter_pdf(letter_of("正文"), today=FIRST_DAY))[0]
        drawn = page.render(scale=2).to_numpy()  # two dots a point
        red = (drawn[..., 2] > 150) & (drawn[..., 0] < 60) & (drawn[..., 1] < 60)
        millimetres = [row / 2 / 72 * 25.4 for row in red.any(axis=1).nonzero()[0]]

        assert 29 < millimetres[0] < 32  # the issuer, 30 mm below the edge
        assert 275 < millimetres[-1] < 278.5  # the lower line, 20 mm above the other
        wide = red.any(axis=0).nonzero()[0]
        assert 168 < (wide[-1] - wide[0]) / 2 / 72 * 25.4 < 172


def letter_of(*paragraphs: str, issuer: str = "水务局") -> Letter:
    return Letter(
        title="受理通知书",
        addressed_to="某公司",
        sections=(Section(paragraphs=paragraphs),),
        issuer=issuer,
        foot="脚注",
    )


def test_what_somebody_typed_is_text_in_every_form() -> None:
    letter = letter_of(TYPED, issuer=TYPED)
    said = next(one.text for one in letter_lines(letter) if one.kind is LineKind.PARAGRAPH)
    printed = squeezed("".join(pages_of(letter_pdf(letter, today=FIRST_DAY))))
    document = Document(BytesIO(letter_document(letter, today=FIRST_DAY)))

    assert said == TYPED
    assert squeezed(TYPED) in printed
    assert TYPED in words_of(document)
    assert "<b>" not in letter_page(letter)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        pytest.param(("P05", "praise", "--out", "a.pdf"), "参数 KIND", id="no such letter"),
        pytest.param(("Z99", "grant", "--out", "a.pdf"), "参数 PROCEDURE", id="no such item"),
        pytest.param(("P05", "grant", "--out", "a.odt"), "参数 --out", id="no such ending"),
        pytest.param(
            ("P05", "grant", "--format", "odt", "--out", "a"), "参数 --format", id="no such format"
        ),
        pytest.param(("P05", "grant", "--format", "pdf"), "参数 --out", id="no file"),
        pytest.param(("P05", "grant", "--out", "no/a.docx"), "参数 --out", id="no such folder"),
    ],
)
def test_what_is_asked_for_wrongly_says_where(
    office_cli: Cli,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    place: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    wrong = office_cli("document", PROJECT, *words)

    assert (wrong.code, wrong.err.partition("：")[0]) == (2, place), wrong.err


def test_without_a_typesetter_the_way_out_is_said(
    office_cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda name: None)
    file = tmp_path / "a.pdf"
    answer = office_cli("document", PROJECT, "P05", "grant", "--out", str(file))

    assert answer.code == 3
    assert "也可先写成 docx" in answer.err
    assert not file.exists()
