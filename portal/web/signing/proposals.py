"""What was filled in on Prefect's pages (运行台转来): read in full, signed or sent back."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.responses import Response

from casework.desk import Recorded
from casework.office import Office
from casework.reading.case.words import act_in_words
from casework.signing.proposals import drop_proposal, proposal_of, sign_proposal
from models.act_requests import Act
from models.act_words import STATEMENTS, label_of
from models.proposal import Proposal, ProposalKind
from models.register_form import RegisterForm
from models.report_form import titles
from models.week_words import week_in_words
from portal.web.cases.act_fields import fields_of
from portal.web.filled import NO_PROBLEMS, Filled, FilledIn, Objection, Problems
from portal.web.signing.signature import must_be_signed
from portal.web.visit import Signed, Visit

router = APIRouter()

STATEMENT = "以上内容由本人填写或核对无误，同意以本人名义办理"
Number = Annotated[int, Path(gt=0, lt=10**9)]
KINDS = {ProposalKind.REPORT: "填报周报", ProposalKind.REGISTER: "登记项目"}


@router.get("/desk/proposals/{number}")
def ask(visit: Signed, number: Number) -> Response:
    """Show what waits for one's own signature; another's is refused."""
    return _page(visit, proposal_of(visit.office, number, officer=visit.signer.number), Filled())


@router.post("/desk/proposals/{number}")
def settle(visit: Signed, number: Number, form: FilledIn) -> Response:
    """Sign what was put to one, or send it back."""
    proposal = proposal_of(visit.office, number, officer=visit.signer.number)
    try:
        if form.text("do") == "drop":
            visit.attempt(
                lambda: drop_proposal(visit.office, number, by=visit.signer.number, now=visit.now)
            )
            return visit.seen(f"/desk/proposals/{number}")
        must_be_signed(visit, form)
        recorded = visit.attempt(
            lambda: sign_proposal(visit.office, number, stamp=visit.stamp())[1]
        )
    except Objection as refused:
        return _page(visit, proposal, form, refused.problems)
    for one in recorded:
        visit.request.app.state.waker.wake(one.file.project.code)
    return visit.seen(_receipt(proposal, recorded))


def title_of(office: Office, proposal: Proposal) -> str:
    """Return what is proposed, in words."""
    if proposal.kind is ProposalKind.ACT:
        return f"{_act_of(office, proposal)} {proposal.procedure}"
    return KINDS[proposal.kind]


def _act_of(office: Office, proposal: Proposal) -> str:
    """Name the act that is proposed."""
    act = Act(proposal.content["act"])
    return act_in_words(office, proposal.project, proposal.procedure, act)


def _receipt(proposal: Proposal, recorded: tuple[Recorded, ...]) -> str:
    """Return the page that shows what was recorded, the same whenever it is opened again."""
    code = proposal.project
    if proposal.kind is ProposalKind.REGISTER:
        return f"/projects/{code}/registered"
    if proposal.kind is ProposalKind.REPORT or not recorded or not recorded[0].entries:
        return f"/desk/proposals/{proposal.number}"
    version = recorded[0].act.version
    if proposal.procedure in recorded[0].file.cases:
        return f"/projects/{code}/cases/{proposal.procedure}/done/{version}"
    return f"/projects/{code}/done/{version}"


def _page(
    visit: Visit, proposal: Proposal, form: Filled, problems: Problems = NO_PROBLEMS
) -> Response:
    now = proposal_of(visit.office, proposal.number, officer=visit.signer.number)
    return visit.page(
        "proposal.html",
        problems=problems,
        proposal=now,
        heading=title_of(visit.office, now),
        lines=_lines(visit, now),
        form=form,
        statement=_statement(now),
    )


def _statement(proposal: Proposal) -> str:
    if proposal.kind is ProposalKind.ACT:
        return STATEMENTS.get(Act(proposal.content["act"]), STATEMENT)
    return STATEMENT


def _lines(visit: Visit, proposal: Proposal) -> list[tuple[str, str]]:
    """Return everything that is signed, each with its label."""
    about = [("项目", _project_name(visit, proposal))]
    content = proposal.content
    told: list[tuple[str, str]] = []
    match proposal.kind:
        case ProposalKind.ACT:
            act = Act(content["act"])
            names, options = _names(visit, proposal), _options(act)
            about += [
                ("事项", names.get(proposal.procedure, proposal.procedure)),
                ("办理动作", _act_of(visit.office, proposal)),
            ]
            told = [
                (label_of(act, name), _said(act, value, options.get(name, {}), names))
                for name, value in content.items()
                if name != "act"
            ]
        case ProposalKind.REPORT:
            about.append(("周次", week_in_words(content["week"])))
            told = [(name, content.get(field, "")) for field, name in titles().items()]
        case ProposalKind.REGISTER:
            told = [
                (one.title or name, _plain(content.get(name)))
                for name, one in RegisterForm.model_fields.items()
                if name != "officer"
            ]
    return about + [(label, value) for label, value in told if value]


def _project_name(visit: Visit, proposal: Proposal) -> str:
    if proposal.kind is ProposalKind.REGISTER:
        return proposal.project
    with visit.office.store.reading() as connection:
        return visit.office.file(connection, proposal.project)[0].project.name


def _names(visit: Visit, proposal: Proposal) -> Mapping[str, str]:
    """Return codes of the procedure and of its papers → their names."""
    with visit.office.store.reading() as connection:
        situation = visit.office.situation(connection)
        project = visit.office.file(connection, proposal.project)[0].project
    known = situation.regulations.procedures(project, on=visit.today).get(proposal.procedure)
    gates = {one.code: one.name for one in situation.regulations.gates.values()}
    if known is None:
        return gates
    papers = {one.code: one.name for one in known.documents}
    return {**gates, **papers, known.code: f"{known.code} {known.name}"}


def _options(act: Act) -> Mapping[str, Mapping[str, str]]:
    return {one.name: dict(one.options) for one in fields_of(act)}


def _said(act: Act, value: Any, options: Mapping[str, str], names: Mapping[str, str]) -> str:
    match value:
        case list():
            return "；".join(_said(act, one, options, names) for one in value)
        case dict():
            parts = (
                names.get(one, one) if name == "document" else f"{label_of(act, name)}：{one}"
                for name, one in value.items()
                if one
            )
            return "，".join(parts)
        case str():
            return options.get(value, names.get(value, value))
        case _:
            return _plain(value)


def _plain(value: Any) -> str:
    match value:
        case bool():
            return "是" if value else ""
        case None:
            return ""
        case _:
            return str(value)
