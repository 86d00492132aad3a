"""The board as a page to print (挂图作战打印页): one HTML file that leans on nothing outside."""

from collections.abc import Iterator

from models.wall import WallChart, WallLine
from reports.papers.frame import framed
from reports.papers.letter_page import text
from reports.text.phrases import ASSUMED
from reports.wall.marks import INKS, LEGEND
from reports.wall.words import LIGHTS, TITLE, expected, marks, notes, pinned, stages, standing

_SQUARES = "\n".join(
    f".{kind} {{ background: {ground}; color: {ink}; }}" for kind, (ground, ink) in INKS.items()
)
STYLE = f"""
:root {{ color-scheme: light; }}
body {{ margin: 1.2rem; color: #18211f; background: #fff;
  font: 13px/1.5 "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", sans-serif; }}
h1 {{ font-size: 1.5rem; margin: 0; }}
p {{ margin: .3rem 0; }}
.legend {{ list-style: none; display: flex; flex-wrap: wrap; gap: .2rem .9rem; margin: .4rem 0;
  padding: 0; }}
.legend b {{ display: inline-block; min-width: 1.6em; line-height: 1.6em; text-align: center;
  border: 1px solid #cfd8d4; margin-right: .3em; font-weight: 400; }}
.scroll {{ overflow-x: auto; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #cfd8d4; padding: .1rem .25rem; text-align: center; font-weight: 400; }}
thead th {{ background: #e8edf2; vertical-align: bottom; }}
tbody th, .name {{ text-align: left; white-space: nowrap; }}
.step span {{ writing-mode: vertical-rl; white-space: nowrap; max-height: 12em; overflow: hidden; }}
.step small {{ display: block; font-size: .7em; }}
.when {{ white-space: nowrap; }}
.late {{ color: #c62828; font-weight: 700; }}
{_SQUARES}
@page {{ size: A3 landscape; margin: 10mm; }}
@media print {{ body {{ margin: 0; font-size: 8pt; }} .scroll {{ overflow: visible; }}
  thead {{ display: table-header-group; }}
  tr {{ break-inside: avoid; }}
  * {{ print-color-adjust: exact; -webkit-print-color-adjust: exact; }} }}
"""


def wall_page(chart: WallChart) -> str:
    """Write the page; what anybody typed is text and nothing else."""
    return framed(f"{chart.title} {TITLE}", STYLE, "\n".join(_parts(chart)))


def _parts(chart: WallChart) -> Iterator[str]:
    yield f"<h1>{text(chart.title)} {TITLE}</h1>"
    yield f"<p><strong>{text(standing(chart))}</strong></p>"
    squares = "".join(
        f'<li><b class="{kind}">{letter or "&nbsp;"}</b>{text(words)}</li>'
        for (kind, letter), words in LEGEND
    )
    yield f'<ul class="legend" aria-label="图例">{squares}</ul>'
    lights = "".join(f"<li>{light.label}灯：{text(words)}</li>" for light, words in LIGHTS)
    yield f'<ul class="legend" aria-label="灯">{lights}</ul>'
    yield '<div class="scroll" tabindex="0" role="region" aria-label="项目和事项对照表">'
    yield f"<table>\n<thead>{_head(chart)}</thead>\n<tbody>"
    yield from (_row(one, chart) for one in chart.projects)
    yield "</tbody>\n</table>\n</div>"
    yield from (f"<p>{text(one)}</p>" for one in notes(chart))


def _head(chart: WallChart) -> str:
    fixed = "".join(
        f'<th rowspan="2" scope="col" class="name">{name}</th>'
        for name in ("灯", "项目", "责任单位", "锁定开工", "最早开工")
    )
    above = "".join(
        f'<th colspan="{span}" scope="colgroup">{text(name)}</th>'
        for name, span in stages(one.stage for one in chart.procedures)
    )
    steps = "".join(
        f'<th scope="col" class="step"><span>{text(one.name)}</span>'
        f"<small>{text(one.code)}{ASSUMED if one.assumed else ''}</small></th>"
        for one in chart.procedures
    )
    return f"<tr>{fixed}{above}</tr><tr>{steps}</tr>"


def _row(one: WallLine, chart: WallChart) -> str:
    late = " late" if one.started_on is None and one.slip_days > 0 else ""
    squares = "".join(
        f'<td class="{kind}" title="{text(word)}">{letter}</td>'
        for (kind, letter), word in marks(one, chart)
    )
    return (
        f'<tr><td>{one.light_name}</td><th scope="row">{text(one.name)}</th>'
        f'<td class="when">{text(one.unit_name)}</td>'
        f'<td class="when">{pinned(one, chart)}</td>'
        f'<td class="when{late}">{expected(one, chart)}</td>{squares}</tr>'
    )
