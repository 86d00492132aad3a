"""Several cases at once (批量办理): each has its own outcome, none undoes another."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from casework.acting import act
from casework.reading.case.why_not import why_not
from casework.reading.lists.work_lines import WorkLine
from models.act import Act
from models.act_requests import REQUESTS, Via
from models.act_words import IN_BATCH
from models.people import Account
from models.refusal import Refused
from portal.web.filled import FilledIn
from portal.web.visit import Signed, Visit
from rules.acting.examining import AUTHORITY

router = APIRouter()

MOST = 60
"""Cases that one batch may hold: as many as a page shows."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case of a batch (批量办理结果)."""

    project: str
    procedure: str
    done: bool
    words: str
    version: int | None = None
    """Of the entry that was recorded."""


def batch_acts(account: Account, lines: Sequence[WorkLine]) -> tuple[tuple[str, str], ...]:
    """Return the acts that some of the cases shown know and the account's role may do."""
    known = {one for line in lines for one in line.acts}
    return tuple(
        (one.value, one.label)
        for one in IN_BATCH
        if one in known and account.role in AUTHORITY.get(one, {})
    )


@router.get("/batch/refusals")
def refusals(visit: Signed) -> Response:
    """Return, as data, what stands against an act on each of some cases: the rule's sentence."""
    chosen = next((one for one in IN_BATCH if one.value == visit.parameter("act")), None)
    picked = list(dict.fromkeys(visit.request.query_params.getlist("pick")))[:MOST]
    if chosen is None:
        return JSONResponse({})
    pairs = [
        (project, procedure) for project, _, procedure in (one.partition("/") for one in picked)
    ]
    told = why_not(
        visit.office, act=chosen, cases=pairs, account=visit.signer.account, today=visit.today
    )
    return JSONResponse(
        {f"{project}/{procedure}": said for (project, procedure), said in told.items()}
    )


@router.post("/batch")
def do(visit: Signed, form: FilledIn) -> Response:
    """Do one act to every case that was picked, one after another."""
    chosen = next((one for one in IN_BATCH if one.value == form.text("act")), None)
    picked = list(dict.fromkeys(form.many("pick")))[:MOST]
    back = form.text("back")
    back = f"/{back}" if back.startswith("?") else "/"
    if chosen is None or not picked:
        said = "请先勾选要办理的事项" if chosen else "请选择要办理的动作"
        return visit.page("batch.html", outcomes=(), name="", said=said, back=back, status=422)
    outcomes = tuple(_one(visit, chosen, one, form.key) for one in picked)
    return visit.page("batch.html", outcomes=outcomes, name=chosen.label, said="", back=back)


def _one(visit: Visit, chosen: Act, picked: str, key: str | None) -> Outcome:
    project, _, procedure = picked.partition("/")
    try:
        recorded = act(
            visit.office,
            project=project,
            procedure=procedure,
            request=REQUESTS.validate_python({"act": chosen.value}),
            key=f"{key}/{project}/{procedure}" if key else None,
            by=visit.signer.number,
            person=visit.signer.login,
            via=Via.PORTAL,
            now=visit.now,
        )
    except Refused as refused:
        return Outcome(project, procedure, False, refused.message)
    visit.request.app.state.waker.wake(project)
    number = recorded.act.version
    return Outcome(project, procedure, True, f"已记入台账第{number}条", number)
