"""Whose name acts stand in (署名): a token taken up, put down, named."""

from casework.access.at_the_console import token_of
from casework.office.clock import machine_time
from models.access import AccessToken
from models.refusal import BadInput
from portal.commands.access.typed import LONGEST, typed_secret
from portal.edge import DONE, say, say_json
from portal.premises import opened
from portal.token_file import forget_token, keep_token, kept_token
from portal.usage import AsJson


def take_up(*, as_json: AsJson = False) -> int:
    """Read a token, see that it stands, keep it."""
    secret = typed_secret("令牌")
    if not secret or len(secret) > LONGEST or not secret.isascii():
        raise BadInput("令牌", "应为门户签发的一行令牌，以 gc_ 开头")
    with opened() as premises:
        today, at = premises.today(), machine_time()
        token = token_of(premises.office, secret, today=today, at=at)
        path = keep_token(premises.settings, secret)
    return _tell(token, f"，已存于 {path}", as_json=as_json)


def put_down(*, as_json: AsJson = False) -> int:
    """Forget the token that is kept."""
    with opened() as premises:
        there = forget_token(premises.settings)
    if as_json:
        say_json({"forgotten": there})
    else:
        say("已不再以所存令牌办理" if there else "没有存着的令牌")
    return DONE


def say_who(*, as_json: AsJson = False) -> int:
    """Say in whose name acts stand now."""
    with opened() as premises:
        secret = kept_token(premises.settings)
        if secret:
            today, at = premises.today(), machine_time()
            token = token_of(premises.office, secret, today=today, at=at)
            return _tell(token, "", as_json=as_json)
        demonstration = premises.settings.clock == "rehearsal"
    if as_json:
        say_json({"account": None, "typed_counts": demonstration})
    elif demonstration:
        say("未持令牌；演示中以 --by 所写账号办理")
    else:
        say("未持令牌；只能以系统运维账号办理运维事项")
    return DONE


def _tell(token: AccessToken, kept: str, *, as_json: bool) -> int:
    if as_json:
        told = {"account": token.account, "person": token.person, "scope": token.scope.value}
        say_json({**told, "until": token.until_at, "token": token.name})
        return DONE
    may = "可以办理" if token.scope.value == "act" else "只能查阅"
    say(f"{token.person} 以岗位 {token.account} 办理（令牌“{token.name}”，{may}{kept}）")
    return DONE
