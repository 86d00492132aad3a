"""What an operator gets wrong: a sentence with the way out, never a traceback, nothing running."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, text

from portal.database_failures import told_of_failure
from portal.premises import read_settings
from portal.service.layout import Layout
from tests.portal.conftest import Cli
from tests.postgresql import initdb, running_postgresql


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


@pytest.fixture(scope="module")
def asking_for_passwords() -> Iterator[URL]:
    """A PostgreSQL of our own that lets nobody in without a password."""
    program = initdb()
    if program is None:
        pytest.skip("PostgreSQL's own programs are not here")
    with running_postgresql(program, ask=True) as url:
        yield url


@pytest.mark.postgres
@pytest.mark.parametrize(
    "words", [("verify",), ("to-do", "water"), ("watch",), ("status",), ("up",)]
)
@pytest.mark.parametrize(
    ("who", "password"),
    [
        pytest.param("owner", "hunter2hunter2", id="a wrong password"),
        pytest.param("owner", None, id="no password"),
        pytest.param(
            "nobody", "hunter2hunter2", id="a role that is not told from a wrong password"
        ),
    ],
)
def test_whoever_has_no_password_is_told_in_a_sentence(
    cli: Cli,
    monkeypatch: pytest.MonkeyPatch,
    asking_for_passwords: URL,
    words: tuple[str, ...],
    who: str,
    password: str | None,
) -> None:
    url = asking_for_passwords.set(username=who, password=password)

    told = _refused(cli, monkeypatch, url, words)

    assert "用户名或口令不对" in told
    assert "hunter2" not in told


@pytest.mark.postgres
@pytest.mark.parametrize("words", [("verify",), ("status",), ("up",)])
def test_a_role_that_is_not_there_is_told_in_a_sentence(
    cli: Cli,
    monkeypatch: pytest.MonkeyPatch,
    empty_postgresql: tuple[URL, str],
    words: tuple[str, ...],
) -> None:
    server, name = empty_postgresql
    url = server.set(drivername="postgresql+psycopg", username="nobody_made_this", database=name)

    told = _refused(cli, monkeypatch, url, words)

    assert "没有这个数据库用户" in told or "用户名或口令不对" in told


BARRED = {
    "the role may not connect once more": (
        "ALTER ROLE clerk CONNECTION LIMIT 0", "连接数已满"),
    "the role may only read": (
        "ALTER ROLE clerk SUPERUSER; "
        "ALTER ROLE clerk SET default_transaction_read_only = on", "是只读的备用库"),
    "the database takes nobody": (
        'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false', "暂不接受连接"),
}  # fmt: skip


@pytest.mark.postgres
@pytest.mark.parametrize(("order", "sentence"), BARRED.values(), ids=BARRED)
def test_what_a_server_bars_is_told_with_the_way_out(
    cli: Cli,
    monkeypatch: pytest.MonkeyPatch,
    empty_postgresql: tuple[URL, str],
    order: str,
    sentence: str,
) -> None:
    """The server itself words the failure; only the way out is ours."""
    server, name = empty_postgresql
    url = server.set(drivername="postgresql+psycopg", username="clerk", database=name)
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for words in ("CREATE ROLE clerk LOGIN", *order.format(name=name).split("; ")):
            connection.execute(text(words))
    try:
        assert sentence in _refused(cli, monkeypatch, url, ("up",))
    finally:
        with engine.connect() as connection:
            connection.execute(text("DROP ROLE clerk"))
            connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'))
        engine.dispose()


def test_a_host_that_is_not_there_is_told_in_a_sentence(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = URL.create("postgresql+psycopg", "clerk", host="nowhere.invalid", database="office")

    assert "找不到这台主机" in _refused(cli, monkeypatch, url, ("up",))


@pytest.mark.parametrize(
    ("said", "way_out"),
    [
        ("attempt to write a readonly database", "请恢复读写"),
        ("disk I/O error", "请腾出空间"),
    ],
)
def test_a_disk_that_takes_nothing_is_told_with_the_way_out(said: str, way_out: str) -> None:
    assert way_out in told_of_failure("sqlite:////var/lib/greenchannel/greenchannel.sqlite", said)


@pytest.mark.parametrize(
    ("said", "way_out"),
    [
        ("SSL connection has been closed unexpectedly", "连接中断"),
        ("SSL SYSCALL error: EOF detected", "连接中断"),
        ("server does not support SSL, but SSL was required", "sslmode"),
        ('no pg_hba.conf entry for host "10.0.0.9", user "clerk", no encryption', "不许这台主机"),
    ],
)
def test_a_connection_that_broke_is_no_fault_of_its_encryption(said: str, way_out: str) -> None:
    assert way_out in told_of_failure("postgresql+psycopg://clerk@db/office", said)


def _refused(cli: Cli, monkeypatch: pytest.MonkeyPatch, url: URL, words: tuple[str, ...]) -> str:
    """Run a command on a database that does not let it in; return the sentence."""
    monkeypatch.setenv("GREENCHANNEL_DATABASE_URL", url.render_as_string(hide_password=False))
    answer = cli(*words)
    assert answer.code == 3
    assert not Layout(read_settings()).server.pid_file.exists()
    told = answer.err + answer.out
    assert "Traceback" not in told
    return "".join(told.split())
