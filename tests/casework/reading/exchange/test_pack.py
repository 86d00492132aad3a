"""A pack of evidence is the same whenever it is made, and each part is what its format asks."""

import io
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import icalendar
import jsonschema
import pytest

from casework.office import Office
from casework.reading.exchange.pack import write_pack
from reports.exchange.archive import ArchivePart, write_archive
from store import ledger
from tests.bpmn_engine import tree_of

ROOT = Path(__file__).parents[4]
PROJECT, TODAY = "2020-230112-39-03-000001", date(2020, 6, 19)
NAMES = (
    *("README.txt", "events.xes", "events.json", "plan.xml", "process.bpmn", "calendar.ics"),
    *("public.json", "ceq.json", "clocks.json"),
)


def packed(office: Office, on: date = TODAY) -> bytes:
    to = io.BytesIO()
    assert write_pack(office, to, project=PROJECT, today=on) == NAMES
    return to.getvalue()


@pytest.fixture(scope="module")
def pack(played: Office) -> ZipFile:
    return ZipFile(io.BytesIO(packed(played)))


def test_the_same_ledger_on_the_same_day_gives_the_same_bytes(played: Office) -> None:
    first = packed(played)
    played.forget()

    assert packed(played) == first
    assert packed(played, date(2020, 6, 22)) != first


def test_the_manifest_has_the_hash_of_every_part_and_the_head_of_the_ledger(
    played: Office, pack: ZipFile
) -> None:
    manifest = json.loads(pack.read("manifest.json"))
    with played.store.reading() as connection:
        version, head = ledger.head(connection, PROJECT)

    assert pack.testzip() is None
    assert pack.namelist() == [*NAMES, "manifest.json"]
    assert [one["name"] for one in manifest["files"]] == [*NAMES]
    for one in manifest["files"]:
        content = pack.read(one["name"])
        assert (one["bytes"], one["sha256"]) == (len(content), sha256(content).hexdigest())
    assert (manifest["ledger"]["version"], manifest["ledger"]["head"]) == (version, head)
    assert manifest["as_of"] == "2020-06-19"


def test_nothing_in_it_is_of_the_machine_that_made_it(pack: ZipFile) -> None:
    for one in pack.infolist():
        assert one.date_time == (1980, 1, 1, 0, 0, 0)
        assert (one.compress_type, one.create_system, one.extra) == (ZIP_STORED, 3, b"")
        assert one.external_attr >> 16 == 0o100644


def test_each_part_is_read_by_whoever_reads_its_format(played: Office, pack: ZipFile) -> None:
    with played.store.reading() as connection:
        entries = len(ledger.read(connection, PROJECT))
    xes = "{http://www.xes-standard.org/}event"
    schema = json.loads((ROOT / "docs/schemas/timetable-1.json").read_text(encoding="utf-8"))
    calendar = icalendar.Calendar.from_ical(pack.read("calendar.ics"))
    tree_of(pack.read("process.bpmn").decode())
    plan = ET.fromstring(pack.read("plan.xml"))

    assert len([*ET.fromstring(pack.read("events.xes")).iter(xes)]) == entries
    assert len(json.loads(pack.read("events.json"))["events"]) == entries
    assert plan.findtext("{http://schemas.microsoft.com/project}Subject") == PROJECT
    assert calendar.walk("VEVENT")
    jsonschema.validate(json.loads(pack.read("public.json")), schema)


def test_the_clocks_in_it_are_recounted_by_the_program_that_shares_no_code(
    pack: ZipFile, tmp_path: Path
) -> None:
    file = tmp_path / "clocks.json"
    file.write_bytes(pack.read("clocks.json"))
    program = ROOT / "verifier" / "verify_clock.py"
    done = subprocess.run(
        [sys.executable, program, file], capture_output=True, text=True, check=False
    )

    assert json.loads(file.read_text(encoding="utf-8"))["count"] > 3
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_archive_of_any_size_is_written_without_being_held(tmp_path: Path) -> None:
    with (tmp_path / "a.zip").open("wb") as file:
        held: list[int] = []

        def lines() -> Iterator[str]:
            for number in range(16_000):
                held.append(number * 1024 - file.tell())
                yield f"{number:08}" * 128

        write_archive(file, [ArchivePart("a.txt", "text/plain", lines())], {})

    assert max(held) < 200_000
    assert (tmp_path / "a.zip").stat().st_size > 16_000_000
