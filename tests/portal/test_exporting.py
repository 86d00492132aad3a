"""The event logs hold every entry of the ledger once, in order, and nobody's words."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from weakref import WeakSet

import jsonschema
import pytest

from models.access import AccessKind
from models.days import ZONE
from models.event_log import LoggedEvent
from portal.premises import opened
from reports.exchange.event_logs import ocel, xes
from rules.acceptance.regime import entry_name
from store.files.yaml_file import read_yaml
from store.people import access_log
from tests.portal.conftest import LIAISON, PROJECT, WATER_OFFICER, Cli, head

NAME = {"type": "string", "minLength": 1}
TYPES = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"name": NAME, "attributes": {"type": "array"}},
        "required": ["name", "attributes"],
    },
}
LINKS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"objectId": NAME, "qualifier": NAME},
        "required": ["objectId", "qualifier"],
        "additionalProperties": False,
    },
}
ONE = {"id": NAME, "type": NAME, "attributes": {"type": "array"}, "relationships": LINKS}
OCEL: dict[str, Any] = {
    "type": "object",
    "properties": {
        "eventTypes": TYPES,
        "objectTypes": TYPES,
        "objects": {
            "type": "array",
            "items": {"type": "object", "properties": ONE, "required": ["id", "type"]},
        },
        "events": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {**ONE, "time": {"type": "string", "format": "date-time"}},
                "required": ["id", "type", "time"],
            },
        },
    },
    "required": ["eventTypes", "objectTypes", "events", "objects"],
    "additionalProperties": False,
}
"""What the specification of OCEL 2.0 asks of a log in JSON, written down again here."""

MSPDI = "{http://schemas.microsoft.com/project}"
XES = "{http://www.xes-standard.org/}"
OPINION = "这是一句意见<秘密>"


def acted(cli: Cli) -> list[dict[str, Any]]:
    """Something was handed in and taken back; the timeline as the case file shows it."""
    given = json.dumps({"documents": ["P05-1", "P05-2", "P05-3"]})
    cli("act", PROJECT, "P05", "submit", "--by", LIAISON, "--data", given)
    reason = json.dumps({"reason": OPINION})
    cli("act", PROJECT, "P05", "withdraw", "--by", LIAISON, "--data", reason)
    shown = cli("show", PROJECT, "--timeline", "--json")
    return list(shown.json()["timeline"])


def test_a_log_of_cases_holds_each_entry_once(office_cli: Cli, tmp_path: Path) -> None:
    timeline, file = acted(office_cli), tmp_path / "log.xes"
    told = office_cli("export", str(file), "--project", PROJECT, "--json").json()
    log = ET.parse(file).getroot()
    traces = {
        trace.find(f"{XES}string").attrib["value"]: [  # type: ignore[union-attr]
            {one.attrib["key"]: one.attrib["value"] for one in event}
            for event in trace.iter(f"{XES}event")
        ]
        for trace in log.iter(f"{XES}trace")
    }
    events = [one for found in traces.values() for one in found]
    mine = [one["concept:name"] for one in traces[f"{PROJECT} P05"]]

    assert told == {"file": str(file), "kind": "xes", "events": len(events), "projects": 1}
    assert sorted(one["entry"] for one in events) == sorted(
        f"{PROJECT}#{one['version']}" for one in timeline
    )
    assert mine[-2:] == [entry_name("submitted", None), entry_name("withdrawn", None)]
    for found in traces.values():
        times = [datetime.fromisoformat(one["time:timestamp"]) for one in found]
        assert times == sorted(times)
    assert {one["org:resource"] for one in events} <= {LIAISON, "系统", *accounts(office_cli)}
    assert "秘密" not in file.read_text()


def accounts(cli: Cli) -> set[str]:
    return {str(one["number"]) for one in cli("accounts", "--json").json()["accounts"]}


def test_a_log_of_objects_keeps_to_its_standard_and_hangs_together(
    office_cli: Cli, tmp_path: Path
) -> None:
    acted(office_cli)
    file = tmp_path / "log.json"
    told = office_cli("export", str(file), "--json").json()
    log = json.loads(file.read_text())
    objects = {one["id"]: one["type"] for one in log["objects"]}
    linked = {one["objectId"] for event in log["events"] for one in event["relationships"]}

    jsonschema.validate(log, OCEL, cls=jsonschema.Draft202012Validator)
    assert len({one["id"] for one in log["events"]}) == len(log["events"]) == told["events"]
    assert linked == set(objects)
    assert {one["type"] for one in log["events"]} == {one["name"] for one in log["eventTypes"]}
    assert set(objects.values()) == {one["name"] for one in log["objectTypes"]}
    assert sum(kind == "project" for kind in objects.values()) == told["projects"] == 60
    assert "秘密" not in file.read_text()


def test_what_cannot_be_exported_is_said(office_cli: Cli, tmp_path: Path) -> None:
    wrong = office_cli("export", str(tmp_path / "log.txt"))
    unknown = office_cli(
        "export", str(tmp_path / "log.xes"), "--project", "2020-230112-39-03-999999"
    )

    assert wrong.code == 2
    assert ".xes 或 .json 或 .xml 或 .bpmn 或 .ics 或 .zip 或 .csv" in wrong.err
    assert unknown.code == 2
    assert not (tmp_path / "log.xes").exists()


@pytest.mark.parametrize("write", [ocel, xes])
def test_a_log_of_any_length_is_written_without_being_held(
    write: Callable[[Iterator[LoggedEvent]], Iterator[str]],
) -> None:
    of_a_project = 500
    held: WeakSet[LoggedEvent] = WeakSet()
    most, written, written_at = 0, 0, 0

    def events(count: int) -> Iterator[LoggedEvent]:
        nonlocal most, written_at
        for number in range(count):
            event = LoggedEvent(
                project=f"2020-230112-39-03-{number // of_a_project:06}",
                version=number % of_a_project,
                procedure="P05",
                activity="受理",
                at=datetime(2020, 6, 19, 9, tzinfo=ZONE),
                by=WATER_OFFICER,
                office="water",
            )
            held.add(event)
            most, written_at = max(most, len(held)), written
            yield event

    for part in write(events(20_000)):
        written += len(part)

    assert most <= of_a_project + 3
    assert written_at > 0.95 * written > 100 * 20_000


def test_a_process_goes_out_and_comes_back_as_a_draft(office_cli: Cli, tmp_path: Path) -> None:
    file, draft, before = tmp_path / "流程.bpmn", tmp_path / "草案.yaml", head(office_cli)
    told = office_cli("export", str(file), "--project", PROJECT, "--json").json()
    back = office_cli("import", "process", str(file), "--json").json()
    said = office_cli("import", "process", str(file), "--out", str(draft))

    assert told["procedures"] == len(back["procedures"])
    assert {one["code"] for one in back["procedures"]} == {
        one["procedure"] for one in office_cli("show", PROJECT, "--json").json()["cases"]
    }
    assert "未写入任何内容" in said.out
    assert read_yaml(draft).root.value()["procedures"][0]["code"] == back["procedures"][0]["code"]
    assert head(office_cli) == before


def test_a_file_that_is_no_process_is_refused_with_its_place(
    office_cli: Cli, tmp_path: Path
) -> None:
    file = tmp_path / "流程.bpmn"
    file.write_text('<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')
    answer = office_cli("import", "process", str(file))

    assert answer.code == 2
    assert "流程.bpmn 第 2 行" in answer.err
    assert office_cli("export", str(tmp_path / "a.xes"), "--as", "bpmn").code == 2


def test_a_plan_goes_out_and_what_a_planner_changed_is_shown_and_not_written(
    office_cli: Cli, tmp_path: Path
) -> None:
    file, before = tmp_path / "排期.xml", head(office_cli)
    told = office_cli("export", str(file), "--project", PROJECT, "--json").json()
    same = office_cli("import", "plan", str(file), PROJECT, "--json").json()
    plan = ET.parse(file)
    *_, start = plan.iter(f"{MSPDI}Task")
    finish = start.find(f"{MSPDI}Finish")
    assert finish is not None
    finish.text = "2020-12-31T17:00:00"
    plan.write(file, encoding="utf-8")
    other = office_cli("import", "plan", str(file), PROJECT)

    assert told["tasks"] == same["unchanged"] + 1
    assert (same["moved"], same["unread"], same["pins"]) == ([], [], None)
    assert "未写入任何内容" in other.out
    assert 'pin_start --by … --data \'{"start_on": "2020-12-31"' in other.out
    assert office_cli("export", str(tmp_path / "a.xml")).code == 2
    assert head(office_cli) == before


def test_a_pack_is_written_for_one_project_and_for_nobody_else_to_read(
    office_cli: Cli, tmp_path: Path
) -> None:
    file = tmp_path / "证据包.zip"
    said = office_cli("export", str(file), "--project", PROJECT)
    before = file.read_bytes()
    office_cli("export", str(file), "--as", "pack", "--project", PROJECT)

    assert "时限举证的知悉范围" in said.out
    assert file.read_bytes() == before
    assert file.stat().st_mode & 0o077 == 0
    assert office_cli("export", str(tmp_path / "a.zip")).code == 2
    assert office_cli("export", str(tmp_path / "a.zip"), "--project", PROJECT[:-1] + "x").code == 2
    assert not (tmp_path / "a.zip").exists()


def test_who_took_what_at_the_machine_stands_in_the_log_of_the_door(
    office_cli: Cli, tmp_path: Path
) -> None:
    office_cli("export", str(tmp_path / "log.xes"))
    office_cli("export", str(tmp_path / "plan.xml"), "--project", PROJECT)
    office_cli("verify", "--export", str(tmp_path / "ledger.jsonl"))

    with opened() as premises, premises.office.store.reading() as connection:
        lines = access_log.events(connection, kind=AccessKind.EXPORTED, most=50)
    assert [(one.person, one.about, one.address) for one in reversed(lines)] == [
        ("", "全部项目 events.xes", "本机"),
        ("", f"{PROJECT} plan.xml", "本机"),
        ("", "全部台账 ledger.jsonl", "本机"),
    ]
