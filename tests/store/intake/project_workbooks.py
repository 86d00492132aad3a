"""Project tables as strangers send them: workbooks written as XML, cell by cell.

Each test says what was typed and how it was kept; nothing here knows the reader.
"""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from models.project_sheet import PROJECT_TABLE_COLUMNS

HEADERS = tuple(column.header for column in PROJECT_TABLE_COLUMNS)
CREDIT = "11320000MB151840XJ"
NO = "否"
STRUCK = "~"
"""The code of a format whose font crosses out what the cell says."""

BASE: Mapping[str, Any] = {
    "项目代码": "2020-230112-33-03-009101",
    "项目名称": "河东金属制品加工园",
    "项目类型": "工业类投资",
    "重点级别": "区重点",
    "建设性质": "新开工",
    "责任单位": "unit-park",
    "建设单位": "哈尔滨示例金属制品有限公司",
    "统一社会信用代码": CREDIT,
    "包保领导": "leader-02",
    "首席服务官": "cso-02",
    "建设地点": "新城大街",
    "总投资（万元）": 5200,
    "年度计划投资（万元）": 3000,
    "供地方式": "出让",
    "用地面积（公顷）": 4.2,
    "用地状态": "已供地",
    "投资管理方式": "备案",
    "环评类别": "报告表",
    "水土保持方案": "不涉及",
}


def row(**change: Any) -> dict[str, Any]:
    """A full row of the table, with some cells changed; an underscore stands for brackets."""
    cells = {
        column.header: BASE.get(column.header, NO if column.required else None)
        for column in PROJECT_TABLE_COLUMNS
    }
    for header, value in change.items():
        cells[next(one for one in HEADERS if one.partition("（")[0] == header)] = value
    return cells


@dataclass(frozen=True)
class Kept:
    """A cell as it is kept: type, value, format, formula."""

    value: str
    kind: str = "n"
    code: str = ""
    """The number format's code, or the number of one that is built in."""
    formula: str = ""
    markup: str = ""
    """What stands instead of it all, to the letter."""


