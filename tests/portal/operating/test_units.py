"""`greenchannel service install` writes the units of deployments/ with this machine's paths."""

import configparser
import sys
from pathlib import Path

import pytest

from tests.portal.conftest import Cli

ROOT = Path(__file__).parents[3]


def unit(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=True, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(path.read_text(encoding="utf-8"))
    return parser


def test_the_units_start_this_program_as_the_account_given(office_cli: Cli, tmp_path: Path) -> None:
    told = office_cli(
        *("service", "install", "--to", str(tmp_path / "units")),
        *("--user", "clerk", "--environment", "/etc/office.env"),
    )

    assert told.code == 0, told.err
    written = {path.name: unit(path) for path in (tmp_path / "units").iterdir()}
    assert sorted(written) == [
        "greenchannel-portal.service",
        "greenchannel-server.service",
        "greenchannel-watch.service",
        "greenchannel-watch.timer",
        "greenchannel-worker.service",
    ]
    program = str(Path(sys.executable).with_name("greenchannel"))
    for part in ("server", "worker", "portal"):
        service = written[f"greenchannel-{part}.service"]["Service"]
        assert service["ExecStart"] == f"{program} service run {part}"
        assert service["Restart"] == "always"
        assert int(service["RestartSec"]) <= 10
        assert service["User"] == "clerk"
        assert service["EnvironmentFile"] == "/etc/office.env"
        assert service["WorkingDirectory"] == str(ROOT)
    assert "systemctl enable" in told.out


@pytest.mark.parametrize(
    ("tokens", "code"),
    [
        pytest.param(("service", "install", "--to", "/proc/none"), 3, id="no place to write"),
        pytest.param(("service", "install", "--user", "a b; rm"), 2, id="no account"),
        pytest.param(("service", "run", "everything"), 2, id="no such part"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    office_cli: Cli, tokens: tuple[str, ...], code: int
) -> None:
    told = office_cli(*tokens)
    assert told.code == code
    assert told.err.strip()
    assert "Traceback" not in told.err
