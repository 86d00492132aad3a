"""The verifier of an exported ledger: it needs nothing of ours, and says where an edit lies."""

import hashlib
import json
import random
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from sqlalchemy import text

from casework.intake.loading import load
from casework.office import CAMPAIGN, Office
from casework.office.integrity import exported, keep_anchor
from casework.supervision.bulletin import keep_bulletins
from models.bulletin import BulletinIssued
from models.campaign import CampaignFolder
from notices.channels import Channels
from store import ledger
from store.engine import Store
from tests.casework.supervision.test_bulletin import DUE, given, sign
from tests.conftest import AUDIT_KEY
from tests.test_verifier import imported_by, loaded
from tests.world import DISPATCHER, LIAISON, PROJECT, at, do, july, june, stamp

SCRIPT = Path(__file__).parents[1] / "verifier" / "verify_ledger.py"
VERIFIER = loaded(SCRIPT)
Row = dict[str, Any]
NOW = at(july(20))


def lived_in(office: Office, real_folder: CampaignFolder, anchor: Path) -> None:
    """Acts on several days, two lines of the anchor, a bulletin that was signed."""
    load(office, given(real_folder), stamp=stamp())
    do(office, "submit", by=LIAISON, on=june(3))
    keep_anchor(office, anchor, now=at(june(3), 18))
    moved = {"start_on": "2020-07-15", "reason": "汛期"}
    do(office, "pin_start", "start_construction", by=DISPATCHER, on=june(22), **moved)
    keep_bulletins(office, now=at(DUE))
    sign(office)
    keep_anchor(office, anchor, now=at(DUE, 18))
    do(office, "withdraw", by=LIAISON, on=july(8), reason="方案调整")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, real_folder: CampaignFolder) -> Path:
    """A data directory with a ledger that was lived in, its anchor and its export."""
    folder = tmp_path_factory.mktemp("exported")
    store = Store(f"sqlite:///{folder}/ledger.sqlite", audit_key=AUDIT_KEY)
    store.migrate()
    office = Office(store, Channels({}))
    lived_in(office, real_folder, folder / "anchor.jsonl")
    lines = exported(office, folder / "anchor.jsonl", now=NOW)
    (folder / "ledger.jsonl").write_text("".join(lines), encoding="utf-8")
    (folder / "audit.key").write_bytes(AUDIT_KEY)
    with store.reading() as connection:
        issued = next(
            one.payload
            for one in ledger.read(connection, CAMPAIGN)
            if isinstance(one.payload, BulletinIssued)
        )
    (folder / "bulletin").write_text(f"{issued.anchor} {issued.anchor_sm3}", encoding="utf-8")
    store.close()
    return folder


@pytest.fixture
def rows(home: Path) -> list[Row]:
    """The lines of the export, each as what it says."""
    return [json.loads(one) for one in (home / "ledger.jsonl").read_text("utf-8").splitlines()]


def written(rows: list[Row], *, resealed: bool = True) -> str:
    """Rows as a file, by somebody who knows how its last line is made."""
    lines = [f"{VERIFIER.canonical(one)}\n" for one in rows]
    if resealed:
        whole = hashlib.sha256("".join(lines[:-1]).encode()).hexdigest()
        lines[-1] = f"{VERIFIER.canonical({**rows[-1], 'sha256': whole})}\n"
    return "".join(lines)


def found_in(export: str, *, own: tuple[str, ...] = (), key: bytes | None = None) -> list[str]:
    """What the verifier finds, each with its line."""
    lines = (one.encode() for one in export.splitlines(keepends=True))
    return [
        f"{line} {what}" for line, what in VERIFIER.faults(lines, VERIFIER.Ledger(list(own), key))
    ]


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", SCRIPT, *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def place(rows: list[Row], **said: object) -> int:
    """Where the first row stands that says so."""
    return next(n for n, one in enumerate(rows) if said.items() <= one.items())


