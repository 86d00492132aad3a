"""A target in words (目标任务表述): why it is not reached, and who has to do what next."""

from collections.abc import Sequence
from decimal import Decimal

from models.amount_words import WAN, in_wan
from models.campaign_views import TargetView
from models.case import Party

TOLD = 3
"""So many causes and names are told; the rest is counted."""

OPEN_WITH = {
    Party.DEPARTMENT: "待{office}办结《{name}》",
    Party.APPLICANT: "待建设单位申报或补齐《{name}》",
    Party.THIRD_PARTY: "待第三方完成《{name}》所需服务",
    Party.STATUTORY_STOP: "《{name}》处于法定期间",
    Party.UPSTREAM: "《{name}》待前置事项办结",
    Party.SUPERIOR: "《{name}》待上级部门办结",
    None: "《{name}》尚未启动",
}
PUSH_ON = {
    Party.DEPARTMENT: "请{office}抓紧办结《{name}》",
    Party.APPLICANT: "请责任单位督促建设单位申报或补齐《{name}》",
    Party.THIRD_PARTY: "请责任单位督促第三方完成《{name}》所需服务",
    Party.STATUTORY_STOP: "请责任单位提前备齐《{name}》期满后的材料",
    Party.UPSTREAM: "请调度中心协调《{name}》的前置事项",
    Party.SUPERIOR: "请责任单位向上级部门对接《{name}》",
    None: "请责任单位启动《{name}》",
}
REASONS = {
    "condition": "手续已齐，待确认{name}",
    "ready": "已具备条件，尚未开（复）工",
    "problem": "报有问题：{name}",
    "unreported": "未报进展",
    "behind": "投资低于进度要求",
    "completion": "尚未竣工投产",
    "immature": "申报条件未齐，缺{name}",
    "line": "清单条目为“{name}”",
    "forfeited": "未按期开工，不再计入",
}
STEPS = {
    "condition": "请责任单位落实并确认{name}",
    "ready": "请责任单位组织开（复）工",
    "problem": "请{office}研究解决所报问题",
    "unreported": "请责任单位核实并补报进展",
    "behind": "请责任单位按月倒排、加快投资",
    "completion": "请责任单位倒排竣工投产节点",
    "immature": "请责任单位补齐申报条件",
    "line": "请{office}推进清单条目",
    "forfeited": "请牵头单位核实后不再列入",
}


def cause_in_words(cause: str, party: Party | None, name: str, office: str) -> str:
    """Say why something is not there; without a name its kind alone."""
    words = OPEN_WITH[party] if cause == "procedure" else REASONS[cause]
    if not name:
        words = words.partition("：")[0].partition("，缺")[0]
    return words.format(name=name or "有关条件", office=office or "承办单位")


def step_in_words(cause: str, party: Party | None, name: str, office: str) -> str:
    """Say who has to do what about a cause."""
    words = PUSH_ON[party] if cause == "procedure" else STEPS[cause]
    return words.format(name=name or "有关条件", office=office or "有关单位")


def reason_in_words(
    told: Sequence[tuple[str, int, Decimal]], missing: Decimal, *, money: bool
) -> str:
    """Say why a target is not reached: causes with what each holds up, the weightiest first."""
    if missing <= 0:
        return ""
    parts = [
        f"{count}个{words}{f'（缺{wan(short)}万元）' if money else ''}"
        for words, count, short in told[:TOLD]
    ]
    if left := told[TOLD:]:
        parts.append(f"另有{sum(count for _, count, _ in left)}个属其他情形")
    lead = f"差{wan(missing)}万元" if money else f"差{missing:.0f}个"
    return f"{lead}：{'；'.join(parts)}" if parts else lead


def next_in_words(step: str, members: Sequence[str]) -> str:
    """Say what has to be done next, and for which projects."""
    named = "、".join(members[:TOLD])
    more = f"等{len(members)}个项目" if len(members) > TOLD else ""
    return f"{step}（{named}{more}）"


def chance_in_words(target: TargetView) -> str:
    """Say how surely a target is reached by its day."""
    if target.reached:
        return "已达到"
    if target.chance is None:
        return "—"
    if target.chance <= 0.005:
        return "几无可能"
    return "基本有把握" if target.chance >= 0.995 else f"{target.chance:.0%}"


def wan(yuan: Decimal) -> str:
    """Write a sum in 万元, rounded to the nearest; what is less than one of them exactly."""
    said = f"{yuan / WAN:,.0f}"
    return in_wan(yuan) if yuan and said in ("0", "-0") else said
