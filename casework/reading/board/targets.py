"""The targets as of any day (目标任务), and one of them drilled down to its projects and lines."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from weakref import WeakKeyDictionary

from casework.office import Office
from casework.office.kept import Kept
from casework.office.reckoning import Reading, told_of_files
from casework.reading.board.past import files_as_of
from casework.weekly.targets.drilling import detail_of
from casework.weekly.targets.exporting import exported
from casework.weekly.targets.knowing import FACTS, facts_today
from casework.weekly.targets.standing import lines_of, views_of
from models.campaign_views import TargetView
from models.case import CaseFile
from models.refusal import Unknown
from models.target_views import TargetDetail
from rules.clocks.round_days import iso_week
from rules.in_force.identity import TheVery
from rules.weekly.targets.rollup import TargetLine

MOST_KEPT = 2
"""Sums of all projects that a process remembers: with chances and without."""

_SUMMED: WeakKeyDictionary[Office, Kept[tuple[TargetLine, ...]]] = WeakKeyDictionary()
"""They hold until an entry is written: everybody who looks in between is told the same."""


def targets_on(
    office: Office, *, as_of: date | None = None, surely: bool = True, today: date
) -> tuple[TargetView, ...]:
    """Return every target as of today, or as it stood at the end of a past day.

    How surely each is reached is said of today alone, and where it is asked for: many starts
    have to be drawn for it.
    """
    with _reading(office, as_of, today) as reading:
        return views_of(_lines(reading, today, surely=surely), reading.situation)


def target_detail(
    office: Office, *, target: str, measure: str = "", as_of: date | None = None, today: date
) -> TargetDetail:
    """Return one measure of a target with every project and line that its figures add up from.

    ``measure`` may be left out where the target has one alone; :class:`Unknown` lists them.
    """
    with _reading(office, as_of, today) as reading:
        line = _asked(_lines(reading, today), target, measure)
        members = {share.project for share in line.shares if share.project}
        files = _files(reading, today, sorted(members))
        return detail_of(line, files, reading.situation, on=reading.on)


@contextmanager
def _reading(office: Office, as_of: date | None, today: date) -> Iterator[Reading]:
    with office.store.reading() as connection:
        situation = office.situation(connection)
        yield Reading(office, connection, situation, min(as_of or today, today))


def _lines(reading: Reading, today: date, *, surely: bool = True) -> tuple[TargetLine, ...]:
    situation, on = reading.situation, reading.on
    if on < today:
        facts = told_of_files(reading, FACTS, _files(reading, today).values())
        return lines_of(facts, situation, on=on)

    def summed() -> tuple[TargetLine, ...]:
        return lines_of(facts_today(reading, surely=surely), situation, on=on)

    versions = tuple(reading.versions.items())
    asked = on, surely, TheVery(situation.regulations), situation.file.version, versions
    return _SUMMED.setdefault(reading.office, Kept(MOST_KEPT)).of(asked, summed)


def _files(
    reading: Reading, today: date, codes: Sequence[str] | None = None
) -> dict[str, CaseFile]:
    files = files_as_of(reading.office, reading.connection, reading.on, today=today, codes=codes)
    return {one.project.code: one for one in files}


def _asked(lines: tuple[TargetLine, ...], target: str, measure: str) -> TargetLine:
    own = [one for one in lines if target in (one.target.code, one.target.group)]
    if not own:
        known = "、".join(
            dict.fromkeys(f"{one.target.code}（{one.target.group}）" for one in lines)
        )
        raise Unknown(f"没有目标“{target}”，可用：{known}", target=target)
    if not measure and len(own) == 1:
        return own[0]
    found = next((one for one in own if measure in (one.measure.value, one.name)), None)
    if found is None:
        known = "、".join(f"{one.measure.value}（{one.name}）" for one in own)
        said = f"没有指标“{measure}”" if measure else "有几项指标，请指明其中一项"
        raise Unknown(f"目标“{own[0].target.group}”{said}，可用：{known}", measure=measure)
    return found


def export_targets(office: Office, *, as_of: date | None = None, today: date) -> str:
    """Return everything that the targets are counted from, and what was told, as JSON."""
    with _reading(office, as_of, today) as reading:
        lines, files, on = _lines(reading, today), _files(reading, today), reading.on
        return exported(lines, files, reading.situation, week=iso_week(on), on=on)
