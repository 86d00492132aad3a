"""Persons, posts and the log of the door (管理), for the three administrators."""

from collections.abc import Iterator
from datetime import date

from fastapi import APIRouter
from starlette.responses import Response

from casework.access import rights
from casework.access.demonstration import SEEDED_BY
from casework.access.rights import Keeper
from models.access import AccessKind, Administrator, Person, Post
from models.refusal import Unknown
from portal.web.doorkeeper import comer_of
from portal.web.filled import NO_PROBLEMS, Filled, FilledIn, Objection, Problem, Problems, give_back
from portal.web.officers.places import Place, places
from portal.web.visit import Present, Visit
from portal.web.wall.published import ledger_page
from rules.doors.access import may_administer
from store.people import access_log
from store.verifying.access_findings import access_finding, finding_among
from store.verifying.comparison import finding_text

router = APIRouter(prefix="/admin")

SHOWN = 100
SYSTEM, SECURITY, AUDIT = Administrator.SYSTEM, Administrator.SECURITY, Administrator.AUDIT


@router.get("")
def show(visit: Present) -> Response:
    """Show who may sign in, and what waits for a confirmation."""
    _must_be(visit, SYSTEM, SECURITY, AUDIT)
    return _list(visit)


@router.post("/persons")
def add(visit: Present, form: FilledIn) -> Response:
    """Add somebody; the first password is shown once, on this very answer."""
    keeper = _keeper(visit, SYSTEM)
    login = form.code("login").lower()
    try:
        if not form.text("name"):
            give_back("name", "请填写姓名或岗位名称")
        name = form.line("name", "姓名")
        password = visit.attempt(
            lambda: rights.add_person(visit.office, Person(login=login, name=name), keeper=keeper)
        )
    except Objection as refused:
        return _list(visit, problems=_worded(refused.problems), form=form)
    return _list(visit, login=login, password=password)


@router.get("/persons/{login}")
def show_person(visit: Present, login: str) -> Response:
    """Show one person: posts, sessions, what an administrator may do."""
    _must_be(visit, SYSTEM, SECURITY, AUDIT)
    return _one(visit, login)


@router.post("/persons/{login}/password")
def reset_password(visit: Present, login: str) -> Response:
    """Set a password for the next sign-in; it is shown once, on this very answer."""
    password = rights.reset_password(visit.office, login, keeper=_keeper(visit, SYSTEM))
    return _one(visit, login, password=password)


@router.post("/persons/{login}/shut")
def shut(visit: Present, login: str) -> Response:
    """Shut somebody out."""
    rights.disable(visit.office, login, off=True, keeper=_keeper(visit, SYSTEM, SECURITY))
    return visit.seen(f"/admin/persons/{login}", done="shut")


@router.post("/persons/{login}/open")
def open_again(visit: Present, login: str) -> Response:
    """Let somebody in again."""
    rights.disable(visit.office, login, off=False, keeper=_keeper(visit, SYSTEM, SECURITY))
    return visit.seen(f"/admin/persons/{login}", done="open")


@router.post("/persons/{login}/sessions")
def end_sessions(visit: Present, login: str) -> Response:
    """End every session and token of somebody."""
    rights.end_sessions(visit.office, login, keeper=_keeper(visit, SECURITY))
    return visit.seen(f"/admin/persons/{login}", done="sessions")


@router.post("/persons/{login}/second-factor")
def take_second_factor(visit: Present, login: str) -> Response:
    """Take a second factor away from somebody who has lost it."""
    rights.take_second_factor(visit.office, login, keeper=_keeper(visit, SECURITY))
    return visit.seen(f"/admin/persons/{login}", done="second-factor")


@router.post("/persons/{login}/posts")
def propose(visit: Present, login: str, form: FilledIn) -> Response:
    """Propose that somebody holds an account of the campaign."""
    keeper = _keeper(visit, SYSTEM)
    try:
        from_on = form.day("from_on", "起日") or visit.today
        post = Post(
            person=login,
            account=form.code("account"),
            from_on=from_on,
            until_on=form.day("until_on", "止日"),
            proposed_by="",
            confirmed_by="",
        )
        visit.attempt(lambda: rights.propose_post(visit.office, post, keeper=keeper))
    except Objection as refused:
        return _one(visit, login, problems=refused.problems, form=form)
    except Unknown as unknown:
        problems = Problems((Problem("account", unknown.message),))
        return _one(visit, login, problems=problems, form=form)
    return visit.seen(f"/admin/persons/{login}", done="proposed")


@router.post("/persons/{login}/posts/confirm")
def confirm(visit: Present, login: str, form: FilledIn) -> Response:
    """Confirm a post."""
    keeper = _keeper(visit, SECURITY)
    account, from_on = form.text("account"), _from_on(form)
    try:
        visit.attempt(
            lambda: rights.confirm_post(visit.office, login, account, from_on, keeper=keeper)
        )
    except Objection as refused:
        return _one(visit, login, problems=refused.problems)
    return visit.seen(f"/admin/persons/{login}", done="confirmed")


