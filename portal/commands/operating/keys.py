"""The key of the ledger on the command line (签章密钥)."""

from typing import Annotated

from cyclopts import Parameter

from casework.access.key_rotation import rotate_key
from casework.office.integrity import keep_anchor
from portal.edge import DONE, Unreachable, say, say_json
from portal.premises import opened, read_settings
from portal.service.layout import Layout
from portal.usage import AsJson, OfficeCode, Words


def rotate(
    *,
    reason: Annotated[Words, Parameter(help="更换的缘由，记入台账。")],
    by: Annotated[OfficeCode, Parameter(help="运维人员账号；持令牌的不必写。")] = "",
    as_json: AsJson = False,
) -> int:
    """Replace the key while nothing runs here that holds the old one."""
    settings = read_settings()
    if Layout(settings).running:
        raise Unreachable("服务正在运行，持有原密钥：请先 greenchannel down，更换后再 up")
    with opened(settings) as premises:
        stamp = premises.stamp(premises.who(by))
        new = rotate_key(premises.office, settings.key_file, reason=reason, stamp=stamp)
        keep_anchor(premises.office, settings.anchor, now=premises.now())
    if as_json:
        say_json({"fingerprint": new, "file": str(settings.key_file)})
    else:
        say(f"已更换签章密钥，新密钥指纹 {new}，文件 {settings.key_file}；请即另行备份")
    return DONE
