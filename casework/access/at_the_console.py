"""Who acts at the command line (命令行署名): a token says it, a typed account only in a rehearsal.

Outside the demonstration an account that was typed proves nothing. Whoever acts shows a
personal token; without one the machine's own operator (系统运维) may act, as nobody else.
"""

from datetime import date, datetime

from casework.access.noting import note
from casework.access.signing_in import Comer
from casework.access.tokens import known_by_token
from casework.office import Office
from models.access import AccessKind, AccessToken, Hand, TokenScope, own_login
from models.people import Account, Role
from models.refusal import BadInput, Refused

PLACE = "参数 --by"
HERE = Comer("本机")


class TokenNeeded(Refused):
    """Outside the demonstration a typed account is no signature (须凭本人令牌办理)."""


class TokenInvalid(Refused):
    """The token is nobody's, or stands no more (令牌无效)."""


class ReadOnlyToken(Refused):
    """The token may only read (令牌只读)."""


def who_acts(
    office: Office, *, typed: str, secret: str, demonstration: bool, today: date, at: datetime
) -> Hand:
    """Return who acts, or refuse: ``typed`` may be empty, ``secret`` as well."""
    if demonstration and (typed or not secret):
        if not typed:
            raise BadInput(PLACE, "缺少此项：请写明经办人账号")
        return Hand(_account(office, typed).number)
    if not secret:
        return Hand(_operator(office, typed))
    token = token_of(office, secret, today=today, at=at)
    if token.scope is TokenScope.READ:
        raise ReadOnlyToken("所持令牌只能查阅，不能办理；请另行签发可办理的令牌")
    if typed and typed != token.account:
        raise TokenNeeded(
            f"所持令牌属于岗位 {token.account}，不能以 {typed} 的名义办理", account=typed
        )
    return Hand(token.account, own_login(token.person, token.account))


def token_of(office: Office, secret: str, *, today: date, at: datetime) -> AccessToken:
    """Return the token that a secret opens, or refuse."""
    found = known_by_token(office, secret, comer=HERE, today=today, at=at)
    if found is None:
        raise TokenInvalid("所持令牌无效、已到期或已撤销，请在门户“我的账户”重新签发")
    return found[1]


def note_export(office: Office, about: str, *, secret: str, today: date, at: datetime) -> None:
    """Write down that a file was taken along, and by whom where a token says it."""
    found = secret and known_by_token(office, secret, comer=HERE, today=today, at=at)
    person = found[0].person.login if found else ""
    note(office, AccessKind.EXPORTED, person=person, about=about, address=HERE.address, at=at)


def _operator(office: Office, typed: str) -> str:
    if typed and _account(office, typed).role is Role.OPERATOR:
        return typed
    raise TokenNeeded(
        "正式运行时命令行须凭本人令牌办理：请在门户“我的账户”签发令牌，再运行 greenchannel login；"
        "未持令牌的，只能以系统运维账号办理运维事项",
        account=typed,
    )


def _account(office: Office, number: str) -> Account:
    with office.store.reading() as connection:
        return office.situation(connection).account(number)