def rechained(rows: list[Row], stream: str) -> None:
    """Chain a stream anew, with its end and the roots of all days, as a forger would."""
    prev, version = VERIFIER.GENESIS, 0
    for one in rows:
        if one["line"] == "entry" and one["stream"] == stream:
            version += 1
            one |= {"prev": prev, "version": version}
            one["hash"] = prev = VERIFIER.entry_hash(one)
        if one["line"] == "head" and one["stream"] == stream:
            one |= {"version": version, "hash": prev}
    entries = [one for one in rows if one["line"] == "entry"]
    for one in rows:
        if one["line"] == "day":
            until = [entry for entry in entries if entry["on"] <= one["on"]]
            ends = {entry["stream"]: (entry["version"], entry["hash"]) for entry in until}
            digests = {"sha256": VERIFIER._sha256, "sm3": VERIFIER.SM3}
            one |= {name: VERIFIER.Tree(digest).root(ends) for name, digest in digests.items()}
            one |= {"entries": len(until), "streams": len(ends)}
    rows[-1]["entries"] = len(entries)


class TestSm3:
    @pytest.mark.parametrize(
        ("message", "digest"),
        [
            pytest.param(
                b"abc",
                "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
                id="GB/T 32905-2016 A.1",
            ),
            pytest.param(
                b"abcd" * 16,
                "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
                id="GB/T 32905-2016 A.2",
            ),
        ],
    )
    def test_is_what_the_standard_says(self, message: bytes, digest: str) -> None:
        assert VERIFIER.sm3(message).hex() == digest

    def test_is_what_a_library_says_at_every_length_around_a_block(self) -> None:
        dice = random.Random(32905)
        for length in range(130):
            message = dice.randbytes(length)
            library = hashes.Hash(hashes.SM3())
            library.update(message)

            assert VERIFIER.sm3(message) == library.finalize(), length


class TestTheScript:
    def test_needs_the_standard_library_only(self) -> None:
        assert imported_by(SCRIPT) <= sys.stdlib_module_names

    def test_says_what_holds_and_both_roots(self, home: Path, rows: list[Row]) -> None:
        done = run(home / "ledger.jsonl")

        last = [one for one in rows if one["line"] == "day"][-1]
        assert done.returncode == 0, done.stdout + done.stderr
        assert f"相符：{rows[-1]['entries']} 条，2 流，" in done.stdout
        assert "锚定 2 号" in done.stdout
        assert f"SHA-256 {last['sha256']}\nSM3 {last['sm3']}" in done.stdout

    def test_knows_a_printed_root(self, home: Path) -> None:
        sha256, sm3 = (home / "bulletin").read_text("utf-8").split()
        ours = json.loads((home / "anchor.jsonl").read_text("utf-8").splitlines()[0])

        done = run(home / "ledger.jsonl", "--printed", sha256, "--printed", sm3.upper())
        assert done.returncode == 0
        assert len(re.findall(r"即campaign 第 \d+ 条（通报）之前的台账的总哈希", done.stdout)) == 2
        for root in (ours["root"], ours["root_sm3"]):
            done = run(home / "ledger.jsonl", "--printed", root)
            assert "即锚定第 1 号（2020-06-03T10:00Z）的总哈希" in done.stdout

        done = run(home / "ledger.jsonl", "--printed", "ab" * 32)
        assert (done.returncode, "不是此台账" in done.stdout) == (4, True)

    def test_checks_the_seals_where_it_is_given_the_key(self, home: Path, tmp_path: Path) -> None:
        other = tmp_path / "other.key"
        other.write_bytes(b"another key, not the one that sealed")

        assert run(home / "ledger.jsonl", "--key", home / "audit.key").returncode == 0
        done = run(home / "ledger.jsonl", "--key", other)
        assert done.returncode == 4
        assert f"{PROJECT}：流末签章与密钥不符" in done.stdout
        assert "所给密钥的指纹不是台账现用密钥" in done.stdout

    @pytest.mark.parametrize("words", [["nowhere.jsonl"], [], ["a", "b"]])
    def test_says_when_there_is_nothing_to_read(self, words: list[str]) -> None:
        assert run(*words).returncode == 2


def test_every_database_exports_what_holds(
    empty_office: Office, real_folder: CampaignFolder, tmp_path: Path
) -> None:
    lived_in(empty_office, real_folder, tmp_path / "anchor.jsonl")
    export = "".join(exported(empty_office, tmp_path / "anchor.jsonl", now=NOW))

    assert found_in(export, key=AUDIT_KEY) == []
    with empty_office.store.reading() as connection:
        count = connection.execute(text("select count(*) from entries")).scalar_one()
    assert json.loads(export.splitlines()[-1])["entries"] == count


