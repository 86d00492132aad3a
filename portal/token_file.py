"""The token of whoever sits at the keyboard (本人令牌): in the environment, else in a file."""

import os
from pathlib import Path

from casework.office.settings import Settings
from models.refusal import BadInput
from store.files.private_files import OTHERS, make_private_folder, write_private


def token_file(settings: Settings) -> Path:
    """Return where ``login`` keeps the token: in one's own folder, not in the office's."""
    if settings.token_file is not None:
        return settings.token_file
    own = os.environ.get("XDG_CONFIG_HOME") or ""
    folder = Path(own) if own else Path.home() / ".config"
    return folder / "greenchannel" / "token"


def kept_token(settings: Settings) -> str:
    """Return the token to act by; empty = none. A file that others may read is refused."""
    given = settings.token.get_secret_value().strip()
    if given:
        return given
    path = token_file(settings)
    try:
        if path.exists() and not path.is_file():
            raise BadInput(f"令牌文件 {path}", "不是普通文件")
        if path.stat().st_mode & OTHERS:
            raise BadInput(f"令牌文件 {path}", "其他用户可以读取，请改为仅本人可读（chmod 600）")
        return path.read_text(encoding="ascii", errors="ignore").strip()
    except FileNotFoundError:
        return ""


def keep_token(settings: Settings, secret: str) -> Path:
    """Keep a token where only its owner reads it."""
    path = token_file(settings)
    make_private_folder(path.parent)
    write_private(path, f"{secret}\n".encode())
    return path


def forget_token(settings: Settings) -> bool:
    """Forget the token that is kept; tell whether there was one."""
    path = token_file(settings)
    there = path.exists()
    path.unlink(missing_ok=True)
    return there
