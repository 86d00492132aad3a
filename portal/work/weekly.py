"""The weekly round on the command line (周报)."""

import re
from datetime import date
from typing import Literal

from casework.rounds import close_round, iso_week, open_round, standing
from models.refusal import BadInput
from portal.edge import DONE, say, say_json
from portal.premises import opened
from store.queries import RoundLine

_WEEK = re.compile(r"(20\d\d)-W(\d\d)")


def weekly_round(
    step: Literal["open", "close", "status"], *, by: str, week: str | None, as_json: bool
) -> int:
    """Open or close the round of a week, or say how it stands."""
    if week is not None:
        _must_be_week(week)
    with opened() as premises:
        wanted = week or iso_week(premises.today())
        line: RoundLine | None
        if step == "status":
            line = standing(premises.office, week=wanted)
        else:
            premises.must_know(by)
            change = open_round if step == "open" else close_round
            line = change(premises.office, week=wanted, stamp=premises.stamp(by))
        with premises.office.store.reading() as connection:
            campaign = premises.office.situation(connection).file.campaign
    names = {unit.code: unit.short for unit in campaign.units}
    if as_json:
        say_json(_told(wanted, line))
    elif line is None:
        say(f"{wanted} 周报尚未启动")
    elif line.closed_on is None:
        late = "（迟于当周启动）" if line.late else ""
        say(f"{wanted} 周报 {line.opened_on} 启动{late}，应报单位 {len(line.units)} 个：")
        say("、".join(names.get(unit, unit) for unit in line.units))
    else:
        say(f"{wanted} 周报 {line.closed_on} 截止，未报单位 {len(line.missing)} 个：")
        say("、".join(names.get(unit, unit) for unit in line.missing))
    return DONE


def _told(week: str, line: RoundLine | None) -> dict[str, object]:
    return {
        "week": week,
        "opened_on": line.opened_on if line else None,
        "closed_on": line.closed_on if line else None,
        "late": bool(line and line.late),
        "units": line.units if line else (),
        "missing": line.missing if line else (),
    }


def _must_be_week(text: str) -> None:
    match = _WEEK.fullmatch(text)
    last = date(int(match[1]), 12, 28).isocalendar().week if match else 0
    if match is None or not 1 <= int(match[2]) <= last:
        raise BadInput("参数 --week", f"“{text}”不是有效的周，应写作 2020-W25")
