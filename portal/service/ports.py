"""Ports of this machine (端口): taken by another program, or free for ours."""

import socket

from portal.edge import Unreachable
from portal.service.layout import HOST


def must_be_free(port: int, *, setting: str) -> None:
    """Refuse where another program listens on a port; ``setting`` is the way out."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as taken:
            raise Unreachable(
                f"端口 {port} 已被其他程序占用：请停止该程序，或以环境变量 {setting} 另指定端口",
                port=port,
            ) from taken
