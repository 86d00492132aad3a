"""The league table of the campaign (比赶超榜): read from the ledger, never typed."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from weakref import WeakKeyDictionary

from pydantic import TypeAdapter

from casework.office import Office
from casework.office.kept import Kept
from casework.office.reckoning import Reading, Topic, told_of_all
from models.case import CaseFile
from models.league import LeagueFigure, LeagueLine, LeagueMeasure, LeagueRules, LeagueTable
from models.refusal import Refused
from rules.clocks.round_days import iso_week
from rules.days.last_day import passed
from rules.in_force.identity import TheVery
from rules.in_force.regulations import Regulations
from rules.standing.lights import light_case
from rules.supervision.issues import overdue
from rules.weekly.five_rates import Rate, RateName, figures, five_rates
from rules.weekly.league import Counted, Place, league
from store import ledger

FOUR, TENTH = Decimal("0.0001"), Decimal("0.1")
FROM_RATES = {
    LeagueMeasure.START: RateName.START,
    LeagueMeasure.INVESTMENT: RateName.INVESTMENT,
    LeagueMeasure.PRODUCTION: RateName.PRODUCTION,
}


class NotRanked(Refused):
    """The campaign's rules do not say how units are compared (未规定比赶超办法)."""


MOST_KEPT = 2

_RANKED: WeakKeyDictionary[Office, Kept[LeagueTable]] = WeakKeyDictionary()
"""A table holds until an entry is written: whoever looks in between is told the same."""


def league_table(office: Office, *, today: date) -> LeagueTable:
    """Return the league table as of today; :class:`NotRanked` where the rules give no weights."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        rules = situation.regulations.rulebook.ranking
        if rules is None:
            raise NotRanked("规则参数 rules.yaml 未规定比赶超办法（ranking），不排名次")
        asked = TheVery(situation), today, ledger.written(connection)
        reading = Reading(office, connection, situation, today)
        known = _RANKED.setdefault(office, Kept(MOST_KEPT))
        return known.of(asked, lambda: _ranked(reading, rules))


def _ranked(reading: Reading, rules: LeagueRules) -> LeagueTable:
    campaign = reading.situation.file
    closed = {
        week: (frozenset(one.projects), one.closed_on)
        for week, one in campaign.rounds.items()
        if one.closed_on is not None
    }
    counted = [
        one
        for code, told in told_of_all(reading, SCORED)
        for one in _with_reports(told, code, closed)
    ]
    names = campaign.campaign.office_names
    return LeagueTable(
        as_of=reading.on,
        week=iso_week(reading.on),
        assumed=rules.assumed,
        source=rules.source,
        confidence=rules.confidence,
        lines=tuple(_line(place, names, rules) for place in league(counted, rules)),
    )


@dataclass(frozen=True, slots=True)
class Scored:
    """What a project's own file adds to its unit's figures (项目得分依据)."""

    counted: Counted
    in_time: frozenset[str]
    """Weeks that were reported before their round was closed."""
    former_units: tuple[tuple[str, date], ...]

    def unit_on(self, day: date) -> str:
        """Return the unit that answered for the project on a day."""
        return next((one for one, last in self.former_units if day <= last), self.counted.unit)


def _scored(file: CaseFile, regulations: Regulations, today: date) -> Scored:
    project, days, progress = file.project, regulations.days, file.progress
    rates = five_rates([figures(file, week=iso_week(today), on=today)])
    counted = Counted(
        unit=project.unit,
        kind=f"{project.type.value} {project.standing.value}",
        rates={
            **{measure: rates[name] for measure, name in FROM_RATES.items()},
            LeagueMeasure.APPROVALS: _share(_in_time(file, regulations, today)),
            LeagueMeasure.ISSUES: _share(
                one.solved_on is not None and not passed(one.due_on, on=one.solved_on, days=days)
                for one in file.issues.values()
                if one.solved_on is not None or overdue(one, on=today, days=days)
            ),
        },
    )
    in_time = frozenset(one for one in progress.reports if one not in progress.late)
    return Scored(counted, in_time, file.former_units)


def _with_reports(
    told: Scored, project: str, closed: Mapping[str, tuple[Collection[str], date]]
) -> Iterator[Counted]:
    """Yield a project's figures with its reports; a report counts for the unit of that week.

    ``closed`` = week → who was asked, and when its round was closed.
    """
    kept: dict[str, list[bool]] = {told.counted.unit: []}
    for week, (asked, closed_on) in closed.items():
        if project in asked:
            kept.setdefault(told.unit_on(closed_on), []).append(week in told.in_time)
    for unit, reported in kept.items():
        left = unit != told.counted.unit
        rates = {LeagueMeasure.REPORTS: _share(reported)}
        figures = rates if left else {**told.counted.rates, **rates}
        yield replace(told.counted, unit=unit, rates=figures, left=left)


SCORED: Topic[Scored] = Topic(
    "scored",
    TypeAdapter(Scored),
    lambda reading, file: _scored(file, reading.situation.regulations, reading.on),
)


def _in_time(file: CaseFile, regulations: Regulations, today: date) -> Iterable[bool]:
    """Yield, of each case that was decided or is late, whether it kept its limits."""
    for case in file.cases.values():
        if case.limits is None and case.received_on is None:
            continue
        late = light_case(case, on=today, regulations=regulations, file=file).late_by is not None
        if case.concluded or late:
            yield not late


def _share(kept: Iterable[bool]) -> Rate:
    known = list(kept)
    return Rate(Decimal(sum(known)), Decimal(len(known)))


def _line(place: Place, names: Mapping[str, str], rules: LeagueRules) -> LeagueLine:
    fair = place.fair
    return LeagueLine(
        unit=place.unit,
        unit_name=names.get(place.unit, place.unit),
        projects=place.projects,
        figures=tuple(_figure(place, measure, rules) for measure in LeagueMeasure),
        score=Decimal(place.score).quantize(TENTH),
        fair_score=Decimal(fair.score).quantize(TENTH) if fair else None,
        raw_rank=place.raw_rank,
        rank_from=fair.rank_from if fair else None,
        rank_to=fair.rank_to if fair else None,
        band=fair.band if fair else None,
        flag=fair.flag if fair else None,
    )


def _figure(place: Place, measure: LeagueMeasure, rules: LeagueRules) -> LeagueFigure:
    rate, expected = place.rates[measure], place.expected.get(measure)
    return LeagueFigure(
        measure=measure,
        name=measure.label,
        weight=rules.weights.get(measure, 0),
        done=rate.done,
        of=rate.of,
        share=rate.share.quantize(FOUR) if rate.share is not None else None,
        expected=Decimal(expected).quantize(FOUR) if expected is not None else None,
    )
