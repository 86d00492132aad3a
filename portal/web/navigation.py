"""The parts of the portal (导航), in the order in which an officer's day meets them."""

from dataclasses import dataclass

from models.people import Role
from portal.web.signer import Signer


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the portal (栏目)."""

    path: str
    label: str
    icon: str
    beneath: tuple[str, ...] = ()
    """Further paths that belong to it."""
    for_administrators: bool = False
    """Shown to administrators alone, who see nothing else."""
    roles: frozenset[Role] | None = None
    """Whom it is shown to; ``None`` = every post. What it lets do is for the rules to say."""
    key: str = ""
    """The letter that leads there after a ``g``: of the pinyin of its name."""


@dataclass(frozen=True, slots=True)
class Item:
    """One link of the navigation as it is drawn (导航项)."""

    path: str
    label: str
    icon: str
    current: bool
    key: str


PARTS = (
    Part("/", "待办", "todo", beneath=("/cases",), key="d"),
    Part(
        "/front",
        "领导首页",
        "bulletin",
        roles=frozenset({Role.LEADER, Role.DISPATCHER, Role.SUPERVISOR}),
        key="l",
    ),
    Part("/projects", "项目", "projects", beneath=("/issues",), key="x"),
    Part(
        "/board",
        "挂图作战",
        "board",
        beneath=("/league", "/honours", "/targets", "/investment"),
        key="g",
    ),
    Part("/weekly", "周报", "weekly", key="z"),
    Part(
        "/books",
        "专项清单",
        "projects",
        beneath=("/meeting", "/outstanding", "/bottlenecks", "/lookahead"),
        key="q",
    ),
    Part("/desk", "签批台", "desk", key="p"),
    Part("/reports", "通报", "bulletin", beneath=("/bulletins", "/ledger"), key="t"),
    Part("/admin", "管理", "admin", for_administrators=True, key="a"),
)


def navigation(signer: Signer, paths: frozenset[str], current: str) -> tuple[Item, ...]:
    """Return the links that somebody sees, of those parts that exist."""
    administers = signer.administrator is not None
    return tuple(
        Item(part.path, part.label, part.icon, _is_within(current, part), part.key)
        for part in PARTS
        if part.path in paths
        and part.for_administrators == administers
        and (administers or signer.has_post)
        and (part.roles is None or (signer.has_post and signer.role in part.roles))
    )


def _is_within(current: str, part: Part) -> bool:
    of_a_case = "/cases/" in current  # reached from the list, though its project names it
    if part.path == "/":
        return current == "/" or of_a_case or _below(current, part.beneath)
    if of_a_case:
        return False
    return _below(current, (part.path, *part.beneath))


def _below(current: str, paths: tuple[str, ...]) -> bool:
    return any(current == path or current.startswith(f"{path}/") for path in paths)
