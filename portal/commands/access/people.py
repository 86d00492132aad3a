"""Persons who sign in, through the command line (账户): acts of whoever stands at the machine."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from cyclopts import Parameter
from pydantic import ValidationError

from casework.access import rights
from casework.access.at_the_console import HERE
from casework.access.rights import Keeper
from casework.office.clock import machine_time
from models.access import Administrator, Person, Post
from models.refusal import BadInput
from portal.edge import DONE, say, say_json
from portal.premises import Premises, opened
from portal.terminal import print_table
from portal.usage import AsJson, Day, OfficeCode, Words
from rules.doors.access import held

LoginArgument = Annotated[OfficeCode, Parameter(name="LOGIN", metavar="LOGIN", help="账户名。")]


def show_people(*, as_json: AsJson = False) -> int:
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
    rows = (
        (person.login, person.name, _does(person, held(posts, on=today)), _state(person))
        for person, posts in everybody
    )
    print_table(f"登录账户 {len(everybody)} 个", ("账户", "姓名", "岗位", "状态"), rows)
    return DONE


def add(
    login: LoginArgument,
    /,
    *,
    name: Annotated[Words, Parameter(help="姓名。")],
    account: Annotated[OfficeCode, Parameter(metavar="ACCOUNT", help="担任的岗位账号。")] = "",
    as_json: AsJson = False,
) -> int:
    """Add somebody, with a post if one is named; show the password for the first time."""
    try:
        person = Person(login=login, name=name)
    except ValidationError as wrong:
        sentence = "应以小写字母开头，由小写字母、数字、点和短横组成，2至40个字符"
        raise BadInput("参数 LOGIN", sentence) from wrong
    with opened(create=True) as premises:
        if account:
            premises.must_know(account, "参数 --account")
        password = rights.add_person(premises.office, person, keeper=_local())
        if account:
            _hold(premises, login, account, premises.today(), None)
    return _tell(login, password, as_json=as_json)


def reset(login: LoginArgument, /, *, as_json: AsJson = False) -> int:
    """Set a password for the next sign-in, and show it."""
    with opened() as premises:
        password = rights.reset_password(premises.office, login, keeper=_local())
    return _tell(login, password, as_json=as_json)


def hold_post(
    login: LoginArgument,
    account: Annotated[OfficeCode, Parameter(metavar="ACCOUNT", help="岗位账号。")],
    /,
    *,
    from_on: Annotated[
        Day | None, Parameter(name="--from", metavar="DATE", help="起日；缺省为办公时钟的当日。")
    ] = None,
    until_on: Annotated[
        Day | None, Parameter(name="--until", metavar="DATE", help="止日；缺省为长期。")
    ] = None,
) -> int:
    """Let somebody hold an account of the campaign."""
    with opened() as premises:
        premises.must_know(account, "参数 ACCOUNT")
        _hold(premises, login, account, from_on or premises.today(), until_on)
    say(f"{login} 任职 {account}")
    return DONE


def name_administrator(
    login: LoginArgument,
    kind: Annotated[str, Parameter(help="system、security 或 audit。")],
    /,
) -> int:
    """Make somebody one of the three administrators."""
    if kind not in set(Administrator):
        raise BadInput("参数 KIND", "应为 system、security 或 audit")
    with opened() as premises:
        today, named = premises.today(), Administrator(kind)
        rights.name_administrator(premises.office, login, named, today=today, keeper=_local())
    say(f"{login} 任{named.label}")
    return DONE


def shut(login: LoginArgument, /) -> int:
    """Shut somebody out."""
    return _turn(login, off=True)


def open_again(login: LoginArgument, /) -> int:
    """Let somebody in again who was shut out."""
    return _turn(login, off=False)


def _turn(login: str, *, off: bool) -> int:
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
    return Keeper(None, HERE.address, machine_time())


def _tell(login: str, password: str, *, as_json: bool) -> int:
    if as_json:
        say_json({"login": login, "password": password})
        return DONE
    say(f"账户 {login}，首次口令 {password}")
    say("口令只显示这一次，请当面或以可靠方式交给本人；登录后须修改。")
    return DONE


def _does(person: Person, accounts: Iterable[str]) -> str:
    return person.administrator.label if person.administrator else "、".join(accounts) or "—"


def _state(person: Person) -> str:
    if person.disabled:
        return "停用"
    if not person.has_password:
        return "未设口令"
    return "待首次登录" if person.must_change else "正常"
