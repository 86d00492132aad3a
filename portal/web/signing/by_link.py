"""Deciding from a link in a message (消息内办理): one page to confirm, one press, one entry.

The link stands in the query, which no log of ours holds. Whoever opens it signs in first; who
is another person, or comes too late, or a second time, is refused, and the attempt is audited.
"""

from fastapi import APIRouter
from starlette.responses import Response

from casework.reading.case.receipt import since
from casework.signing.links import Link, LinkRefused, read_link
from models.refusal import Stale
from portal.web.cases.acts import done_as_seen
from portal.web.cases.case import about, sheet_of
from portal.web.filled import NO_PROBLEMS, Filled, FilledIn, Objection, Problems
from portal.web.visit import Signed, Visit
from rules.acceptance.regime import act_name

router = APIRouter()

ADDRESS = "/decide"


@router.get(ADDRESS)
def ask(visit: Signed) -> Response:
    """Show what the link would do; nothing is done yet."""
    token = visit.parameter("t")
    try:
        link = _read(visit, token)
        _must_be_as_told(visit, link)
    except (LinkRefused, Stale) as refused:
        return _refused(visit, refused)
    return _page(visit, link, token)


@router.post(ADDRESS)
def put(visit: Signed, form: FilledIn) -> Response:
    """Do what the link says, once."""
    token = form.text("t")
    try:
        link = _read(visit, token)
        _must_be_as_told(visit, link)
    except (LinkRefused, Stale) as refused:
        return _refused(visit, refused)
    sheet = sheet_of(visit, link.project, link.procedure)
    seen = Filled({"_key": (link.key,), "_version": (str(link.version),)})
    try:
        recorded = visit.write(lambda: done_as_seen(visit, sheet, link.request, seen))
    except Objection as refused:
        return _page(visit, link, token, refused.problems)
    number = recorded.act.version
    return visit.seen(f"/projects/{link.project}/cases/{link.procedure}/done/{number}")


def _read(visit: Visit, token: str) -> Link:
    return read_link(visit.office, token, account=visit.signer.number, now=visit.now)


def _must_be_as_told(visit: Visit, link: Link) -> None:
    """Refuse when something has happened to the case since the message was written."""
    lines = since(sheet_of(visit, link.project, link.procedure), link.version)
    if lines:
        first = lines[0]
        raise Stale(
            f"发出消息后本件已有变化：{first.by_name} 于 {first.at} {first.name}"
            f"（第{first.version}条）。请从待办进入核对后办理"
        )


def _page(visit: Visit, link: Link, token: str, problems: Problems = NO_PROBLEMS) -> Response:
    sheet = sheet_of(visit, link.project, link.procedure)
    return visit.page(
        "decide.html",
        **about(visit, sheet),
        problems=problems,
        name=act_name(link.act, sheet.procedure),
        act=link.act.value,
        offer=sheet.offer(link.act.value),
        until=link.until,
        token=token,
    )


def _refused(visit: Visit, refused: LinkRefused | Stale) -> Response:
    """Say why, and write the attempt down; the link itself is not written anywhere."""
    visit.note_refused(refused.message)
    status = 409 if isinstance(refused, Stale) else 422
    return visit.page("decide_refused.html", status=status, sentence=refused.message)
