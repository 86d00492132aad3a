"""Who may come in, and how (登录规则): passwords, lock-out, sessions, administrators.

What is limited follows GB/T 22239—2019, 7.1.4.1 身份鉴别 (complexity, failed sign-ins,
time-out); the numbers themselves are ours (`assumed`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.access import AccessToken, Administrator, Person, Post, SignIn, SignInStage
from models.people import Account, Role
from models.refusal import Refused

LEAST_CHARACTERS, ENOUGH_CHARACTERS, MOST_CHARACTERS = 10, 16, 128
"""Fewer are refused; from so many on any characters will do; more are no password."""
LEAST_KINDS = 3
FORMER_KEPT = 3
"""So many earlier passwords may not come back."""

FAILURES, LOCKED_FOR = 5, timedelta(minutes=15)
ADDRESS_FAILURES = 60
"""Failed sign-ins from one address within the same time: a whole office may share one."""
CODE_FOR = timedelta(minutes=5)
"""How long after the password the code of the second factor may come."""
IDLE, WARNED_BEFORE = timedelta(minutes=30), timedelta(minutes=5)
LONGEST = timedelta(hours=12)
SESSIONS_KEPT = 5
"""So many sessions of one person at once; the one seen longest ago ends for the next."""
TOKEN_LONGEST = timedelta(days=366)

_KINDS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")
_GUESSED = ("password", "passw0rd", "qwerty", "admin", "woaini", "acheng", "123456", "abcdef")
_RUNS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")


class WeakPassword(Refused):
    """The password is easily guessed (口令过弱)."""


class WrongCredentials(Refused):
    """Account, password or code is wrong; which of them is not said (账号或口令不正确)."""


class TooManyAttempts(Refused):
    """It was tried too often; ``retry_after`` says for how many seconds (尝试次数过多)."""


class AdministratorsApart(Refused):
    """The three administrators are three persons, who hold no post (三员分设)."""


class NotAdministrator(Refused):
    """Another administrator's business (不属本管理员职责)."""


class OwnRights(Refused):
    """Nobody confirms or widens their own rights (不得为本人授权)."""


class PostForbidden(Refused):
    """A post cannot be held so (不能任职)."""


class TokenForbidden(Refused):
    """A token cannot be made so (不能签发令牌)."""


def weakness(password: str, *, login: str, name: str) -> WeakPassword | None:
    """Return the refusal of a password that is easily guessed, else ``None``."""
    if len(password) < LEAST_CHARACTERS:
        return _weak(f"口令至少{LEAST_CHARACTERS}个字符")
    if len(password) > MOST_CHARACTERS:
        return _weak(f"口令不得超过{MOST_CHARACTERS}个字符")
    kinds = sum(bool(re.search(kind, password)) for kind in _KINDS)
    if len(password) < ENOUGH_CHARACTERS and kinds < LEAST_KINDS:
        return _weak(
            f"口令应含大写字母、小写字母、数字、符号中的至少三类，或不少于{ENOUGH_CHARACTERS}个字符"
        )
    plain = password.lower()
    if len(set(plain)) < 6:
        return _weak("口令中重复的字符过多")
    if any(word and word.lower() in plain for word in (login, name)):
        return _weak("口令不得含有账号或姓名")
    if any(word in plain for word in _GUESSED) or _runs(plain):
        return _weak("口令含有常见的词或连续的字符，容易被猜中")
    return None


def _runs(plain: str) -> bool:
    """Tell whether five neighbours of a keyboard, an alphabet or a count stand in a row."""
    return any(
        plain[start : start + 5] in run or plain[start : start + 5][::-1] in run
        for start in range(len(plain) - 4)
        for run in _RUNS
    )


