"""Files beside a case (附件): listed, taken in, handed out again as they were kept."""

from fastapi import APIRouter
from starlette.responses import Response

from casework.intake.attaching import Attached, Handed, attach, attached, attachment
from casework.reading.case.case_sheet import CaseSheet
from portal.web.cases.case import about, sheet_of
from portal.web.downloads import handed_out
from portal.web.filled import NO_PROBLEMS, FilledIn, Objection, Problems
from portal.web.visit import Signed, Visit
from portal.web.work.to_do import where
from rules.in_force.authority import may_attach

router = APIRouter()

ADDRESS = "/projects/{code}/cases/{procedure}/files"
SANDBOX = "sandbox; default-src 'none'"
"""What a browser that opens a file all the same lets it do: nothing."""


@router.get(ADDRESS)
def show(visit: Signed, code: str, procedure: str) -> Response:
    """Show the files of a case, and where another is put in by whoever may."""
    return _page(visit, code, procedure)


@router.post(ADDRESS)
def put(visit: Signed, code: str, procedure: str, form: FilledIn) -> Response:
    """Take files in, all or none."""
    handed = [Handed(one.filename or "", one.file.read()) for one in form.uploads.get("files", ())]
    try:
        visit.write(
            lambda: attach(
                visit.office,
                visit.settings.attachments,
                project=code,
                procedure=procedure,
                handed=handed,
                note=form.text("note")[:200],
                key=form.key,
                stamp=visit.stamp(),
            )
        )
    except Objection as refused:
        return _page(visit, code, procedure, refused.problems, note=form.text("note"))
    return visit.seen(f"/projects/{code}/cases/{procedure}/files{where(visit)}")


@router.get(f"{ADDRESS}/{{sha256}}")
def hand_out(visit: Signed, code: str, procedure: str, sha256: str) -> Response:
    """Hand a file of this case out, to be kept and never to be run."""
    return taken_out(visit, code, procedure, sha256)


def taken_out(visit: Visit, code: str, procedure: str, sha256: str) -> Response:
    """Answer with a file of a case as it was kept; a browser that opens it lets it do nothing."""
    found, content = attachment(
        visit.office,
        visit.settings.attachments,
        project=code,
        procedure=procedure,
        sha256=sha256,
    )
    answer = handed_out(content, found.media, found.name)
    answer.headers["content-security-policy"] = SANDBOX
    return answer


def _page(
    visit: Visit, code: str, procedure: str, problems: Problems = NO_PROBLEMS, *, note: str = ""
) -> Response:
    sheet = sheet_of(visit, code, procedure)
    files: tuple[Attached, ...] = attached(visit.office, project=code, procedure=procedure)
    return visit.page(
        "attachments.html",
        problems=problems,
        **about(visit, sheet),
        files=files,
        note=note,
        may=_may(visit, sheet),
    )


def _may(visit: Visit, sheet: CaseSheet) -> bool:
    project = sheet.file.project
    carers = (project.chief_service_officer, project.sponsor)
    department = sheet.procedure.department
    account = visit.signer.account
    return may_attach(account, department=department, unit=project.unit, carers=carers) is None
