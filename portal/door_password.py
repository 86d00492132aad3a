"""The password of Prefect's door (运行台口令): made at the first start, kept beside the key.

Whoever reaches Prefect's API can start acts; so it asks for a password. Our own programs
read it from its file, which only its owner may read; a person types it into the pages once.
"""

import os
import secrets
from pathlib import Path

from casework.office.settings import Settings
from portal.edge import Unreachable
from store.files.private_files import make_private_folder, write_private

FILE = "prefect.password"
NAMES = ("PREFECT_API_AUTH_STRING", "PREFECT_SERVER_API_AUTH_STRING")
"""Where Prefect itself is told the password; what stands there goes before the file."""


def password_file(settings: Settings) -> Path:
    """Return where the password is kept."""
    return settings.home.resolve() / FILE


def password_of(settings: Settings) -> str:
    """Return the password, or nothing while there is none."""
    told = next((os.environ[name] for name in NAMES if os.environ.get(name)), "")
    if told:
        return told
    try:
        return password_file(settings).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as failure:
        raise Unreachable(f"运行台口令文件无法读取：{password_file(settings)}") from failure


def make_password(settings: Settings) -> str:
    """Return the password, made on the first start; its file is its owner's alone."""
    if known := password_of(settings):
        return known
    path = password_file(settings)
    make_private_folder(path.parent)
    made = f"greenchannel:{secrets.token_urlsafe(24)}"
    write_private(path, f"{made}\n".encode())
    return made
