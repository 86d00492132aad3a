"""Who may do what (权限表): role × act × own or other office. Nothing else grants a right."""

from enum import StrEnum
from typing import ClassVar

from models.acts import Act
from models.people import Account, Role
from models.refusal import Refused


class Reach(StrEnum):
    """How far a role's right to an act goes (权限范围)."""

    OWN = "own"
    """Only in cases of its own department, or projects of its own unit or care."""
    ANY = "any"
    """In every project."""


SUPERVISING = {
    Role.DISPATCHER: Reach.ANY,
    Role.SUPERVISOR: Reach.ANY,
    Role.LEADER: Reach.ANY,
}
ANSWERING = {
    Role.OFFICER: Reach.ANY,
    Role.DEPARTMENT_HEAD: Reach.ANY,
    Role.UNIT_LIAISON: Reach.OWN,
    Role.UNIT_HEAD: Reach.OWN,
    Role.CHIEF_SERVICE_OFFICER: Reach.OWN,
}

CREDIT_DECIDERS = {Role.DEPARTMENT_HEAD: Reach.ANY, Role.LEADER: Reach.ANY}

AUTHORITY: dict[Act, dict[Role, Reach]] = {
    Act.SUBMIT: {
        Role.OFFICER: Reach.OWN,
        Role.UNIT_LIAISON: Reach.OWN,
        Role.CHIEF_SERVICE_OFFICER: Reach.OWN,
    },
    Act.ACCEPT: {Role.OFFICER: Reach.OWN},
    Act.ACCEPT_CONDITIONALLY: {Role.OFFICER: Reach.OWN},
    Act.GIVE_PREVIEW_OPINION: {Role.OFFICER: Reach.OWN},
    Act.REQUEST_CORRECTION: {Role.OFFICER: Reach.OWN},
    Act.CORRECT: {
        Role.OFFICER: Reach.OWN,
        Role.UNIT_LIAISON: Reach.OWN,
        Role.CHIEF_SERVICE_OFFICER: Reach.OWN,
    },
    Act.DECLINE: {Role.OFFICER: Reach.OWN, Role.DEPARTMENT_HEAD: Reach.OWN},
    Act.RECEIVE_DOCUMENT: {Role.OFFICER: Reach.OWN},
    Act.EXTEND_PROMISE: {Role.DEPARTMENT_HEAD: Reach.OWN},
    Act.ORDER_RECTIFICATION: {Role.DEPARTMENT_HEAD: Reach.OWN},
    Act.PAUSE: {Role.OFFICER: Reach.OWN, Role.DEPARTMENT_HEAD: Reach.OWN},
    Act.RESUME: {Role.OFFICER: Reach.OWN, Role.DEPARTMENT_HEAD: Reach.OWN},
    Act.EXTEND: {Role.DEPARTMENT_HEAD: Reach.OWN},
    Act.REVIEW: {Role.OFFICER: Reach.OWN, Role.DEPARTMENT_HEAD: Reach.OWN},
    Act.DECIDE: {Role.OFFICER: Reach.OWN, Role.DEPARTMENT_HEAD: Reach.OWN},
    Act.DECIDE_CONDITIONALLY: {Role.DEPARTMENT_HEAD: Reach.OWN},
    Act.REFUSE: {Role.DEPARTMENT_HEAD: Reach.OWN},
    Act.DELIVER: {Role.OFFICER: Reach.OWN},
    Act.WITHDRAW: {Role.UNIT_LIAISON: Reach.OWN, Role.CHIEF_SERVICE_OFFICER: Reach.OWN},
    Act.REVOKE: {Role.DEPARTMENT_HEAD: Reach.OWN},
    Act.CONFIRM_CONDITION: {
        Role.CHIEF_SERVICE_OFFICER: Reach.OWN,
        Role.UNIT_LIAISON: Reach.OWN,
        Role.DISPATCHER: Reach.ANY,
    },
    Act.PIN_START: {Role.DISPATCHER: Reach.ANY, Role.LEADER: Reach.OWN},
    Act.REPORT_START: {Role.UNIT_LIAISON: Reach.OWN, Role.DISPATCHER: Reach.ANY},
    Act.ANNOUNCE_MEASURE: {Role.OFFICER: Reach.OWN, Role.DEPARTMENT_HEAD: Reach.OWN},
    Act.STATE_DEFENCE: {
        Role.OFFICER: Reach.OWN,
        Role.UNIT_LIAISON: Reach.OWN,
        Role.CHIEF_SERVICE_OFFICER: Reach.OWN,
    },
    # Not its own department's alone: `rules/acting/being_heard.py` says who decides on credit.
    Act.RECORD_BREACH: CREDIT_DECIDERS,
    Act.REPAIR_CREDIT: CREDIT_DECIDERS,
    Act.EXPECT_DOCUMENT: {
        Role.OFFICER: Reach.OWN,
        Role.UNIT_LIAISON: Reach.OWN,
        Role.CHIEF_SERVICE_OFFICER: Reach.OWN,
    },
    Act.OFFER_HEARING: {Role.OFFICER: Reach.OWN, Role.DEPARTMENT_HEAD: Reach.OWN},
    Act.REQUEST_HEARING: {
        Role.OFFICER: Reach.OWN,
        Role.UNIT_LIAISON: Reach.OWN,
        Role.CHIEF_SERVICE_OFFICER: Reach.OWN,
    },
    Act.HOLD_HEARING: {Role.OFFICER: Reach.OWN, Role.DEPARTMENT_HEAD: Reach.OWN},
    # Whose signature a rung needs, and who was asked, is for `rules/supervision/acts.py` to say.
    Act.SIGN_SLIP: SUPERVISING,
    Act.DROP_SLIP: SUPERVISING,
    Act.ANSWER_SLIP: ANSWERING,
    Act.CLOSE_MATTER: SUPERVISING,
    Act.ESCALATE_MATTER: SUPERVISING,
    Act.HOLD_INTERVIEW: SUPERVISING,
    Act.REQUEST_REVIEW: ANSWERING,
    Act.DECIDE_REVIEW: {Role.SUPERVISOR: Reach.ANY, Role.LEADER: Reach.ANY},
    Act.RAISE_ISSUE: {
        Role.UNIT_LIAISON: Reach.OWN,
        Role.UNIT_HEAD: Reach.OWN,
        Role.CHIEF_SERVICE_OFFICER: Reach.OWN,
        Role.OFFICER: Reach.ANY,
        Role.DISPATCHER: Reach.ANY,
    },
    Act.SOLVE_ISSUE: {
        Role.OFFICER: Reach.ANY,
        Role.DEPARTMENT_HEAD: Reach.ANY,
        Role.UNIT_LIAISON: Reach.ANY,
        Role.UNIT_HEAD: Reach.ANY,
        Role.CHIEF_SERVICE_OFFICER: Reach.OWN,
        Role.DISPATCHER: Reach.ANY,
    },
    Act.EXPLAIN_MISSED_START: {
        Role.UNIT_LIAISON: Reach.OWN,
        Role.UNIT_HEAD: Reach.OWN,
        Role.CHIEF_SERVICE_OFFICER: Reach.OWN,
    },
    Act.JUSTIFY_DELAY: {Role.DISPATCHER: Reach.ANY, Role.LEADER: Reach.OWN},
    Act.REPORT_PROGRESS: {
        Role.UNIT_LIAISON: Reach.OWN,
        Role.CHIEF_SERVICE_OFFICER: Reach.OWN,
        Role.DISPATCHER: Reach.ANY,
    },
}
"""Act → role → reach. An act or role that is not named has no right (default deny)."""


