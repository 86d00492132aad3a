"""`export KIND --out FILE`: every kind by its name, and nothing of persons, sums and reasons."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import icalendar
import jsonschema
import pytest

from models.access import AccessKind
from portal.premises import opened
from store.people import access_log
from tests.portal.conftest import LIAISON, PROJECT, Cli, head

ROOT = Path(__file__).parents[2]
TIMETABLE = json.loads((ROOT / "docs/schemas/timetable-1.json").read_text(encoding="utf-8"))
KINDS = ("ocel", "xes", "mspdi", "bpmn", "ics", "ceq", "public", "pack")
OF_ONE = ("mspdi", "pack")

TEXT, DAY = {"type": "string", "minLength": 1}, {"type": "string", "format": "date"}


def asked(fields: dict[str, Any], *required: str) -> dict[str, Any]:
    """An array of what has these fields, of which some are asked for."""
    one = {"type": "object", "properties": fields, "required": [*required]}
    return {"type": "array", "minItems": 1, "items": one}


STATES = ["pre-application", "underway", "paused", "completed"]
CEQ = {
    "type": "object",
    "properties": {
        "projects": asked(
            {
                **dict.fromkeys(("project_id", "project_title", "project_description"), TEXT),
                **dict.fromkeys(("project_sector", "lead_agency"), TEXT),
                "project_sponsor": {"type": "object", "required": ["name"]},
                "location": {"type": "object", "required": ["description"]},
                "participating_agencies": {"type": "array", "items": TEXT},
                "current_status": {"enum": STATES},
                "start_date": DAY,
            },
            *("project_id", "project_title", "project_description", "project_sector"),
            *("project_sponsor", "lead_agency", "location"),
        ),
        "processes": asked(
            {
                **dict.fromkeys(("process_id", "project_id", "process_type", "lead_agency"), TEXT),
                "process_status": {"enum": ["planned", "underway", "paused", "completed"]},
                "start_date": DAY,
                "completion_date": DAY,
            },
            *("process_id", "project_id", "process_type", "process_status", "lead_agency"),
        ),
        "case_events": asked(
            {
                **dict.fromkeys(("case_event_id", "process_id", "event_name", "event_type"), TEXT),
                "event_date": DAY,
                "status": {"enum": ["pending", "completed", "in progress"]},
            },
            *("case_event_id", "process_id", "event_name", "event_date", "event_type"),
        ),
    },
    "required": ["projects", "processes", "case_events"],
}
"""What CEQ's standard asks of the three entities that we have, written down again here.

