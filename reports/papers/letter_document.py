"""An official letter as a Word file (公文 Word 文件), to be edited and printed by an office.

After GB/T 9704—2012 in the form of a letter to one party (信函格式): the issuer in red 30 mm
below the edge, 22 lines of 28 characters of size three; Word's own fonts of official papers.
"""

from datetime import UTC, date, datetime, time
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from models.letter import Letter
from reports.papers.letter_lines import LetterLine, LineKind, letter_lines
from reports.text.plain_text import visible

BODY, TITLE, HEADING = "仿宋", "方正小标宋简体", "黑体"
LATIN = "Times New Roman"
RED = RGBColor(0xC0, 0, 0)
TWIPS_A_LINE = 580
"""225 mm / 22 lines."""
SIZE, SMALL = Pt(16), Pt(12)


def letter_document(letter: Letter, *, today: date) -> bytes:
    """Write the file; ``today`` dates a draft. What anybody typed is text and nothing else."""
    document = Document()
    _dress(document)
    _section(document.sections[0], letter)
    for one in letter_lines(letter):
        _line(document, one)
    about = document.core_properties
    about.title, about.author = visible(letter.title), visible(letter.issuer)
    about.language, about.comments = "zh-CN", visible(letter.foot)
    about.created = about.modified = datetime.combine(letter.signed_on or today, time(), UTC)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _dress(document: WordDocument) -> None:
    """Make the style of everything that says nothing else: size three, lines of the grid."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, SIZE
    properties = normal.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    properties.append(_made("w:lang", val="en-US", eastAsia="zh-CN"))
    layout = normal.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing = Pt(TWIPS_A_LINE / 20)


def _section(section: Section, letter: Letter) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(30), Mm(20)
    section.different_first_page_header_footer = True
    for old in section._sectPr.findall(qn("w:docGrid")):  # python-docx has no word for the grid
        section._sectPr.remove(old)
    section._sectPr.append(_made("w:docGrid", type="lines", linePitch=str(TWIPS_A_LINE)))
    head = section.first_page_header.paragraphs[0]
    head.alignment = ALIGN.CENTER
    run = _run(head, visible(letter.issuer), TITLE, Pt(26))
    run.font.color.rgb = RED
    _border(head, "bottom", "thickThinSmallGap")
    foot = section.first_page_footer.paragraphs[0]
    foot.paragraph_format.line_spacing = Pt(1)
    _border(foot, "top", "thinThickSmallGap")
    for one in (head, foot):  # the red lines are 170 mm long, 14 more than a line of text
        one.paragraph_format.left_indent, one.paragraph_format.right_indent = Mm(-8), Mm(-6)
    if letter.mark:
        later = section.header.paragraphs[0]
        later.alignment = ALIGN.RIGHT
        _run(later, visible(letter.mark), HEADING, SMALL)
    _page_number(section.footer.paragraphs[0])


def _line(document: WordDocument, one: LetterLine) -> None:
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    match one.kind:
        case LineKind.NUMBER:
            paragraph.alignment = ALIGN.RIGHT
            _run(paragraph, one.text, BODY, Pt(14))
        case LineKind.MARK:
            _run(paragraph, one.text, HEADING, SIZE)
            for side in ("top", "left", "bottom", "right"):
                _border(paragraph, side, "single", color="000000")
        case LineKind.TITLE:
            paragraph.alignment = ALIGN.CENTER
            layout.space_before = layout.space_after = Pt(TWIPS_A_LINE / 40)
            _run(paragraph, one.text, TITLE, Pt(22))
        case LineKind.HEADING:
            layout.first_line_indent = SIZE * 2
            layout.keep_with_next = True
            _run(paragraph, one.text, HEADING, SIZE)
        case LineKind.PARAGRAPH:
            layout.first_line_indent = SIZE * 2
            _run(paragraph, one.text, BODY, SIZE)
        case LineKind.ISSUER | LineKind.SIGNED:
            paragraph.alignment = ALIGN.RIGHT
            layout.right_indent = SIZE * 2
            if one.kind is LineKind.ISSUER:
                layout.space_before = Pt(TWIPS_A_LINE / 20)
                layout.keep_with_next = True
            _run(paragraph, one.text, BODY, SIZE)
        case LineKind.SEAL:
            paragraph.alignment = ALIGN.RIGHT
            layout.line_spacing = Pt(18)
            _run(paragraph, one.text, BODY, SMALL)
        case LineKind.FOOT:
            layout.space_before, layout.line_spacing = Pt(18), Pt(18)
            _run(paragraph, one.text, BODY, SMALL)
            _border(paragraph, "top", "single", color="000000")
        case LineKind.ADDRESSEE | LineKind.RECEIPT:
            _run(paragraph, one.text, BODY, SIZE)


def _run(paragraph: Paragraph, text: str, font: str, size: int) -> Run:
    run = paragraph.add_run(text)
    run.font.name, run.font.size = LATIN, size
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _border(paragraph: Paragraph, side: str, kind: str, *, color: str = "C00000") -> None:
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = _made("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )
    thick = "18" if color == "C00000" else "6"
    borders.append(_made(f"w:{side}", val=kind, sz=thick, space="4", color=color))


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = ALIGN.CENTER
    _run(paragraph, "— ", LATIN, Pt(14))
    for kind in ("begin", "", "end"):
        run = _run(paragraph, "", LATIN, Pt(14))
        if kind:
            run._r.append(_made("w:fldChar", fldCharType=kind))
        else:
            code = _made("w:instrText")
            code.text = "PAGE"
            run._r.append(code)
    _run(paragraph, " —", LATIN, Pt(14))


def _made(name: str, **attributes: str) -> BaseOxmlElement:
    made: BaseOxmlElement = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made
