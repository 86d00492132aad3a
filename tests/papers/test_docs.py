"""The documents agree with the code: tables, links, commands, records.

``python -m tests.papers.test_docs --write`` writes the generated tables of the handbook anew.
"""

import re
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from pkgutil import walk_packages

import pytest
from fastapi.routing import APIRoute

import casework
import portal
import rules
import tasks
from models.act_requests import Act
from models.labels import STATES
from models.light import Light
from models.people import Role
from models.refusal import Refused
from notices.senders.registry import SENDERS
from notices.senders.wire.refusals import VERDICTS, Refusals
from portal.console import app
from portal.web.programs import api
from rules.acting.examining import AUTHORITY, GATE_ACTS, MOVES
from rules.in_force.authority import Reach
from store.intake.campaign_folder import read_campaign_folder
from tests.papers.law_table import law_rows

ROOT = Path(__file__).parents[2]
HANDBOOK = ROOT / "docs" / "handbook.zh-CN.md"
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
RECORDS = sorted((ROOT / "docs" / "adr").glob("*.md"))
DOCUMENTS = (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")))

CHINESE_DOCUMENTS = [path for path in DOCUMENTS if path.name.endswith(".zh-CN.md")]

BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n)(.*?)(<!-- /generated -->)", re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"(?<![\w/.])greenchannel ([a-z][a-z-]*)(?: ([a-z]+)\b)?")
SECTIONS = (
    "**Context.**",
    "**Decision.**",
    "**Consequences.**",
    "**Alternatives.**",
    "**Kept by.**",
)
OUTSIDE = ("http://", "https://", "mailto:", "#")
CHINESE = r"[\u4e00-\u9fff]"

Table = Callable[[], list[tuple[str, ...]]]


def life_cycle() -> list[tuple[str, ...]]:
    """Return act → states, then the acts that name a gate."""
    rows: list[tuple[str, ...]] = [("动作", "代码", "可以办理的状态")]
    for act, states in MOVES.items():
        listed = "、".join(label for state, label in STATES.items() if state in states)
        rows.append((act.label, f"`{act.value}`", listed))
    for act in Act:
        if act in GATE_ACTS:
            rows.append((act.label, f"`{act.value}`", "项目层面，填门槛编码"))
    return rows


def authority() -> list[tuple[str, ...]]:
    """Return act × role; roles that may do nothing are left out."""
    roles = [role for role in Role if any(role in row for row in AUTHORITY.values())]
    reach = {
        Reach.OWN: "本",
        Reach.ENTRUSTED: "本、代办",
        Reach.ASKED: "本、会签",
        Reach.ANY: "全区",
        None: "",
    }
    rows: list[tuple[str, ...]] = [("动作", *(role.label for role in roles))]
    rows.extend(
        (act.label, *(reach[AUTHORITY.get(act, {}).get(role)] for role in roles)) for act in Act
    )
    return rows


def refusals() -> list[tuple[str, ...]]:
    """Return every refusal with its code and its Chinese name, by code."""
    for package in (rules, casework, tasks, portal):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    named = {}
    for kind in _kinds(Refused):
        told = re.findall(rf"\(([^()]*{CHINESE}[^()]*)\)", kind.__doc__ or "")
        named[kind.code] = CLEARER.get(kind.code) or (told[-1] if told else "")
    return [("代码", "含义"), *((f"`{code}`", named[code]) for code in sorted(named))]


def regimes() -> list[tuple[str, ...]]:
    """Return what the law makes of every item, by type, way of supply and day."""
    return law_rows(read_campaign_folder(ROOT / "campaigns" / "hundred-day-2020").campaign)


def platform_refusals() -> list[tuple[str, ...]]:
    """Return what each platform's codes mean and what is done about them."""
    rows: list[tuple[str, ...]] = [("渠道", "代码", "含义", "处理")]
    tables: dict[str, tuple[list[str], Refusals]] = {}
    for scheme, sender in SENDERS.items():
        if sender.refusals is not None:
            tables.setdefault(sender.refusals.document, ([], sender.refusals))[0].append(scheme)
    for document, (schemes, table) in tables.items():
        where = f"{'、'.join(f'`{one}`' for one in schemes)}（{document}）"
        for code, (verdict, words) in table.codes.items():
            rows.append((where, f"`{code}`", words, VERDICTS[verdict]))
            where = ""
    return rows


