"""The days of a person, an office or a project as a file for calendars (日历文件)."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from casework.reading.lists.appointments import calendar_of
from models.refusal import BadInput, Unknown
from portal.edge import DONE, say, say_json
from portal.premises import opened
from portal.terminal import print_table
from portal.usage import AsJson, OfficeCode
from portal.written import write_out
from reports.text.calendar_feed import calendar_feed

COLUMNS = ("日期", "期限", "应办")


def show_calendar(
    of: Annotated[
        OfficeCode, Parameter(name="WHO", help="账号、责任单位或者部门编码，或者项目代码。")
    ],
    /,
    *,
    ics: Annotated[Path | None, Parameter(metavar="FILE", help="写成日历文件（.ics）。")] = None,
    as_json: AsJson = False,
) -> int:
    """Print what is due and when, or write it to a file that calendars read."""
    try:
        with opened() as premises:
            calendar = calendar_of(premises.office, of=of, today=premises.today())
            now = premises.now()
    except Unknown as nobody:
        raise BadInput("参数 WHO", nobody.message) from nobody
    if ics is not None:
        write_out("参数 --ics", ics, calendar_feed(calendar, now=now))
    if as_json:
        say_json(calendar.model_dump(mode="json"))
    elif ics is not None:
        say(f"已写入 {ics}：{len(calendar.appointments)} 个期限")
    else:
        rows = ((one.on, one.title, one.text) for one in calendar.appointments)
        print_table(calendar.name, COLUMNS, rows)
    return DONE