REGISTRARS = frozenset(
    {Role.OFFICER, Role.UNIT_LIAISON, Role.CHIEF_SERVICE_OFFICER, Role.DISPATCHER}
)
"""Roles that may register a project."""


ROUND_KEEPERS = frozenset({Role.DISPATCHER})
"""Roles that may open, chase, close and publish a weekly round by hand."""


BULLETIN_SIGNERS = frozenset({Role.SUPERVISOR, Role.LEADER})
"""Roles that may sign the monthly bulletin, or not sign it; the campaign's data names which."""


REGULATION_KEEPERS = frozenset({Role.DISPATCHER, Role.OPERATOR})
"""Roles that may bring a holiday notice, or a changed catalogue, into force."""


class NotEntitled(Refused):
    """The account may not do this (无权办理)."""

    code: ClassVar[str] = "not_entitled"


def owns(account: Account, *, department: str | None, unit: str, carers: tuple[str, ...]) -> bool:
    """Tell whether a case or project is the account's own.

    ``department`` is the case's (``None`` for a gate), ``unit`` the project's responsible
    unit, ``carers`` its chief service officer and sponsor.
    """
    match account.role:
        case Role.OFFICER | Role.DEPARTMENT_HEAD:
            return department is not None and account.office == department
        case Role.UNIT_LIAISON | Role.UNIT_HEAD:
            return account.office == unit
        case Role.CHIEF_SERVICE_OFFICER | Role.LEADER:
            return account.number in carers
        case Role.DISPATCHER | Role.SUPERVISOR | Role.OPERATOR:
            return False


