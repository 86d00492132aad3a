"""What must hold when an application comes in (申报、受理、补正).

行政许可法 art. 32: a complete application is accepted; what is missing is told once,
on the spot or within five days; not told, it counts as accepted from receipt.
"""

from models.act_requests import Correct, ReceiveDocument, RequestCorrection, Submit
from models.catalogue import RequirementLevel
from models.refusal import Refused
from rules.acceptance.circumstances import Circumstances
from rules.acceptance.regime import telling_once


class DocumentUnknown(Refused):
    """The procedure does not ask for that document (非本事项材料)."""


class DocumentsMissing(Refused):
    """The application is not complete (材料不齐)."""


class AlreadyTold(Refused):
    """What must be corrected is told once (已一次性告知)."""


class DateOutOfRange(Refused):
    """The date lies where it may not (日期不当)."""


class NotOwed(Refused):
    """Nobody owes that document (并非欠交材料)."""


def unknown_document(given: Circumstances, documents: tuple[str, ...]) -> DocumentUnknown | None:
    """Return the refusal of all documents that the procedure does not ask for."""
    strange = [one for one in dict.fromkeys(documents) if given.procedure.document(one) is None]
    if not strange:
        return None
    named = "、".join(f"“{one}”" for one in strange)
    listed = "、".join(f"{one.code} {one.name}" for one in given.procedure.documents)
    return DocumentUnknown(
        f"{given.procedure.code} {given.procedure.name} 没有材料{named}，本事项材料为：{listed}",
        documents=tuple(strange),
    )


def submitted_documents_are_known(given: Circumstances) -> Refused | None:
    """An application may only hand in what the procedure asks for (办事指南)."""
    wanted = given.asked(Submit)
    return unknown_document(given, (*(wanted.documents or ()), *wanted.missing))


def corrected_documents_are_known(given: Circumstances) -> Refused | None:
    """A correction may only hand in what the procedure asks for (办事指南)."""
    return unknown_document(given, given.asked(Correct).documents or ())


def correction_names_documents(given: Circumstances) -> Refused | None:
    """A correction notice names documents of the procedure (行政许可法 32(4))."""
    return unknown_document(
        given, tuple(item.document for item in given.asked(RequestCorrection).items)
    )


def told_only_once(given: Circumstances) -> Refused | None:
    """A second notice may not ask for anything new (行政许可法 32(4): 一次告知全部内容)."""
    before = {item.document for item in given.case.corrections}
    if not before:
        return None
    asked = {given.document(item.document) for item in given.asked(RequestCorrection).items}
    if new := tuple(sorted(asked - before)):
        return AlreadyTold(
            f"补正内容须一次性告知{telling_once(given.procedure, given.on)}，"
            f"不得再次要求新的材料：{given.named(new)}",
            documents=new,
        )
    return None


def correction_date_is_ahead(given: Circumstances) -> Refused | None:
    """The applicant is given time: the date lies after today."""
    wanted = given.asked(RequestCorrection)
    dates = {"due_on": wanted.due_on}
    dates |= {f"items.{number}.due_on": item.due_on for number, item in enumerate(wanted.items)}
    past = {
        field: f"补正期限 {day} 应晚于今日（{given.on}）"
        for field, day in dates.items()
        if day is not None and day <= given.on
    }
    if not past:
        return None
    return DateOutOfRange("；".join(dict.fromkeys(past.values())), fields=past)


def correction_answers_an_item(given: Circumstances) -> Refused | None:
    """Items are corrected one by one or together; receipt is the day of the last (建筑法 8)."""
    named = given.asked(Correct).documents
    if named is None:
        return None
    have = {given.document(one) for one in named}
    waiting = tuple(item.document for item in given.case.open_corrections)
    if have.isdisjoint(waiting):
        return DocumentsMissing(f"补正仍缺：{given.named(waiting)}", documents=waiting)
    return None


def documents_are_complete(given: Circumstances) -> Refused | None:
    """Acceptance needs every document (行政许可法 32(5)); else defer or ask for correction."""
    principal = given.absent(RequirementLevel.PRINCIPAL)
    if principal:
        return DocumentsMissing(
            f"缺主件{given.named(principal)}，不能受理；请一次性告知补正",
            documents=principal,
        )
    deferrable = given.absent(RequirementLevel.DEFERRABLE)
    if deferrable:
        return DocumentsMissing(
            f"缺{given.named(deferrable)}，不能直接受理；符合条件的可容缺受理，或一次性告知补正",
            documents=deferrable,
        )
    return None


def document_is_owed(given: Circumstances) -> Refused | None:
    """Only what is owed, or was missing at a deemed acceptance, can be made up."""
    named = given.asked(ReceiveDocument).document
    if unknown := unknown_document(given, (named,)):
        return unknown
    code = given.document(named)
    if any(owed.document == code for owed in given.case.outstanding):
        return None
    if given.case.deemed and code not in given.case.documents:
        return None
    return NotOwed(f"《{given.document_name(code)}》不是欠交材料，或已经补交", document=code)
