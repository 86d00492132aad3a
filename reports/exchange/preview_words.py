"""What a planner's file would move, in words (排期预览用语)."""

from collections.abc import Iterator

from models.schedule_preview import MovedTask, SchedulePreview

MOVED_COLUMNS = ("事项", "现行计划办结", "文件所报办结", "相差", "推算最早办结", "说明")


def preview_sentences(found: SchedulePreview) -> Iterator[str]:
    """Say what becomes of the start, and how much of the plan the file speaks of."""
    if found.start_before == found.start_after:
        yield f"预计开工不变：{found.start_before.isoformat()}"
    else:
        verb = "推迟" if found.days > 0 else "提前"
        yield (
            f"照文件所报日期，预计开工{found.start_before.isoformat()} → "
            f"{found.start_after.isoformat()}，{verb}{abs(found.days)}个工作日"
        )
    if found.start_wanted is not None and found.start_wanted < found.start_after:
        yield (
            f"文件所报开工{found.start_wanted.isoformat()}做不到，"
            f"前置事项办结、净地交付最早{found.start_after.isoformat()}"
        )
    yield f"变动{len(found.moved)}个事项，{found.unchanged}个与现行计划一致"
    if found.absent:
        yield f"文件中没有、尚未办结的事项：{'、'.join(found.absent)}"


def moved_row(one: MovedTask) -> tuple[str, ...]:
    """Return the cells of a procedure that the file plans otherwise."""
    way = "推迟" if one.days > 0 else "提前"
    moved = f"{way}{abs(one.days)}个工作日" if one.days else "同一工作日"
    return (
        f"{one.procedure} {one.name}",
        one.planned.isoformat(),
        one.wanted.isoformat(),
        moved,
        one.possible.isoformat(),
        one.remark,
    )
