"""Everything is stopped (停止): by pid file, the worker before the server."""

from portal.edge import DONE, say
from portal.premises import read_settings
from portal.service.layout import Layout
from portal.service.supervisor import restarts_file


def stop_everything() -> int:
    """End portal, worker and server; nothing is lost, since the ledger holds everything."""
    layout = Layout(read_settings())
    if not (layout.home / "run").is_dir():
        say("没有在运行的服务")
        return DONE
    with layout.alone():
        stopped = [
            name
            for name, service in (
                ("看护", layout.supervisor),  # first: else it starts again what is stopped
                ("门户", layout.portal),
                ("执行器", layout.worker),
                ("运行台", layout.server),
            )
            if service.stop()
        ]
        restarts_file(layout).unlink(missing_ok=True)  # they are counted since `up`
    say(
        f"已停止：{'、'.join(stopped)}；数据保留在 {layout.home}" if stopped else "没有在运行的服务"
    )
    return DONE
