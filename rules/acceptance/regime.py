"""What follows from the nature of a procedure (事项性质与适用制度): one place that says so.

行政许可法 speaks of licences only: acceptance by silence (32), extension (42), delivery (44),
what stops the clock (45) and the hearing (46, 47). For everything else the item's own law
must say so, as data of the catalogue; nothing is concluded by analogy.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol

from models.act import Act
from models.case import CaseState
from models.catalogue import ExtensionRule, Procedure
from models.decline import DeclineGround
from models.labels import CONSEQUENCES, STATES
from models.ledger import ENTRIES
from models.nature import Nature, SilenceRule
from models.refusal import Refused
from models.rulebook import ClockRules, OnDue
from rules.acceptance.circumstances import Circumstances

REFUSALS: Mapping[Nature, str] = {
    Nature.LICENCE: "不予许可",
    Nature.FILING: "",
    Nature.PUBLIC_SERVICE: "不予办理",
    Nature.TECHNICAL_REVIEW: "审查不合格",
    Nature.INTERNAL: "不予批准",
    Nature.REGISTRATION: "不予登记（确认）",
}
"""Nature → what a negative outcome is called; nothing is refused where nothing is granted."""


class OfNature(Protocol):
    """What has a nature in law: a procedure, or a line about one (有性质的事项)."""

    @property
    def nature(self) -> Nature:
        """Return what it is in law."""


def outcome_name(state: CaseState, item: OfNature | None) -> str:
    """Name a state in words: a negative outcome as the nature of the item has it."""
    return _by_nature(item if state is CaseState.REFUSED else None, STATES[state])


def act_name(act: Act, item: OfNature | None) -> str:
    """Name an act in words: refusing as the nature of the item has it."""
    return _by_nature(item if act is Act.REFUSE else None, act.label)


def entry_name(kind: str, item: OfNature | None) -> str:
    """Name a kind of entry in words: a refusal as the nature of the item has it."""
    return _by_nature(item if kind == "application_refused" else None, ENTRIES[kind])


def consequence_name(due: OnDue, item: OfNature | None) -> str:
    """Name what a broken promise brings: a refusal as the nature of the item has it."""
    return _by_nature(item if due is OnDue.REFUSE else None, CONSEQUENCES[due])


def _by_nature(item: OfNature | None, general: str) -> str:
    """Return the word of an item's nature for refusing it, or the general one."""
    return (REFUSALS[item.nature] if item is not None else "") or general


LICENCE_GROUNDS: Mapping[DeclineGround, str] = {
    DeclineGround.NOT_REQUIRED: "行政许可法第三十二条第一款第一项",
    DeclineGround.NOT_THIS_AUTHORITY: "行政许可法第三十二条第一款第二项",
    DeclineGround.UNTRUE: "行政许可法第七十八条",
}
"""Ground on which a licence may be left untaken → the article."""

TELLING_ONCE_FROM = date(2020, 1, 1)
"""优化营商环境条例 72: in force from that day."""


def may_go_to_law(item: OfNature) -> bool:
    """Tell whether a negative outcome is an act of an authority (行政复议法 2, 行政诉讼法 2).

    What a supplier of water, power, gas or heat answers is none.
    """
    return item.nature is not Nature.PUBLIC_SERVICE


class NotALicence(Refused):
    """Nothing is refused where nothing is granted (备案不作不予许可决定)."""

    code: ClassVar[str] = "not_a_licence"


@dataclass(frozen=True, slots=True)
class Regime:
    """What the law makes of silence, lateness, a hearing and a refusal here (适用制度)."""

    silence: SilenceRule | None
    """When silence counts as acceptance; ``None`` = never."""
    hearing: bool
    extension: ExtensionRule | None
    delivery: bool
    """Whether a decision must be handed over within ten days."""
    stops: bool
    """Whether the special procedures of article 45 stop the clock, listed or not."""
    refusal: str
    """What a negative outcome is called; empty = there is none."""


def regime_of(procedure: Procedure, clock: ClockRules) -> Regime:
    """Return the regime of a procedure (行政许可法 32, 42, 44–47, or its own law)."""
    licence = procedure.nature is Nature.LICENCE
    silence = procedure.silence
    if silence is None and licence:
        silence = SilenceRule(days=clock.notice_days, source=clock.notice_source)
    extension = procedure.extension
    if extension is not None and extension.assumed and not licence:
        extension = None  # by analogy only
    return Regime(
        silence=silence,
        hearing=licence,
        extension=extension,
        delivery=licence,
        stops=licence,
        refusal=REFUSALS[procedure.nature],
    )


def decline_article(ground: DeclineGround, procedure: Procedure) -> str:
    """Return by which article an application is left untaken: its own law's, or a licence's."""
    general = LICENCE_GROUNDS if procedure.nature is Nature.LICENCE else {}
    return procedure.decline_articles.get(ground) or general.get(ground, "")


def telling_once(procedure: Procedure, on: date) -> str:
    """Return, in brackets, by which article all that is to be corrected is told at once.

    What is no licence is told once by 优化营商环境条例 36, but for the government's own
    matters, which no market entity applies for.
    """
    if procedure.nature is Nature.LICENCE:
        return "（行政许可法第三十二条第一款第四项）"
    told = on >= TELLING_ONCE_FROM and procedure.nature is not Nature.INTERNAL
    return "（优化营商环境条例第三十六条）" if told else ""


def refusal_exists(given: Circumstances) -> Refused | None:
    """A filing is received or not: there is nothing to refuse (核准和备案管理条例 13)."""
    if REFUSALS[given.procedure.nature]:
        return None
    return NotALicence(
        f"{given.procedure.name}是备案，收到齐全材料即为备案，不作不予许可决定；材料不齐的一次性告知补正",
        nature=given.procedure.nature.value,
    )
