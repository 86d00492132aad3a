"""What a database or its driver says when it cannot serve (数据库故障), and the way out."""

import re

from sqlalchemy import make_url

WAYS_OUT = (
    (re.compile(r'database "[^"]*" does not exist'), "没有这个库，请先由数据库管理员建库"),
    (re.compile(r'role "[^"]*" does not exist'), "没有这个数据库用户，请先建立用户或改正用户名"),
    (re.compile(r"password authentication failed|no password supplied"), "用户名或口令不对"),
    (
        re.compile(r"file is not a database|disk image is malformed"),
        "不是数据库文件，或者已经损坏，请以 greenchannel restore 恢复备份",
    ),
    (
        re.compile(r"attempt to write a readonly database|unable to open database file"),
        "数据库文件或者数据目录打不开、不可写（磁盘只读，或者没有权限），请恢复读写，"
        "或者以建立数据目录的用户运行",
    ),
    (re.compile(r"disk I/O error"), "磁盘已满或者有故障，请腾出空间、检查磁盘后再试"),
    (re.compile(r"permission denied"), "该数据库用户权限不足，请授予建表和读写权限"),
    (re.compile(r"database is locked"), "被其他程序长时间占用，请结束占用它的程序后重试"),
    (
        re.compile(r"not (currently|yet) accepting"),
        "该库或服务暂不接受连接，请稍后再试或联系数据库管理员",
    ),
    (
        re.compile(r"database system is (starting up|shutting down|in recovery mode)"),
        "数据库服务正在启动或停止，请过一两分钟再试",
    ),
    (
        re.compile(r"too many clients|remaining connection slots|too many connections"),
        "连接数已满，请关闭多余的程序后再试",
    ),
    (
        re.compile(r"read-only transaction|hot_standby|recovery is in progress"),
        "是只读的备用库，请改填主库的地址",
    ),
    (
        re.compile(r"could not translate host name|[Nn]ame or service not known|resolve host"),
        "找不到这台主机，请核对地址",
    ),
    (re.compile(r"timeout expired|timed out"), "连接超时，请核对地址、端口和防火墙"),
    (re.compile(r"No space left|could not extend file|disk is full"), "磁盘已满，请腾出空间后再试"),
    (re.compile(r"no pg_hba.conf entry"), "数据库不许这台主机、这个用户连接，请由数据库管理员放行"),
    (
        re.compile(r"server closed the connection|terminating connection|connection .*closed|EOF"),
        "连接中断，请稍后再试；已记入台账的不受影响",
    ),
    (re.compile(r"SSL|ssl"), "加密连接未能建立，请核对地址中的 sslmode"),
    (re.compile(r"[Cc]onnection refused"), "数据库服务未启动，或者地址、端口不对"),
)
"""What a database says → what it means and the way out (先于“尚未建表”判断)."""


def told_of_failure(url: str, reason: str) -> str:
    """Return the sentence for a failure of the database at an address; no password is shown."""
    shown = make_url(url).render_as_string(hide_password=True)
    reason = " ".join(reason.split())
    for said, way_out in WAYS_OUT:
        if said.search(reason):
            return f"数据库 {shown} 不可用：{way_out}（{reason[:200]}）"
    if "no such table" in reason or "does not exist" in reason or "no such column" in reason:
        return f"数据库 {shown} 尚未建表或版本不符，请先运行 greenchannel up（升级表结构）"
    return f"数据库 {shown} 不可用：{reason[:200]}"
