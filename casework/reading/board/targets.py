"""The targets as of any day (目标任务), and one of them drilled down to its projects and lines."""

from datetime import date

from casework.office import Office, Situation
from casework.reading.board.past import files_as_of
from casework.weekly.targets.drilling import detail_of
from casework.weekly.targets.exporting import exported
from casework.weekly.targets.knowing import known_facts
from casework.weekly.targets.standing import lines_of, views_of
from models.campaign_views import TargetView
from models.case import CaseFile
from models.refusal import Unknown
from models.target_views import TargetDetail
from rules.clocks.round_days import iso_week
from rules.weekly.targets.rollup import TargetLine


def targets_on(
    office: Office, *, as_of: date | None = None, surely: bool = True, today: date
) -> tuple[TargetView, ...]:
    """Return every target as of today, or as it stood at the end of a past day.

    How surely each is reached is said of today alone, and where it is asked for: many starts
    have to be drawn for it.
    """
    day = min(as_of or today, today)
    lines, _, situation = _lines(office, day, today, surely=surely)
    return views_of(lines, situation)


def target_detail(
    office: Office, *, target: str, measure: str = "", as_of: date | None = None, today: date
) -> TargetDetail:
    """Return one measure of a target with every project and line that its figures add up from.

    ``measure`` may be left out where the target has one alone; :class:`Unknown` lists them.
    """
    day = min(as_of or today, today)
    lines, files, situation = _lines(office, day, today)
    return detail_of(_asked(lines, target, measure), files, situation, on=day)


def _lines(
    office: Office, day: date, today: date, *, surely: bool = True
) -> tuple[tuple[TargetLine, ...], dict[str, CaseFile], Situation]:
    with office.store.reading() as connection:
        situation = office.situation(connection)
        files = files_as_of(office, connection, day, today=today)
        facts = known_facts(
            office, connection, files, week=iso_week(day), on=day, surely=surely and day == today
        )
    return lines_of(facts, situation, on=day), {one.project.code: one for one in files}, situation


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
    day = min(as_of or today, today)
    lines, files, situation = _lines(office, day, today)
    return exported(lines, files, situation, week=iso_week(day), on=day)
