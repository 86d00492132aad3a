"""Hostile argument lists for every command, drawn from its own parameters (敌意输入).

Most lists are right but for one or two values, so that they get past the parser and reach
what lies behind it; the rest are noise. Nothing is started, and what is written lands in
the test's own folder.
"""

import os
import random
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Union, get_args, get_origin

from cyclopts import App

from models.act import Act
from portal.console import app
from tests.conftest import CAMPAIGN_DIR
from tests.portal.conftest import PROJECT

TEXTS = (
    *("", " ", "\x00", "a\x00b", "\udcff", "\ud800", "\x1b[31m红\x1b[0m", "\u202e倒", "\n", "\r\n"),
    *(
        "-",
        "--",
        "---",
        "=",
        "--=",
        "--by",
        "--by=",
        "--json=x",
        "--no-json",
        "-h",
        "@x",
        "*",
        "%s%n",
    ),
    *("$(reboot)", "`id`", "'; drop table entries;--", "{0.__class__}", "{", "[1", "null", "[]"),
    *("９９", "十", "²", "𝟚𝟘𝟚𝟘", "e\u0301", "🏗", "\ufeff", "\u3000", "1" * 5000, "字" * 100_000),
)
NUMBERS = (
    *("-1", "0", "1", "1e400", "inf", "-inf", "nan", "1_000", "0x10", "0b1", "1.5", "²", "９"),
    *("99999999999999999999", "-99999999999999999999", "2147483648", "9" * 400, "9" * 5000),
)
DAYS = (
    *("2020-W24", "2020-53", "2020-54", "2020-00", "0000-00-00", "0000-01", "9999-53", "99999-01"),
    *("9999-12-31", "2020-13", "-2020-06", "2020-6", "2020-02-30", "1999-12-31", "2100-12-31"),
    *("2020年第25周", "2020年第99周", "2020-06-19T00:00", "today", "0001-01-01", "2000-01-01"),
)
NAMES = (
    *(
        "",
        ".",
        "~",
        "~nobody",
        "x/y/z",
        "x\x00y",
        "a" * 300,
        "a/" * 3000,
        "\udcff.yaml",
        "folder.yaml",
    ),
    *("nowhere.yaml", "nowhere.xlsx", "nowhere.md", "http://x/y.yaml", "\\\\server\\x", "*.yaml"),
    *("\x1b[2J.csv", "\u202e.json", "行\n列.xlsx", "-", "--", "-.yaml", "pipe.yaml", "round.yaml"),
)
"""Names of files, to be read or to be written."""
PLACES = (
    *("/", "..", "/dev/null", "/dev/full", "/dev/zero", "/dev/stdin", "/proc/self/mem"),
    *("/proc/self/environ", "/proc/1/x"),
)
"""Only to be read: no test writes outside of its folder."""

JSON = (
    *("", "{", "null", "[]", "1", '"x"', "{}", '{"a": NaN}', '{"a": 1e999}', '{"a": -Infinity}'),
    *(
        "[" * 100_000,
        '{"a":' * 50_000,
        '{"a": 1, "a": 2}',
        '{"\\ud800": 1}',
        '{"reason": "\\ud800"}',
    ),
    *('{"reason": "\\u0000理由写在这里"}', '{"owed": "x"}', '{"owed": [null]}', '{"owed": [[]]}'),
    *('{"owed": [{"document": 1, "due_on": 5}]}', '{"start_on": "2020-13-01"}', '{"days": 1e30}'),
    *('{"days": 99999999999999999999}', '{"days": true}', '{"opinion": null}', '{"": ""}'),
    *('{"invested_week": "1e400"}', '{"invested_week": "²"}', '{"invested_week": "NaN"}'),
    *(
        '{"invested_week": 1e308}',
        '{"missing": ["\\u202e"]}',
        '{"reason": "%s"}' % ("字" * 100_000),
    ),
    '{"a": %s}' % ("9" * 5000),
)

