"""Whether every fact of a project is heard (项目特征): asked for, or the reason why not.

A catalogue asks by two things at once, the type of a project and its traits. Where a trait
would ask for a procedure and the type is left out, the fact would be swallowed: a housing
estate whose land needs a review of social stability got none. So the procedure names each
type to which it does not apply, with the reason that officers read.
"""

from collections.abc import Iterator

from models.catalogue import Catalogue, Procedure
from models.project import ProjectType
from rules.in_force.coherence import Fault, Loc

OF_THE_TYPE = frozenset({"route", "land_supply"})
"""Traits that go with the type itself, or with how the land is had: they ask nothing alone."""


def trait_faults(catalogue: Catalogue) -> Iterator[Fault]:
    """Yield every type that a procedure leaves out without a reason, and reasons for no type."""
    known = {one.code for one in catalogue.procedures}
    for index, procedure in enumerate(catalogue.procedures):
        here: Loc = ("procedures", index)
        yield from _of_types(procedure, here)
        for place, document in enumerate(procedure.documents):
            if document.issued_by and document.issued_by not in known:
                at = (*here, "documents", place, "issued_by")
                yield at, f"没有“{document.issued_by}”这个事项"


def _of_types(procedure: Procedure, here: Loc) -> Iterator[Fault]:
    for kind in procedure.not_asked_of:
        if kind not in set(ProjectType):
            yield (*here, "not_asked_of", kind), f"没有“{kind}”这种项目类型"
        elif kind in procedure.applies_to:
            yield (*here, "not_asked_of", kind), "既写明适用于此类项目，又写明不办的理由"
    if not asked_by_traits(procedure):
        return
    for kind in ProjectType:
        if kind not in procedure.applies_to and not procedure.not_asked_of.get(kind):
            yield (
                (*here, "applies_to"),
                f"{procedure.code} {procedure.name}由项目特征引起，却不适用于“{kind}”类项目："
                "须写入适用类型，或在“不办的类型”一节写明不办的理由",
            )


def asked_by_traits(procedure: Procedure) -> bool:
    """Tell whether a fact of a project, other than its type, brings a procedure."""
    return any(one.trait not in OF_THE_TYPE for one in procedure.conditions)
