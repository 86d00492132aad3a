"""Who may come in (登录与任职): persons, the posts they hold, sessions, tokens, the log."""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from models.labelled import Labelled
from models.vocabulary import Value


class Hand(NamedTuple):
    """Who acts (办理人): at which post, and which person that is."""

    account: str
    person: str = ""
    """Login; empty where the account says it already, as in the demonstration."""


def own_login(login: str, account: str) -> str:
    """Return a login as the ledger tells it: nothing where the account is called the same."""
    return "" if login == account else login


class Administrator(Labelled):
    """One of three administrators (三员), never two of them in one person."""

    SYSTEM = "system", "系统管理员"
    """系统管理员: opens and closes persons, proposes posts, sets first passwords."""
    SECURITY = "security", "安全管理员"
    """安全管理员: confirms posts, ends sessions and tokens, takes a second factor away."""
    AUDIT = "audit", "审计管理员"
    """审计管理员: reads what was done at the door and proves that it is whole."""


class Person(Value):
    """Somebody who signs in (登录人员); in the demonstration a post of the same name."""

    login: str = Field(pattern=r"^[a-z][a-z0-9.-]{1,39}$")
    name: str
    administrator: Administrator | None = None
    has_password: bool = False
    must_change: bool = False
    """The password was set by somebody else, or is to be set anew."""
    second_factor: bool = False
    disabled: bool = False


class Post(Value):
    """An account of the campaign that a person holds (任职), as its own or as a substitute."""

    person: str
    account: str
    from_on: date
    until_on: date | None
    """The last day; ``None`` = until further notice."""
    proposed_by: str
    confirmed_by: str
    """Empty = not confirmed, and without effect."""

    def holds(self, on: date) -> bool:
        """Tell whether the post is held on a day."""
        begun = self.from_on <= on
        return bool(self.confirmed_by) and begun and (self.until_on is None or on <= self.until_on)


class SignInStage(StrEnum):
    """How far a sign-in has come (登录进度)."""

    CODE = "code"
    """The password was right; the code of the second factor is still to come."""
    PASSWORD = "password"
    """In, but a new password has to be chosen first."""
    IN = "in"


class SignIn(Value):
    """A session (登录会话)."""

    hash: str
    person: str
    account: str
    stage: SignInStage
    begun_at: datetime
    seen_at: datetime
    agent: str
    address: str


class TokenScope(Labelled):
    """What a program may do with a token (令牌权限)."""

    READ = "read", "只读"
    ACT = "act", "办理"
    CALENDAR = "calendar", "日历"
    """Opens the calendar and nothing else: it stands in an address."""


class AccessToken(Value):
    """A personal token for programs (访问令牌): acts as its person, at one post."""

    hash: str
    person: str
    account: str
    name: str
    scope: TokenScope
    made_at: datetime
    until_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class AccessKind(Labelled):
    """What was done at the door or to somebody's rights (安全事件)."""

    SIGNED_IN = "signed_in", "登录"
    SIGN_IN_FAILED = "sign_in_failed", "登录未成功"
    LOCKED = "locked", "连续输错，暂停登录"
    SIGNED_OUT = "signed_out", "退出登录"
    SESSION_ENDED = "session_ended", "结束会话"
    PASSWORD_CHANGED = "password_changed", "本人修改口令"
    PASSWORD_SET = "password_set", "管理员重置口令"
    SECOND_FACTOR_ADDED = "second_factor_added", "启用动态口令"
    SECOND_FACTOR_REMOVED = "second_factor_removed", "停用动态口令"
    PERSON_ADDED = "person_added", "新增账户"
    PERSON_DISABLED = "person_disabled", "停用账户"
    PERSON_ENABLED = "person_enabled", "恢复账户"
    ADMINISTRATOR_NAMED = "administrator_named", "指定管理员"
    POST_PROPOSED = "post_proposed", "提出任职"
    POST_CONFIRMED = "post_confirmed", "核准任职"
    POST_ENDED = "post_ended", "终止任职"
    POST_CHOSEN = "post_chosen", "切换岗位"
    TOKEN_MADE = "token_made", "签发令牌"
    TOKEN_REVOKED = "token_revoked", "撤销令牌"
    TOKEN_MISUSED = "token_misused", "使用失效令牌"
    REFUSED = "refused", "越权被拒"
    """Somebody who is known asked for what is not theirs to do or see."""
    DOUBT_CONFIRMED = "doubt_confirmed", "不常见，确认继续"
    """Somebody went on with what is unusual, having been asked."""
    EXPORTED = "exported", "导出文件"
    """Somebody took a file for other programs along: a pack of evidence, a plan, a log."""
    BACKED_UP = "backed_up", "备份"
    """The whole office was written to a file."""
    RESTORED = "restored", "由备份恢复"
    """The office was made out of such a file; what was written since is gone."""


class AccessEvent(Value):
    """One line of the log of the door (安全日志)."""

    seq: int
    at: datetime
    kind: AccessKind
    person: str
    about: str
    address: str
    detail: str
