"""The seed campaign on 19 June: a start slips over late papers, and is really saved.

The campaign is rehearsed as `make up` shows it. `rescue` names documents; its own steps
are run as they are printed, each on its day, while everybody else keeps to the plan.
"""

import json
import shlex
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from casework.acting import act
from casework.office import Office
from casework.office.clock import OfficeClock
from casework.office.settings import Settings, open_office
from casework.plan.effects import Outlook, outlook, papers_of, rescue_of
from casework.watching.sweep import sweep
from models.act_requests import Accept, Decide, Request, Resume, Submit, Via
from models.case import CaseState
from models.days import ZONE
from portal.console import run
from rehearsal.cast import Cast
from rules.acting.consequences import waits_for
from rules.fold.lifecycle import RUNNING
from rules.plan.network import network_of
from rules.plan.passes import forward
from store.intake.campaign_folder import read_campaign_folder
from store.projected.queries import project_lines
from tests.rehearsed import played_home

CAMPAIGN = Path(__file__).parents[2] / "campaigns" / "hundred-day-2020"
MIDDLE = date(2020, 6, 19)
ONE_DAY = timedelta(days=1)


class Seed:
    """The rehearsed campaign, its clock in hand."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.office: Office = open_office(Settings(home=home))
        self.cast = Cast(read_campaign_folder(CAMPAIGN).campaign)
        self.today = MIDDLE
        self.go_to(MIDDLE)

    def go_to(self, day: date) -> None:
        """Let the office's clock show a day, after what time alone brings on it."""
        self.today = day
        at = datetime.combine(day, time(17, 40), ZONE)
        OfficeClock(self.home, rehearsal=True).set(at, speed=0)
        sweep(self.office, now=at)

    def seen(self, project: str) -> Outlook:
        return outlook(self.office, project=project, today=self.today)

    def do(self, project: str, procedure: str, request: Request, by: str) -> None:
        act(
            self.office,
            project=project,
            procedure=procedure,
            request=request,
            by=by,
            via=Via.CONSOLE,
            now=datetime.combine(self.today, time(17, 45), ZONE),
        )


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Seed:
    return Seed(played_home(tmp_path_factory, until=MIDDLE))


def slipping(seed: Seed) -> list[tuple[str, date, date]]:
    """Projects that late papers make slip: code, the day they can be had, the papers' day."""
    found = []
    for code in _projects(seed):
        seen = seed.seen(code)
        pinned = seen.file.pinned_start
        if pinned is None or not MIDDLE <= pinned < seen.start_on:
            continue
        told = rescue_of(seen, goal=pinned)
        if told.reachable and told.set:
            found.append((code, pinned, max(one.accept_on for one in told.set)))
    return sorted(found, key=lambda one: one[2])


def keep_to_the_plan(seed: Seed, project: str, waits: set[str]) -> None:
    """Everybody does today what the plan expects of today, but for some procedures."""
    moved = True
    while moved:
        moved = False
        seen = seed.seen(project)
        network = network_of(
            seen.file, seen.procedures, on=seed.today, regulations=seen.regulations
        )
        passed = forward(network, seen.regulations.days)
        for number, step in enumerate(network.steps):
            code, case = step.procedure, seen.file.cases[step.procedure]
            officer = seed.cast.officer(step.department, project)
            liaison = seed.cast.liaison(seen.file.project.unit)
            begins, ends = (date.fromordinal(day[number]) for day in (passed.start, passed.finish))
            ready = not waits_for(seen.file, code) and all(
                seen.file.concluded(one) for one in seen.file.plan[code].tolerable
            )
            late = any(day > seed.today for day in case.expected.values())
            if case.state is CaseState.PAUSED and ends <= seed.today:
                seed.do(project, code, Resume(), officer)
            elif case.state in RUNNING and ends <= seed.today and ready:
                seed.do(project, code, Decide(), officer)
            elif case.state is CaseState.OPEN and begins <= seed.today and not late:
                if code in waits:
                    continue
                seed.do(project, code, Submit(), liaison)
            elif case.state is CaseState.SUBMITTED and not late and code not in waits:
                seed.do(project, code, Accept(), officer)
            else:
                continue
            moved = True
            break


def _projects(seed: Seed) -> list[str]:
    with seed.office.store.reading() as connection:
        return [one.code for one in project_lines(connection) if one.active]


def test_papers_that_are_still_to_come_are_worth_working_days(seed: Seed) -> None:
    papers = [
        papers_of(seed.seen(line))
        for line in _projects(seed)
        if any(
            day > seed.today
            for case in seed.seen(line).file.cases.values()
            for day in case.expected.values()
        )
    ]
    assert any(one.papers and one.papers[0].days > 0 for one in papers)


def test_a_start_that_slips_over_late_papers_is_saved_by_the_steps_that_rescue_names(
    seed: Seed, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GREENCHANNEL_HOME", str(seed.home))
    found = slipping(seed)
    assert found, "no project of the seed slips over a paper that may be deferred"
    project, goal, _ = found[0]

    def told(*tokens: str) -> dict[str, object]:
        capsys.readouterr()
        assert run([*tokens, "--json"]) == 0
        answer: dict[str, object] = json.loads(capsys.readouterr().out)
        return answer

    answer = told("rescue", project, "--start-by", goal.isoformat())
    assert answer["reachable"] is True
    chosen = answer["set"]
    assert isinstance(chosen, list)
    assert chosen
    assert str(answer["start_now"]) > goal.isoformat() >= str(answer["start_on"])
    waits = {one["procedure"] for one in chosen}
    assert {one["document"] for one in chosen} <= set(seed.seen(project).document_names())

    steps = answer["steps"]
    assert isinstance(steps, list)
    for step in sorted(steps, key=lambda one: str(one["by"])):
        while seed.today < date.fromisoformat(step["by"]):
            keep_to_the_plan(seed, project, waits)
            seed.go_to(seed.today + ONE_DAY)
        keep_to_the_plan(seed, project, waits)
        program, *tokens = shlex.split(step["command"])
        assert program == "greenchannel"
        assert run(tokens) == 0
    for one in chosen:
        case = seed.seen(project).file.cases[one["procedure"]]
        assert case.state is CaseState.CONDITIONALLY_ACCEPTED
        assert one["document"] in {owed.document for owed in case.outstanding}
    start = told("show", project)["start"]
    assert isinstance(start, dict)
    assert start["forecast_on"] <= goal.isoformat()
    assert start["slip_days"] == 0
    assert told("plan", project)["forecast_start"] == start["forecast_on"]
