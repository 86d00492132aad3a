"""The offline verifier: it needs nothing of ours, and one character is enough for it."""

import ast
import importlib.util
import json
import random
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from models.case import CaseState, Party
from models.catalogue import CountsFrom, TimeLimit
from models.hearing import Hearing
from models.proof import ClockProof
from rules.proof.proof import clock_proof
from tests.world import CALENDAR_DAY, REGULATIONS, WORKDAY, june, limit, opened, running, with_case

SCRIPT = Path(__file__).parents[1] / "verifier" / "verify_clock.py"


POINTS = re.compile(r"第\d+行第\d+列|内容摘要 \w|\d{4}-\d\d-\d\d|^(promised|statutory|others) ")
"""A place in the file, a fact, a day, or a field of a clock."""


def loaded(script: Path) -> ModuleType:
    """A script of the verifier as a module."""
    spec = importlib.util.spec_from_file_location(script.stem, script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


VERIFIER = loaded(SCRIPT)


def found_in(text: str) -> list[str]:
    found: list[str] = VERIFIER.verify(text)[0]
    return found


def faults_of(proof: ClockProof) -> list[str]:
    """What the verifier finds in a proof, as it is exported."""
    return found_in(json.dumps(proof.exported()))


def proof() -> ClockProof:
    """A case with a stop, an extension in another unit, and an old stop that ended."""
    from tests.rules.clocks.test_clock import stop

    case = running(
        state=CaseState.PAUSED,
        hearing=Hearing(june(2), june(9), 5, WORKDAY, "行政许可法第47条", closed_on=june(8)),
        stops=(stop(june(3), june(8)), stop(june(17), days=5)),
        extension_days=10,
        extensions=1,
        statutory=limit(7, CALENDAR_DAY, source="建筑法第7条"),
    )
    return clock_proof(
        with_case(opened(), case),
        "A01",
        on=june(19),
        regulations=REGULATIONS,
        head="ab" * 32,
        delay={Party.DEPARTMENT: 12, Party.STATUTORY_STOP: 7},
    )


def written(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)


def value_characters(text: str) -> list[int]:
    """Places of the characters of values: no insignificant whitespace, no keys."""
    places: list[int] = []
    start = 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip("\n")
        key, colon, value = body.partition('": ')
        at = start + (len(key) + len(colon) if colon and key.lstrip().startswith('"') else 0)
        value = value if at > start else body
        offset = len(value) - len(value.lstrip())
        core = value.strip()
        if core.rstrip(",") not in ("{", "}", "[", "]", "{}", "[]"):
            places += range(at + offset, at + offset + len(core.rstrip(",")))
        start += len(line)
    return places


def imported_by(script: Path) -> set[str]:
    """The modules that a script imports, by their first names."""
    return {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(script.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or "."]
            if isinstance(node, ast.ImportFrom)
            else [one.name for one in node.names]
        )
    }


class TestTheScript:
    def test_is_short_and_needs_the_standard_library_only(self) -> None:
        assert len(SCRIPT.read_text(encoding="utf-8").splitlines()) <= 340
        assert imported_by(SCRIPT) <= sys.stdlib_module_names

    @pytest.mark.parametrize(
        ("change", "code", "said"),
        [
            pytest.param("", 0, "相符：1 份时限举证", id="equal"),
            pytest.param("2020-06-30", 4, "2020-06-1", id="a day changed"),
            pytest.param("[", 4, "第1行第", id="no JSON"),
        ],
    )
    def test_ends_with_the_code_of_what_it_found(
        self, tmp_path: Path, change: str, code: int, said: str
    ) -> None:
        told = proof().exported()
        path = tmp_path / "proof.json"
        if change.startswith("2"):
            told["days"][12]["date"] = change
        path.write_text("{[" if change == "[" else written(told), encoding="utf-8")

        done = subprocess.run(
            [sys.executable, "-I", "-S", "-X", "utf8", SCRIPT, path],
            capture_output=True,
            encoding="utf-8",
            check=False,
            cwd=tmp_path,
        )

        assert (done.returncode, said in done.stdout) == (code, True), done.stdout + done.stderr

    @pytest.mark.parametrize("arguments", [[], ["nowhere.json"], ["a", "b"]])
    def test_says_how_to_call_it(
        self, arguments: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert VERIFIER.main(arguments) == 2
        assert "用法：" in capsys.readouterr().err


class TestAChange:
    def test_of_one_character_by_deletion_is_found(self) -> None:
        text = written(proof().exported())
        assert found_in(text) == []
        places = random.Random(20200619).sample(value_characters(text), 200)

        missed = [
            text[place - 40 : place + 10]
            for place in places
            if not POINTS.search("".join(found_in(text[:place] + text[place + 1 :])[:1]))
        ]

        assert missed == []

    def test_of_one_character_to_another_is_found(self) -> None:
        text = written(proof().exported())
        chance = random.Random(7)
        places = chance.sample(value_characters(text), 200)

        missed = []
        for place in places:
            other = chance.choice([one for one in "0123456789ax日" if one != text[place]])
            if not found_in(text[:place] + other + text[place + 1 :]):
                missed.append(text[place - 40 : place + 10])

        assert missed == []

    @pytest.mark.parametrize(
        ("field", "value"),
        [("counted", False), ("why", "workday"), ("used", 3), ("article", "民法总则第1条")],
    )
    def test_of_a_line_points_at_its_day(self, field: str, value: object) -> None:
        told = proof().exported()
        line = next(one for one in told["days"] if one["date"] == "2020-06-15")
        line[field] = value if line[field] != value else "另一个"

        assert any("2020-06-15" in one and field in one for one in found_in(written(told)))

    @pytest.mark.parametrize("fact", ["project_name", "head", "clock_from", "extension_days"])
    def test_of_a_fact_points_at_it(self, fact: str) -> None:
        told = proof().exported()
        told["facts"][fact] = "2020-06-02" if fact == "clock_from" else 7

        assert any(f"facts.{fact}" in one for one in found_in(written(told)))

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param(lambda told: told["days"].pop(), id="the last day left out"),
            pytest.param(lambda told: told["others"].pop(), id="a clock left out"),
            pytest.param(lambda told: told["facts"].pop("stops"), id="a fact left out"),
            pytest.param(lambda told: told.pop("digests"), id="no digests"),
            pytest.param(lambda told: told.update(more=1), id="something more"),
            pytest.param(lambda told: told["facts"].update(limit=1), id="one fact more"),
            pytest.param(lambda told: told["facts"]["promised"].update(value=10**9), id="endless"),
        ],
    )
    def test_of_shape_is_found(self, change: Any) -> None:
        told = proof().exported()
        change(told)

        assert found_in(written(told))

    @pytest.mark.parametrize("text", ["", "[]", "1", "null", '{"a": 1, "a": 2}', "[" * 100_000])
    def test_into_no_proof_at_all_is_said(self, text: str) -> None:
        assert found_in(text)


