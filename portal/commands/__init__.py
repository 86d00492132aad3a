"""The commands (命令): `commands.txt` says of each its group, where it is carried out, its help.

A section begins with ``# words: group module:function``; a command of two names has a comma
between them. A command without a function holds those below it; one below another has no group.
"""

from pathlib import Path

from cyclopts import App

from portal.usage import GROUPS

LIST = Path(__file__).with_name("commands.txt")


def register(root: App) -> None:
    """Register every command by name; its module is imported when it is called."""
    for section in LIST.read_text(encoding="utf-8").removeprefix("# ").split("\n# "):
        heading, _, page = section.partition("\n")
        words, _, rest = heading.partition(": ")
        above, names = root, (*words.split(", "),)
        if len(names) == 1 and " " in words:
            holder, name = words.split()
            above, names = root[holder], (name,)
        group = next((one for one in GROUPS if one.name in rest.split()), None)
        if ":" in rest:
            above.command(rest.split()[-1], name=names, help=page, group=group)
        else:
            above.command(App(name=names, help=page, group=group))
