"""Persons who sign in, through the command line (账户): acts of whoever stands at the machine."""

from datetime import date

from pydantic import ValidationError

from casework.access import rights
from casework.access.rights import Keeper
from casework.office.clock import machine_time
from models.access import Administrator, Person, Post
from models.refusal import BadInput
from portal.edge import DONE, say, say_json
from portal.premises import Premises, opened
from portal.terminal import screen
from reports.console.listing import Listing
from rules.doors.access import held

LOCAL = "本机"


def show_people(*, as_json: bool) -> int:
    """List everybody who may sign in."""
    with opened() as premises:
        everybody, today = rights.everybody(premises.office), premises.today()
    if as_json:
        listed = [
            {
                **person.model_dump(mode="json"),
                "accounts": held(posts, on=today),
                "posts": [post.model_dump(mode="json") for post in posts],
            }
            for person, posts in everybody
        ]
        say_json({"people": listed})
        return DONE
    table = Listing(title=f"登录账户 {len(everybody)} 个")
    for column in ("账户", "姓名", "岗位", "状态"):
        table.add_column(column)
    for person, posts in everybody:
        administers = KINDS[person.administrator] if person.administrator else ""
        accounts = "、".join(held(posts, on=today))
        table.add_row(person.login, person.name, administers or accounts or "—", _state(person))
    screen().print(table)
    return DONE


KINDS = {
    Administrator.SYSTEM: "系统管理员",
    Administrator.SECURITY: "安全管理员",
    Administrator.AUDIT: "审计管理员",
}


def add(login: str, *, name: str, account: str, as_json: bool) -> int:
    """Add somebody, with a post if one is named; show the password for the first time."""
    try:
        person = Person(login=login, name=name)
    except ValidationError as wrong:
        sentence = "应以小写字母开头，由小写字母、数字、点和短横组成，2至40个字符"
        raise BadInput("参数 LOGIN", sentence) from wrong
    with opened(create=True) as premises:
        if account:
            premises.must_know(account)
        password = rights.add_person(premises.office, person, keeper=_local())
        if account:
            _hold(premises, login, account, premises.today(), None)
    return _tell(login, password, as_json=as_json)


def reset(login: str, *, as_json: bool) -> int:
    """Set a password for the next sign-in, and show it."""
    with opened() as premises:
        password = rights.reset_password(premises.office, login, keeper=_local())
    return _tell(login, password, as_json=as_json)


def post(login: str, account: str, *, from_on: date | None, until_on: date | None) -> int:
    """Let somebody hold an account of the campaign."""
    with opened() as premises:
        premises.must_know(account)
        _hold(premises, login, account, from_on or premises.today(), until_on)
    say(f"{login} 任职 {account}")
    return DONE


def name_administrator(login: str, kind: str) -> int:
    """Make somebody one of the three administrators."""
    if kind not in set(Administrator):
        raise BadInput("参数 KIND", "应为 system、security 或 audit")
    with opened() as premises:
        today, named = premises.today(), Administrator(kind)
        rights.name_administrator(premises.office, login, named, today=today, keeper=_local())
    say(f"{login} 任{KINDS[named]}")
    return DONE


def shut(login: str, *, off: bool) -> int:
    """Shut somebody out, or let them in again."""
    with opened() as premises:
        rights.disable(premises.office, login, off=off, keeper=_local())
    say(f"账户 {login} 已{'停用' if off else '恢复'}")
    return DONE


def _hold(
    premises: Premises, login: str, account: str, from_on: date, until_on: date | None
) -> None:
    told = Post(
        person=login,
        account=account,
        from_on=from_on,
        until_on=until_on,
        proposed_by="",
        confirmed_by="",
    )
    rights.propose_post(premises.office, told, keeper=_local())


def _local() -> Keeper:
    return Keeper(None, LOCAL, machine_time())


def _tell(login: str, password: str, *, as_json: bool) -> int:
    if as_json:
        say_json({"login": login, "password": password})
        return DONE
    say(f"账户 {login}，首次口令 {password}")
    say("口令只显示这一次，请当面或以可靠方式交给本人；登录后须修改。")
    return DONE


def _state(person: Person) -> str:
    if person.disabled:
        return "停用"
    if not person.has_password:
        return "未设口令"
    return "待首次登录" if person.must_change else "正常"