@dataclass
class Book:
    """A workbook of one or several sheets that is being written."""

    sheets: list[tuple[str, str, str]] = field(default_factory=list)
    """Name, state, markup."""
    date_1904: bool = False
    _formats: list[str] = field(default_factory=lambda: [""])
    _strings: list[str] = field(default_factory=list)

    def add(
        self,
        rows: Sequence[Mapping[str, Any]],
        *,
        name: str = "项目",
        state: str = "visible",
        title: str = "",
        headers: Mapping[str, str] | None = None,
        hidden_rows: Sequence[int] = (),
        hidden_columns: Sequence[str] = (),
        merged: Sequence[str] = (),
    ) -> "Book":
        """Write a sheet: a title if there is one, the headers, the rows."""
        lines: list[list[Any]] = [[title]] if title else []
        lines.append([(headers or {}).get(one, one) for one in HEADERS])
        lines += [[cells.get(one) for one in HEADERS] for cells in rows]
        data = "".join(
            f'<row r="{number}" hidden="{int(number in hidden_rows)}">'
            + "".join(
                self._cell(f"{letters(position)}{number}", value)
                for position, value in enumerate(line, 1)
                if value is not None
            )
            + "</row>"
            for number, line in enumerate(lines, 1)
        )
        columns = "".join(
            f'<col min="{at}" max="{at}" width="9" hidden="1"/>'
            for at in sorted(1 + HEADERS.index(one) for one in hidden_columns)
        )
        spans = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
        markup = (
            f"{f'<cols>{columns}</cols>' if columns else ''}<sheetData>{data}</sheetData>"
            f"{f'<mergeCells>{spans}</mergeCells>' if spans else ''}"
        )
        self.sheets.append((name, state, markup))
        return self

    def _cell(self, at: str, value: Any) -> str:
        match value:
            case Kept(markup=str(markup)) if markup:
                return markup.replace("AT", at)
            case Kept():
                style = self._style(value.code)
                formula = f"<f>{escape(value.formula)}</f>" if value.formula else ""
                told = f"<v>{escape(value.value)}</v>" if value.value else ""
                return f'<c r="{at}" s="{style}" t="{value.kind}">{formula}{told}</c>'
            case bool():
                return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
            case int() | float():
                return f'<c r="{at}"><v>{value!r}</v></c>'
            case _:
                text = re.sub(r"_(?=x[0-9a-fA-F]{4}_)", "_x005F_", escape(str(value)))
                if len(text) % 2:
                    return (
                        f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
                    )
                self._strings.append(f'<si><t xml:space="preserve">{text}</t></si>')
                return f'<c r="{at}" t="s"><v>{len(self._strings) - 1}</v></c>'

    def shared(self, markup: str) -> Kept:
        """Keep a shared string, written to the letter, and return the cell that shows it."""
        self._strings.append(markup)
        return Kept(str(len(self._strings) - 1), "s")

    def _style(self, code: str) -> int:
        if code not in self._formats:
            self._formats.append(code)
        return self._formats.index(code)

    def content(self) -> bytes:
        """Return the file."""
        names = [name for name, _, _ in self.sheets]
        numbers = {
            code: 0 if code == STRUCK else int(code) if code.isdecimal() else 164 + at
            for at, code in enumerate(self._formats)
        }
        custom = "".join(
            f'<numFmt numFmtId="{number}" formatCode="{escape(code)}"/>'
            for code, number in numbers.items()
            if number >= 164 and code
        )
        styles = "".join(
            f'<xf numFmtId="{numbers[code] if code else 0}" fontId="{int(code == STRUCK)}"'
            ' applyNumberFormat="1"/>'
            for code in self._formats
        )
        sheets = "".join(
            f'<sheet name="{name}" sheetId="{at}" state="{state}" r:id="rId{at}"/>'
            for at, (name, state, _) in enumerate(self.sheets, 1)
        )
        kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        targets = [f"worksheets/sheet{at}.xml" for at in range(1, len(names) + 1)]
        relations = "".join(
            f'<Relationship Id="rId{at}" Type="{kinds}/worksheet" Target="{target}"/>'
            for at, target in enumerate(targets, 1)
        )
        relations += f'<Relationship Id="s" Type="{kinds}/styles" Target="styles.xml"/>'
        relations += (
            f'<Relationship Id="t" Type="{kinds}/sharedStrings" Target="sharedStrings.xml"/>'
        )
        counted = ' date1904="1"' if self.date_1904 else ""
        parts = {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": f'<Relationships {_PACKAGE}><Relationship Id="rId1" '
            f'Type="{kinds}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f"<workbook {_MAIN}><workbookPr{counted}/><sheets>{sheets}</sheets>"
            "</workbook>",
            "xl/_rels/workbook.xml.rels": f"<Relationships {_PACKAGE}>{relations}</Relationships>",
            "xl/styles.xml": f"<styleSheet {_MAIN}><numFmts>{custom}</numFmts>"
            '<fonts><font><strike val="0"/></font><font><strike/></font></fonts><fills/>'
            f"<cellXfs>{styles}</cellXfs></styleSheet>",
            "xl/sharedStrings.xml": f"<sst {_MAIN}>{''.join(self._strings)}</sst>",
        }
        for target, (_, _, markup) in zip(targets, self.sheets, strict=True):
            parts[f"xl/{target}"] = f"<worksheet {_MAIN}>{markup}</worksheet>"
        output = io.BytesIO()
        with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for path, text in parts.items():
                archive.writestr(path, f'<?xml version="1.0" encoding="UTF-8"?>\n{text}')
        return output.getvalue()


_MAIN = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def letters(number: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found


def at(header: str, line: int = 2) -> str:
    """Where the cell of a column stands: L2."""
    position = next(n for n, one in enumerate(HEADERS, 1) if one.partition("（")[0] == header)
    return f"{letters(position)}{line}"