def _kinds(kind: type[Refused]) -> Iterator[type[Refused]]:
    for below in kind.__subclasses__():
        if below.__module__.split(".")[0] != "tests":
            yield below
            yield from _kinds(below)


def programs() -> list[tuple[str, ...]]:
    """Return what a program reads and does, in the order of the routes."""
    listed = [
        (str(route.summary), method, f"`{route.path}`")
        for route in api.router.routes
        if isinstance(route, APIRoute) and route.include_in_schema
        for method in sorted(route.methods)
    ]
    return [("用途", "方法", "网址"), *listed]


CLEARER = {
    "conditional_decision_forbidden": "不得容缺审批",
    "notice_period_running": "法定公告期未满",
    "outside_calendar": "日期超出日历范围",
    "principal_document_missing": "缺主件，或以主件容缺",
}
"""Names of refusals whose docstring does not give them in Chinese."""

TABLES: dict[str, Table] = {
    "lifecycle": life_cycle,
    "authority": authority,
    "refusals": refusals,
    "regimes": regimes,
    "platform_refusals": platform_refusals,
    "programs": programs,
}


def markdown(rows: list[tuple[str, ...]]) -> str:
    """Return rows as a Markdown table, the first one its head."""
    head, *body = rows
    lines = [head, tuple("---" for _ in head), *body]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def regenerated(text: str) -> str:
    """Return a document with its generated tables as the code has them now."""
    return BLOCK.sub(lambda found: found[1] + markdown(TABLES[found[2]]()) + found[4], text)


def commands_named(text: str) -> set[str]:
    """Return the commands of ``greenchannel`` that a document names."""
    grouped = {name for name in _names(app) if _names(app[name])}
    return {
        f"{first} {second}" if second and first in grouped else first
        for first, second in COMMAND.findall(text)
    }


def _names(console: object) -> set[str]:
    assert hasattr(console, "__iter__")
    return {name for name in console if not name.startswith("-")}


def every_command() -> set[str]:
    """Return the commands of ``greenchannel``, with and without their parts."""
    below = {f"{name} {part}" for name in _names(app) for part in _names(app[name])}
    return _names(app) | below


