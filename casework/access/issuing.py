"""A token made at the command line (令牌签发): by whoever proves who they are, as at the portal."""

from collections.abc import Callable
from datetime import date, datetime

from casework.access.at_the_console import HERE
from casework.access.own_account import make_token
from casework.access.signing_in import enter_code, known_by, sign_in, sign_out
from casework.office import Office
from models.access import SignInStage, TokenScope
from models.refusal import BadInput, Refused


class PasswordNotOwn(Refused):
    """The password was set by somebody else and has to be changed first (口令须先由本人修改)."""


def issue_token(
    office: Office,
    *,
    login: str,
    password: str,
    ask_code: Callable[[], str],
    account: str,
    name: str,
    scope: TokenScope,
    days: int,
    today: date,
    at: datetime,
) -> tuple[str, str]:
    """Make a token for somebody who proves who they are as at the portal's door.

    Return the secret, which is never seen again, and the account that it acts at: ``account``,
    or the first post where it is empty. The session ends at once.
    """
    began = sign_in(office, login=login, password=password, comer=HERE, today=today, at=at)
    if began.session.stage is SignInStage.CODE:
        began = enter_code(office, secret=began.secret, code=ask_code(), comer=HERE, at=at)
    try:
        if began.session.stage is not SignInStage.IN:
            raise PasswordNotOwn("口令系他人所设，须先在门户登录并修改，再签发令牌")
        known = known_by(office, began.secret, touch=False, today=today, at=at)
        assert known is not None
        post = account or began.session.account
        if post not in known.posts:
            raise BadInput(
                "参数 --account", f"没有担任该岗位，可用：{'、'.join(known.posts) or '无'}"
            )
        secret = make_token(
            *(office, known),
            name=name,
            scope=scope,
            account=post,
            days=days,
            comer=HERE,
            at=at,
        )
        return secret, post
    finally:
        sign_out(office, began.secret, comer=HERE, at=at)
