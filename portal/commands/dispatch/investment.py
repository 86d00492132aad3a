"""Earned value on the command line (投资进度)."""

from typing import Annotated

from cyclopts import Parameter

from casework.reading.board.investment import investment, investment_of
from portal.edge import DONE, say, say_json
from portal.premises import opened
from portal.terminal import print_table
from portal.usage import AsJson, AsOf, FileInstead, OfficeCode, ProjectCode
from portal.written import check_ending, write_table
from reports.text.earned_words import HEADINGS, row, sentences


def show_investment(
    project: Annotated[ProjectCode, Parameter(help="项目代码；缺省为全部项目。")] = "",
    /,
    *,
    unit: Annotated[OfficeCode, Parameter(metavar="UNIT", help="只列该责任单位的项目。")] = "",
    as_of: AsOf = None,
    out: FileInstead = None,
    as_json: AsJson = False,
) -> int:
    """Print planned, earned and spent of the projects, or of one week by week."""
    check_ending(out)
    with opened() as premises:
        office, today = premises.office, premises.today()
        if project:
            table = investment_of(office, project=project, as_of=as_of, today=today)
        else:
            table = investment(office, unit=unit, as_of=as_of, today=today)
    if as_json:
        say_json(table.model_dump(mode="json"))
        return DONE
    rows = [row(one) for one in (*table.lines, table.together)]
    title = f"投资进度（截至 {table.as_of}）"
    if out is not None:
        write_table(out, title, HEADINGS, rows, notes=sentences(table))
        return DONE
    print_table(title, HEADINGS, rows)
    for sentence in sentences(table):
        say(sentence)
    return DONE
