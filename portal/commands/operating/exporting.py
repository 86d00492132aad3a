"""The ledger as an event log for process mining (事件日志导出)."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from casework.reading.event_log import logged_events
from portal.edge import DONE, say, say_json
from portal.premises import opened
from portal.usage import AsJson, project_code
from portal.written import check_ending, write_out
from reports.event_logs import ocel, xes


def export_log(
    out: Annotated[Path, Parameter(name="FILE", help="写成的文件：.xes 或者 .json（OCEL 2.0）。")],
    /,
    *,
    project: Annotated[str, Parameter(metavar="PROJECT", help="项目代码；缺省为全部。")] = "",
    as_json: AsJson = False,
) -> int:
    """Write the events of one project or of all to a file, as its ending says."""
    check_ending(out, ".xes", ".json")
    if project:
        project_code(project)
    with opened() as premises:
        events = tuple(logged_events(premises.office, project=project))
    as_xes = out.suffix.lower() == ".xes"
    write_out("参数 FILE", out, "\n".join(xes(events)) if as_xes else ocel(events))
    projects = len({one.project for one in events})
    if as_json:
        say_json({"file": str(out), "events": len(events), "projects": projects})
    else:
        say(f"已写入 {out}：项目 {projects} 个，事件 {len(events)} 条，不含意见、理由、姓名和金额")
    return DONE
