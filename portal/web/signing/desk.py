"""The signing desk (签批台): what waits for a signature or an answer, and the bulletin's."""

from functools import partial

from fastapi import APIRouter
from starlette.responses import Response

from casework.signing.signing_desk import signing_desk
from casework.supervision.bulletin import bulletin_of, drop_bulletin, sign_bulletin
from models.bulletin import DropBulletin, SignBulletin
from models.bulletin_views import BulletinState, BulletinView
from portal.web.filled import NO_PROBLEMS, Filled, FilledIn, Objection, Problems
from portal.web.signing.proposals import title_of
from portal.web.signing.signature import must_be_signed
from portal.web.visit import Signed, Visit
from reports.pages.bulletin_page import bulletin_text, month_in_words
from rules.in_force.authority import NotEntitled
from rules.supervision.bulletin_signing import signer_refused

router = APIRouter()

STATEMENT = "我已审阅通报全文和所列数据，同意签发"


@router.get("/desk")
def show(visit: Signed) -> Response:
    """Show what waits for who is signed in."""
    desk = signing_desk(visit.office, account=visit.signer.account, today=visit.today)
    return visit.page(
        "desk.html",
        desk=desk,
        month_in_words=month_in_words,
        title_of=partial(title_of, visit.office),
    )


@router.get("/desk/bulletins/{month}")
def ask_bulletin(visit: Signed, month: str) -> Response:
    """Show a drafted bulletin in full, and where it is signed."""
    return _bulletin(visit, month, Filled())


@router.post("/desk/bulletins/{month}")
def sign(visit: Signed, month: str, form: FilledIn) -> Response:
    """Sign a bulletin, or do not sign it, with the reason."""
    must_sign(visit)
    try:
        visit.attempt(lambda: _settled(visit, month, form))
    except Objection as refused:
        return _bulletin(visit, month, form, refused.problems)
    return visit.seen(f"/desk/bulletins/{month}")


def _settled(visit: Visit, month: str, form: Filled) -> BulletinView:
    stamp = visit.stamp()
    if form.text("do") == "drop":
        request = DropBulletin(reason=form.text("reason"))
        return drop_bulletin(visit.office, month=month, request=request, stamp=stamp)
    must_be_signed(visit, form)
    signed = SignBulletin(opinion=form.text("opinion"), requirements=form.text("requirements"))
    return sign_bulletin(visit.office, month=month, request=signed, stamp=stamp)


def _bulletin(visit: Visit, month: str, form: Filled, problems: Problems = NO_PROBLEMS) -> Response:
    view = bulletin_of(visit.office, month=month, today=visit.today)
    return visit.page(
        "desk_bulletin.html",
        problems=problems,
        bulletin=view,
        month=month_in_words(month),
        lines=bulletin_text(view).splitlines(),
        form=form,
        statement=STATEMENT,
        signs=_signs(visit) and view.state is BulletinState.UNSIGNED,
    )


def _signs(visit: Visit) -> bool:
    rules = visit.situation().regulations.rulebook.monthly_bulletin
    return rules is not None and signer_refused(visit.signer.account, rules) is None


def must_sign(visit: Visit) -> None:
    """Refuse whoever does not sign the bulletin."""
    rules = visit.situation().regulations.rulebook.monthly_bulletin
    refused = signer_refused(visit.signer.account, rules) if rules is not None else None
    if refused is not None:
        raise NotEntitled(refused.message)