class TestAnEdit:
    """Each by somebody who makes the last line anew, so that it says nothing."""

    def test_of_nothing_is_not_found(self, rows: list[Row]) -> None:
        assert found_in(written(rows), key=AUDIT_KEY) == []

    @pytest.mark.parametrize("name", ["payload", "at", "on", "by", "via", "kind", "key", "hash"])
    def test_of_an_entry_is_found_in_its_line(self, rows: list[Row], name: str) -> None:
        for at_ in [n for n, one in enumerate(rows) if one["line"] == "entry"]:
            edited = [dict(one) for one in rows]
            edited[at_][name] = "2020-06-02" if name == "on" else f"{rows[at_][name]}0"
            one = edited[at_]
            if one[name] == rows[at_][name]:
                continue

            first = next(iter(found_in(written(edited))))
            assert first.startswith(f"{at_ + 1} "), first

    def test_that_takes_an_entry_out_is_found_where_it_stood(self, rows: list[Row]) -> None:
        last = {one["stream"]: n for n, one in enumerate(rows) if one["line"] == "entry"}
        for at_ in [n for n, one in enumerate(rows) if one["line"] == "entry"]:
            one = rows[at_]
            found = found_in(written(rows[:at_] + rows[at_ + 1 :]))

            assert any(one["stream"] in what for what in found), (at_, found)
            if at_ not in last.values():
                assert f"{one['stream']} 第 {one['version'] + 1} 条：序号不连续" in "".join(found)

    def test_that_puts_an_entry_in_or_two_in_each_others_place_is_found(
        self, rows: list[Row]
    ) -> None:
        first, second = [
            n for n, one in enumerate(rows) if one["line"] == "entry" and one["stream"] == PROJECT
        ][:2]
        twice = [*rows[: first + 1], rows[first], *rows[first + 1 :]]
        swapped = list(rows)
        swapped[first], swapped[second] = swapped[second], swapped[first]

        assert found_in(written(twice))[0].startswith(f"{first + 2} {PROJECT} 第 1 条：序号不连续")
        assert found_in(written(swapped))[0].startswith(
            f"{first + 1} {PROJECT} 第 2 条：序号不连续"
        )

    def test_chained_anew_differs_from_the_anchor(self, rows: list[Row]) -> None:
        at_ = place(rows, line="entry", stream=PROJECT, version=2)
        rows[at_]["by"] = "somebody-else"
        rechained(rows, PROJECT)

        found = found_in(written(rows))
        assert any("与锚定第 1 号所记不同" in one for one in found)

    def test_chained_anew_with_an_anchor_made_anew_differs_from_the_bulletin(
        self, rows: list[Row]
    ) -> None:
        at_ = place(rows, line="entry", stream=PROJECT, version=2)
        rows[at_]["by"] = "somebody-else"
        rows = [one for one in rows if one["line"] != "anchor"]
        rechained(rows, PROJECT)

        (found,) = found_in(written(rows))
        assert re.search(r"campaign 第 \d+ 条：通报所印总哈希与其前的台账不符", found)

    def test_of_the_end_of_the_ledger_differs_from_the_anchor(self, rows: list[Row]) -> None:
        """Cut off with head and days, as a forger would."""
        cut = july(5).isoformat()
        rows = [one for one in rows if one["line"] != "entry" or one["on"] < cut]
        rows = [one for one in rows if one["line"] != "day" or one["on"] < cut]
        for stream in (PROJECT, CAMPAIGN):
            rechained(rows, stream)

        assert any(
            re.search("缺少第 .* 条，锚定第 2 号记有该条", one) for one in found_in(written(rows))
        )

    def test_that_rewrites_everything_is_found_by_what_lies_elsewhere(
        self, home: Path, rows: list[Row], tmp_path: Path
    ) -> None:
        own = tuple((home / "anchor.jsonl").read_text("utf-8").splitlines())
        printed = (home / "bulletin").read_text("utf-8").split()[0]
        rows = [one for one in rows if one["line"] not in ("anchor", "entry")]
        forged = tmp_path / "forged.jsonl"
        forged.write_text(written([*rows[:1], rows[-1] | {"entries": 0}]), encoding="utf-8")

        assert found_in(forged.read_text("utf-8")) == []
        assert any(
            "所持副本至第 2 号" in one for one in found_in(forged.read_text("utf-8"), own=own)
        )
        assert run(forged, "--printed", printed).returncode == 4

    @pytest.mark.parametrize(
        ("line", "name", "value"),
        [
            ("head", "version", 1),
            ("head", "hash", "ab" * 32),
            ("day", "sha256", "ab" * 32),
            ("day", "sm3", "ab" * 32),
            ("day", "entries", 1),
            ("day", "streams", 0),
            ("day", "on", "2020-06-07"),
            ("ledger", "edition", 2),
            ("end", "entries", 3),
        ],
    )
    def test_of_what_stands_beside_the_entries_is_found_in_its_line(
        self, rows: list[Row], line: str, name: str, value: object
    ) -> None:
        at_ = place(rows, line=line)
        rows[at_][name] = value

        assert any(one.startswith(f"{at_ + 1} ") for one in found_in(written(rows)))

    def test_of_a_seal_is_found_with_the_key_or_by_the_last_line(self, rows: list[Row]) -> None:
        at_ = place(rows, line="head")
        rows[at_]["mac"] = "ab" * 32

        assert found_in(written(rows)) == []
        assert found_in(written(rows), key=AUDIT_KEY) == [
            f"{at_ + 1} {rows[at_]['stream']}：流末签章与密钥不符"
        ]
        assert "文件摘要不符" in found_in(written(rows, resealed=False))[0]

    @pytest.mark.parametrize(
        "edit",
        [
            pytest.param(lambda one: one | {"root": "ab" * 32}, id="its root"),
            pytest.param(lambda one: one | {"root_sm3": "ab" * 32}, id="its root in SM3"),
            pytest.param(lambda one: one | {"prev": "ab" * 32}, id="what it names before it"),
            pytest.param(lambda one: one | {"number": 7}, id="its number"),
            pytest.param(lambda one: one | {"moved": {}}, id="what has moved"),
            pytest.param(lambda one: one | {"entries": 1}, id="how many there were"),
        ],
    )
    def test_of_the_anchor_is_found_in_its_line(
        self, rows: list[Row], edit: Callable[[Row], Row]
    ) -> None:
        at_ = place(rows, line="anchor")
        rows[at_]["text"] = VERIFIER.canonical(edit(json.loads(rows[at_]["text"])))

        assert found_in(written(rows))[0].startswith(f"{at_ + 1} 锚定第 ")

    def test_of_the_anchor_differs_from_ones_own_copy(self, home: Path, rows: list[Row]) -> None:
        own = (home / "anchor.jsonl").read_text("utf-8").splitlines()
        at_ = place(rows, line="anchor")
        rows[at_]["text"] = rows[at_]["text"].replace("2020-06-03T10", "2020-06-03T11")

        assert "1 号与所持副本不一致" in found_in(written(rows), own=tuple(own))[0]
        assert found_in(written(rows[:at_] + rows[at_ + 2 :]), own=tuple(own))

    def test_of_any_one_character_is_found(self, home: Path) -> None:
        export = (home / "ledger.jsonl").read_text("utf-8")
        dice = random.Random(20200622)
        for at_ in dice.sample(range(len(export)), 150):
            other = dice.choice([one for one in "0123456789abx，\n" if one != export[at_]])

            assert found_in(export[:at_] + other + export[at_ + 1 :]), export[at_ - 30 : at_ + 10]
            assert found_in(export[:at_] + export[at_ + 1 :]), export[at_ - 30 : at_ + 10]

    @pytest.mark.parametrize(
        "export", ["", "\n", "[]\n", "1\n", '{"line": "end"}\n', "[" * 100_000]
    )
    def test_into_no_ledger_at_all_is_said(self, export: str) -> None:
        assert found_in(export)

    def test_that_cuts_the_file_short_is_found(self, rows: list[Row]) -> None:
        export = written(rows)
        whole = export.splitlines(keepends=True)

        assert "文件不完整" in found_in("".join(whole[:-1]))[0]
        assert found_in(export[:-1])
        assert found_in(export + whole[-1])