CONTENTS: Mapping[str, bytes] = {
    "empty.yaml": b"",
    "binary.yaml": bytes(range(256)) * 4,
    "nul.yaml": b"projects:\n  - code: a\x00b\n",
    "aliases.yaml": b"a: &a [x]\nb: &b [*a,*a]\nprojects: [*b, *b]\n",
    "itself.yaml": b"&a [*a]\n",
    "itself-in.yaml": b"projects: &a [*a]\n",
    "object.yaml": b"projects: !!python/object/apply:os.system ['true']\n",
    "keys.yaml": b"? [a, b]\n: 1\n? {c: d}\n: 2\n",
    "days.yaml": b"projects:\n  - code: 2020-13-45\n    pinned_start: 0000-00-00\n",
    "numbers.yaml": b"notice: .inf\nyear: .nan\ncomplete: 1e999\noff: {1: 2}\n",
    "notice.yaml": b"notice: x\nyear: 99999999999999999999\noff: {2020-02-30: x, 9999-12-31: y}\n",
    "plan.yaml": b"title: [1]\npins: {a: b}\nstaff: [{department: 1, windows: -1, added: 1e30}]\n",
    "pins.yaml": b"title: x\npins: [{project: 2020-230112-39-03-000001, start_on: 0001-01-01}]\n",
    "ladder.yaml": b"escalation: [{}]\n",
    "deep.yaml": b"[" * 5000,
    "flow.yaml": b"a: " + b"{a: " * 3000,
    "tab.yaml": b"a:\n\t- b\n",
    "deep.json": b"[" * 100_000,
    "halves.json": b'{"projects": [{"code": "\\ud800"}]}',
    "big.json": b'{"projects": [{"code": ' + b"9" * 6000 + b"}]}",
    "nan.json": b'{"projects": [{"investment": {"total": NaN}}]}',
    "latin.csv": "项目代码,名称\n\u00e9,x\n".encode("gb18030") + b"\xff\xff",
    "nul.csv": b"a,b\x00,c\n1,2,3\n",
    "quote.csv": b'"a,b\n1,2,3',
    "wide.csv": b"," * 200_000,
    "field.csv": b"x" * 200_000 + b"\n",
    "zip.xlsx": b"PK\x03\x04" + b"\x00" * 200,
    "text.xlsx": b"not a workbook",
    "empty.xlsx": b"",
}
"""Files by name; every one is offered to every command that reads a file."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One parameter of a command: how it is written, and what it is for."""

    name: str
    positional: bool
    kind: Any
    required: bool

    @property
    def flag(self) -> bool:
        """Tell whether it stands alone."""
        return self.kind == frozenset({bool})

    @property
    def valid(self) -> str:
        """Return a value that the parser takes, and mostly the command as well."""
        by_name = {
            "PROJECT": PROJECT,
            "PROCEDURE": "P05",
            "ACT": "submit",
            "--by": "dispatch-01",
            "--part": "neither",
            "DEPARTMENT": "housing",
            "PLACE": "guangrao_2022",
            "MONTH": "2020-05",
            "--week": "2020-22",
            "--data": "{}",
            "CAMPAIGN_DIR": str(CAMPAIGN_DIR),
            "CAMPAIGN": str(CAMPAIGN_DIR),
            "--gate": "start_construction",
            "--key": "k",
        }
        if self.name in by_name:
            return by_name[self.name]
        if date in self.kind:
            return "2020-06-19"
        if int in self.kind:
            return "3"
        return "written.out" if Path in self.kind else "x"

    def hostile(self, draw: random.Random, files: tuple[str, ...]) -> str:
        """Return a value that nobody means well with."""
        pools: list[tuple[str, ...]] = [TEXTS, NUMBERS, DAYS]
        if Path in self.kind:
            reads = self.positional or self.name in ("--file", "--ladder")
            pools = [NAMES, PLACES, files] if reads else [NAMES]
        elif self.name == "--data":
            pools = [JSON, JSON, TEXTS]
        elif date in self.kind or self.name in ("--week", "MONTH"):
            pools = [DAYS, DAYS, TEXTS]
        elif int in self.kind:
            pools = [NUMBERS, NUMBERS, TEXTS]
        elif self.name == "ACT":
            pools = [tuple(act.value for act in Act), TEXTS]
        return draw.choice(draw.choice(pools))


