"""How the ledger is kept (台账保管): its key, its anchor, and who else may read the files."""

from pathlib import Path

from sqlalchemy import make_url

from casework.office.settings import Settings
from models.days import ZONE
from portal.service.parts import Part
from store.files.private_files import open_to_others
from store.verifying.anchor_file import AnchorUnusable, moment, read_anchor


def keeping_parts(settings: Settings) -> list[Part]:
    """Return how key, anchor and files are kept."""
    return [_key(settings), _anchor(settings), _files(settings)]


def _key(settings: Settings) -> Part:
    """Say where the key is; who has it and the database can rewrite both."""
    beside = _beside(settings.key_file, settings)
    said = str(settings.key_file.resolve())
    if beside:
        said += (
            "；与数据库同处一地，持有者可同时改写两者，"
            "实际办公请以 GREENCHANNEL_AUDIT_KEY_FILE 另存他处"
        )
    return Part("key", "签章密钥", True, said, {"beside_database": beside})


def _anchor(settings: Settings) -> Part:
    """Say when the heads were last written down, and where."""
    beside = settings.anchor_file is None or _beside(settings.anchor, settings)
    facts: dict[str, object] = {"file": str(settings.anchor), "beside_database": beside}
    try:
        known = read_anchor(settings.anchor)
    except AnchorUnusable as unusable:
        return Part("anchor", "台账锚定", False, unusable.message, facts)
    last = known.last
    if last is None:
        said = f"尚未锚定：greenchannel anchor；锚定文件 {settings.anchor}"
    else:
        said = f"第 {last.number} 号，{moment(last).astimezone(ZONE):%Y-%m-%d %H:%M}"
        facts |= {
            "lines": len(known.lines),
            "root": last.root,
            "sm3": last.root_sm3,
            "restored": known.restored,
        }
    if known.restored:
        said += f"；曾因恢复备份重新锚定 {known.restored} 次"
    if beside:
        said += "；在本机，实际办公请以 GREENCHANNEL_ANCHOR_FILE 放到机外"
    return Part("anchor", "台账锚定", True, said, facts)


def _files(settings: Settings) -> Part:
    """Say what others on this machine may read."""
    home = settings.home.resolve()
    asked = [home, settings.key_file.resolve(), settings.anchor]
    if not next(open_to_others([home]), None):
        asked = [one for one in asked if not one.is_relative_to(home) or one == home]
    loose = list(open_to_others(asked))
    if not loose:
        return Part("files", "文件权限", True, "仅本用户可读写", {"open_to_others": []})
    said = "、".join(f"{path}（{mode:03o}）" for path, mode in loose)
    way_out = "；请运行 chmod 700 数据目录，chmod 600 密钥与锚定文件"
    facts: dict[str, object] = {"open_to_others": [str(path) for path, _ in loose]}
    return Part("files", "文件权限", False, f"他人可进入或读取：{said}{way_out}", facts)


def _beside(path: Path, settings: Settings) -> bool:
    """Tell whether a file lies in the data directory or in the folder of the database."""
    there = path.resolve()
    folders = [settings.home.resolve()]
    url = make_url(settings.url)
    if url.get_backend_name() == "sqlite" and url.database:
        folders.append(Path(url.database).resolve().parent)
    return any(there.is_relative_to(folder) for folder in folders)
