"""Personal tokens on the command line (访问令牌): listed, made, revoked, as in the portal.

Whoever makes one proves who they are with their own password; whoever stands at the machine may
look at those of anybody and revoke them, and make none.
"""

from collections.abc import Sequence
from typing import Annotated

from cyclopts import Parameter

from casework.access import rights
from casework.access.at_the_console import HERE, ReadOnlyToken, token_of
from casework.access.issuing import issue_token
from casework.access.own_account import revoke_token
from casework.access.rights import Keeper
from casework.access.tokens import known_by_token
from casework.office.clock import machine_time
from models.access import AccessToken, TokenScope
from models.days import ZONE
from models.refusal import BadInput
from portal.commands.access.typed import typed_secret
from portal.edge import DONE, say, say_json
from portal.premises import Premises, opened
from portal.terminal import print_table
from portal.token_file import kept_token
from portal.usage import AsJson, OfficeCode, Whole, Words
from rules.doors.access import TOKEN_LONGEST, token_stands
from store.people import persons, sign_ins

HEADINGS = ("编号", "用途", "岗位", "权限", "签发", "有效至", "最近使用", "状态")
NUMBER, SHORTEST = 12, 8
"""Of the hash, so many characters name a token; so few are enough."""


def show_tokens(
    login: Annotated[
        OfficeCode, Parameter(name="LOGIN", help="账户名；缺省为所持令牌的本人。")
    ] = "",
    /,
    *,
    as_json: AsJson = False,
) -> int:
    """List somebody's tokens, never what they open with."""
    with opened() as premises:
        who = login or _holder(premises)
        tokens = _tokens_of(premises, who)
    at = machine_time()
    if as_json:
        listed = [
            {
                "id": one.hash[:NUMBER],
                "scope_name": one.scope.label,
                "stands": token_stands(one, at),
                **one.model_dump(mode="json", exclude={"hash"}),
            }
            for one in tokens
        ]
        say_json({"person": who, "tokens": listed})
        return DONE
    rows = (
        (
            one.hash[:NUMBER],
            one.name,
            one.account,
            one.scope.label,
            f"{one.made_at.astimezone(ZONE):%Y-%m-%d}",
            f"{one.until_at.astimezone(ZONE):%Y-%m-%d}",
            f"{one.used_at.astimezone(ZONE):%Y-%m-%d}" if one.used_at else "—",
            "有效" if token_stands(one, at) else "已撤销" if one.revoked_at else "已到期",
        )
        for one in tokens
    )
    print_table(f"{who} 的令牌 {len(tokens)} 个", HEADINGS, rows)
    return DONE


def issue(
    login: Annotated[OfficeCode, Parameter(name="LOGIN", help="账户名。")],
    /,
    *,
    name: Annotated[Words, Parameter(help="用途，如“周报上报”。")],
    scope: Annotated[str, Parameter(help="read 只读、act 办理、calendar 日历。")] = "read",
    account: Annotated[
        OfficeCode, Parameter(metavar="ACCOUNT", help="岗位账号；缺省为首个任职。")
    ] = "",
    days: Annotated[Whole, Parameter(metavar="N", help="有效天数，1至366。")] = 90,
    as_json: AsJson = False,
) -> int:
    """Make a token for whoever proves with the password to be its person; show it once."""
    if scope not in set(TokenScope):
        raise BadInput("参数 --scope", f"没有权限“{scope}”，可用：{'、'.join(TokenScope)}")
    if not 1 <= days <= TOKEN_LONGEST.days:
        raise BadInput("参数 --days", f"应为1至{TOKEN_LONGEST.days}的整数")
    with opened() as premises:
        password = typed_secret(f"{login} 的口令")
        if not password:
            raise BadInput("口令", "缺少此项：从标准输入读取一行")
        secret, post = issue_token(
            premises.office,
            login=login,
            password=password,
            ask_code=lambda: typed_secret("动态口令"),
            account=account,
            name=name,
            scope=TokenScope(scope),
            days=days,
            today=premises.today(),
            at=machine_time(),
        )
    if as_json:
        told = {"person": login, "account": post, "scope": scope, "name": name}
        say_json({"token": secret, **told, "days": days})
        return DONE
    say(secret)
    say(f"令牌“{name}”，岗位 {post}，{days}天内有效；只显示这一次，请妥善保管。")
    return DONE


def revoke(
    number: Annotated[str, Parameter(name="ID", help="令牌编号，见 greenchannel token list。")],
    /,
    *,
    of: Annotated[
        OfficeCode, Parameter(name="--of", metavar="LOGIN", help="账户名；缺省为所持令牌的本人。")
    ] = "",
    as_json: AsJson = False,
) -> int:
    """Revoke one of one's own tokens, or at the machine one of anybody's."""
    at = machine_time()
    with opened() as premises:
        office, today = premises.office, premises.today()
        token = _named(_tokens_of(premises, of or _holder(premises)), number)
        if of:
            keeper = Keeper(None, HERE.address, at)
            rights.revoke_token(office, of, token.hash, keeper=keeper)
        else:
            found = known_by_token(
                office, kept_token(premises.settings), comer=HERE, today=today, at=at
            )
            assert found is not None
            known, held = found
            if held.scope is not TokenScope.ACT:
                raise ReadOnlyToken("所持令牌只能查阅，不能撤销；请在门户“我的账户”撤销")
            revoke_token(office, known, token.hash, comer=HERE, at=at)
    if as_json:
        say_json({"id": token.hash[:NUMBER], "name": token.name, "revoked": True})
    else:
        say(f"令牌 {token.hash[:NUMBER]}（{token.name}）已撤销")
    return DONE


def _holder(premises: Premises) -> str:
    """Return whose token is kept here."""
    secret = kept_token(premises.settings)
    if not secret:
        raise BadInput("参数 LOGIN", "缺少此项：未持令牌的，请写明账户名，由本机操作员办理")
    today = premises.today()
    return token_of(premises.office, secret, today=today, at=machine_time()).person


def _tokens_of(premises: Premises, login: str) -> Sequence[AccessToken]:
    with premises.office.store.reading() as connection:
        if persons.find_person(connection, login) is None:
            raise BadInput("参数 LOGIN", f"没有账户“{login}”")
        return sign_ins.tokens_of(connection, login)


def _named(tokens: Sequence[AccessToken], number: str) -> AccessToken:
    if len(number) < SHORTEST:
        raise BadInput("参数 ID", f"编号至少写{SHORTEST}位")
    found = [one for one in tokens if one.hash.startswith(number)]
    if len(found) != 1:
        raise BadInput("参数 ID", f"没有编号为“{number}”的令牌，见 greenchannel token list")
    return found[0]
