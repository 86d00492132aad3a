"""Commands around the key of the ledger (签章密钥命令)."""

from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import KEEPING, AsJson

key = App(
    name="key",
    group=KEEPING,
    help="""签章密钥：更换。

例：
  greenchannel key rotate --by operator-01 --reason "管理人员离任"
""",
)


@key.command(
    name="rotate",
    help="""更换签章密钥：先停止全部服务；由原密钥记下新密钥的指纹，此后以新密钥签章。

原密钥移入同处的 .former 文件，核对旧签章用；新密钥请即另行备份。中途停下的，再次执行即续办。

例：
  greenchannel key rotate --by operator-01 --reason "管理人员离任"
""",
)
def _rotate(
    *,
    reason: Annotated[str, Parameter(help="更换的缘由，记入台账。")],
    by: Annotated[str, Parameter(help="运维人员账号；持令牌的不必写。")] = "",
    json: AsJson = False,
) -> int:
    from portal.work.operating.keys import rotate

    return rotate(by=by, reason=reason, as_json=json)
