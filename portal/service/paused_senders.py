"""Senders that are left alone for now (暂停的发送): robots that were too fast, closed lanes."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection

from models.days import ZONE
from portal.service.parts import Part
from store.outgoing.outbox_limits import lanes
from store.outgoing.robots import paused


def senders_part(connection: Connection, *, at: datetime) -> Part:
    """Say which robots and lanes are left alone, until when and why.

    A robot that was too fast goes on by itself; a lane that nobody answers is not well.
    """
    robots = paused(connection, at=at)
    closed = [(name, lane) for name, lane in lanes(connection) if lane.closed(at)]
    said = [
        f"机器人 {one.lane or one.name} 暂停至 {_moment(one.until)}"
        f"（{one.reason or '平台要求放慢'}），待送 {one.waiting} 份"
        for one in robots
    ]
    said += [
        f"渠道 {name} 暂停至 {_moment(datetime.fromisoformat(lane.closed_until or ''))}"
        f"（{lane.reason}），连续 {lane.failures} 次无应答"
        for name, lane in closed
    ]
    facts: dict[str, object] = {
        "robots": [asdict(one) for one in robots],
        "lanes": [
            {"name": name, "until": lane.closed_until, "reason": lane.reason,
             "failures": lane.failures}
            for name, lane in closed
        ],
    }  # fmt: skip
    return Part("senders", "发送", not closed, "；".join(said) or "无暂停的机器人或渠道", facts)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%m-%d %H:%M:%S}"
