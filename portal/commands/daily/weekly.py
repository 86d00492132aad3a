"""The weekly round on the command line (周报): open, chase, close, publish, how it stands."""

from collections.abc import Callable
from typing import Annotated

from cyclopts import Parameter

from casework.weekly.reporting import contradictions
from casework.weekly.rounds import (
    calendar_of,
    chase_round,
    close_round,
    iso_week,
    open_round,
    publish_round,
    standing,
)
from models.campaign import Campaign
from models.days import ZONE
from models.refusal import BadInput
from models.week_words import week_in_words
from portal.edge import DONE, say, say_json
from portal.premises import Premises, opened
from portal.usage import AsJson, By, OfficeCode
from rules.clocks.round_days import NoRound, RoundDays, week_code
from store.projected.queries import ReportLine, RoundLine, reports_of_week

Week = Annotated[
    str | None,
    Parameter(metavar="WEEK", help="周次，如 2020-25（2020年第25周）；缺省为办公时钟的本周。"),
]
Reporter = Annotated[
    OfficeCode,
    Parameter(metavar="OFFICER", help="填报人账号，如 unit-park-liaison；持令牌的不必写。"),
]
Change = Callable[..., RoundLine]


def open_week(*, by: By = "", week: Week = None, as_json: AsJson = False) -> int:
    """Open the round of a week."""
    return _round(open_round, by=by, week=week, as_json=as_json)


def chase_units(*, by: By = "", week: Week = None, as_json: AsJson = False) -> int:
    """Chase the units that have not reported."""
    return _round(chase_round, by=by, week=week, as_json=as_json)


def close_week(*, by: By = "", week: Week = None, as_json: AsJson = False) -> int:
    """Close the round of a week."""
    return _round(close_round, by=by, week=week, as_json=as_json)


def publish_week(*, by: By = "", week: Week = None, as_json: AsJson = False) -> int:
    """Publish a round that is closed."""
    return _round(publish_round, by=by, week=week, as_json=as_json)


def show_week(*, week: Week = None, as_json: AsJson = False) -> int:
    """Say how the round of a week stands."""
    return _round(None, by="", week=week, as_json=as_json)


def _round(change: Change | None, *, by: str, week: str | None, as_json: bool) -> int:
    if week is not None:
        week = week_given(week)
    with opened() as premises:
        wanted = week or iso_week(premises.today())
        line: RoundLine | None
        if change is None:
            line = standing(premises.office, week=wanted)
        else:
            hand = premises.who(by)
            line = change(premises.office, week=wanted, stamp=premises.stamp(hand))
        told = _told(premises, wanted, line)
        plan = calendar_of(premises.office, week=wanted)
        with premises.office.store.reading() as connection:
            campaign = premises.office.situation(connection).file.campaign
    if as_json:
        say_json(told)
    else:
        _say(wanted, line, plan, told, campaign)
    return DONE


def week_given(text: str) -> str:
    """Return the code of a week as it was typed; refuse what is none."""
    try:
        return week_code(text)
    except BadInput as wrong:
        raise BadInput("参数 --week", wrong.message) from wrong


def _say(
    week: str,
    line: RoundLine | None,
    plan: RoundDays | NoRound,
    told: dict[str, object],
    campaign: Campaign,
) -> None:
    def named(codes: tuple[str, ...]) -> str:
        return "、".join(campaign.office_names.get(unit, unit) for unit in codes)

    if line is None and isinstance(plan, NoRound):
        say(f"{week_in_words(week)}不填报周报：{plan.reason}")
    elif line is None:
        say(f"{week_in_words(week)}周报尚未启动")
    elif line.closed_on is None:
        late = "（迟于当周启动）" if line.late else ""
        say(
            f"{week_in_words(week)}周报 {line.opened_on} 启动{late}，"
            f"应报单位 {len(line.units)} 个："
        )
        say(named(line.units))
    else:
        missing = f"未报单位 {len(line.missing)} 个：" if line.missing else "各单位均已报"
        say(f"{week_in_words(week)}周报 {line.closed_on} 截止，{missing}")
        if line.missing:
            say(named(line.missing))
    if line is None:
        return
    if line.cutoff_at is not None:
        say(f"截止时间 {line.cutoff_at.astimezone(ZONE):%Y-%m-%d %H:%M}")
    say(
        f"应报项目 {told['due']} 个，按时 {told['on_time']} 个，"
        f"迟报 {told['late_reports']} 个，未报 {told['not_reported']} 个"
    )
    doubts = told["doubts"]
    for one in doubts if isinstance(doubts, list) else ():
        say(f"存疑 {one['project']} {one['name']}：{'；'.join(d['text'] for d in one['doubts'])}")


def _told(premises: Premises, week: str, line: RoundLine | None) -> dict[str, object]:
    office = premises.office
    with office.store.reading() as connection:
        reports = reports_of_week(connection, week)
    due = set(line.projects) if line else set()
    counted = [one for one in reports if one.project in due]
    late = [one for one in counted if one.late]
    reported = {one.project for one in counted}
    return {
        "week": week,
        "opened_on": line.opened_on if line else None,
        "cutoff_at": line.cutoff_at if line else None,
        "closed_on": line.closed_on if line else None,
        "published_on": line.published_on if line else None,
        "late": bool(line and line.late),
        "units": line.units if line else (),
        "missing": line.missing if line else (),
        "due": len(due),
        "on_time": len(counted) - len(late),
        "late_reports": len(late),
        "not_reported": len(due - reported),
        "projects_not_reported": sorted(due - reported),
        "reports": [_report(one) for one in reports],
        "doubts": [
            {
                "project": one.project,
                "name": one.name,
                "unit": one.unit,
                "doubts": [doubt.model_dump(mode="json") for doubt in one.doubts],
                "explanation": one.explanation,
            }
            for one in contradictions(office, week=week, now=premises.now())
        ],
    }


def _report(line: ReportLine) -> dict[str, object]:
    return {
        "project": line.project,
        "first_on": line.first_on,
        "reported_on": line.reported_on,
        "late": line.late,
        "corrections": line.corrections,
        "doubts": line.doubts,
        "problems": line.problems,
    }