def anchors(path: Path) -> set[str]:
    """Return the anchors of a document's headings, as they are on a forge's page."""
    titles = re.findall(r"^#{1,6} (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    kept = (re.sub(r"[^\w\- ]", "", title.lower()) for title in titles)
    return {title.replace(" ", "-") for title in kept}


class TestTheHandbook:
    text = HANDBOOK.read_text(encoding="utf-8")

    @pytest.mark.parametrize("table", TABLES)
    def test_holds_the_table_as_the_code_has_it(self, table: str) -> None:
        found = {name: body for _, name, body, _ in BLOCK.findall(self.text)}

        assert found[table] == markdown(TABLES[table]()), "python -m tests.papers.test_docs --write"

    @pytest.mark.parametrize("state", STATES.values())
    def test_explains_every_state(self, state: str) -> None:
        assert f"\n| {state} | " in self.text

    @pytest.mark.parametrize("light", Light.words().values())
    def test_explains_every_light(self, light: str) -> None:
        assert f"\n| {light} | " in self.text

    @pytest.mark.parametrize("act", [act.label for act in Act])
    def test_explains_every_act(self, act: str) -> None:
        acts = self.text.partition("## 五、")[2].partition("## 六、")[0]

        assert f"\n| {act} | " in acts

    def test_names_every_refusal_in_chinese(self) -> None:
        assert all(name for _, name in refusals())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
class TestADocument:
    def test_has_no_broken_link(self, document: Path) -> None:
        text = FENCE.sub("", document.read_text(encoding="utf-8"))
        broken = []
        for link in LINK.findall(text):
            target, _, anchor = link.partition("#")
            if link.startswith(OUTSIDE[:3]):
                continue
            there = (document.parent / target).resolve() if target else document
            if not there.exists() or (anchor and anchor not in anchors(there)):
                broken.append(link)

        assert broken == []

    def test_names_only_commands_that_exist(self, document: Path) -> None:
        named = commands_named(document.read_text(encoding="utf-8"))

        assert named <= every_command()

    def test_names_no_path_of_a_machine(self, document: Path) -> None:
        text = document.read_text(encoding="utf-8")

        assert re.findall(r"/(?:work|home|root|Users)/\S*", text) == []


@pytest.mark.parametrize("document", CHINESE_DOCUMENTS, ids=lambda path: path.name)
def test_chinese_is_written_with_full_width_punctuation(document: Path) -> None:
    text = FENCE.sub("", document.read_text(encoding="utf-8"))
    prose = re.sub(r"`[^`]*`", "", text)

    assert re.findall(rf"{CHINESE}[,;:?!()]|[,;:?!()]{CHINESE}", LINK.sub("", prose)) == []


class TestTheReadmes:
    english, chinese = (path.read_text(encoding="utf-8") for path in READMES)

    def test_show_the_same_commands(self) -> None:
        assert _console_lines(self.english) == _console_lines(self.chinese)

    def test_show_the_same_pictures(self) -> None:
        assert re.findall(r"!\[.*?\]\((.*?)\)", self.english) == re.findall(
            r"!\[.*?\]\((.*?)\)", self.chinese
        )

    def test_show_the_same_settings(self) -> None:
        assert set(re.findall(r"GREENCHANNEL_[A-Z_]+", self.english)) == set(
            re.findall(r"GREENCHANNEL_[A-Z_]+", self.chinese)
        )


def _console_lines(text: str) -> list[str]:
    return [
        line for block in FENCE.findall(text) for line in block.splitlines() if line[:2] == "$ "
    ]


class TestTheFeatures:
    text = (ROOT / "docs" / "features.md").read_text(encoding="utf-8")
    works = text.partition("## Not yet")[0]

    def test_are_all_listed_once(self) -> None:
        numbers = re.findall(r"^\| (M?\d+) \|", self.text, re.MULTILINE)

        assert sorted(numbers, key=_order) == [
            *map(str, range(1, 81)),
            *(f"M{number}" for number in range(1, 22)),
        ]

    def test_that_work_are_counted(self) -> None:
        numbers = re.findall(r"^\| (M?)\d+ \|", self.works, re.MULTILINE)

        assert f"Today: {numbers.count('')} of 80 and {numbers.count('M')} of 21." in self.text

    def test_that_work_name_the_test_that_proves_it(self) -> None:
        rows = re.findall(r"^\| M?\d+ \|.*$", self.works, re.MULTILINE)

        assert rows
        assert [row for row in rows if "](../tests/" not in row] == []


def _order(number: str) -> tuple[bool, int]:
    return number.startswith("M"), int(number.removeprefix("M"))


class TestTheDecisions:
    def test_are_numbered_without_gaps(self) -> None:
        numbers = [int(path.name[:4]) for path in RECORDS]

        assert numbers[0] == 1
        assert all(after == before + 1 for before, after in pairwise(numbers))

    @pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
    def test_have_title_date_and_five_sections(self, record: Path) -> None:
        text = record.read_text(encoding="utf-8")

        assert text.startswith(f"# {int(record.name[:4])}. ")
        assert re.search(r"^Accepted, \d{4}-\d\d-\d\d\.$", text, re.MULTILINE)
        assert [text.count(section) for section in SECTIONS] == [1, 1, 1, 1, 1]

    @pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
    def test_name_tests_that_exist(self, record: Path) -> None:
        kept = record.read_text(encoding="utf-8").partition("**Kept by.**")[2]

        for path in re.findall(r"`(tests/[\w/]+\.py)", kept):
            assert (ROOT / path).exists()


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("python -m tests.papers.test_docs --write")
    HANDBOOK.write_text(regenerated(HANDBOOK.read_text(encoding="utf-8")), encoding="utf-8")
