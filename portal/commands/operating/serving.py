"""Commands for the system's service manager (系统服务命令)."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import RUNNING

service = App(
    name="service",
    group=RUNNING,
    help="""由系统服务（systemd）长期运行：写出服务单元，或以前台方式运行其中一部分。

例：
  greenchannel service install
  greenchannel service install --to ./units --user greenchannel
""",
)


@service.command(
    name="install",
    help="""写出运行台、执行器、门户、巡查及其计时的服务单元；中断的自动重启。

例：
  greenchannel service install --to ./units
""",
)
def _install(
    *,
    to: Annotated[Path, Parameter(help="写到哪个目录。")] = Path("/etc/systemd/system"),
    user: Annotated[str, Parameter(help="以哪个系统账户运行。")] = "greenchannel",
    environment: Annotated[Path, Parameter(help="运行设置文件。")] = Path("/etc/greenchannel.env"),
) -> int:
    from portal.service.units import install_units

    return install_units(to, account=user, environment=environment)


@service.command(
    name="run",
    help="""以前台方式运行运行台、执行器或门户，由服务管理器看护。

例：
  greenchannel service run server
""",
)
def _run(
    part: Annotated[str, Parameter(help="server 运行台，worker 执行器，portal 门户。")],
) -> int:
    from portal.service.units import run_part

    return run_part(part)


@service.command(
    name="prepare",
    help="""等运行台就绪，建立工作池、自动处置和部署；已有的不动。

例：
  greenchannel service prepare
""",
)
def _prepare() -> int:
    from portal.service.units import prepare

    return prepare()
