"""A negative outcome is called as the nature of the item has it, at every door (行政许可法 2, 38).

施工图审查 (S01) is a technical review: it is found wanting (审查不合格), never 不予许可.
"""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from models.act import Act
from portal.console import run
from rules.acceptance.regime import REFUSALS
from tests.stories.doors import ConsoleDoor, House
from tests.stories.law.test_law_as_it_reads import SCHOOL, Told
from tests.stories.portal_door import PortalDoor

OUTCOME = "审查不合格"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def t(tmp_path: Path) -> Iterator[Told]:
    """The school, of which the drawings have been taken in."""
    house = House.founded(tmp_path / "house")
    told = Told(ConsoleDoor(house), SCHOOL)
    told.on("2020-06-01")
    told.registered()
    told.taken_in("S01")
    yield told
    house.office.store.close()


def by_its_nature(said: str) -> None:
    assert OUTCOME in said, said
    assert "不予许可" not in said, said


def refused_by(t: Told, *more: str) -> str:
    data = json.dumps({"reason": "抗震验算缺漏"}, ensure_ascii=False)
    words = ("act", t.code, "S01", "refuse", "--by", "housing-head", "--data", data, *more)
    code, said, error = t.door.command(*words)
    assert code == 0, error
    return said


def test_the_command_line_names_act_state_and_timeline(t: Told) -> None:
    by_its_nature(t.door.do(t.code, "S01", Act.SUBMIT, "unit-education-liaison"))
    by_its_nature(refused_by(t))
    by_its_nature(t.door.command("show", t.code, "--timeline")[1])


def test_json_names_entry_and_state(t: Told) -> None:
    told = json.loads(refused_by(t, "--json"))

    assert (told["state_name"], told["entries"][0]["name"]) == (OUTCOME, OUTCOME)
    shown = t.asked("show", t.code, "--timeline")
    (case,) = [one for one in shown["cases"] if one["procedure"] == "S01"]
    assert (case["state_name"], shown["timeline"][-1]["name"]) == (OUTCOME, OUTCOME)


def test_the_portal_names_it_on_form_receipt_case_project_and_list(t: Told) -> None:
    door = PortalDoor(t.door.house)
    path = f"/projects/{t.code}/cases/S01"
    form = {"reason": "抗震验算缺漏", "_sure": "yes"}
    done = door.post("housing-head", f"{path}/acts/refuse", form)
    assert done.status_code == 303, done.text

    def page(where: str) -> str:
        body = door.client.get(where).text.partition("<main")[2]
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())

    by_its_nature(page(done.headers["location"]))
    by_its_nature(page(path))
    by_its_nature(page(f"/projects/{t.code}"))
    assert OUTCOME in page("/?tab=all")


def test_help_lists_the_words_of_every_nature(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(("act", "--help")) == 0
    told = "".join(capsys.readouterr().out.split())

    assert all(word in told for word in REFUSALS.values())


ASKED_HERE = "rules/acceptance/regime.py"
OF_NO_ITEM = {
    # file → why no single refused item can be meant there
    "casework/reading/lists/to_do.py": "what lies with a department was not refused",
    "casework/supervision/matters.py": "states of matters under supervision",
    "casework/desk.py": "the last entry of a whole project",
    "casework/recording.py": "the last entry of a whole project",
    "rules/supervision/settled.py": "a file alone, without the catalogue",
    "store/projected/courses.py": "codes, not words",
    "reports/wall/marks.py": "a legend of all items",
}


def test_nobody_else_words_a_state_an_entry_or_a_consequence() -> None:
    worded = re.compile(r"\b(?:(?:STATES|ENTRIES|CONSEQUENCES)(?:\[|\.get\()|payload\.label)")
    rooms = ("rules", "casework", "notices", "reports", "portal", "tasks", "flows", "store")
    found = {
        str(path.relative_to(ROOT))
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        if worded.search(path.read_text(encoding="utf-8"))
    }
    assert found == {ASKED_HERE, *OF_NO_ITEM}