@router.post("/persons/{login}/posts/end")
def end(visit: Present, login: str, form: FilledIn) -> Response:
    """End a post with yesterday, so that it counts no more from now on."""
    keeper = _keeper(visit, SYSTEM, SECURITY)
    until_on = date.fromordinal(visit.today.toordinal() - 1)
    account, from_on = form.text("account"), _from_on(form)
    given = (visit.office, login, account, from_on)
    try:
        visit.attempt(lambda: rights.end_post(*given, until_on=until_on, keeper=keeper))
    except Objection as refused:
        return _one(visit, login, problems=refused.problems)
    return visit.seen(f"/admin/persons/{login}", done="ended")


@router.get("/log")
def log(visit: Present) -> Response:
    """Show the log of the door, and whether it is whole."""
    _must_be(visit, AUDIT)
    person, kind = visit.parameter("person"), visit.parameter("kind")
    with visit.office.store.reading() as connection:
        lines = access_log.events(
            connection,
            before=visit.number("before"),
            person=person,
            kind=AccessKind(kind) if kind in set(AccessKind) else None,
            most=SHOWN,
        )
        store, whole = visit.office.store, visit.parameter("verify") == "all"
        keys = {"audit_key": store.audit_key, "former": store.former_keys}
        broken = (
            access_finding(connection, **keys)  # type: ignore[arg-type]
            if whole
            else finding_among(connection, [one.seq for one in lines], **keys)  # type: ignore[arg-type]
        )
    return visit.page(
        "access_log.html",
        lines=lines,
        broken=finding_text(broken) if broken else "",
        whole=whole,
        more=lines[-1].seq if len(lines) == SHOWN else None,
        kinds=tuple(AccessKind.words().items()),
        words=AccessKind.words(),
    )


@router.get("/ledger")
def show_ledger(visit: Present) -> Response:
    """Show the proofs of the ledger: hashes alone, nothing of what it holds."""
    _must_be(visit, SYSTEM, SECURITY, AUDIT)
    return ledger_page(visit, back=("/admin", "账户管理"))


def _keeper(visit: Visit, *kinds: Administrator) -> Keeper:
    """Return who does it, one of these administrators: asked before the form is looked at."""
    _must_be(visit, *kinds)
    return Keeper(visit.signer.person, comer_of(visit.request).address, visit.at)


def _must_be(visit: Visit, *kinds: Administrator) -> None:
    if refused := may_administer(visit.signer.person, *kinds):
        raise refused


def _list(
    visit: Visit,
    *,
    problems: Problems = NO_PROBLEMS,
    form: Filled | None = None,
    login: str = "",
    password: str = "",
) -> Response:
    people = rights.everybody(visit.office)
    text = visit.parameter("q")
    shown = [(one, held) for one, held in people if text in one.login or text in one.name]
    return visit.page(
        "persons.html",
        problems=problems,
        form=form or Filled(),
        people=shown,
        names=_posts_named(visit),
        places=[*_places(visit)],
        waiting=[post for _, held in people for post in held if not post.confirmed_by],
        login=login,
        password=password,
        text=text,
    )


def _places(visit: Visit) -> Iterator[Place]:
    kind = visit.signer.administrator
    assert kind is not None
    return places(kind, prefect_port=visit.settings.prefect_port)


def _one(
    visit: Visit,
    login: str,
    *,
    problems: Problems = NO_PROBLEMS,
    form: Filled | None = None,
    password: str = "",
) -> Response:
    everybody = rights.everybody(visit.office)
    found = next((one for one in everybody if one[0].login == login), None)
    if found is None:
        raise Unknown(f"没有账户“{login}”", person=login)
    return visit.page(
        "person.html",
        problems=problems,
        form=form or Filled(),
        person=found[0],
        posts=found[1],
        names=_posts_named(visit),
        people={SEEDED_BY: "演示", **{one.login: one.name for one, _ in everybody}},
        password=password,
    )


def _posts_named(visit: Visit) -> dict[str, str]:
    """Return what every post of the campaign is called."""
    return {one.number: one.name for one in visit.situation().file.campaign.accounts}


def _from_on(form: Filled) -> date:
    try:
        return date.fromisoformat(form.text("from_on"))
    except ValueError as wrong:
        raise Unknown("没有这条任职记录") from wrong


def _worded(problems: Problems) -> Problems:
    """Say what a login may be made of, rather than by which pattern it is checked."""
    sentence = "账户名应以小写字母开头，由小写字母、数字、点和短横组成，2至40个字符"
    found = (
        Problem(one.field, sentence) if one.field == "login" and "格式" in one.sentence else one
        for one in problems.found
    )
    return Problems(tuple(found), problems.status)
