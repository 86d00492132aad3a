"""Commands that start and stop everything (启停命令)."""

from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import RUNNING, AsJson

up = App(
    name="up",
    group=RUNNING,
    help="""启动全部服务：数据库、运行台（Prefect）、执行器；已在运行的不动，可重复执行。

数据库为空时先演练示范专项行动到 2020 年 6 月 19 日（约半分钟）；
实际办公（GREENCHANNEL_CLOCK=real）不载入示范数据，须先 load 本区的专项行动，或以 --demo 明示。

例：
  greenchannel up
  greenchannel up --no-wait
""",
)


@up.default
def _up(
    *,
    wait: Annotated[
        bool, Parameter(negative="--no-wait", help="等到各项目运行就绪（--no-wait 不等）。")
    ] = True,
    demo: Annotated[
        bool, Parameter(negative=(), help="实际办公而台账为空时，仍载入示范专项行动。")
    ] = False,
) -> int:
    from portal.service.starting import start_everything

    return start_everything(wait=wait, demo=demo)


down = App(
    name="down",
    group=RUNNING,
    help="""停止全部服务；数据保留，再次 up 即恢复。

例：
  greenchannel down
""",
)


@down.default
def _down() -> int:
    from portal.service.stopping import stop_everything

    return stop_everything()


status = App(
    name="status",
    group=RUNNING,
    help="""查看各部分是否正常：数据库、运行台、执行器、通知；有一项不正常即以退出码 3 结束。

例：
  greenchannel status
  greenchannel status --json
""",
)


@status.default
def _status(*, json: AsJson = False) -> int:
    from portal.service.health import show_status

    return show_status(as_json=json)
