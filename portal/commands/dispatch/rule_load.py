"""A changed campaign folder on the command line (规定变更): its effect is said before it counts."""

from dataclasses import asdict
from pathlib import Path

from casework.changes.catalogue import (
    CatalogueChange,
    ChangedProcedure,
    apply_changes,
    preview_changes,
)
from portal.commands.dispatch.day_load import move_lines, sum_line, told_weighed
from portal.edge import DONE, say, say_json
from portal.premises import opened
from store.intake.campaign_folder import read_campaign_folder

WORDS = {
    "new": "新增",
    "promised": "承诺时限",
    "statutory": "法定时限",
    "documents": "申请材料",
    "prerequisites": "前置事项",
    "deferral_mode": "容缺方式",
    "extension": "延长期限",
    "special_procedures": "特别程序",
}


def load_changes(directory: Path, *, by: str, preview_only: bool, as_json: bool) -> int:
    """Show what a changed folder changes, then bring it into force unless only previewing."""
    folder = read_campaign_folder(directory)
    with opened() as premises:
        hand = premises.who(by)
        stamp = premises.stamp(hand)
        change = preview_changes(premises.office, folder, stamp=stamp)
        if not as_json:
            _show(change)
        applied = not preview_only and not change.nothing
        if applied:
            change = apply_changes(premises.office, folder, expect=change, stamp=stamp)
    if as_json:
        say_json(
            {
                "campaign": folder.campaign.key,
                "applied": applied and not change.nothing,
                "files": change.files,
                "procedures": [asdict(one) for one in change.procedures],
                **told_weighed(change.weighed),
            }
        )
    elif change.nothing:
        say("与现行规定一致，没有变化")
    elif applied:
        say(f"已生效：{'、'.join(change.files)}，{len(change.weighed.projects)} 个项目留痕")
    else:
        say("以上为预览，未写入任何内容")
    return DONE


def _show(change: CatalogueChange) -> None:
    """Say what changes, procedure by procedure and project by project."""
    if change.nothing:
        return
    say(f"与现行规定不同的文件：{'、'.join(change.files)}")
    for one in change.procedures:
        say(_line(one))
    for project in change.weighed.projects:
        say(f"{project.project} {project.name}")
        for line in move_lines(project, {}):
            say(f"  {line}")
    say(sum_line(change.weighed))


def _line(one: ChangedProcedure) -> str:
    what = "、".join(WORDS.get(name, name) for name in one.fields)
    return (
        f"{one.procedure} {one.name}（{what}）：已受理在办 {one.keep} 件沿用受理时的规定，"
        f"未受理 {one.take} 件适用新规定"
    )
