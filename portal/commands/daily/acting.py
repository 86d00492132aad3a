"""Commands that write (办理命令): load a campaign, register projects, do an act."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import DOING, AsJson, Day, ProjectArgument

Officer = Annotated[
    str, Parameter(metavar="OFFICER", help="经办人账号，如 housing-01；持令牌的不必写。")
]

load = App(
    name="load",
    group=DOING,
    help="""载入专项行动目录：事项目录、规则、日历、机构、账号、项目；全部成功或一概不动。

再次载入同一目录不产生变化；已启用的目录、规则不得无声更换：目录有变动的，先用 --preview
查看影响，再用 --apply-changes 生效（受理在先的办件沿用受理时的时限）；日历凭通知变更（days load）。

例：
  greenchannel load campaigns/hundred-day-2020
  greenchannel load campaigns/hundred-day-2020 --by dispatch-01 --preview
  greenchannel load campaigns/hundred-day-2020 --by dispatch-01 --apply-changes
""",
)


@load.default
def _load(
    directory: Annotated[
        Path, Parameter(name="CAMPAIGN_DIR", help="专项行动目录，内有七个 YAML 文件。")
    ],
    /,
    *,
    by: Annotated[
        str, Parameter(metavar="OFFICER", help="变更规定的经办人账号，如 dispatch-01。")
    ] = "",
    preview: Annotated[
        bool, Parameter(negative=(), help="只预览变更的影响，不写入任何内容。")
    ] = False,
    apply_changes: Annotated[
        bool, Parameter(negative=(), help="先列出影响，再使变更生效，逐项目留痕。")
    ] = False,
    json: AsJson = False,
) -> int:
    if preview or apply_changes:
        from portal.work.dispatch.rule_load import load_changes

        return load_changes(directory, by=by, preview_only=preview, as_json=json)
    from portal.work.operating.loading import load_campaign

    return load_campaign(directory, as_json=json)


register = App(
    name="register",
    group=DOING,
    help="""登记项目：读取 YAML、JSON、CSV 或 Excel(.xlsx)文件；全部成功或一概不动。

Excel、CSV 一行一个项目，用 --template 写出的模板填写；有误时逐格指出工作表、行、列。
投资、面积等数字与常情相差悬殊的（如误以元、亩填写），须核对；确属实情的用 --confirm 确认。

例：
  greenchannel register --template 登记表.xlsx
  greenchannel register 新项目.xlsx --by dispatch-01
  greenchannel register projects.yaml --by dispatch-01 --json
""",
)


@register.default
def _register(
    file: Annotated[Path | None, Parameter(name="FILE", help="项目文件。")] = None,
    /,
    *,
    by: Annotated[str, Parameter(metavar="OFFICER", help="经办人账号，如 dispatch-01。")] = "",
    confirm: Annotated[
        tuple[str, ...],
        Parameter(metavar="CODE", help="确认此项目的数字属实，项目代码，可给几次。", negative=()),
    ] = (),
    template: Annotated[
        Path | None, Parameter(metavar="FILE", help="不登记，只写出一份空白登记表（.xlsx）。")
    ] = None,
    json: AsJson = False,
) -> int:
    from portal.work.operating.loading import register_projects, write_template

    if template is not None:
        return write_template(template, as_json=json)
    return register_projects(file, by=by, confirmed=confirm, as_json=json)


act = App(
    name="act",
    group=DOING,
    help=r"""办理一个动作：申报、受理、容缺受理、补正、决定等；规则不允许的，说明理由，不写入任何内容。

{ACTS}

例：
  greenchannel act 2020-230112-39-03-000001 P05 submit --by unit-park-liaison
  greenchannel act 2020-230112-39-03-000001 P05 submit --by unit-park-liaison \
      --data '{"missing": ["P05-3"]}'
  greenchannel act 2020-230112-39-03-000001 P05 accept_conditionally --by water-01 \
      --data '{"owed": [{"document": "P05-3", "due_on": "2020-06-24"}], "signed_by": "李某"}'
  greenchannel act 2020-230112-39-03-000001 P05 decline --by water-01 \
      --data '{"reason": "不属本机关职权"}' --on 2020-06-22
  greenchannel act 2020-230112-39-03-000001 start_construction pin_start --by dispatch-01 \
      --data '{"start_on": "2020-07-15", "reason": "净地交付推迟"}'
""",
)


@act.default
def _act(
    project: ProjectArgument,
    procedure: Annotated[
        str, Parameter(help="事项编码，如 P05；或门槛编码，如 start_construction。")
    ],
    act: Annotated[str, Parameter(help="动作，见上。")],
    /,
    *,
    by: Officer = "",
    on: Annotated[Day | None, Parameter(help="办理日期；缺省为办公时钟的当日。")] = None,
    data: Annotated[str, Parameter(metavar="JSON", help="动作的内容，一个 JSON 对象。")] = "{}",
    key: Annotated[
        str | None, Parameter(metavar="KEY", help="幂等键：同一个键重复提交只记一次。")
    ] = None,
    version: Annotated[
        int | None, Parameter(metavar="N", help="所见档案的版本；他人已先行办理时拒绝。")
    ] = None,
    verbose: Annotated[
        bool, Parameter(negative=(), help="同时说明项目运行（Prefect）是否已刷新。")
    ] = False,
    json: AsJson = False,
) -> int:
    from portal.work.daily.acting import do_act

    return do_act(
        project,
        procedure,
        act,
        by=by,
        on=on,
        data=data,
        key=key,
        version=version,
        verbose=verbose,
        as_json=json,
    )
