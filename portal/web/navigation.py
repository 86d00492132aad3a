"""The parts of the portal (导航), in the order in which an officer's day meets them."""

from dataclasses import dataclass

from models.people import Role


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the portal (栏目)."""

    path: str
    label: str
    icon: str
    beneath: tuple[str, ...] = ()
    """Further paths that belong to it."""
    roles: frozenset[Role] | None = None
    """Whom it is shown to; ``None`` = everybody. What it lets do is for the rules to say."""


@dataclass(frozen=True, slots=True)
class Item:
    """One link of the navigation as it is drawn (导航项)."""

    path: str
    label: str
    icon: str
    current: bool


PARTS = (
    Part("/", "待办", "todo", beneath=("/cases",)),
    Part("/projects", "项目", "projects", beneath=("/issues",)),
    Part("/board", "挂图作战", "board", beneath=("/league",)),
    Part("/weekly", "周报", "weekly"),
    Part("/desk", "签批台", "desk"),
    Part("/reports", "通报", "bulletin", beneath=("/bulletins",)),
    Part("/admin", "管理", "admin", roles=frozenset({Role.OPERATOR})),
)


def navigation(role: Role, paths: frozenset[str], current: str) -> tuple[Item, ...]:
    """Return the links that a role sees, of those parts that exist."""
    return tuple(
        Item(part.path, part.label, part.icon, _is_within(current, part))
        for part in PARTS
        if part.path in paths and (part.roles is None or role in part.roles)
    )


def _is_within(current: str, part: Part) -> bool:
    if part.path == "/":
        return current == "/" or _below(current, part.beneath)
    return _below(current, (part.path, *part.beneath))


def _below(current: str, paths: tuple[str, ...]) -> bool:
    return any(current == path or current.startswith(f"{path}/") for path in paths)
