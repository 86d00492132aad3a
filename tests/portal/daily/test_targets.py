"""The targets on the command line: the same as on the page, drilled down, counted again."""

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

from tests.portal.conftest import Cli

VERIFIER = Path(__file__).parents[3] / "verifier" / "verify_targets.py"


def test_one_measure_is_drilled_down_and_adds_up(office_cli: Cli) -> None:
    told = office_cli("targets", "government", "investment_rate", "--json").json()
    said = office_cli("targets", "政府投资项目", "投资完成率").out
    shares = told["shares"]
    done = sum(Decimal(one["done"]) for one in shares)
    of = sum(Decimal(one["of"]) for one in shares)

    assert (done / of).quantize(Decimal("0.0001")) == Decimal(told["target"]["actual"])
    assert all(one["name"] in said for one in shares)
    assert "任务分解" in said


def test_a_measure_that_is_not_named_is_asked_for_where_there_are_several(office_cli: Cli) -> None:
    assert office_cli("targets", "finishing", "--json").code == 0
    refused = office_cli("targets", "signed")
    unknown = office_cli("targets", "nothing")

    assert refused.code == unknown.code == 1
    assert "least_starts（年内开工个数）" in refused.err
    assert "district-key（区重点项目（36个））" in unknown.err


def test_what_is_exported_is_counted_again_by_a_program_of_its_own(
    office_cli: Cli, tmp_path: Path
) -> None:
    path = tmp_path / "targets.json"
    assert office_cli("targets", "--export", str(path)).code == 0

    done = subprocess.run(
        [sys.executable, "-I", VERIFIER, path],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "16项指标复算一致" in done.stdout


def test_a_table_is_written_where_a_file_is_named(office_cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "目标.csv"

    assert office_cli("targets", "--out", str(path)).code == 0
    assert "开复工率" in path.read_text("utf-8-sig")
    assert office_cli("targets", "--out", str(tmp_path / "x.pdf")).code == 2
