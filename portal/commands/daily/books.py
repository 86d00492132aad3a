"""Commands of the books (专项清单命令)."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import DOING, AsJson

BookArgument = Annotated[
    str, Parameter(name="BOOK", help="清单编码或者名称，如 land，见 books list。")
]
Values = Annotated[
    list[str] | None,
    Parameter(name="--set", metavar="FIELD=VALUE", negative=(), help="栏目=内容，可重复给出。"),
]
State = Annotated[str, Parameter(metavar="STATE", help="状态编码或者名称；缺省为首个或者不变。")]
Evidence = Annotated[str, Parameter(metavar="TEXT", help="佐证材料的名称或者文号。")]
Note = Annotated[str, Parameter(metavar="TEXT", help="说明。")]
By = Annotated[str, Parameter(metavar="OFFICER", help="填写人账号。")]

books = App(
    name="books",
    group=DOING,
    help="""专项清单：用地、资金、招商、储备、园区、会办交办、包保等，逐条登记、更新、汇总、预警。

例：
  greenchannel books list
  greenchannel books show land --out 用地清单.xlsx
  greenchannel books add directives --set decision=供水 --set holder=unit-water … --by dispatch-01
  greenchannel books move directives 1 --state closed --evidence 核实单 --by dispatch-01
""",
)


@books.command(
    name="list",
    help="""列出各清单的条数、预警和指标；--owner 只列某单位或者某岗位名下未办完的条目。

例：
  greenchannel books list
  greenchannel books list --owner unit-park
""",
)
def _list(
    *,
    owner: Annotated[str, Parameter(metavar="WHO", help="单位编码或者账号。")] = "",
    json: AsJson = False,
) -> int:
    from portal.work.daily.books import list_books

    return list_books(owner=owner, as_json=json)


@books.command(
    name="show",
    help="""查看一本清单：条目、各状态合计、各环节余额、指标、预警；--out 写成 .xlsx 或 .csv。

例：
  greenchannel books show funds
  greenchannel books show 资金清单 --json
""",
)
def _show(
    book: BookArgument,
    /,
    *,
    out: Annotated[Path | None, Parameter(metavar="FILE", help="写成文件，.xlsx 或 .csv。")] = None,
    json: AsJson = False,
) -> int:
    from portal.work.daily.books import show_book

    return show_book(book, out=out, as_json=json)


@books.command(
    name="add",
    help="""新增一条。

例：
  greenchannel books add duties --set duty=进现场一次 --set holder=cso-01 … --by dispatch-01
""",
)
def _add(
    book: BookArgument,
    /,
    *,
    set_: Values = None,
    state: State = "",
    evidence: Evidence = "",
    note: Note = "",
    by: By = "",
    json: AsJson = False,
) -> int:
    from portal.work.daily.books import write_line

    given = (set_ or [], state, evidence, note)
    return write_line(book, None, given, by=by, as_json=json)


@books.command(
    name="move",
    help="""更新一条：变更状态，或者只更新数额。

例：
  greenchannel books move funds 1 --set paid=30000000 --evidence 支付凭证 --by unit-finance-liaison
""",
)
def _move(
    book: BookArgument,
    line: Annotated[int, Parameter(name="LINE", help="条目序号。")],
    /,
    *,
    set_: Values = None,
    state: State = "",
    evidence: Evidence = "",
    note: Note = "",
    by: By = "",
    json: AsJson = False,
) -> int:
    from portal.work.daily.books import write_line

    given = (set_ or [], state, evidence, note)
    return write_line(book, line, given, by=by, as_json=json)
