"""Commands that show how other places practise approval (他地做法命令)."""

from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import READING, AsJson, ProjectArgument

PlaceArgument = Annotated[
    str, Parameter(name="PLACE", help="地方编码，如 guangrao_2022，见 practice list。")
]

practice = App(
    name="practice",
    group=READING,
    help="""他地做法：各地公布的时限、容缺与并联做法，仅供对照，不是本区规定，不参与任何办件的计时。

例：
  greenchannel practice list
  greenchannel practice show harbin_new_area_2021
  greenchannel practice compare 2020-230112-39-03-000001 guannan
""",
)


@practice.command(
    name="list",
    help="""列出各地，附出处与可信度（A 法规文本，B 政府页面或党报，C 镜像或转载）。

例：
  greenchannel practice list
  greenchannel practice list --json
""",
)
def _list(*, json: AsJson = False) -> int:
    from portal.work.dispatch.practice import list_places

    return list_places(as_json=json)


@practice.command(
    name="show",
    help="""查看一地公布的做法。

例：
  greenchannel practice show harbin_new_area_2021
""",
)
def _show(place: PlaceArgument, /, *, json: AsJson = False) -> int:
    from portal.work.dispatch.practice import show_place

    return show_place(place, as_json=json)


@practice.command(
    name="compare",
    help="""对照：本项目各事项的时限，与某地公布的时限并列；已在计时的，推算换成该地时限将于何日到期。

只作推算，不写入任何内容；申请、暂停计时、延长均按本件实际。

例：
  greenchannel practice compare 2020-230112-39-03-000001 guannan
  greenchannel practice compare 2020-230112-39-03-000001 guannan --json
""",
)
def _compare(project: ProjectArgument, place: PlaceArgument, /, *, json: AsJson = False) -> int:
    from portal.work.dispatch.practice import compare_project

    return compare_project(project, place, as_json=json)
