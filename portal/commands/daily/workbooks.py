"""Weekly workbooks on the command line (周报工作簿): out to the units, and back."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from casework.weekly.templates import week_templates
from casework.weekly.workbooks import WorkbookImport, import_workbook
from models.act_requests import Via
from models.refusal import BadInput, Refused
from models.week_words import week_in_words
from portal.commands.daily.weekly import Reporter, Week, week_given
from portal.edge import BAD_INPUT, DONE, REFUSED, end, say, say_json, told_failure
from portal.premises import opened
from portal.usage import AsJson, OfficeCode
from rules.clocks.round_days import iso_week
from store.intake.weekly_workbook import read_weekly_workbook
from store.workbook.workbook_file import WorkbookReader


def write_templates(
    *,
    out: Annotated[Path, Parameter(metavar="DIR", help="写入的文件夹，没有则新建。")],
    unit: Annotated[
        OfficeCode | None, Parameter(metavar="UNIT", help="责任单位编号；缺省为全部单位。")
    ] = None,
    week: Week = None,
    as_json: AsJson = False,
) -> int:
    """Write one workbook a unit into a folder."""
    with opened() as premises:
        today = premises.today()
        wanted = week_given(week) if week else iso_week(today)
        templates = week_templates(premises.office, week=wanted, unit=unit, today=today)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for one in templates:
            (out / one.file_name).write_bytes(one.content)
    except (OSError, ValueError) as wrong:
        raise BadInput(f"参数 --out {out}", "无法写入，请检查是否为文件夹、有无权限") from wrong
    if as_json:
        say_json(
            {
                "week": wanted,
                "files": [
                    {"unit": one.unit, "file": str(out / one.file_name), "projects": one.projects}
                    for one in templates
                ],
            }
        )
        return DONE
    say(f"{wanted} 周报工作簿 {len(templates)} 本，已写入 {out}")
    for one in templates:
        say(f"{one.file_name}：{len(one.projects)} 个项目")
    return DONE


def import_workbooks(
    *files: Annotated[Path, Parameter(name="FILE", help="填好的工作簿，可给几本。")],
    by: Reporter = "",
    as_json: AsJson = False,
) -> int:
    """Import weekly workbooks, each as a whole or not at all; one that fails stops no other."""
    if not files:
        raise BadInput("参数 FILE", "缺少此项")
    done: list[WorkbookImport] = []
    failed: list[tuple[Path, BadInput | Refused]] = []
    with opened() as premises, WorkbookReader() as reader:
        hand = premises.who(by)
        for file in files:
            try:
                workbook = read_weekly_workbook(reader.read(file))
                stamp = premises.stamp(hand, Via.IMPORT)
                done.append(import_workbook(premises.office, workbook, stamp=stamp))
            except (BadInput, Refused) as wrong:
                failed.append((file, wrong))
    if as_json:
        say_json({"imported": [asdict(one) for one in done], "refused": [*map(_told, failed)]})
    else:
        for one in done:
            say(_sentence(one))
    codes = [end(wrong, as_json=False) for _, wrong in failed]
    return next((code for code in (BAD_INPUT, REFUSED) if code in codes), DONE)


def _sentence(one: WorkbookImport) -> str:
    parts = [
        f"{one.name}：{week_in_words(one.week)}周报记录 {len(one.recorded)} 个项目",
        f"与已报内容相同 {len(one.unchanged)} 个",
    ]
    if one.late:
        parts.append(f"迟报 {len(one.late)} 个")
    if one.doubtful:
        parts.append(f"存疑 {len(one.doubtful)} 个（{'、'.join(one.doubtful)}）")
    if one.absent:
        parts.append(f"工作簿中没有的应报项目 {len(one.absent)} 个（{'、'.join(one.absent)}）")
    return "，".join(parts)


def _told(failure: tuple[Path, BadInput | Refused]) -> dict[str, Any]:
    file, wrong = failure
    told, _ = told_failure(wrong)
    return {"file": str(file), **told}
