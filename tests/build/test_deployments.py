"""deployments/ holds data that names what really exists: no Python, no unknown command."""

import configparser
import importlib.util
import json
import shlex
from pathlib import Path

import pytest

from casework.office.settings import Settings
from models.people import Account, Role
from notices.channels import SCHEMES, Channels
from portal.console import app

DEPLOYMENTS = Path(__file__).parents[2] / "deployments"
UNITS = sorted((DEPLOYMENTS / "systemd").iterdir())


def read(unit: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=True, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(unit.read_text(encoding="utf-8"))
    return parser


def test_holds_no_python() -> None:
    assert not list(DEPLOYMENTS.rglob("*.py"))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_what_exists(unit: Path) -> None:
    parser = read(unit)

    if not parser.has_section("Service"):
        assert parser.has_section("Timer")
        assert unit.with_suffix(".service") in UNITS
        return
    program, *words = shlex.split(parser["Service"]["ExecStart"])
    if words[0] == "-m":
        assert importlib.util.find_spec(words[1]) is not None
    else:
        assert Path(program).name == "greenchannel"
        assert words[0] in app
    assert parser["Service"]["User"] == "greenchannel"


def test_the_example_holds_no_secret_and_only_known_settings() -> None:
    lines = (DEPLOYMENTS / "greenchannel.env.example").read_text(encoding="utf-8").splitlines()
    names = {line.lstrip("# ").split("=", 1)[0] for line in lines if "=" in line}

    known = {f"GREENCHANNEL_{name.upper()}" for name in Settings.model_fields}
    assert {name for name in names if name.startswith("GREENCHANNEL_")} <= known
    assert not any("password" in line.lower() for line in lines)


def test_the_examples_of_channels_are_such_as_are_accepted() -> None:
    lines = (DEPLOYMENTS / "greenchannel.env.example").read_text(encoding="utf-8").splitlines()
    (given,) = [line for line in lines if line.startswith("# GREENCHANNEL_NOTICES=")]
    (url,) = [line for line in lines if line.startswith("# GREENCHANNEL_BASE_URL=")]
    reader = Account(number="water-01", name="窗口", role=Role.OFFICER, office="water")

    channels = Channels(json.loads(given.partition("=")[2]), base_url=url.partition("=")[2])

    assert [one.channel for one in channels.addressees(reader)] == ["wechat"]
    assert [one.channel for one in channels.addressees(reader, reserves=True)] == ["mailto"]
    explained = " ".join(lines)
    assert [scheme for scheme in sorted(SCHEMES) if scheme.rstrip("s") not in explained] == []
