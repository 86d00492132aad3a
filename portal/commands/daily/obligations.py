"""What a project's papers stand on, on the command line and on paper (容缺影响面)."""

from datetime import date
from pathlib import Path

from casework.reading.obligations import blast, conditional_status
from models.obligation import Blast
from models.refusal import BadInput
from portal.edge import DONE, say, say_json
from portal.premises import opened
from portal.terminal import print_table
from portal.written import write_out
from reports.pages.conditional_status import conditional_status_page
from reports.text.plain_text import visible


def show_standing(
    project: str,
    document: str | None,
    page: Path | None,
    *,
    as_of: date | None,
    timeline: bool,
    as_json: bool,
) -> int:
    """Show the one or write the other; what does not go together is refused."""
    if timeline:
        raise BadInput("参数 --timeline", "不能与 --blast、--status-page 同用")
    if page is None:
        return show_blast(project, document or "", as_of=as_of, as_json=as_json)
    if document is not None:
        raise BadInput("参数 --blast", "不能与 --status-page 同用")
    if as_of is not None:
        raise BadInput("参数 --as-of", "不能与 --status-page 同用：状态说明只写当日")
    return write_status_page(project, page, as_json=as_json)


def show_blast(project: str, document: str, *, as_of: date | None, as_json: bool) -> int:
    """Show what falls if an owed document never comes."""
    with opened() as premises:
        told = blast(
            premises.office,
            project=project,
            document=document,
            as_of=as_of,
            today=premises.today(),
        )
    if as_json:
        issued = [one.procedure for one in told.issued]
        say_json({**told.model_dump(mode="json"), "issued": issued})
        return DONE
    _print(told)
    return DONE


def write_status_page(project: str, target: Path, *, as_json: bool) -> int:
    """Write the printable page; what stood in the file before is replaced as a whole."""
    with opened() as premises:
        status = conditional_status(premises.office, project=project, today=premises.today())
    write_out("参数 --status-page", target, conditional_status_page(status))
    if as_json:
        say_json(
            {"status_page": str(target), "unconditional": status.unconditional}
            | status.model_dump(mode="json")
        )
        return DONE
    say(f"已写入 {target}：欠交材料 {len(status.obligations)} 件")
    return DONE


def _print(told: Blast) -> None:
    late = "已逾期" if told.lapsed else "未到期"
    say(
        f"{told.document}《{visible(told.name)}》由 {told.owed_by} {visible(told.owed_by_name)} "
        f"欠交，承诺 {told.due_on} 前补交，{late}"
    )
    say(f"如不能补交：已办结的 {len(told.issued)} 个事项受影响，共牵涉 {len(told.cases)} 个事项")
    rows = (
        (
            f"{one.procedure} {one.name}",
            one.department_name,
            one.state_name,
            one.permit_number,
            " → ".join(one.through),
        )
        for one in told.cases
    )
    print_table("容缺影响面", ("事项", "部门", "状态", "批文或证照编号", "依附关系"), rows)
    for gate in told.gates:
        passed = f"{gate.passed_on} 已具备，将失效" if gate.passed_on else "尚未具备"
        say(f"{gate.name}：{passed}（{'、'.join(gate.through)}）")
