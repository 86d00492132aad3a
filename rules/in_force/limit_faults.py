"""Whether each promise keeps within its law (承诺时限不得超过法定时限): checked on loading.

A promise shortens what the law allows (行政许可法 42: twenty days, or what another law says);
one that outlives it, or runs from a later day, would promise a breach. A limit in working days
is weighed against one in calendar days by weeks without a holiday; over a festival the law's
own day comes first, and the light goes by it (`rules/standing/lights.py`).
"""

from collections.abc import Iterator

from pydantic import ValidationError

from models.catalogue import Bound, Catalogue, CountsFrom, Procedure, TimeLimit, Unit
from rules.in_force.coherence import Fault, Loc

WEEK = 5
"""Working days of a week."""


def limit_faults(catalogue: Catalogue) -> Iterator[Fault]:
    """Yield every promise that outlives its law, also under each statute variant."""
    known = {one.code: one for one in catalogue.procedures}
    for index, procedure in enumerate(catalogue.procedures):
        yield from _faults_of(procedure, ("procedures", index, "promised"))
    for index, variant in enumerate(catalogue.statute_variants):
        for code, fields in variant.overrides.items():
            here: Loc = ("statute_variants", index, "overrides", code)
            if code not in known or not {"promised", "statutory"} & set(fields):
                continue
            try:
                told = known[code].model_dump(mode="json") | dict(fields)
                changed = Procedure.model_validate(told)
            except ValidationError:
                continue  # told where it stands by the catalogue's own faults
            yield from _faults_of(changed, here)
            if variant.tiers:
                yield from _longer_than_usual(catalogue, known[code], changed.promised, here)


def _longer_than_usual(
    catalogue: Catalogue, usual: Procedure, promised: TimeLimit, here: Loc
) -> Iterator[Fault]:
    """Yield what is promised to key projects and is longer than what everybody else is promised.

    Also under each variant of the law, which may be stricter than the procedure itself.
    """
    told = usual.model_dump(mode="json")
    laid = [usual]
    for variant in catalogue.statute_variants:
        fields = variant.overrides.get(usual.code, {})
        if not variant.tiers and {"promised", "statutory"} & set(fields):
            laid.append(Procedure.model_validate(told | dict(fields)))
    for one in laid:
        for name, limit in (("通常的承诺时限", one.promised), ("法定时限", one.statutory)):
            longer = limit.bound is Bound.MAX and outlives(promised, limit)
            if longer and (one is not usual or limit is one.promised):
                yield (
                    here,
                    f"{one.code} {one.name}：重点项目的承诺时限{_told(promised)}"
                    f"超过{name}{_told(limit)}",
                )


def outlives(promised: TimeLimit, statutory: TimeLimit) -> bool:
    """Tell whether a promise may end after its law in a time without holidays."""
    if promised.value is None or statutory.value is None:
        return False
    if promised.bound is not Bound.MAX or statutory.bound is not Bound.MAX:
        return False
    if promised.unit is statutory.unit:
        return promised.value > statutory.value
    if promised.unit is Unit.WORKDAY:
        return promised.value + 2 * -(-promised.value // WEEK) > statutory.value
    return promised.value > statutory.value + 2 * ((statutory.value - 1) // WEEK)


def _faults_of(procedure: Procedure, here: Loc) -> Iterator[Fault]:
    promised, statutory = procedure.promised, procedure.statutory
    what = f"{procedure.code} {procedure.name}"
    if outlives(promised, statutory):
        yield (
            here,
            f"{what}：承诺时限{_told(promised)}超过法定时限{_told(statutory)}（{statutory.source}）",
        )
    elif (
        statutory.value is not None
        and promised.value is not None
        and statutory.counts_from is CountsFrom.RECEIPT
        and promised.counts_from is not CountsFrom.RECEIPT
    ):
        yield (
            here,
            f"{what}：法定时限自收到申请之日起算（{statutory.source}），承诺时限不得自受理之日起算",
        )


def _told(limit: TimeLimit) -> str:
    return f"{limit.value}{limit.unit.label}"
