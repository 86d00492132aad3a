"""Every word that people see is the office's own: no key, no code of a week, no wrong number.

Walks the string constants of every room, the forms of all notices and the campaign's data;
what a rehearsed campaign says is read in `tests/rehearsal/test_play.py`.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from models.act import Act
from models.notice import Ground
from models.weekly_sheet import PROJECT_COLUMNS
from notices.wording import worded
from tests.notices.facts import facts

ROOT = Path(__file__).parents[2]
ROOMS = ("models", "rules", "casework", "notices", "reports", "store", "tasks", "flows", "portal")
CAMPAIGN = ROOT / "campaigns" / "hundred-day-2020"
CHINESE = re.compile(r"[\u4e00-\u9fff]")

FORBIDDEN = {
    "the city's number for the district's plan": re.compile(r"哈政办发〔2020〕12号"),
    "the code of a week": re.compile(r"\d{4}-?W\d{1,2}"),
    "a key of the code": re.compile(r"[a-z]+(?:_[a-z0-9]+)+"),
    "停表": re.compile(r"停表|中止计时"),
    "卡定": re.compile(r"卡定|卡住|卡在"),
    "抢开工": re.compile(r"抢开工"),
    "五成、八成": re.compile(r"[五八]成把握|一半把握|八成区间"),
    "机动时间": re.compile(r"机动时间|浮动时间"),
    "a word said twice": re.compile(r"周周|放假放假|计时计时"),
    "an order that the system signs": re.compile(r"系统\s*签发|签发督办单(?!（)"),
    "bureaux that the plan does not know": re.compile(r"投资促进局|投促局|工业和信息化局|工信局"),
}
"""What no screen shows, and why."""

TYPED = frozenset(
    {
        *(act.value for act in Act),
        *("start_construction", "start_production"),
        *("calendar_day", "make_up_workdays", "signed_by"),
        *("guangrao_2022", "taizhou_2019"),
    }
)
"""What people type at the command line: its help has to name it."""


def said(text: str) -> Iterator[str]:
    """Yield what is wrong with a text that people read."""
    prose = "\n".join(line for line in text.splitlines() if "greenchannel " not in line)
    prose = re.sub(
        r"\{[^{}]*\}|[\w.-]+\.(?:com|cn|net|org)/[!-~]*|\w+\.py\b", "", prose, flags=re.A
    )
    for what, pattern in FORBIDDEN.items():
        yield from (f"{what}: {found[0]}" for found in pattern.finditer(prose))


def spoken(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the Chinese string constants of a module, its docstrings apart."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str() as text) if id(node) not in silent:
                if CHINESE.search(text):
                    yield node.lineno, text


FORMER = {name for column in PROJECT_COLUMNS for name in column.former}
"""Headings of earlier templates: read, where somebody hands one in, and never written."""


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_speaks_as_the_office_does(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {what}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for line, text in spoken(path)
        for what in said(text)
        if text not in FORMER
        and not ("commands" in path.parts and what.rpartition(": ")[2] in TYPED)
    ]

    assert wrong == []


PRINTED = ("models", "rules", "casework", "notices", "reports", "portal/web", "rehearsal")
"""Rooms whose sentences stand on pages and papers."""
APART = ("reports/console", "reports/exchange")
"""A terminal sets its figures apart, and a foreign file has its own form."""
UNITS = "个件项条日天页次号期行字家分种名盏处步元" + "万公工自"
LOOSE = re.compile(rf"\}}\}}? (?:[{UNITS}]|\{{\{{ units)")


def quoted(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a module with a place for each value in them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            parts = (one.value if isinstance(one, ast.Constant) else "{}" for one in node.values)
            yield node.lineno, "".join(str(one) for one in parts)


@pytest.mark.parametrize("room", PRINTED)
def test_a_number_stands_close_to_its_unit(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in sorted((ROOT / room).rglob("*.py"))
        if not str(path.relative_to(ROOT)).startswith(APART)
        for line, text in quoted(path)
        if LOOSE.search(text)
    ]

    assert wrong == []


def test_so_it_does_in_a_template() -> None:
    wrong = [
        f"{path.name}:{number}: {found[0]}"
        for path in sorted((ROOT / "portal/web/templates").glob("*.html"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (found := LOOSE.search(line))
    ]

    assert wrong == []


@pytest.mark.parametrize("ground", list(Ground))
def test_a_notice_does(ground: Ground) -> None:
    wording = worded(ground, facts(ground))

    assert list(said(f"{wording.title}\n{wording.body}")) == []


def texts(value: object) -> Iterator[str]:
    """Yield every Chinese text in a value read from YAML."""
    match value:
        case dict():
            for one in value.values():
                yield from texts(one)
        case list():
            for one in value:
                yield from texts(one)
        case str() if CHINESE.search(value):
            yield value


@pytest.mark.parametrize("path", sorted(CAMPAIGN.glob("*.yaml")), ids=lambda path: path.name)
def test_the_data_do(path: Path) -> None:
    given = yaml.load(path.read_bytes(), yaml.CSafeLoader)
    wrong = {text: found for text in texts(given) if (found := list(said(text)))}

    assert wrong == {}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("依哈政办发〔2020〕12号", "哈政办发〔2020〕12号"),
        ("2020-W30 周报", "2020-W30"),
        ("请填 start_construction", "start_construction"),
        ("系统 签发督办单", "系统 签发"),
        ("单位周周报告", "周周"),
    ],
)
def test_the_net_holds(text: str, what: str) -> None:
    assert any(one.endswith(what) for one in said(text))


def test_a_command_and_a_placeholder_pass() -> None:
    assert list(said("办理\n  greenchannel act P S05 pin_start\n请{by_due}办理")) == []


TEMPLATES = sorted((ROOT / "portal" / "web" / "templates").glob("*.html"))
SCRIPTS = sorted((ROOT / "portal" / "web" / "static").glob("*.js"))
SEEN = re.compile(r'\b(?:title|placeholder|alt|aria-label|value|content)="([^"]*)"')
"""Attributes whose words people read, or hear."""


def shown(template: str) -> str:
    """Return what a template says of itself: its words without what is filled in."""
    words = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", template, flags=re.DOTALL)
    words = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", " ", words, flags=re.DOTALL)
    read = " ".join(one for one in SEEN.findall(words) if CHINESE.search(one))
    return f"{read}\n{re.sub(r'<[^>]*>', ' ', words)}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_speaks_as_the_office_does(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    filled = re.findall(r"'([^'\n]*)'", " ".join(re.findall(r"\{[{%].*?[%}]\}", text, re.DOTALL)))
    spoken_in = [one for one in filled if CHINESE.search(one)]

    assert [wrong for one in (shown(text), *spoken_in) for wrong in said(one)] == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_of_a_page_does(path: Path) -> None:
    literals = re.findall(r"""(["'`])((?:(?!\1).)*)\1""", path.read_text(encoding="utf-8"))
    spoken_in = [one for _, one in literals if CHINESE.search(one)]

    assert [wrong for one in spoken_in for wrong in said(one)] == []


def test_a_key_in_a_template_would_be_found() -> None:
    assert list(said(shown("<p>{{ one }} start_construction</p>")))
    assert list(said(shown('<a title="依哈政办发〔2020〕12号">办</a>')))
    assert not list(said(shown("<p class='start_construction'>{{ a_key }}开工</p>")))
