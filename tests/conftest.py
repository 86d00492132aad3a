"""What several rooms' tests stand on: the two databases, and an office with a small campaign."""

import gc
import os
import shutil
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, make_url

from casework.intake.loading import load
from casework.office import Office
from models.campaign import CampaignFolder
from notices.channels import Channels
from store.engine import Store
from store.intake.campaign_folder import read_campaign_folder
from store.workbook.workbook_file import WorkbookReader
from tests.once import made
from tests.postgresql import initdb, running_postgresql
from tests.washed import SHAPE, Washed, connected, remembered
from tests.world import folder, project, stamp

AUDIT_KEY = b"a key that tests may know, 32 bytes"
DATABASES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))
NUMBER = count(1)
GROUPS = (
    "tests/runner/",
    "tests/casework/test_prefixes.py",
    "tests/rehearsal/test_backtesting.py",
)
"""Besides the modules with a server or a browser of their own."""
CAMPAIGN_DIR = Path(__file__).parents[1] / "campaigns" / "hundred-day-2020"


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together what shares a server, a browser or a played campaign: one worker each.

    They come first: what takes a minute and begins last keeps one worker busy alone.
    """
    for item in items:
        together = next((one for one in GROUPS if item.nodeid.startswith(one)), None)
        if together or item.get_closest_marker("prefect") or item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group(together or item.nodeid.partition("::")[0]))
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Generator[None, object, object]:
    """Let Python's collector not look at ten thousand tests: they live as long as the run.

    And let it rest as it does where the office works (`tasks/house.py`).
    """
    gc.disable()
    result = yield
    gc.enable()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    return result


@pytest.fixture(scope="session")
def postgresql() -> Iterator[URL]:
    """A server: the one that was given, one of our own, or the one of this machine."""
    given, program = os.environ.get("GREENCHANNEL_TEST_POSTGRES"), initdb()
    if given:
        yield make_url(given)
    elif program:
        with running_postgresql(program) as url:
            yield url
    else:
        yield URL.create(
            "postgresql+psycopg", "postgres", host="127.0.0.1", port=5432, database="postgres"
        )


def _administer(server: URL, *statements: str) -> None:
    with connected(server) as connection:
        for statement in statements:
            connection.execute(statement)


def _drop(server: URL, name: str) -> None:
    _administer(server, f'drop database if exists "{name}" with (force)')


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite"
    store = Store(f"sqlite:///{path}", audit_key=AUDIT_KEY)
    store.migrate()
    store.close()
    return path


@pytest.fixture(scope="session")
def empty_postgresql(postgresql: URL) -> Iterator[tuple[URL, str]]:
    """A server and the name of a migrated, empty database on it, to be copied."""
    name = f"greenchannel_test_{os.getpid()}"
    try:
        _drop(postgresql, name)
        _administer(postgresql, f'create database "{name}"')
    except psycopg.OperationalError as reason:
        pytest.skip(f"no PostgreSQL answers: {postgresql.render_as_string()}: {reason}")
    store = Store(_address(postgresql, name), audit_key=AUDIT_KEY)
    store.migrate()
    store.close()
    yield postgresql, name
    with suppress(psycopg.Error):
        _drop(postgresql, f"{name}_washed")
        _drop(postgresql, name)


def _address(server: URL, name: str) -> str:
    chosen = server.set(drivername="postgresql+psycopg", database=name)
    return chosen.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def loaded_sqlite(empty_sqlite: Path) -> Path:
    """An SQLite file with the small campaign and its one project, to be copied."""
    path = empty_sqlite.with_name("loaded.sqlite")
    shutil.copy(empty_sqlite, path)
    _load_small(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def washed(empty_postgresql: tuple[URL, str]) -> Washed:
    """The database of PostgreSQL that all tests of a worker share, one after the other."""
    server, template = empty_postgresql
    states = {"empty_state": remembered(server, template, "empty_state")}
    _load_small(_address(server, template))
    states["loaded_state"] = remembered(server, template, "loaded_state")
    _administer(server.set(database=template), SHAPE, states["empty_state"])
    return Washed(server, template, states)


def _load_small(url: str) -> None:
    store = Store(url, audit_key=AUDIT_KEY)
    load(Office(store, Channels({})), folder(project()), stamp=stamp())
    store.close()


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a migrated, empty database: every test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "greenchannel.sqlite"
        shutil.copy(request.getfixturevalue("empty_sqlite"), path)
        return f"sqlite:///{path}"
    washed: Washed = request.getfixturevalue("washed")
    return washed.bring("empty_state")


@pytest.fixture(params=DATABASES)
def fresh_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'fresh' / 'greenchannel.sqlite'}"
        return
    server, template = request.getfixturevalue("empty_postgresql")
    name = f"{template}_{next(NUMBER)}"
    _administer(server, f'create database "{name}"')
    yield _address(server, name)
    _drop(server, name)


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    store = Store(database, audit_key=AUDIT_KEY)
    yield store
    store.close()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """The file of the local inbox."""
    return tmp_path / "inbox.jsonl"


@pytest.fixture
def channels(inbox: Path) -> Channels:
    return Channels({"*": [f"inbox://{inbox}?to={{account}}"]})


@pytest.fixture
def empty_office(store: Store, channels: Channels) -> Office:
    """An office into which nothing has been loaded."""
    return Office(store, channels)


@pytest.fixture
def office(empty_office: Office, request: pytest.FixtureRequest) -> Office:
    """An office with the small campaign and its one project: rows of one loaded once."""
    engine = empty_office.store.engine
    if engine.dialect.name == "sqlite":
        loaded = request.getfixturevalue("loaded_sqlite")
        with closing(sqlite3.connect(loaded)) as source, closing(_opened(engine.url)) as target:
            source.backup(target)
    else:
        request.getfixturevalue("washed").bring("loaded_state")
    return empty_office


def _opened(url: URL) -> sqlite3.Connection:
    assert url.database is not None
    return sqlite3.connect(url.database)


@pytest.fixture(scope="module")
def reader() -> Iterator[WorkbookReader]:
    """A process that reads workbooks."""
    with WorkbookReader() as reader:
        yield reader


@pytest.fixture(scope="session")
def real_folder() -> CampaignFolder:
    """The campaign that the system is delivered with."""
    return read_campaign_folder(CAMPAIGN_DIR)


@pytest.fixture(scope="session")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a Prefect server to which everything is deployed, to be copied."""
    from tests.stories.doors import deploy  # only where Prefect is asked for

    return made(tmp_path_factory, "prefect", deploy)


@pytest.fixture
def door(tmp_path: Path) -> Iterator[object]:
    """The command line as a door to a house of its own."""
    from tests.stories.doors import ConsoleDoor, House  # only where stories are told

    house = House.founded(tmp_path / "house")
    yield ConsoleDoor(house)
    house.office.store.close()


@pytest.fixture(scope="module")
def told_by_console(tmp_path_factory: pytest.TempPathFactory) -> object:
    """The house of the story that is told on the command line, Prefect stopped."""
    from tests.stories.doors import ConsoleDoor, House
    from tests.stories.script import tell_both

    house = House.founded(tmp_path_factory.mktemp("console") / "house")
    tell_both(ConsoleDoor(house))
    return house
