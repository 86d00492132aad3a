"""The plan of a project in a few sentences (工期说明), for its page."""

from collections.abc import Sequence

from models.parcel import LandWait
from models.plan_views import PlanView
from models.project_views import MatterView
from reports.text.phrases import day, learnt_from, percent

HITS = 3
"""Faults of the schedule that are named; the others are in `plan`."""


def plan_words(plan: PlanView, matters: Sequence[MatterView] = ()) -> tuple[str, ...]:
    """Say when it starts, how sure that is, what decides it, how far it has moved."""
    as_of = plan.as_of
    if plan.started_on is not None:
        return ()
    said = []
    if (sure := plan.confidence) is not None:
        chance = f"，按期概率{percent(sure.on_time)}" if sure.on_time is not None else ""
        basis = learnt_from(sure.observed, sure.earlier) if sure.earlier else "照以往用时"
        said.append(
            f"{day(sure.p50, as_of)}前开工的概率为50％，{day(sure.p80, as_of)}前为80％"
            f"{chance}（{basis}）。"
        )
    if plan.pinned_start is not None:
        verdict = (
            f"晚{plan.slip_days}个工作日"
            if plan.slip_days
            else f"机动天数{plan.float_days}个工作日"
        )
        pinned, forecast = day(plan.pinned_start, as_of), day(plan.forecast_start, as_of)
        said.append(f"锁定{pinned}；均按承诺时限办结，最早{forecast}开工，{verdict}。")
    if plan.critical:
        said.append(f"关键线路：{'→'.join(plan.critical)}。")
    if plan.land is not None:
        said.append(f"{'关键线路：' if plan.land.decides else ''}{land_chain(plan.land)}。")
    if plan.baselines:
        last = plan.baselines[-1]
        moved = "推迟" if last.start_days > 0 else "提前"
        if last.start_days:
            then = day(last.taken_on, as_of)
            said.append(f"比{then}锁定时的计划{moved}{abs(last.start_days)}个工作日。")
    if plan.quality is not None and plan.quality.hits:
        fixes = "；".join(hit.fix for hit in plan.quality.hits[:HITS])
        said.append(f"排期质量{plan.quality.score}分，建议：{fixes}")
    said.extend(
        f"督办：{one.rung_name}，{one.ground_name}，{one.state_name}"
        + (f"，期限{day(by, as_of)}" if (by := one.done_by or one.reply_by) else "")
        + "。"
        for one in matters
    )
    return tuple(said)


def land_chain(land: LandWait) -> str:
    """Say by which steps a parcel is cleared, and on which day at the earliest."""
    steps = "→".join(
        f"{one.name}{one.on.month}月{one.on.day}日" if one.floor else one.name for one in land.steps
    )
    floors = "，".join(one.floor for one in land.steps if one.floor)
    why = f"（{floors}）" if floors else ""
    return f"征收{land.parcel}（现为{land.state_name}）：{steps}{why}"