def drawn(chance: random.Random) -> ClockProof:
    """A case whose two limits count from receipt or from acceptance, as chance has it."""
    from tests.rules.clocks.test_clock import stop

    received = june(1) + timedelta(days=chance.randint(0, 29))
    accepted = received + timedelta(days=chance.randint(0, 9))
    units, from_ = (WORKDAY, CALENDAR_DAY), list(CountsFrom)
    limits = [
        limit(chance.randint(0, 60), chance.choice(units), source=source).model_copy(
            update={"counts_from": chance.choice(from_)}
        )
        for source in ("承诺", "建筑法第8条")
    ]
    stopped = accepted + timedelta(days=chance.randint(0, 5))
    stops = (stop(stopped, stopped + timedelta(days=chance.randint(0, 8))),)
    case = running(
        accepted=accepted,
        promised=limits[0],
        statutory=limits[1],
        submitted_on=received,
        received_on=chance.choice((received, received, None)),
        stops=stops if chance.random() < 0.4 else (),
        extension_days=chance.choice((0, 0, 0, 10)),
    )
    on = accepted + timedelta(days=chance.randint(0, 90))
    return clock_proof(with_case(opened(), case), "A01", on=on, regulations=REGULATIONS)


class TestLimitsFromReceiptAndFromAcceptance:
    def test_two_hundred_and_more_are_counted_again_alike(self) -> None:
        chance = random.Random(20200628)
        proofs = [drawn(chance) for _ in range(120)]
        counted = [one.counts_from for proof in proofs for one in limits_in(proof)]

        assert len(counted) == 240
        assert counted.count(CountsFrom.RECEIPT) >= 100
        assert counted.count(CountsFrom.ACCEPTANCE) >= 100
        assert [fault for proof in proofs for fault in faults_of(proof)] == []

    def test_one_counted_from_the_other_day_is_found(self) -> None:
        limits = {"promised": limit(2), "statutory": from_receipt()}
        case = running(submitted_on=june(1), received_on=june(1), accepted=june(9), **limits)
        proof = clock_proof(with_case(opened(), case), "A01", on=june(9), regulations=REGULATIONS)
        told = proof.exported()
        assert told["statutory"]["due_on"] == "2020-06-08"  # 建筑法 8: 自收到申请之日起七日

        told["statutory"]["due_on"] = "2020-06-16"  # as if from acceptance

        assert any("statutory due_on" in one for one in found_in(written(told)))


def from_receipt() -> TimeLimit:
    seven = limit(7, CALENDAR_DAY, source="建筑法第8条")
    return seven.model_copy(update={"counts_from": CountsFrom.RECEIPT})


def limits_in(proof: ClockProof) -> tuple[TimeLimit, TimeLimit]:
    return proof.facts.promised, proof.facts.statutory


class TestAnExport:
    def test_is_verified_whole(self) -> None:
        one = proof().exported()
        told = {"count": 2, "proofs": [one, one]}

        assert found_in(written(told)) == []
        assert found_in(written({**told, "count": 3}))

    def test_with_one_bad_proof_names_it(self) -> None:
        good, bad = proof().exported(), proof().exported()
        bad["promised"]["due_on"] = "2020-07-01"
        found = found_in(written({"count": 2, "proofs": [good, bad]}))

        assert any(one.startswith("第2份") and "due_on" in one for one in found)
