"""What an act does to the start, in one sentence (办前后果用语): the same words at every door."""

from collections.abc import Mapping
from datetime import date

from models.act_requests import Act
from models.catalogue import SpecialProcedureKind
from reports.text.phrases import day
from rules.acceptance.regime import OfNature, act_name
from rules.whatif.effect import Effect, PapersWorth, PaperWorth
from rules.whatif.typical import Supposed

Names = Mapping[str, str]
"""Document code → name."""

_UNITS: Mapping[Act, str] = {Act.PAUSE: "日", Act.EXTEND: "日", Act.EXTEND_PROMISE: "个工作日"}


def consequence(effect: Effect, names: Names, *, as_of: date, item: OfNature | None = None) -> str:
    """Say what an act would do to the forecast start: 退回补正将使预计开工日由…推迟至…."""
    what = act_name(effect.act, item)
    if effect.refused is not None:
        return f"现在不能{what}：{effect.refused.message}"
    basis = supposed_in_words(effect, names, as_of=as_of)
    before, after = day(effect.before, as_of), day(effect.after, as_of)
    if effect.after == effect.before:
        return f"{what}不影响预计开工日（{before}）{basis}"
    verb = "推迟" if effect.after > effect.before else "提前"
    # Both may be days off: then no working day lies between them.
    length = f"，{verb}{abs(effect.days)}个工作日" if effect.days else ""
    return f"{what}将使预计开工日由{before}{verb}至{after}{length}{basis}"


def supposed_in_words(effect: Effect, names: Names, *, as_of: date) -> str:
    """Name the values that were supposed rather than entered, in brackets, or nothing."""
    told = [_supposed(one, effect.act, names, as_of) for one in effect.supposed]
    return f"（{'，'.join(told)}）" if told else ""


def _supposed(one: Supposed, act: Act, names: Names, as_of: date) -> str:
    match one:
        case Supposed("due_on", date() as due_on):
            return f"按{day(due_on, as_of)}前补齐试算"
        case Supposed("procedure_kind", str() as kind):
            return f"按{SpecialProcedureKind(kind).label}试算"
        case Supposed("limit_days" | "days", int() as length):
            return f"按{length}{_UNITS.get(act, '日')}试算"
        case Supposed("document", str() as code):
            return f"以《{names.get(code, code)}》试算"
        case Supposed(code, date() as due_on):
            return f"《{names.get(code, code)}》按{day(due_on, as_of)}补交试算"
        case _:
            return str(one.value)


def first_paper(worth: PapersWorth, names: Names, *, as_of: date) -> str:
    """Say which paper to bring first: 先补这一件：《…》，可提前 9 个工作日."""
    if not worth.papers:
        return "没有未到的材料"
    best = worth.papers[0]
    if best.days > 0:
        return f"先补这一件：{_named(best, names)}，可提前{best.days}个工作日"
    if worth.together > 0:
        return f"单补一件不能提前开工，未到的材料全部补齐可提前{worth.together}个工作日"
    return f"未到的材料目前都不影响预计开工日（{day(worth.start_on, as_of)}）"


def _named(paper: PaperWorth, names: Names) -> str:
    return "、".join(f"《{names.get(code, code)}》" for code in paper.documents)
