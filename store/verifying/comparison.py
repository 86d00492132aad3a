"""Two databases side by side (逐栏比对): what the ledger adds up to, and what stands there.

Every column of every row is compared, by the tables' own definitions: a column that is
added to a projection is compared from that day on.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Boolean, Connection, Table

from models.tables.projected import PROJECTIONS
from models.tables.rows import Base
from store.rows.raw_rows import RawRow, as_stored, key_of, raw_rows, shown, strange


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the database that does not fit (不符之处)."""

    table: str
    key: str
    """Of the row; empty where the whole table is meant."""
    column: str
    """Empty where the whole row is meant."""
    what: str


DERIVED = frozenset(one.__tablename__ for one in PROJECTIONS)
"""Tables that `rebuild` writes again."""

NAMES = {
    "entries": "台账",
    "heads": "流末",
    "projects": "项目表",
    "cases": "办件表",
    "owed_documents": "容缺材料表",
    "breaches": "失信记录表",
    "matters": "督办台账表",
    "issues": "问题清单表",
    "weekly_rounds": "周报期次表",
    "weekly_reports": "周报表",
    "notices": "通知",
    "deliveries": "送达",
    "lanes": "渠道",
    "robots": "机器人",
    "tallies": "计数",
    "access_events": "安全日志",
    "attachments": "附件",
}
"""Table → what a person calls it."""


def finding_text(finding: Finding) -> str:
    """Return a finding as one sentence: table, key, column, what."""
    named = NAMES.get(finding.table, finding.table)
    place = [f"{named}（{finding.table}）"] if finding.table else []
    if finding.key:
        place.append(finding.key)
    if finding.column:
        place.append(f"{finding.column} 一栏")
    return f"{' '.join(place)}：{finding.what}" if place else finding.what


def projections_differ(derived: Connection, present: Connection) -> Finding | None:
    """Return the first place where projections are not what the ledger adds up to."""
    with as_stored(derived), as_stored(present):
        for name in sorted(DERIVED):
            if finding := _differ(Base.metadata.tables[name], derived, present):
                return finding
    return None


def _differ(table: Table, derived: Connection, present: Connection) -> Finding | None:
    for expected, found in _side_by_side(
        raw_rows(derived, table), raw_rows(present, table), keys=[c.name for c in table.primary_key]
    ):
        row = found or expected
        assert row is not None
        key = key_of(table, row)
        if found is None:
            return Finding(table.name, key, "", "台账中有而表中没有")
        if odd := strange(table, found):
            return Finding(table.name, key, *odd)
        if expected is None:
            return Finding(table.name, key, "", "表中有而台账中没有")
        for column in table.columns:
            right, there = expected[column.name], found[column.name]
            if isinstance(column.type, Boolean):  # 0 and 1 on SQLite; nothing is not no
                right, there = (one if one is None else bool(one) for one in (right, there))
            if right != there:
                what = f"按台账应为{shown(right)}，表中为{shown(there)}"
                return Finding(table.name, key, column.name, what)
    return None


def _side_by_side(
    left: Iterator[RawRow], right: Iterator[RawRow], *, keys: list[str]
) -> Iterator[tuple[RawRow | None, RawRow | None]]:
    """Pair rows that have the same key, both sides being in its order."""
    one, other = next(left, None), next(right, None)
    while one is not None or other is not None:
        here = _place(one, keys) if one is not None else None
        there = _place(other, keys) if other is not None else None
        first = there is None or (here is not None and here <= there)
        second = here is None or (there is not None and there <= here)
        yield (one if first else None), (other if second else None)
        if first:
            one = next(left, None)
        if second:
            other = next(right, None)


def _place(row: RawRow, keys: list[str]) -> list[tuple[int, object]]:
    """Return where a row stands among others, in SQLite's order of kinds."""
    return [_rank(row[key]) for key in keys]


def _rank(value: object) -> tuple[int, object]:
    match value:
        case None:
            return 0, 0
        case int() | float():
            return 1, value
        case str():
            return 2, value
        case _:
            return 3, value
