"""Who may act (权限): roles and how far their rights go; what is whose own.

Which act needs which of them is a column of the one table of acts (`rules/acting/conduct.py`).
"""

from collections.abc import Container
from enum import StrEnum

from models.people import Account, Role
from models.refusal import Refused


class Reach(StrEnum):
    """How far a role's right to an act goes (权限范围)."""

    OWN = "own"
    """Only in cases of its own department, or projects of its own unit or care."""
    ENTRUSTED = "entrusted"
    """As ``OWN``, and in projects whose paperwork was entrusted to its office (代办)."""
    ASKED = "asked"
    """As ``OWN``, and in cases about which its office is asked (会签)."""
    ANY = "any"
    """In every project."""


ALONE = {Role.OFFICER: Reach.OWN}
HEADS = {Role.DEPARTMENT_HEAD: Reach.OWN}
DEPARTMENT = ALONE | HEADS
GIVING_OPINIONS = {Role.OFFICER: Reach.ASKED, Role.DEPARTMENT_HEAD: Reach.ASKED}
CARERS = {Role.UNIT_LIAISON: Reach.OWN, Role.CHIEF_SERVICE_OFFICER: Reach.OWN}
PROJECT_UNIT = {
    Role.UNIT_LIAISON: Reach.OWN,
    Role.UNIT_HEAD: Reach.OWN,
    Role.CHIEF_SERVICE_OFFICER: Reach.OWN,
}
HANDING_IN = ALONE | CARERS | {Role.UNIT_LIAISON: Reach.ENTRUSTED}
DISPATCH = {Role.DISPATCHER: Reach.ANY}
CONFIRMING = {
    Role.CHIEF_SERVICE_OFFICER: Reach.OWN,
    Role.UNIT_LIAISON: Reach.OWN,
    Role.DISPATCHER: Reach.ANY,
}
STARTING = {Role.UNIT_LIAISON: Reach.OWN, Role.DISPATCHER: Reach.ANY}
PLANNING = DISPATCH | {Role.LEADER: Reach.OWN}
REVIEWERS = {Role.SUPERVISOR: Reach.ANY, Role.LEADER: Reach.ANY}
SUPERVISING = DISPATCH | REVIEWERS
EVERY_DEPARTMENT = {Role.OFFICER: Reach.ANY, Role.DEPARTMENT_HEAD: Reach.ANY}
ANSWERING = EVERY_DEPARTMENT | PROJECT_UNIT
RAISING = PROJECT_UNIT | {Role.OFFICER: Reach.ANY} | DISPATCH
SOLVING = (
    EVERY_DEPARTMENT
    | {
        Role.UNIT_LIAISON: Reach.ANY,
        Role.UNIT_HEAD: Reach.ANY,
        Role.CHIEF_SERVICE_OFFICER: Reach.OWN,
    }
    | DISPATCH
)
REPORTING = CARERS | DISPATCH
CREDIT_DECIDERS = {Role.DEPARTMENT_HEAD: Reach.ANY, Role.LEADER: Reach.ANY}
"""Who, as the table of acts says it: role → reach."""

REGISTRARS = frozenset(
    {Role.OFFICER, Role.UNIT_LIAISON, Role.CHIEF_SERVICE_OFFICER, Role.DISPATCHER}
)
"""Roles that may register a project."""


ROUND_KEEPERS = frozenset({Role.DISPATCHER})
"""Roles that may open, chase, close and publish a weekly round by hand."""


BULLETIN_SIGNERS = frozenset({Role.SUPERVISOR, Role.LEADER})
"""Roles that may sign the monthly bulletin, or not sign it; the campaign's data names which."""


REGULATION_KEEPERS = frozenset({Role.DISPATCHER, Role.OPERATOR})
"""Roles that may bring a holiday notice, a changed catalogue, or earlier timings into force."""


class NotEntitled(Refused):
    """The account may not do this (无权办理)."""


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


def may_attach(
    account: Account, *, department: str, unit: str, carers: tuple[str, ...]
) -> NotEntitled | None:
    """Return the refusal when a case is not the account's own to put files to, else ``None``."""
    if owns(account, department=department, unit=unit, carers=carers):
        return None
    return _not_entitled(account, "存入附件：由主办部门、责任单位、首席服务官或者包保领导存入")


def may_register(account: Account) -> NotEntitled | None:
    """Return the refusal when the account may not register projects, else ``None``."""
    return _kept_to(REGISTRARS, account, "登记项目")


def may_amend(account: Account) -> NotEntitled | None:
    """Return the refusal when the account may not change a registered project, else ``None``.

    A unit whose project is measured does not itself change by what it is measured.
    """
    return _kept_to(DISPATCH, account, "办理项目变更：由责任单位提出，区大项目调度指挥中心办理")


def may_keep_rounds(account: Account) -> NotEntitled | None:
    """Return the refusal when the account may not run the weekly round, else ``None``."""
    return _kept_to(ROUND_KEEPERS, account, "办理周报轮次")


def may_sign_bulletins(account: Account) -> NotEntitled | None:
    """Return the refusal when the account may never sign a monthly bulletin, else ``None``."""
    return _kept_to(BULLETIN_SIGNERS, account, "签发月度督办通报")


def may_rotate_keys(account: Account) -> NotEntitled | None:
    """Return the refusal when the account may not replace the ledger's key, else ``None``."""
    return _kept_to({Role.OPERATOR}, account, "更换签章密钥：由运维人员办理")


def may_load_timings(account: Account) -> NotEntitled | None:
    """Return the refusal when the account may not teach forecasts from elsewhere, else ``None``."""
    return _kept_to(REGULATION_KEEPERS, account, "载入以往用时：由调度指挥中心或者系统运维办理")


def may_change_regulations(account: Account) -> NotEntitled | None:
    """Return the refusal when the account may not change calendar or rules, else ``None``."""
    return _kept_to(REGULATION_KEEPERS, account, "变更日历、目录与规则")


def _kept_to(roles: Container[Role], account: Account, what: str) -> NotEntitled | None:
    return None if account.role in roles else _not_entitled(account, what)


def _not_entitled(account: Account, what: str) -> NotEntitled:
    return NotEntitled(f"{account.name}（{account.number}）无权{what}", account=account.number)
