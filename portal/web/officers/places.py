"""Where an administrator may go (管理事项): each place with its address, or who looks after it."""

from collections.abc import Iterator
from dataclasses import dataclass

from models.access import Administrator
from portal.door_password import FILE


@dataclass(frozen=True, slots=True)
class Place:
    """One matter of administration (管理事项)."""

    title: str
    words: str
    href: str = ""
    """Empty = it is somebody else's."""


def places(kind: Administrator, *, prefect_port: int) -> Iterator[Place]:
    """Yield accounts, the log of the door, the proofs of the ledger, Prefect's pages."""
    yield Place("账户", _part(kind), "/admin")
    if kind is Administrator.AUDIT:
        yield Place("安全日志", "登录、任职、令牌、导出逐条可查，封签可核", "/admin/log")
    else:
        yield Place("安全日志", "由审计管理员查看；本人的记录在“我的账户”")
    yield Place("台账凭据", "每日总哈希，抄录留存以备核验", "/admin/ledger")
    if kind is Administrator.SYSTEM:
        words = f"在服务器本机打开，凭运行台口令（数据目录中的 {FILE}）"
        yield Place("运行台", words, f"http://127.0.0.1:{prefect_port}/")
    else:
        yield Place("运行台", "由系统管理员在服务器本机查看")


def _part(kind: Administrator) -> str:
    """Say what this administrator does about accounts."""
    match kind:
        case Administrator.SYSTEM:
            return "开立账户、重置口令、提出任职、停用和恢复"
        case Administrator.SECURITY:
            return "核准任职、结束登录和令牌、停用动态口令"
        case Administrator.AUDIT:
            return "只查看，不办理"