def _weak(sentence: str) -> WeakPassword:
    return WeakPassword(sentence, field="password")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a session stands at an instant (会话状态)."""

    over: bool
    ends_at: datetime
    """When it ends if nobody does anything."""


def standing(session: SignIn, at: datetime) -> Standing:
    """Tell whether a session is over, and when it ends: idle too long, or begun too long ago."""
    if session.stage is SignInStage.CODE:
        ends = session.begun_at + CODE_FOR
    else:
        ends = min(session.seen_at + IDLE, session.begun_at + LONGEST)
    return Standing(at >= ends, ends)


def held(posts: Sequence[Post], *, on: date) -> tuple[str, ...]:
    """Return the accounts that a person holds on a day, own posts before substitutes'."""
    holding = [post for post in posts if post.holds(on)]
    holding.sort(key=lambda post: (post.until_on is not None, post.account))
    return tuple(dict.fromkeys(post.account for post in holding))


def may_administer(person: Person, *kinds: Administrator) -> NotAdministrator | None:
    """Return the refusal when a person is none of these administrators, else ``None``."""
    if person.administrator in kinds:
        return None
    return NotAdministrator(f"{person.name}（{person.login}）不是本事项的管理员")


def may_be_named(person: Person, posts: Sequence[Post], *, on: date) -> AdministratorsApart | None:
    """Return the refusal when a person may not become an administrator, else ``None``."""
    if person.administrator is not None:
        return AdministratorsApart(f"{person.name}已任管理员；系统、安全、审计管理员须三人分任")
    if held(posts, on=on):
        return AdministratorsApart(f"{person.name}有业务岗位，不得兼任管理员")
    return None


def may_hold(person: Person, *, from_on: date, until_on: date | None) -> Refused | None:
    """Return the refusal when a person may not be given a post, else ``None``."""
    if person.administrator is not None:
        return AdministratorsApart(f"{person.name}是管理员，不得兼任业务岗位")
    if person.disabled:
        return PostForbidden(f"{person.name}的账户已停用", field="person")
    if until_on is not None and until_on < from_on:
        return PostForbidden("止日早于起日", field="until_on")
    return None


def apart(account: Account, others: Sequence[Account], *, name: str) -> PostForbidden | None:
    """Return the refusal when one person would be two officers of one department, else ``None``.

    Acceptor and decider are told apart by posts and persons (`rules/acting/reviewing.py`): who
    held two posts would be in the way of his own matters.
    """
    if account.role not in (Role.OFFICER, Role.DEPARTMENT_HEAD):
        return None
    for other in others:
        if other.number != account.number and other.office == account.office:
            return PostForbidden(
                f"{name}已任{other.name}，同一部门的受理、决定岗位须两人以上分任；"
                "确需代理的，先终止原岗位",
                field="account",
            )
    return None


def may_confirm(post: Post, by: Person) -> OwnRights | None:
    """Return the refusal when a post is confirmed by whom it concerns, else ``None``."""
    if by.login in (post.person, post.proposed_by):
        return OwnRights("任职须由提出人和本人以外的安全管理员核准")
    return None


def may_end(post: Post, *, until_on: date) -> PostForbidden | None:
    """Return the refusal when a post is over by then: to end it would lengthen it on record."""
    if post.until_on is None or until_on <= post.until_on:
        return None
    return PostForbidden(f"该任职已于 {post.until_on} 终止，不再变动")


def token_stands(token: AccessToken, at: datetime) -> bool:
    """Tell whether a token may still be used."""
    return token.revoked_at is None and at < token.until_at


def may_make_token(name: str, *, lasts: timedelta, made: int) -> TokenForbidden | None:
    """Return the refusal when a token may not be made so, else ``None``."""
    if not name.strip() or len(name) > 60:
        return TokenForbidden("请写明令牌用途（不超过60个字）", field="name")
    if not timedelta(0) < lasts <= TOKEN_LONGEST:
        return TokenForbidden("令牌的有效期最短1天、最长一年", field="days")
    if made >= 10:
        return TokenForbidden("有效的令牌最多10个，请先撤销不用的")
    return None
