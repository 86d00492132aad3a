"""What the command line shows (查阅): for people as tables, for programs as JSON."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from casework.office.settings import open_clock
from casework.reading.lists.to_do import to_do
from models.campaign import Campaign
from models.days import ZONE
from models.people import Department
from models.project_views import TimelineView
from models.refusal import BadInput
from portal.edge import DONE, say, say_json
from portal.premises import Premises, opened, reachable, read_settings
from portal.terminal import print_table, screen
from portal.usage import AsJson, AsOf, ItemCode, OfficeCode, ProjectArgument, Whole
from reports.text.plain_text import visible

TO_DO = ("灯", "项目代码", "项目", "事项", "状态", "到期", "剩余日", "应办")
TIMELINE = ("条", "时间", "经办", "渠道", "记录", "事项", "说明")


def show_project(
    project: ProjectArgument,
    /,
    *,
    as_of: AsOf = None,
    timeline: Annotated[bool, Parameter(negative=(), help="附办理经过。")] = False,
    document: Annotated[
        ItemCode | None,
        Parameter(
            name="--blast",
            metavar="DOCUMENT",
            help="容缺影响面：该件欠交材料不能补交时，哪些事项受影响。",
        ),
    ] = None,
    status_page: Annotated[
        Path | None,
        Parameter(metavar="FILE", help="把容缺条件状态说明（可打印，供金融机构参阅）写入该文件。"),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Show a project's file, or what its papers stand on."""
    if document is not None or status_page is not None:
        from portal.commands.daily.obligations import show_standing

        return show_standing(
            project, document, status_page, as_of=as_of, timeline=timeline, as_json=as_json
        )
    from casework.reading.case.views import show  # loads forecasts, which lists do without
    from reports.console.console_view import print_project

    with opened() as premises:
        view = show(
            premises.office,
            project=project,
            as_of=as_of,
            timeline=timeline,
            likely=True,
            today=premises.today(),
        )
    if as_json:
        say_json(view.model_dump(mode="json"))
        return DONE
    print_project(view, screen())
    if timeline:
        print_table("办理经过", TIMELINE, map(_moment, view.timeline))
    return DONE


def show_to_do(
    department: Annotated[OfficeCode, Parameter(help="部门编码、名称或简称。")],
    /,
    *,
    as_json: AsJson = False,
) -> int:
    """Show what a department has to do."""
    with opened() as premises:
        found = _department(_campaign(premises), department)
        today = premises.today()
        lines = to_do(premises.office, department=found.code, today=today)
    if as_json:
        listed = [line.model_dump(mode="json") for line in lines]
        say_json({"as_of": today, "department": found.code, "to_do": listed})
        return DONE
    if not lines:
        say(f"{found.name}没有待办")
        return DONE
    rows = (
        (
            line.light_name,
            line.project,
            line.project_name,
            f"{line.procedure} {line.procedure_name}",
            line.state_name,
            line.due_on,
            line.remaining_days,
            line.to_do,
        )
        for line in lines
    )
    print_table(f"{found.name}待办 {len(lines)} 件", TO_DO, rows)
    return DONE


def show_inbox(
    account: Annotated[OfficeCode | None, Parameter(help="收件账号；缺省为全部。")] = None,
    /,
    *,
    most: Annotated[Whole, Parameter(metavar="N", help="最多显示几份。")] = 20,
    as_json: AsJson = False,
) -> int:
    """Show the messages of the local inbox, newest last."""
    if most < 1:
        raise BadInput("参数 --most", f"“{most}”应为正整数")
    settings = read_settings()
    if account is not None:
        with opened(settings) as premises:
            if _campaign(premises).account(account) is None:
                raise BadInput("参数 ACCOUNT", f"没有账号“{account}”")
    with reachable(settings):
        as_of = open_clock(settings).now().astimezone(ZONE).date()
    messages = [
        message
        for message in _messages(settings.inbox)
        if account is None or message.get("to") == account
    ][-most:]
    if as_json:
        say_json({"as_of": as_of, "messages": messages})
        return DONE
    if not messages:
        say("收件箱中没有通知")
    for message in messages:
        say(f"{_plain(message, 'at')[:16].replace('T', ' ')} → {_plain(message, 'to')}")
        say(f"  {_plain(message, 'title')}")
        for line in _plain(message, "body").splitlines():
            say(f"    {line}")
    return DONE


def show_accounts(
    *,
    office: Annotated[OfficeCode, Parameter(metavar="OFFICE", help="只列该机构编码的账号。")] = "",
    as_json: AsJson = False,
) -> int:
    """List the accounts of the campaign."""
    with opened() as premises:
        campaign, as_of = _campaign(premises), premises.today()
    names = {one.code: one.name for one in campaign.departments}
    names |= {one.code: one.name for one in campaign.units}
    if office and office not in names:
        raise BadInput("参数 --office", f"没有机构“{office}”，可用：{'、'.join(names)}")
    chosen = [one for one in campaign.accounts if not office or one.office == office]
    if as_json:
        listed = [{**one.model_dump(mode="json"), "role_name": one.role.label} for one in chosen]
        say_json({"as_of": as_of, "accounts": listed})
        return DONE
    rows = [(one.number, one.name, one.role.label, names.get(one.office, "全区")) for one in chosen]
    print_table(f"账号 {len(rows)} 个", ("账号", "名称", "角色", "机构"), rows)
    return DONE


def _campaign(premises: Premises) -> Campaign:
    with premises.office.store.reading() as connection:
        return premises.office.situation(connection).file.campaign


def _department(campaign: Campaign, given: str) -> Department:
    for one in campaign.departments:
        if given in (one.code, one.name, one.short, *one.aliases):
            return one
    known = "、".join(f"{one.code} {one.short}" for one in campaign.departments)
    raise BadInput("参数 DEPARTMENT", f"没有部门“{given}”，可用：{known}")


def _messages(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the inbox's messages; a line that a power cut left torn is passed over."""
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                message = json.loads(line)
            except json.JSONDecodeError:
                continue
            if isinstance(message, dict):
                yield message


def _plain(message: dict[str, Any], field: str) -> str:
    return "\n".join(visible(line) for line in str(message.get(field, "")).splitlines())


def _moment(one: TimelineView) -> tuple[object, ...]:
    return one.version, one.at, one.by_name, one.via, one.name, one.procedure, one.detail
