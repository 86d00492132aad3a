"""A PDF of a template (排版为 PDF): the same bytes of the same data, with fonts of its own.

Typst and the fonts come with the extra ``pdf``; without the fonts those of the machine serve.
"""

from collections.abc import Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typst import Fonts

TEMPLATES = Path(__file__).parent
FONTS = "pylopdf_fonts_zh_cn"
"""The package that brings Noto Serif SC and Noto Sans SC."""

SERIF = ("Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "FangSong", "SimSun")
SANS = ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "SimHei", "Microsoft YaHei")

WAY_OUT = "也可先写成 docx 或 html，再由办公软件、浏览器另存为 PDF"
NO_TYPESETTER = f"生成 PDF 须先安装排版程序：pip install 'green-channel[pdf]'；{WAY_OUT}"
NO_FONT = (
    "生成 PDF 须有中文字体，本机没有找到：pip install 'green-channel[pdf]'，"
    f"或者安装系统软件包 fonts-noto-cjk；{WAY_OUT}"
)


class NotTypeset(Exception):
    """What a PDF needs is not on this machine (缺排版程序或字体); says the way out."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def typeset(template: str, *, title: str, on: date, **data: str) -> bytes:
    """Return a template as PDF/A-2b; what it is given is data, never markup.

    Raises :class:`NotTypeset` where there is no Typst or no Chinese font.
    """
    fonts = _fonts()
    from typst import Compiler  # brings 30 MB: nobody else needs it

    given = {"title": title, "on": on.isoformat(), **_families(fonts), **data}
    one = Compiler(
        (TEMPLATES / template).read_bytes(),
        root=TEMPLATES,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs=given,
    )
    written = one.compile(format="pdf", pdf_standards=["a-2b"], timestamp=0)
    assert isinstance(written, bytes)
    return written


def sans_of_pdf() -> str:
    """Return the font in which a PDF draws pictures. Raises :class:`NotTypeset`."""
    return _families(_fonts())["sans"]


def _fonts() -> "Fonts":
    if find_spec("typst") is None:
        raise NotTypeset(NO_TYPESETTER)
    from typst import Fonts

    own = find_spec(FONTS)
    paths = [*own.submodule_search_locations] if own and own.submodule_search_locations else []
    return Fonts(include_system_fonts=not paths, include_embedded_fonts=False, font_paths=paths)


def _families(fonts: "Fonts") -> dict[str, str]:
    known = frozenset(fonts.families())
    return {"serif": _first(SERIF, known), "sans": _first(SANS, known)}


def _first(wanted: Sequence[str], known: frozenset[str]) -> str:
    found = next((one for one in (*wanted, *SERIF, *SANS) if one in known), "")
    if not found:
        raise NotTypeset(NO_FONT)
    return found
