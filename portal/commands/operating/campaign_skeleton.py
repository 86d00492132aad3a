"""The skeleton of a campaign's folder (专项行动目录样板): loadable, commented, placeholders marked.

What a district has of its own is a skeleton; what the law says everywhere is copied from the
demonstration, value by value to be confirmed.
"""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from models.refusal import BadInput
from portal.edge import DONE, say, say_json, unusable
from portal.premises import ROOT
from portal.usage import AsJson
from store.intake.campaign_folder import FILES

SKELETON, DEMONSTRATION = "campaigns/skeleton", "campaigns/hundred-day-2020"
COPIED = "# 照示范目录抄录（assumed）：各值、出处须由本区逐项核定，与本区公布的不符的以本区为准。\n"


def write_skeleton(
    directory: Annotated[Path, Parameter(name="DIR", help="目录，须不存在或者为空。")],
    /,
    *,
    as_json: AsJson = False,
) -> int:
    """Write the folder; nothing that is there already is written over."""
    try:
        if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
            raise BadInput(f"参数 DIR {directory}", "已存在且不是空目录，请另起一个名字")
        directory.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            (directory / name).write_text(_content(name), encoding="utf-8")
    except OSError as wrong:
        if wrong.filename is None:
            raise
        raise unusable(wrong) from wrong
    if as_json:
        say_json({"directory": str(directory), "files": list(FILES)})
        return DONE
    say(f"专项行动目录样板已写入 {directory}：{'、'.join(FILES)}")
    say("请先改 campaign.yaml、people.yaml、targets.yaml，逐项核定标明 assumed 的值，然后载入：")
    say(f"greenchannel load {directory}")
    return DONE


def _content(name: str) -> str:
    own = ROOT / SKELETON / name
    if own.is_file():
        return own.read_text(encoding="utf-8")
    return COPIED + (ROOT / DEMONSTRATION / name).read_text(encoding="utf-8")
