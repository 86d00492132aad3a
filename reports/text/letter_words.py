"""What the letters of a case say (决定文书用语): each with its articles, by the item's nature.

A letter is drawn from the entry that it tells of; before that it is a draft with room.
"""

from collections.abc import Iterator

from models.case_entries import (
    Accepted,
    ApplicationRefused,
    Concluded,
    ConditionallyAccepted,
    CorrectionRequested,
    Declined,
    DeemedAccepted,
    Delivered,
)
from models.catalogue import Procedure, TimeLimit
from models.labelled import Labelled
from models.ledger import Payload
from models.nature import Nature
from reports.papers.letter_lines import NAME, chinese_day
from reports.text.phrases import ASSUMED
from rules.acceptance.regime import may_go_to_law


class LetterKind(Labelled):
    """The letters of a case (文书种类)."""

    ACCEPTANCE = "acceptance", "受理通知书"
    CORRECTION = "correction", "补正告知书"
    DECLINE = "decline", "不予受理决定书"
    GRANT = "grant", "准予行政许可决定书"
    REFUSAL = "refusal", "不予行政许可决定书"
    SERVICE = "service", "送达回证"


TOLD_IN: dict[LetterKind, tuple[type, ...]] = {
    LetterKind.ACCEPTANCE: (Accepted, ConditionallyAccepted, DeemedAccepted),
    LetterKind.CORRECTION: (CorrectionRequested,),
    LetterKind.DECLINE: (Declined,),
    LetterKind.GRANT: (Concluded,),
    LetterKind.REFUSAL: (ApplicationRefused,),
    LetterKind.SERVICE: (Delivered,),
}
"""Letter → what the ledger holds once it was signed."""

OTHERS: dict[Nature, tuple[str, str]] = {
    Nature.FILING: ("备案通知书", ""),
    Nature.PUBLIC_SERVICE: ("办结通知书", "不予办理通知书"),
    Nature.TECHNICAL_REVIEW: ("审查合格通知书", "审查不合格通知书"),
    Nature.INTERNAL: ("批准决定书", "不予批准决定书"),
    Nature.REGISTRATION: ("准予登记（确认）决定书", "不予登记（确认）决定书"),
}
"""What is no licence → what granting and refusing it is called; empty = nothing is refused."""

ARTICLES: dict[LetterKind, tuple[str, ...]] = {
    LetterKind.ACCEPTANCE: (
        "《行政许可法》第三十二条第一款第（五）项：材料齐全、符合法定形式的，应当受理",
        "《行政许可法》第三十二条第二款：受理应当出具加盖专用印章和注明日期的书面凭证",
    ),
    LetterKind.CORRECTION: (
        "《行政许可法》第三十二条第一款第（四）项：应当当场或者在五日内一次告知需要补正的全部内容",
    ),
    LetterKind.DECLINE: (
        "《行政许可法》第三十二条第二款：不予受理应当出具加盖专用印章和注明日期的书面凭证",
    ),
    LetterKind.GRANT: (
        "《行政许可法》第三十八条第一款：符合法定条件、标准的，应当依法作出准予的书面决定",
        "《行政许可法》第四十四条：自作出决定之日起十日内颁发、送达证件",
    ),
    LetterKind.REFUSAL: (
        "《行政许可法》第三十八条第二款：不予许可的书面决定应当说明理由，并告知复议、诉讼的权利",
    ),
    LetterKind.SERVICE: ("《行政许可法》第四十四条：自作出决定之日起十日内颁发、送达证件",),
}
RIGHTS = (
    "对本决定不服的，可以自收到之日起六十日内申请行政复议（行政复议法），"
    "或者六个月内提起行政诉讼（行政诉讼法第四十六条）。"
)
RECEIPT = ("送达文书", "送达方式和地点", "收到日期", "受送达人（签名或者盖章）", "送达人", "备注")
SIGNED_FOR = frozenset({LetterKind.DECLINE, LetterKind.REFUSAL})
"""Against these the applicant may go to law, where an authority decided."""


