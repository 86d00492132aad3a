"""What an operator gets wrong: a sentence with the way out, never a traceback, nothing running."""

from pathlib import Path

import pytest

from portal.premises import read_settings
from portal.service.layout import Layout
from tests.portal.conftest import Cli


def test_a_real_office_is_never_filled_with_the_fictitious_campaign(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GREENCHANNEL_CLOCK", "real")

    answer = cli("up")

    assert answer.code == 3
    assert "greenchannel load" in answer.err
    assert "--demo" in answer.err
    assert Layout(read_settings()).server.pid() is None
    assert cli("verify", "--json").json()["entries"] == 0


def test_a_campaign_that_is_not_there_is_named_before_anything_starts(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GREENCHANNEL_CAMPAIGN", "campaigns/nowhere")

    answer = cli("up")

    assert (answer.code, answer.out) == (2, "")
    assert "GREENCHANNEL_CAMPAIGN" in answer.err
    assert "campaigns/nowhere" in answer.err
    assert not Layout(read_settings()).server.pid_file.exists()


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("postgresql+nosuch://a@127.0.0.1/b", id="an unknown driver"),
        pytest.param("mysql://a@127.0.0.1/b", id="a database we do not know"),
        pytest.param("nonsense", id="nonsense"),
    ],
)
def test_an_address_that_is_none_is_named_with_its_setting(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("GREENCHANNEL_DATABASE_URL", url)

    answer = cli("verify")

    assert answer.code == 2
    assert "GREENCHANNEL_DATABASE_URL" in answer.err
    assert "postgresql+psycopg" in answer.err


@pytest.mark.postgres
def test_a_missing_database_is_not_taken_for_one_without_tables(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, empty_postgresql: tuple[object, str], tmp_path: Path
) -> None:
    server, _ = empty_postgresql
    url = server.set(drivername="postgresql+psycopg", database="nobody_made_this")  # type: ignore[attr-defined]
    monkeypatch.setenv("GREENCHANNEL_DATABASE_URL", url.render_as_string(hide_password=False))

    answer = cli("verify")

    assert answer.code == 3
    assert "没有这个库" in answer.err
    assert "尚未建表" not in answer.err
