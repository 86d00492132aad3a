"""The system's own service manager runs the office (系统服务): units from `deployments/systemd`.

What is started is this program with this machine's paths, so that server and worker are told
the same things whoever starts them: data directory, password of the door, heartbeat.
"""

import os
import sys
import time
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from models.refusal import BadInput
from portal.edge import DONE, Unreachable, say
from portal.premises import ROOT, read_settings
from portal.service.layout import HOST, POOL, WITHIN, Layout
from portal.service.starting import furnish

UNITS = ROOT / "deployments" / "systemd"
INSTALLED_IN = "/opt/greenchannel"
"""Where the project lies in the units as they are kept."""
ACCOUNT = "greenchannel"
PREPARE_SECONDS = 300.0
LOOK_SECONDS = 0.5


def install_units(
    *,
    target: Annotated[Path, Parameter(name="--to", help="写到哪个目录。")] = Path(
        "/etc/systemd/system"
    ),
    account: Annotated[str, Parameter(name="--user", help="以哪个系统账户运行。")] = ACCOUNT,
    environment: Annotated[Path, Parameter(help="运行设置文件。")] = Path("/etc/greenchannel.env"),
) -> int:
    """Write the units with the paths of this machine, and say what comes next."""
    if not account.isidentifier():
        raise BadInput("参数 --user", "不是系统账户名")
    written = []
    try:
        target.mkdir(parents=True, exist_ok=True)
        for unit in sorted(UNITS.iterdir()):
            text = unit.read_text(encoding="utf-8")
            text = text.replace(f"{INSTALLED_IN}/.venv/bin/greenchannel", str(_program()))
            text = text.replace(INSTALLED_IN, str(ROOT))
            text = text.replace(f"User={ACCOUNT}", f"User={account}")
            text = text.replace("/etc/greenchannel.env", str(environment))
            (target / unit.name).write_text(text, encoding="utf-8")
            written.append(unit.name)
    except FileNotFoundError as away:
        raise Unreachable(f"没有服务单元文件：{away.filename}") from away
    except OSError as failure:
        raise Unreachable(f"无法写入 {failure.filename or target}：{failure.strerror}") from failure
    except ValueError as wrong:  # a unit is text, and a path need not be
        raise BadInput("参数 --to、--environment", "含有无法写入服务单元的字符") from wrong
    for name in written:
        say(f"已写入 {target / name}")
    say(f"运行设置写在 {environment}（格式见 deployments/greenchannel.env.example，权限 0600）")
    say("启用：systemctl daemon-reload && systemctl enable --now greenchannel-server")
    say("      systemctl enable --now greenchannel-worker greenchannel-portal")
    say("      systemctl enable --now greenchannel-watch.timer")
    return DONE


def run_part(
    part: Annotated[str, Parameter(help="server 运行台，worker 执行器，portal 门户。")],
) -> int:
    """Become one of the processes: the service manager looks after it from here on."""
    layout = Layout(read_settings())
    port = str(layout.settings.prefect_port)
    match part:
        case "server":
            words = ["runner.desk_server", "--host", HOST, "--port", port]
        case "worker":
            words = ["runner.warm_worker", "--pool", POOL, "--name", POOL]
        case "portal":
            words = ["portal.web.running.serving"]
        case _:
            raise BadInput("参数 PART", "应为 server、worker 或 portal")
    os.chdir(ROOT)
    os.execve(sys.executable, [*WITHIN, *words], layout.environment())


def prepare() -> int:
    """Wait for the server; make the pool, the automations and the deployments, if need be."""
    layout = Layout(read_settings())
    deadline = time.monotonic() + PREPARE_SECONDS
    with layout.prefect() as prefect:
        while not prefect.healthy():
            if time.monotonic() > deadline:
                raise Unreachable(f"运行台（Prefect）{PREPARE_SECONDS:.0f} 秒内无应答：{layout.ui}")
            time.sleep(LOOK_SECONDS)
        (layout.home / "run").mkdir(parents=True, exist_ok=True)
        (layout.home / "logs").mkdir(parents=True, exist_ok=True)
        furnish(layout, prefect)
    return DONE


def _program() -> Path:
    return Path(sys.executable).with_name("greenchannel")