def entitled(
    account: Account,
    act: Act,
    *,
    department: str | None,
    unit: str,
    carers: tuple[str, ...],
) -> NotEntitled | None:
    """Return the refusal when the account may not do the act, else ``None``."""
    reach = AUTHORITY.get(act, {}).get(account.role)
    if reach is Reach.ANY:
        return None
    if reach is Reach.OWN and owns(account, department=department, unit=unit, carers=carers):
        return None
    return NotEntitled(
        f"{account.name}（{account.number}）无权办理此事："
        + ("不是本部门、本单位的事项" if reach is Reach.OWN else "该岗位没有此项权限"),
        account=account.number,
        act=act.value,
    )


def may_attach(
    account: Account, *, department: str, unit: str, carers: tuple[str, ...]
) -> NotEntitled | None:
    """Return the refusal when a case is not the account's own to put files to, else ``None``."""
    if owns(account, department=department, unit=unit, carers=carers):
        return None
    return NotEntitled(
        f"{account.name}（{account.number}）无权存入附件：由主办部门、责任单位、"
        "首席服务官或者包保领导存入",
        account=account.number,
    )


def may_register(account: Account) -> NotEntitled | None:
    """Return the refusal when the account may not register projects, else ``None``."""
    if account.role in REGISTRARS:
        return None
    return NotEntitled(f"{account.name}（{account.number}）无权登记项目", account=account.number)


def may_keep_rounds(account: Account) -> NotEntitled | None:
    """Return the refusal when the account may not run the weekly round, else ``None``."""
    if account.role in ROUND_KEEPERS:
        return None
    return NotEntitled(
        f"{account.name}（{account.number}）无权办理周报轮次", account=account.number
    )


def may_sign_bulletins(account: Account) -> NotEntitled | None:
    """Return the refusal when the account may never sign a monthly bulletin, else ``None``."""
    if account.role in BULLETIN_SIGNERS:
        return None
    return NotEntitled(
        f"{account.name}（{account.number}）无权签发月度督办通报", account=account.number
    )


def may_rotate_keys(account: Account) -> NotEntitled | None:
    """Return the refusal when the account may not replace the ledger's key, else ``None``."""
    if account.role is Role.OPERATOR:
        return None
    return NotEntitled(
        f"{account.name}（{account.number}）无权更换签章密钥：由运维人员办理",
        account=account.number,
    )


def may_change_regulations(account: Account) -> NotEntitled | None:
    """Return the refusal when the account may not change calendar or rules, else ``None``."""
    if account.role in REGULATION_KEEPERS:
        return None
    return NotEntitled(
        f"{account.name}（{account.number}）无权变更日历、目录与规则", account=account.number
    )
