"""Where the rooms lie (房屋), and that Python finds them and no others.

In the repository they lie beside this package, at the root; a wheel holds them below it, in
``rooms/``: a public distribution is called ``rules`` as one of them is, and two packages of
one name in one site-packages merge without a word. Whoever starts anything of ours enters
first: the house's folder goes to the front of the path, and every room is looked up.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
ROOT = rooms if (rooms := PACKAGE / "rooms").is_dir() else PACKAGE.parent
"""The folder that holds the rooms, prefect.yaml, campaigns/ and deployments/."""

NO_ROOMS = frozenset({PACKAGE.name, "tests"})


class Occupied(ImportError):
    """A room's name stands for something else in this Python (同名模块)."""


def enter() -> None:
    """Put the house first on the path, and make sure that its rooms are what is imported.

    Raises :class:`Occupied` where another module of a room's name goes before ours; the path
    is then as it was.
    """
    before = list(sys.path)
    sys.path[:] = [str(ROOT), *(entry for entry in before if entry != str(ROOT))]
    for room in sorted(path.parent for path in ROOT.glob("*/__init__.py")):
        if room.name in NO_ROOMS:
            continue
        found = _file_of(room.name)
        if found is None or not found.is_relative_to(room):
            sys.path[:] = before
            raise Occupied(
                f"本系统的模块 {room.name} 与运行环境中的同名模块冲突（{found or '无从确认'}）："
                "请安装到单独的虚拟环境中"
            )


def _file_of(name: str) -> Path | None:
    """Return the file that an import of this name reads, or has read."""
    try:
        spec = find_spec(name)
    except ValueError:  # it is there, and nobody knows from where
        return None
    return Path(spec.origin).resolve() if spec is not None and spec.origin else None
