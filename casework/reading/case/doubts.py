"""What is unusual about an act (不常见): allowed, but asked about once before it is done."""

from casework.reading.case.case_sheet import CaseSheet
from models.act_requests import Act, Correct, Request, Submit
from models.catalogue import RequirementLevel

LAST_DAYS = 1
"""With so few days of the limit left, stopping or moving the clock is unusual."""


def doubts(sheet: CaseSheet, request: Request) -> tuple[str, ...]:
    """Return in words what is unusual about an act as it was filled in."""
    found: list[str] = []
    if isinstance(request, Submit) and request.documents is not None:
        lacking = [
            one.name
            for one in sheet.procedure.documents
            if one.level is RequirementLevel.PRINCIPAL and one.code not in request.documents
        ]
        if lacking:
            found.append(f"缺主件《{'》《'.join(lacking)}》：缺主件的申请不能受理，只能告知补正")
    if isinstance(request, Correct) and request.documents is not None:
        left = [
            sheet.name_of(one.document)
            for one in sheet.case.open_corrections
            if one.document not in request.documents
        ]
        if left:
            found.append(f"还有《{'》《'.join(left)}》没有补正，时限不会恢复")
    if request.act in (Act.PAUSE, Act.EXTEND) and _nearly_over(sheet):
        found.append("承诺时限已到最后，此时暂停或延长会列入异常线索，供核实")
    return tuple(found)


def _nearly_over(sheet: CaseSheet) -> bool:
    left = sheet.view.remaining_days
    return left is not None and left <= LAST_DAYS
