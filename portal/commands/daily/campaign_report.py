"""The weekly report of the campaign on the command line (专项行动周报)."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.text import Text

from casework.weekly.summary import campaign_report
from models.refusal import BadInput
from portal.commands.daily.weekly import Week, week_given
from portal.edge import DONE, say, say_json
from portal.premises import opened
from portal.terminal import screen
from portal.usage import AsJson
from portal.written import write_out
from reports.pages.campaign_report import campaign_page
from reports.workbooks.campaign_workbook import campaign_workbook


def show_summary(
    *,
    week: Week = None,
    out: Annotated[
        Path | None, Parameter(metavar="FILE", help="写入的文件，.md 或 .xlsx。")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Print the campaign's report of a week, or write it as .md or .xlsx."""
    if week is not None:
        week = week_given(week)
    with opened() as premises:
        report = campaign_report(premises.office, week=week, today=premises.today())
    if as_json:
        say_json(report.model_dump(mode="json"))
        return DONE
    if out is None:
        screen().print(Text(_without_picture(campaign_page(report))))
        return DONE
    match out.suffix.lower():
        case ".md":
            write_out("参数 --out", out, campaign_page(report))
        case ".xlsx":
            write_out("参数 --out", out, campaign_workbook(report))
        case _:
            raise BadInput("参数 --out", f"“{out.name}”应以 .md 或 .xlsx 结尾")
    say(f"已写入 {out}")
    return DONE


def _without_picture(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if not line.startswith("!["))