def title_of(kind: LetterKind, procedure: Procedure) -> str:
    """Name a letter as the nature of the item has it; empty = there is none of that kind."""
    if kind in (LetterKind.GRANT, LetterKind.REFUSAL) and procedure.nature in OTHERS:
        return OTHERS[procedure.nature][kind is LetterKind.REFUSAL]
    return kind.label


def basis(kind: LetterKind, procedure: Procedure) -> tuple[str, ...]:
    """Return what a letter stands on: 行政许可法 for licences alone, the item's own law for all."""
    general = ARTICLES[kind] if procedure.nature is Nature.LICENCE else ()
    return (*general, f"事项依据：{procedure.legal_basis}")


def paragraphs(kind: LetterKind, payload: Payload | None, procedure: Procedure) -> Iterator[str]:
    """Yield what a letter says; without an entry there is room for what nobody decided yet."""
    match payload:
        case Accepted(promised=promised, statutory=statutory):
            yield "经审查，申请材料齐全、符合法定形式，现予受理。"
            yield from _limits(promised, statutory)
        case DeemedAccepted(accepted_on=on, promised=promised, statutory=statutory, article=law):
            yield f"逾期未告知补正内容，自{chinese_day(on)}收到申请材料之日起即为受理（{law}）。"
            yield from _limits(promised, statutory)
        case ConditionallyAccepted(owed=owed, promised=promised, statutory=statutory):
            yield "主件齐全、符合法定形式，下列材料由申请人书面承诺补交，现予容缺受理："
            for number, one in enumerate(owed, 1):
                name = procedure.document_name(one.document)
                yield f"{number}. 《{name}》，{chinese_day(one.due_on)}前补交。"
            yield "逾期未补交的，按承诺书约定处理；所欠材料补齐前不颁发证件。"
            yield from _limits(promised, statutory)
        case CorrectionRequested(items=items, due_on=due):
            yield "申请材料不齐全或者不符合法定形式，需要补正的全部内容一次告知如下："
            for number, item in enumerate(items, 1):
                day = item.due_on or due
                until = f"（{chinese_day(day)}前）" if day else ""
                name = procedure.document_name(item.document)
                yield f"{number}. 《{name}》：{item.what}{until}。"
        case Declined(reason=reason):  # names its ground
            yield f"经审查，决定不予受理。理由：{reason}。"
        case Concluded(conditional=conditional, permit_number=number, opinion=opinion):
            yield f"经审查，符合法定条件、标准，准予办理，取得{procedure.result_document}。"
            if number:
                yield f"批文或者证照编号：{number}。"
            if conditional:
                yield "本件附条件：所欠容缺材料补齐以前不颁发证件，不能补齐的依法处理。"
            if opinion:
                yield f"审查意见：{opinion}"
        case ApplicationRefused(reason=reason):
            refused = title_of(kind, procedure)[:-3]  # less 决定书 or 通知书
            yield f"经审查，不符合法定条件、标准，决定{refused}。理由：{reason}。"
        case Delivered(served_on=on):
            yield f"上述决定已于{chinese_day(on)}送达。"
        case _ if kind is LetterKind.SERVICE:
            yield "下列文书已送达受送达人。"
        case _:
            yield f"{title_of(kind, procedure).removesuffix('书')}的内容和理由：{NAME}"
    if kind in SIGNED_FOR and may_go_to_law(procedure):
        yield RIGHTS


def _limits(promised: TimeLimit, statutory: TimeLimit) -> Iterator[str]:
    said = [
        f"{name}{one.value}个{one.unit.label.removeprefix('个')}{ASSUMED if one.assumed else ''}"
        for name, one in (("承诺办结期限", promised), ("法定办结期限", statutory))
        if one.value is not None
    ]
    if said:
        yield f"{'，'.join(said)}；依法暂停计时、延长的，另行告知。"
    if any(one.assumed and one.value is not None for one in (promised, statutory)):
        yield f"{ASSUMED}为占位值，待本区核定。"
