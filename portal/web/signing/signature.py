"""A signature on a page (签名): a statement ticked and the signer's own name typed."""

from portal.web.filled import Filled, Objection, Problem, Problems
from portal.web.visit import Visit


def must_be_signed(visit: Visit, form: Filled) -> None:
    """Object when the statement is not ticked, or the name is not the signer's."""
    found = []
    if form.text("statement") != "yes":
        found.append(Problem("statement", "请勾选声明后再签"))
    if form.text("name") != visit.signer.name:
        found.append(Problem("name", f"签名应为“{visit.signer.name}”"))
    if found:
        raise Objection(Problems(tuple(found)))
