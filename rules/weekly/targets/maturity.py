"""When a reserve project is ready to apply (达到申报标准): points for what it has."""

from collections.abc import Collection, Iterator

from models.case import CaseFile
from models.target import Maturity, MaturityItem


def points(file: CaseFile, maturity: Maturity, *, beside: Collection[str] = ()) -> int:
    """Return a reserve project's points; ``beside`` = procedures taken as concluded."""
    return sum(one.points for one in maturity.items if _has(file, one, beside))


def lacking(file: CaseFile, maturity: Maturity) -> Iterator[MaturityItem]:
    """Yield what a reserve project does not have yet."""
    for one in maturity.items:
        if not _has(file, one, ()):
            yield one


def _has(file: CaseFile, item: MaturityItem, beside: Collection[str]) -> bool:
    if item.coded or (item.funds and file.project.funds):
        return True
    return bool(item.procedures) and all(
        file.concluded(code) or code in beside for code in item.procedures
    )
