"""Doors of a clause's story: lines go into its book, figures, lists and warnings come out."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from casework.office.clock import OfficeClock
from tests.portal.conftest import MORNING, Cli

DISPATCH, LAND, FINANCE = "dispatch-01", "natural-resources-head", "unit-finance-liaison"


def add(cli: Cli, book: str, by: str, *more: str, **values: object) -> Any:
    return line(cli("books", "add", book, *pairs(values), "--by", by, "--json", *more))


def move(cli: Cli, book: str, number: int, by: str, *more: str, **values: object) -> Any:
    tokens = ("books", "move", book, str(number), *pairs(values), "--by", by, "--json")
    return line(cli(*tokens, *more))


def pairs(values: dict[str, object]) -> list[str]:
    return [token for name, value in values.items() for token in ("--set", f"{name}={value}")]


def line(answer: Any) -> Any:
    assert answer.code in (0, 1, 2), answer.err
    return answer.json()


def to(state: str, evidence: str = "") -> tuple[str, ...]:
    return ("--state", state, *(("--evidence", evidence) if evidence else ()))


def shown(cli: Cli, book: str) -> Any:
    answer = cli("books", "show", book, "--json")
    assert answer.code == 0, answer.err
    return answer.json()


def measure(cli: Cli, book: str, name: str) -> Any:
    return next(one for one in shown(cli, book)["measures"] if one["name"].startswith(name))


def warnings(cli: Cli, book: str) -> list[str]:
    return [w["name"] for one in shown(cli, book)["lines"] for w in one["warnings"]]


def later(home: Path, days: int) -> datetime:
    clock = OfficeClock(home, rehearsal=True)
    clock.set(MORNING + timedelta(days=days))
    return clock.now()
