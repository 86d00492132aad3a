"""A secret that somebody types (输入口令、令牌): unseen at a terminal, else a line of the input."""

import getpass
import sys

LONGEST = 200


def typed_secret(what: str) -> str:
    """Return one line, at most a little longer than any secret is; empty = nothing came."""
    if sys.stdin.isatty():
        return getpass.getpass(f"{what}（输入时不显示）：").strip()
    return sys.stdin.readline(LONGEST + 2).strip()
