"""Commands of supervision (督办命令): what stands under supervision, and clues."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import READING, AsJson

clues = App(
    name="clues",
    group=READING,
    help="""异常线索：临到期延长、多次暂停计时、反复顺延、周报照抄、事后补记、过半才提补正。

每条线索列出台账条目，仅供核实，不是结论。

例：
  greenchannel clues
  greenchannel clues 2020-230112-39-03-000001 --json
""",
)


@clues.default
def _clues(
    project: Annotated[
        str | None, Parameter(metavar="PROJECT", help="项目代码；缺省为全部。")
    ] = None,
    /,
    *,
    json: AsJson = False,
) -> int:
    from portal.work.dispatch.gaming import show_clues

    return show_clues(project, as_json=json)


supervision = App(
    name="supervision",
    group=READING,
    help="""督办台账：问题提示单、督办单、约谈各到哪一步，该谁办，何时到期；待签发的排在最前。

例：
  greenchannel supervision --unsigned
  greenchannel supervision --office unit-park
  greenchannel supervision 2020-230112-39-03-000001 --closed --json
  greenchannel supervision 2020-230112-39-03-000001 --matter 2 --page 约谈通知书.html
""",
)


@supervision.default
def _supervision(
    project: Annotated[
        str | None, Parameter(metavar="PROJECT", help="项目代码；缺省为全部。")
    ] = None,
    /,
    *,
    office: Annotated[str, Parameter(metavar="OFFICE", help="责任单位或部门编码。")] = "",
    unsigned: Annotated[bool, Parameter(negative=(), help="只列待签发的。")] = False,
    closed: Annotated[bool, Parameter(negative=(), help="连同已销号的。")] = False,
    matter: Annotated[
        int | None, Parameter(metavar="N", help="只看该项目这一编号的督办事项，可打印成文书。")
    ] = None,
    page: Annotated[
        Path | None,
        Parameter(metavar="FILE", help="把督办单或者约谈通知、记录写成可打印的网页文件。"),
    ] = None,
    json: AsJson = False,
) -> int:
    if matter is not None or page is not None:
        from portal.work.dispatch.supervising import show_paper

        return show_paper(project, matter, page, as_json=json)
    from portal.work.dispatch.supervising import show_matters

    return show_matters(project, office=office, unsigned=unsigned, closed=closed, as_json=json)
