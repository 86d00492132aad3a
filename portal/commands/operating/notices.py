"""Notices on the command line (通知): receipts, signing for one, the daily digest."""

from datetime import datetime
from typing import Annotated, Any

from cyclopts import Parameter

from casework.delivery.acknowledging import acknowledge
from casework.delivery.delivering import PATIENCE, deliver
from casework.morning.digest import PersonalDigest, brief, preview, taken
from models.days import ZONE
from models.notice import DeliveryState
from models.refusal import BadInput
from portal.edge import DONE, say, say_json
from portal.premises import opened
from portal.terminal import print_table
from portal.usage import AsJson, Day, OfficeCode, ProjectCode, Whole
from reports.text.plain_text import visible
from store.outgoing.outbox import WORDS_GONE
from store.outgoing.receipts import Receipt, receipts

RECEIPTS = (
    *("通知", "日期", "标题", "收件人", "渠道"),
    *("状态", "次数", "时间", "签收", "说明"),
)


def show_receipts(
    project: Annotated[ProjectCode, Parameter(help="项目代码；缺省为不限项目。")] = "",
    /,
    *,
    person: Annotated[OfficeCode, Parameter(metavar="ACCOUNT", help="只列该账号收到的。")] = "",
    undelivered: Annotated[bool, Parameter(negative=(), help="只列未能送达的。")] = False,
    most: Annotated[Whole, Parameter(metavar="N", help="最多列出几条回执。")] = 200,
    as_json: AsJson = False,
) -> int:
    """Show the receipts of a project, a person, or of what did not arrive."""
    if most < 1:
        raise BadInput("参数 --most", f"“{most}”应为正整数")
    if not project and not person and not undelivered:
        raise BadInput("参数 PROJECT", "请给出项目代码，或者 --person 账号，或者 --undelivered")
    with opened() as premises, premises.office.store.reading() as connection:
        situation = premises.office.situation(connection)
        as_of = premises.today()
        if person:
            situation.account(person)
        if project:
            premises.office.file(connection, project)
        found = receipts(
            connection, project=project, recipient=person, undelivered=undelivered, most=most
        )
        names = {one.number: one.name for one in situation.file.campaign.accounts}
    if as_json:
        say_json({"as_of": as_of, "notices": _by_notice(found, names)})
        return DONE
    if not found:
        say("没有通知")
        return DONE
    rows = (
        (
            one.key,
            one.on,
            one.title,
            names.get(one.recipient, one.recipient),
            one.channel,
            DeliveryState(one.state).label,
            one.attempts,
            _local(one.delivered_at or one.attempted_at),
            _local(one.acknowledged_at),
            one.error or one.digest or (WORDS_GONE if one.forgotten else ""),
        )
        for one in found
    )
    print_table(f"送达回执 {len(found)} 条", RECEIPTS, rows)
    return DONE


def acknowledge_notice(
    notice: Annotated[str, Parameter(help="通知编号。")],
    /,
    *,
    by: Annotated[OfficeCode, Parameter(metavar="ACCOUNT", help="签收人的账号，须为收件人。")] = "",
    as_json: AsJson = False,
) -> int:
    """Sign for a notice."""
    with opened() as premises:
        hand = premises.who(by)
        signed = acknowledge(premises.office, notice=notice, stamp=premises.stamp(hand))
    if as_json:
        say_json(
            {"notice": notice, "by": hand.account, "acknowledged": True, "repeated": not signed}
        )
    else:
        say(f"已签收 {notice}" if signed else f"此前已签收 {notice}")
    return DONE


def brief_people(
    *,
    on: Annotated[Day | None, Parameter(help="只显示该日的提要，不发送。")] = None,
    as_json: AsJson = False,
) -> int:
    """Put out the day's digests, or show those of a day."""
    with opened() as premises:
        if on is None:
            briefed = brief(premises.office, now=premises.now())
            deliver(premises.office, now=premises.now(), patience=PATIENCE)
        else:
            briefed = preview(premises.office, on=on)
        reached = taken(premises.office, briefed)
    if as_json:
        say_json(
            {
                "on": briefed.on.isoformat(),
                "working_day": briefed.working_day,
                "digests": [
                    {
                        "account": one.account,
                        "name": one.name,
                        "title": one.title,
                        "body": one.body,
                        "late": one.late,
                        "due": one.due,
                        "waiting": one.waiting,
                        "told": one.told,
                        "sent": one.sent,
                        "taken": one.account in reached,
                    }
                    for one in briefed.digests
                ],
            }
        )
        return DONE
    if not briefed.working_day:
        say(f"{briefed.on} 不是工作日，不发提要")
    elif not briefed.digests:
        say(f"{briefed.on} 没有需要提要的事项")
    for one in briefed.digests:
        say(f"{one.name}（{one.account}）{_how_far(one, reached, shown=on is not None)}")
        say(f"  {visible(one.title)}")
        if on is not None:
            for line in one.body.splitlines():
                say(f"    {visible(line)}")
    return DONE


def _how_far(one: PersonalDigest, reached: frozenset[str], *, shown: bool) -> str:
    """Say how far a digest has come: what was tried alone has not been taken."""
    if one.account in reached:
        return "平台已接收" if one.sent else "此前已接收"
    return "未发送" if shown else "平台尚未接收，稍后重试"


def _by_notice(found: Any, names: dict[str, str]) -> list[dict[str, Any]]:
    told: dict[str, dict[str, Any]] = {}
    for one in found:
        notice = told.setdefault(
            one.key,
            {
                "notice": one.key,
                "ground": one.ground,
                "severity": one.severity,
                "project": one.project,
                "title": one.title,
                "on": one.on.isoformat(),
                "words_gone_sha256": one.forgotten or None,
                "deliveries": [],
            },
        )
        notice["deliveries"].append(_delivery(one, names))
    return list(told.values())


def _delivery(one: Receipt, names: dict[str, str]) -> dict[str, Any]:
    return {
        "recipient": one.recipient,
        "recipient_name": names.get(one.recipient, ""),
        "channel": one.channel,
        "state": one.state,
        "state_name": DeliveryState(one.state).label,
        "attempts": one.attempts,
        "attempted_at": one.attempted_at,
        "delivered_at": one.delivered_at,
        "acknowledged_at": one.acknowledged_at,
        "next_attempt_at": one.next_attempt_at,
        "error": one.error,
        "digest": one.digest,
    }


def _local(instant: str | None) -> str:
    if instant is None:
        return ""
    return datetime.fromisoformat(instant).astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
