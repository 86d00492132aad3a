"""Weekly reports of a unit, many at once (成批填报): what matters most of each project."""

from dataclasses import dataclass

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.responses import Response

from models.progress import ProgressReported
from models.refusal import BadInput, Refused
from models.report_form import ReportFields, titles
from portal.web.filled import Filled, FilledIn, Objection, Problem, Problems, week_in_address
from portal.web.reporting import report_form
from portal.web.reporting.weekly import asked_of, listing, recording
from portal.web.visit import Signed, Visit

router = APIRouter()

BATCH = ("invested_week", "physical_work", "next_week", "explanation")
"""What a batch asks of each project; the rest stays as it is prefilled."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one project of a batch (逐项结果)."""

    done: bool
    words: str


@router.get("/weekly/{week}/batch")
def ask_batch(visit: Signed, week: str) -> Response:
    """Show what matters most of every project of a unit, to be filled in at once."""
    return _batch(visit, week_in_address(week), Filled(), {})


@router.post("/weekly/{week}/batch")
def take_batch(visit: Signed, week: str, form: FilledIn) -> Response:
    """Record each report that was filled in; one that is refused stops no other."""
    code = week_in_address(week)
    outcomes: dict[str, Outcome] = {}
    for line in listing(visit, code).lines:
        given = {name: form.text(f"{name}-{line.project}") for name in BATCH}
        if any(given.values()) or form.text(f"same-{line.project}"):
            outcomes[line.project] = _one_of_batch(visit, code, line.project, given, form.key)
    return _batch(visit, code, form, outcomes)


def _one_of_batch(
    visit: Visit, week: str, project: str, given: dict[str, str], key: str | None
) -> Outcome:
    try:
        fields = ReportFields.model_validate(given)
        own = f"{key}-{project}" if key else None
        recorded = visit.write(recording(visit, week, project, fields, own))
    except BadInput as wrong:
        return Outcome(False, str(wrong))
    except (Objection, Refused) as refused:
        return Outcome(False, str(refused))
    except ValidationError:
        return Outcome(False, "内容过长或不符合要求")
    if not recorded.entries or recorded.repeated:
        return Outcome(True, "与已报内容相同，未重复记录")
    sent = next(one for one in recorded.entries if isinstance(one.payload, ProgressReported))
    return Outcome(True, f"已报，台账第{sent.version}条")


def _batch(visit: Visit, week: str, form: Filled, outcomes: dict[str, Outcome]) -> Response:
    unit = visit.signer.unit or visit.parameter("unit")
    if not unit:
        raise BadInput("责任单位", "请先选定责任单位，再成批填报")
    listed = listing(visit, week)
    drafts = {
        line.project: report_form.prefilled(asked_of(visit, week, line.project).prefilled.report)
        for line in listed.lines
    }
    failed = tuple(
        Problem(f"{BATCH[0]}-{project}", f"{names.name}：{outcomes[project].words}")
        for names in listed.lines
        if (project := names.project) in outcomes and not outcomes[project].done
    )
    return visit.page(
        "weekly_batch.html",
        problems=Problems(failed),
        listed=listed,
        week=week,
        unit=unit,
        drafts=drafts,
        form=form,
        outcomes=outcomes,
        titles=titles(),
        fields=BATCH,
    )
