"""Supervision in a rehearsal (督办演练): signers sign, units answer or do not, matters are closed.

Most slips are signed within a day and answered in time; some late, some never, so that
every rung of the ladder is seen in a campaign.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from random import Random

from casework.desk import Stamp
from casework.office import Office
from casework.supervision.bulletin import sign_bulletin, unsigned_bulletins
from models.act import Via
from models.bulletin import SignBulletin
from models.case_entries import Reminded
from models.catalogue import Unit
from models.issue import IssueRaised, SolveIssue
from models.ledger import Payload
from models.notice import Ground
from models.people import Role
from models.supervision import (
    InterviewHeld,
    Matter,
    MissedStartExplained,
    SlipAnswered,
    SlipDrafted,
    SlipIssued,
)
from models.supervision_requests import (
    AnswerSlip,
    CloseMatter,
    ExplainMissedStart,
    HoldInterview,
    SignSlip,
)
from rehearsal.cast import Answer, Cast, Deed, Scene, Step
from rules.in_force.regulations import Regulations
from rules.plan.forecast import forecast_start
from rules.supervision.grounds import holds_from

ANSWERED_IN_TIME, ANSWERED_LATE = 0.72, 0.2
"""How likely a slip is answered by its day, or after it; else never."""

Plan = tuple[Step, int, str]
"""What somebody means to do, after how many working days, about which matter."""


def supervision_plans(payload: Payload, regulations: Regulations, luck: Random) -> Iterator[Plan]:
    """Yield what people plan on learning of an entry about supervision."""
    ladder = regulations.rulebook.escalation
    if ladder is None:
        return
    match payload:
        case SlipDrafted(matter=matter, rung=rung) if ladder.rung(rung).signer is not None:
            yield Step.SIGN_SLIP, luck.choice((0, 0, 1, 1, 2)), matter
        case SlipIssued(matter=matter, rung=rung):
            reply, roll = ladder.rung(rung).reply_workdays, luck.random()
            if ladder.rung(rung).interview:
                yield Step.HOLD_INTERVIEW, luck.randint(1, 3), matter
            elif roll < ANSWERED_IN_TIME:
                yield Step.ANSWER_SLIP, luck.randint(0, reply), matter
            elif roll < ANSWERED_IN_TIME + ANSWERED_LATE:
                yield Step.ANSWER_SLIP, reply + luck.randint(1, 2), matter
        case SlipAnswered(matter=matter):
            yield Step.CLOSE_MATTER, luck.randint(3, 6), matter
        case InterviewHeld(matter=matter):
            yield Step.CLOSE_MATTER, luck.randint(5, 8), matter
        case Reminded(ground=Ground.START_MISSED):
            yield Step.EXPLAIN, luck.randint(1, 3), ""
        case IssueRaised(issue=issue):
            yield Step.SOLVE_ISSUE, luck.choice((1, 2, 3, 3, 4, 5, 7)), str(issue)
        case MissedStartExplained():
            yield Step.MOVE_PIN, luck.randint(1, 2), ""
        case _:
            pass


def _matter(scene: Scene) -> Matter | None:
    matter = scene.file.matters.get(scene.move.detail)
    return matter if matter is not None and matter.open else None


def _sign(scene: Scene) -> Answer:
    matter, ladder = _matter(scene), scene.regulations.rulebook.escalation
    if matter is None or matter.slip is None or not matter.slip.pending or ladder is None:
        return None
    rung = ladder.rung(matter.slip.rung)
    signer = rung.signers[0] if rung.signers else scene.cast.first(rung.signer or Role.DISPATCHER)
    return Deed(signer, SignSlip(matter=matter.key, opinion="情况属实，同意签发。"))


def _answer(scene: Scene) -> Answer:
    matter = _matter(scene)
    if matter is None or matter.slip is None or matter.slip.issued_on is None:
        return None
    unit = scene.file.project.unit
    of_unit = matter.office == unit
    by = scene.cast.liaison(unit) if of_unit else scene.cast.head(matter.office)
    wait = scene.chance("done", matter.key).randint(2, 8)
    done_by = scene.days.add(scene.on, wait, Unit.WORKDAY).due_on
    answer = "已召开专题会研究，逐项明确责任人和完成时限，倒排工期推进。"
    return Deed(by, AnswerSlip(matter=matter.key, answer=answer, done_by=done_by))


def _close(scene: Scene) -> Answer:
    matter, ladder = _matter(scene), scene.regulations.rulebook.escalation
    if matter is None or ladder is None or matter.slip is None:
        return None
    holds = holds_from(
        scene.file,
        matter.ground,
        matter.procedure,
        matter.about_on,
        since=scene.on,
        regulations=scene.regulations,
    )
    if holds is not None and holds <= scene.on:
        return None
    rung = ladder.rung(matter.slip.rung)
    signer = rung.signers[0] if rung.signers else scene.cast.first(rung.signer or Role.DISPATCHER)
    return Deed(signer, CloseMatter(matter=matter.key, result="经核实，所涉问题已解决，予以销号。"))


def _interview(scene: Scene) -> Answer:
    matter = _matter(scene)
    if matter is None:
        return None
    return Deed(
        scene.cast.first(Role.SUPERVISOR),
        HoldInterview(
            matter=matter.key,
            held_on=scene.on,
            attendants="责任单位主要负责人、包保领导、督办室",
            minutes="责任单位说明滞后原因并作出限期整改承诺，督办室跟踪落实。",
        ),
    )


def _explain(scene: Scene) -> Answer:
    pinned = scene.file.pinned_start
    if pinned is None or pinned >= scene.on or scene.file.started_on is not None:
        return None
    procedures = scene.regulations.procedures(scene.file.project, on=scene.on)
    expected = forecast_start(
        scene.file, procedures, on=scene.on, regulations=scene.regulations
    ).start_on
    return Deed(
        scene.cast.liaison(scene.file.project.unit),
        ExplainMissedStart(
            reason=f"前期手续未能在{pinned}前全部办结。",
            measures="专人盯办关键线路上的手续，每日报告进度。",
            proposed_on=scene.days.add(expected, 2, Unit.WORKDAY).due_on,
        ),
    )


def _solve(scene: Scene) -> Answer:
    issue = scene.file.issues.get(int(scene.move.detail))
    if issue is None or not issue.open:
        return None
    return Deed(
        scene.cast.dispatcher(),
        SolveIssue(issue=issue.number, result="经调度会办，责任单位已落实解决措施，问题已解决。"),
    )


def sign_bulletins(office: Office, cast: Cast, *, now: datetime) -> int:
    """Sign what was drafted on an earlier day, on the next working day; return how many."""
    waiting = unsigned_bulletins(office)
    if not waiting:
        return 0
    stamp = Stamp(by=cast.first(Role.SUPERVISOR), via=Via.CONSOLE, now=now)
    with office.store.reading() as connection:
        working = office.situation(connection).regulations.days.is_working_day(stamp.on)
    ripe = [one.drafted.month for one in waiting if working and one.drafted_on < stamp.on]
    request = SignBulletin(
        opinion="情况属实，同意签发。",
        requirements="责任单位对照红灯项目和到期未补材料，逐项明确责任人和办结时限。",
    )
    for month in ripe:
        sign_bulletin(office, month=month, request=request, stamp=stamp)
    return len(ripe)


SUPERVISION_DEEDS: dict[Step, Callable[[Scene], Answer]] = {
    Step.SIGN_SLIP: _sign,
    Step.ANSWER_SLIP: _answer,
    Step.CLOSE_MATTER: _close,
    Step.HOLD_INTERVIEW: _interview,
    Step.EXPLAIN: _explain,
    Step.SOLVE_ISSUE: _solve,
}
"""Steps about supervision → what their person does."""