Its list of process types has the levels of an environmental review only, so ours is any text.
"""


def applied(cli: Cli) -> None:
    data = json.dumps({"documents": ["P05-1", "P05-2", "P05-3"]})
    assert cli("act", PROJECT, "P05", "submit", "--by", LIAISON, "--data", data).code == 0


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_written_by_its_name_whatever_the_file_is_called(
    office_cli: Cli, tmp_path: Path, kind: str
) -> None:
    file, before = tmp_path / "某个文件", head(office_cli)
    told = office_cli("export", kind, "--out", str(file), "--project", PROJECT, "--json").json()
    missing = office_cli("export", kind)
    all_of_them = office_cli("export", kind, "--out", str(tmp_path / "全部"))

    assert (told["file"], told["kind"]) == (str(file), kind)
    assert file.stat().st_size > 100
    assert (missing.code, missing.err.partition("：")[0]) == (2, "参数 --out")
    assert all_of_them.code == (2 if kind in OF_ONE else 0)
    assert head(office_cli) == before


def test_both_ways_of_asking_give_the_same_file(office_cli: Cli, tmp_path: Path) -> None:
    one, other, third = (tmp_path / name for name in ("a.xml", "b.xml", "c.xml"))
    for words in (
        (str(one),),
        ("mspdi", "--out", str(other)),
        (str(third), "--as", "msproject"),
    ):
        assert office_cli("export", *words, "--project", PROJECT).code == 0

    assert one.read_bytes() == other.read_bytes() == third.read_bytes()
    assert ET.parse(one).getroot().tag.endswith("Project")


def test_a_calendar_of_all_holds_that_of_each(office_cli: Cli, tmp_path: Path) -> None:
    applied(office_cli)
    file, whole, asked_for = tmp_path / "a.ics", tmp_path / "b.ics", tmp_path / "c.ics"
    office_cli("export", "ics", "--out", str(file), "--project", PROJECT)
    office_cli("export", "ics", "--out", str(whole))
    office_cli("calendar", PROJECT, "--ics", str(asked_for))

    def days(path: Path) -> dict[str, date]:
        events = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
        assert all(one.walk("VALARM") for one in events)
        return {str(one["UID"]): one["DTSTART"].dt for one in events}

    assert days(file) == days(asked_for)
    assert days(file).items() < days(whole).items()
    assert f"{PROJECT}-start@green-channel" in days(file)


def test_what_is_public_keeps_to_the_published_schema(office_cli: Cli, tmp_path: Path) -> None:
    applied(office_cli)
    one, whole = tmp_path / "one.json", tmp_path / "all.json"
    office_cli("export", "public", "--out", str(one), "--project", PROJECT)
    told = office_cli("export", "public", "--out", str(whole), "--json").json()
    found, listed = (json.loads(path.read_text()) for path in (one, whole))

    jsonschema.validate(found, TIMETABLE)
    for timetable in listed["timetables"]:
        jsonschema.validate(timetable, TIMETABLE)
    assert found in listed["timetables"]
    assert len(listed["timetables"]) == told["projects"] == 60
    assert (listed["schema"], listed["as_of"]) == (TIMETABLE["$id"], "2020-06-01")


def test_the_same_goes_out_as_the_council_has_it(office_cli: Cli, tmp_path: Path) -> None:
    applied(office_cli)
    file, pack = tmp_path / "ceq.json", tmp_path / "pack.zip"
    told = office_cli("export", "ceq", "--out", str(file), "--json").json()
    office_cli("export", "pack", "--out", str(pack), "--project", PROJECT)
    found = json.loads(file.read_text())
    packed = json.loads(ZipFile(pack).read("ceq.json"))
    checked = jsonschema.Draft202012Validator(CEQ, format_checker=jsonschema.FormatChecker())

    for one in (found, packed):
        checked.validate(one)
    projects = {one["project_id"]: one for one in found["projects"]}
    processes = {one["process_id"]: one for one in found["processes"]}
    mine = processes[f"{PROJECT}/P05"]
    events = {one["event_type"]: one for one in packed["case_events"] if "P05" in one["process_id"]}
    assert len(projects) == told["projects"] == 60
    assert {one["project_id"] for one in processes.values()} <= set(projects)
    assert {one["process_id"] for one in found["case_events"]} <= set(processes)
    assert (mine["process_status"], mine["start_date"]) == ("underway", "2020-06-01")
    assert events["application_submitted"]["event_date"] == "2020-06-01"
    assert packed["projects"] == [projects[PROJECT]]


@pytest.mark.parametrize("kind", ["public", "ceq"])
def test_nobodys_name_sum_or_reason_is_public(office_cli: Cli, tmp_path: Path, kind: str) -> None:
    applied(office_cli)
    reason = json.dumps({"reason": "一句理由"})
    office_cli("act", PROJECT, "P05", "withdraw", "--by", LIAISON, "--data", reason)
    file = tmp_path / "public.json"
    office_cli("export", kind, "--out", str(file))
    text = file.read_text()
    with opened() as premises, premises.office.store.reading() as connection:
        project = premises.office.file(connection, PROJECT)[0].project

    assert project.name in text
    hidden = (project.applicant.name, project.applicant.credit_code, project.sponsor, "一句理由")
    assert [one for one in (*hidden, str(project.investment.total), LIAISON) if one in text] == []


@pytest.mark.parametrize(
    ("words", "place"),
    [
        pytest.param(("pdf", "--out", "a"), "参数 KIND", id="no such kind"),
        pytest.param(("ocel", "--out", "nowhere/a"), "参数 --out", id="no such folder"),
        pytest.param(("ocel", "--out", "a", "--as", "xes"), "参数 --as", id="two kinds"),
        pytest.param(("mspdi", "--out", "a"), "参数 --project", id="a plan is of one project"),
        pytest.param(("a.xes", "--as", "pdf"), "参数 --as", id="no such kind, the other way"),
        pytest.param(
            ("ceq", "--out", "a", "--project", f"{PROJECT[:-1]}9"),
            "参数 --project",
            id="no project",
        ),
    ],
)
def test_what_is_asked_for_wrongly_says_where(
    office_cli: Cli,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    place: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    before = {*tmp_path.iterdir()}
    wrong = office_cli("export", *words)

    assert (wrong.code, wrong.err.partition("：")[0]) == (2, place), wrong.err
    assert {*tmp_path.iterdir()} == before


def test_what_was_taken_stands_in_the_log_of_the_door(office_cli: Cli, tmp_path: Path) -> None:
    for kind in ("ics", "ceq", "public"):
        office_cli("export", kind, "--out", str(tmp_path / kind))

    with opened() as premises, premises.office.store.reading() as connection:
        lines = access_log.events(connection, kind=AccessKind.EXPORTED, most=50)
    assert [(one.about, one.address) for one in reversed(lines)] == [
        ("全部项目 calendar.ics", "本机"),
        ("全部项目 ceq.json", "本机"),
        ("全部项目 public.json", "本机"),
    ]
