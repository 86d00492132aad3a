"""A rescue set in words (保开工方案用语): what is proposed, why nothing smaller, what blocks."""

from collections.abc import Iterator, Mapping
from datetime import date

from models.catalogue import Procedure
from reports.text.phrases import day
from rules.whatif.rescue import ChainLink, Rescue


def conclusion(found: Rescue, *, as_of: date) -> str:
    """Say in one sentence whether the goal can be had, and with what."""
    goal, now = day(found.goal, as_of), day(found.start_now, as_of)
    start = day(found.start_on, as_of)
    if found.reachable and not found.set:
        return f"不必容缺，预计{now}开工，不晚于{goal}"
    if found.reachable:
        return f"容缺{len(found.set)}件材料即可于{start}开工，不晚于{goal}（现状为{now}）"
    if found.ready_on is not None:
        return f"{goal}前无法开工：{day(found.ready_on, as_of)}前不具备开工条件，与容缺无关"
    able = len(found.candidates)
    tail = f"可容缺的{able}件全部容缺" if able else "没有可以容缺的迟到材料"
    return f"{goal}前无法开工：{tail}，最早{start}，受制于下列事项"


def certificate(found: Rescue) -> str:
    """Say how it is known that no smaller set will do, or none at all."""
    able = len(found.candidates)
    if not found.reachable:
        return f"证明：容缺越多，开工不会越晚；可容缺的{able}件全部容缺，仍不能达到"
    if not found.set:
        return "证明：按现状推算即可达到"
    if not found.exact:
        return f"试算{found.tried}次后停止：方案可行，但未证明件数最少"
    smaller = sum(one.sets for one in found.sizes)
    told = f"证明：少于{len(found.set)}件的组合共{smaller}种，均不能达到"
    if all(len(group) == 1 for group in found.groups):
        return f"{told}：上列材料缺一不可，其中任何一件不容缺，其余全部容缺也赶不上"
    groups = "；".join(
        "、".join(f"{one.procedure}《{one.name}》" for one in group) for group in found.groups
    )
    return f"{told}：以下各组，每组至少须容缺一件，否则其余全部容缺也赶不上：{groups}"


def chain_line(link: ChainLink, procedures: Mapping[str, Procedure], *, as_of: date) -> str:
    """Say of one procedure of the blocking chain from when to when, and what fixes it."""
    span = f"{day(link.accepted_on, as_of)}至{day(link.concluded_on, as_of)}"
    length = f"{link.length}{link.unit.label}"
    if link.notice_period:
        why = f"法定公告期{length}，不得压缩"
    elif link.held_by:
        papers = "、".join(f"《{one.name}》" for one in link.held_by)
        why = f"{papers}{day(link.held_until, as_of)}才能补齐，补齐前不得作出决定"
    elif link.held_until is not None:
        why = f"{day(link.held_until, as_of)}前不得作出决定（公告期、特别程序或承诺补交期未满）"
    elif link.running:
        why = f"在办，时限尚余{length}"
    else:
        why = f"承诺时限{length}"
    waits = "".join(f"；{one.forbidden.message}" for one in link.waits_for if one.forbidden)
    return f"{link.procedure} {procedures[link.procedure].name}（{span}）：{why}{waits}"


def forbidden_lines(found: Rescue) -> Iterator[str]:
    """Say of each late document that may not be deferred which rule forbids it."""
    for one in found.late:
        if one.forbidden is not None:
            yield (
                f"不能容缺：{one.procedure}《{one.name}》（预计 {one.expected_on} 取得）："
                f"{one.forbidden.message}"
            )