NEVER = {"--backtest"}
"""Flags that are left alone: they are right, and take minutes."""
ALWAYS_WRONG = {"--to", "--part", "--ladder"}
"""What is right here writes units into the system, starts a server or plays a campaign."""
STARTING = {("up",), ("service", "prepare"), ("bench",)}
"""Commands that get noise besides, so that they never begin."""


def commands(of: App = app, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], App]]:
    """Yield every command that can be carried out, with its words; one of two names once."""
    if of.default_command is not None:
        yield path, of
    for name in of:
        if not name.startswith("-") and name == of[name].name[0]:
            yield from commands(of[name], (*path, name))


def slots(command: App) -> list[Slot]:
    """Return the parameters of a command."""
    return [
        Slot(
            name=argument.names[0].lstrip("-").upper()
            if argument.index is not None
            else argument.names[0],
            positional=argument.index is not None,
            kind=_kinds(argument.hint),
            required=bool(argument.required),
        )
        for argument in command.assemble_argument_collection(parse_docstring=False)
        if argument.names[0] not in NEVER
    ]


def _kinds(hint: Any) -> frozenset[Any]:
    if get_origin(hint) in (Union, types.UnionType, tuple):
        return frozenset().union(*(_kinds(one) for one in get_args(hint)))
    return frozenset({hint})


def lay_out(folder: Path) -> tuple[str, ...]:
    """Write the hostile files into a folder; return their names, directories and pipes too."""
    for name, content in CONTENTS.items():
        (folder / name).write_bytes(content)
    for name in ("folder.yaml", "folder.xlsx", "folder.json"):
        (folder / name).mkdir()
    os.mkfifo(folder / "pipe.yaml")
    os.mkfifo(folder / "pipe.xlsx")
    (folder / "round.yaml").symlink_to("round.yaml")
    return tuple(sorted(path.name for path in folder.iterdir()))


def argument_lists(count: int, files: tuple[str, ...], seed: int = 14) -> Iterator[list[str]]:
    """Yield so many hostile argument lists, each command in turn; the same for a seed."""
    draw = random.Random(seed)
    known = [(path, slots(command)) for path, command in commands()]
    for number in range(count):
        path, parameters = known[number % len(known)]
        chances = [slot for slot in parameters if not slot.flag] or parameters
        if draw.random() < 0.1:
            chances = parameters
        most = min(len(chances), draw.choice((1, 1, 2)))
        wrong = {slot.name for slot in draw.sample(chances, most)}
        tokens = [*path]
        for slot in parameters:
            hostile = slot.name in wrong or slot.name in ALWAYS_WRONG
            likely = slot.required or slot.positional or slot.name in ("--by", "--json")
            if not hostile and draw.random() > (0.95 if likely else 0.15):
                continue
            if slot.flag:
                tokens.append(slot.name + (f"={draw.choice(TEXTS)}" if hostile else ""))
                continue
            value = slot.hostile(draw, files) if hostile else slot.valid
            tokens.append(value if slot.positional else f"{slot.name}={value}")
        if path in STARTING or draw.random() < 0.05:
            first = len(path) if path in STARTING else 1  # else its own words may never meet
            tokens.insert(
                draw.randint(first, len(tokens)), draw.choice(("--nobody", "\x00", "多余", "--="))
            )
            if path in STARTING:
                tokens.append("--nobody-has-this")
        yield tokens
