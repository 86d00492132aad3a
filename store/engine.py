"""The database (数据库): SQLite on a desk, PostgreSQL in a district, the same code and tests.

SQLite runs in WAL with ``synchronous=FULL``; a transaction that will write begins
IMMEDIATE, so that writers queue on the busy timeout instead of failing half way.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, select, text

from models.tables.rows import EntryRow, HeadRow, TallyRow
from rules.seal import head_seal
from store.files.private_files import make_private_file, make_private_folder
from store.kept_connections import KeptConnections
from store.newer import must_not_be_newer
from store.rows.prepared import Prepared, Script, run, together
from store.rows.tallies import STREAMS, sealed_tally
from store.seals.audit_key import unfit
from store.seals.sealing import count_door, seal_everything
from store.writers_queue import WritersQueue

BUSY_SECONDS = 60

SEALED_SINCE = "0008"
"""The revision since which what follows from no entry is sealed."""

DOOR_COUNTED_SINCE = "0012"
"""The revision since which the log of the door says where it ends."""

HEADS_ASKED = 3
"""How many heads are asked whether the key fits them."""

_ALONE = (
    "pg_advisory_xact_lock(hashtextextended(stream, 0)) from unnest(cast(%s as text[])) as stream"
)
HOLD = Prepared(f"select {_ALONE}", ("streams",))
HOLD_BESIDE = Prepared(
    f"select pg_advisory_xact_lock_shared(hashtextextended(%s, 0)), {_ALONE}",
    ("beside", "streams"),
)
BEGIN_READING, BEGIN_WRITING = Prepared("BEGIN", ()), Prepared("BEGIN IMMEDIATE", ())
MIGRATIONS = Path(__file__).parent / "migrations"
REVISION = text("select version_num from alembic_version")


def newest_revision() -> str:
    """Return the revision that the code knows: the names of its files begin with it."""
    return max(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]


def revision(connection: Connection) -> str | None:
    """Return the revision of the tables; ``None`` = there are none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(REVISION).scalar_one_or_none()


class Store:
    """One database, its transactions and the key that seals its ledger (存储)."""

    def __init__(self, url: str, *, audit_key: bytes, former_keys: Sequence[bytes] = ()) -> None:
        self.engine = open_engine(url)
        self.audit_key = audit_key
        self.former_keys = former_keys
        """Keys that sealed before it, oldest first, as far as they were kept."""
        self._known = False
        self.queue = _queue(url)
        """Before the one writer of SQLite; ``None`` where many may write."""
        self._writers = KeptConnections(
            lambda: self.engine.connect().execution_options(writes=True, audit_key=self.audit_key)
        )
        self._readers = KeptConnections(self.engine.connect)

    @property
    def one_writer(self) -> bool:
        """Tell whether everybody who writes waits for everybody else who does: SQLite's way."""
        return self.queue is not None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads."""
        with self._readers.lent(_begin_reading) if self.queue else self._pooled() as connection:
            yield connection

    @contextmanager
    def _pooled(self) -> Iterator[Connection]:
        """Lend a connection of the pool's, which asks whether a server still answers."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Open a transaction that sees one moment, whatever others write meanwhile."""
        with self.engine.connect() as plain:
            connection = plain
            if plain.dialect.name == "postgresql":
                connection = plain.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self, *streams: str, beside: str | None = None) -> Iterator[Connection]:
        """Open a transaction that writes; it commits when the block ends well.

        Of ``streams`` and ``beside`` see :func:`hold`: they are held before anything is read.
        """

        def begin(connection: Connection) -> None:
            connection.begin()
            with together(connection) if self._known else nullcontext():
                if streams:
                    hold(connection, *streams, beside=beside)
                self._key_must_fit(connection)

        turn = self.queue.turn() if self.queue else nullcontext()
        with turn, self._writers.lent(begin) as connection:
            yield connection

    def _key_must_fit(self, connection: Connection) -> None:
        """Let nothing be written with another key than the one that sealed what is there.

        Asked in every transaction, for the key may have been replaced since the last one. What
        is read for it stands in the way of a replacement until the transaction ends. A tally
        that does not fit may have been tampered with, which `verify` finds; that none of the
        latest heads fits either is the key.
        """
        self._known = self._known or inspect(connection).has_table(TallyRow.__tablename__)
        if self._known and self._seals(connection, self.audit_key):
            return
        if not inspect(connection).has_table(HeadRow.__tablename__):
            return
        latest = select(HeadRow.__table__).order_by(HeadRow.version.desc()).limit(HEADS_ASKED)
        heads = connection.execute(latest).all()
        if heads and not any(
            head_seal(one.stream, one.version, one.hash, self.audit_key) == one.mac for one in heads
        ):
            raise unfit()

    @staticmethod
    def _seals(connection: Connection, key: bytes) -> bool:
        return sealed_tally(connection, STREAMS, key) is not None

    def sealed_with(self, key: bytes) -> bool:
        """Tell whether a key is the one that seals this ledger."""
        with self.reading() as connection:
            return self._seals(connection, key)

    def seal_with(self, key: bytes) -> None:
        """Seal with another key from now on; connections that were kept hold the former."""
        self.audit_key, self.former_keys = key, (*self.former_keys, self.audit_key)
        self._writers.close()

    def script(self) -> Script:
        """Return an empty script for what is to be written here."""
        return Script(self.engine.dialect, self.audit_key)

    @contextmanager
    def rotating(self) -> Iterator[Connection]:
        """Open a transaction in which nobody else writes, to seal everything with another key."""
        with self.writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("lock table tallies in access exclusive mode"))
                self._key_must_fit(connection)  # somebody may have replaced it meanwhile
            yield connection

    def migrate(self, to: str = "head") -> bool:
        """Bring the tables to a revision, the newest; tell whether a ledger in use was moved.

        Then its projections have columns that nobody has written yet: they are to be rebuilt.
        Raises :class:`NewerDatabase` where a newer program has been at work.
        """
        with self.reading() as connection:
            found, newest = revision(connection), newest_revision()
        must_not_be_newer(found, newest)
        if found == (newest if to == "head" else to):
            return False
        from alembic import command  # slow to import, seldom needed
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self.writing() as connection:
            hold(connection, "migrations")
            before = revision(connection)
            config.attributes["connection"] = connection
            command.upgrade(config, to)
            if before is None or before < SEALED_SINCE:
                seal_everything(connection)
            elif before < DOOR_COUNTED_SINCE:
                count_door(connection)
            moved = before is not None and before != revision(connection)
            return moved and connection.execute(select(EntryRow.seq).limit(1)).first() is not None

    def close(self) -> None:
        """Give every connection back."""
        self._writers.close()
        self._readers.close()
        self.engine.dispose()


def _begin_reading(connection: Connection) -> None:
    connection.begin()


def _queue(url: str) -> WritersQueue | None:
    """Return the line before an SQLite database that lies in a file."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return WritersQueue(Path(f"{parsed.database}-queue"), patience=BUSY_SECONDS)


def untouched(url: str) -> bool:
    """Tell whether nothing has ever been written to a database: no file, no table, no entry."""
    parsed = make_url(url)
    on_disk = parsed.get_backend_name() == "sqlite" and parsed.database not in (
        None,
        "",
        ":memory:",
    )
    if on_disk and not Path(str(parsed.database)).exists():
        return True
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table(EntryRow.__tablename__):
                return True
            return connection.execute(select(EntryRow.seq).limit(1)).first() is None
    finally:
        engine.dispose()


def hold(connection: Connection, *streams: str, beside: str | None = None) -> None:
    """Let the writers of a stream queue until this transaction ends.

    SQLite has one writer anyway. On PostgreSQL, without it, many writers of one stream
    would judge in vain, one after another. Whoever holds several names them in the order of
    their codes. What is held ``beside`` them is shared with every other writer who does the
    same, and waits only for whoever holds that name as a stream.
    """
    if connection.dialect.name == "postgresql":
        asked = {"streams": list(streams), "beside": beside}
        run(connection, HOLD if beside is None else HOLD_BESIDE, [asked])


def stand_still(connection: Connection) -> None:
    """Let what others are writing end first, and let nobody write until this transaction ends.

    For what is said of the whole ledger: what carries an earlier number is then seen. To be
    asked after :func:`hold`, for whoever has written holds all streams that it needs.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("lock table entries in share row exclusive mode"))


def hurry(store: Store) -> None:
    """Let an SQLite database not wait for the disk: nobody misses what a power cut takes of it.

    For a rehearsal that is thrown away, or is brought to the disk when it is over.
    """

    @event.listens_for(store.engine, "connect")
    def _hurry(raw: Any, _record: object) -> None:
        raw.execute("PRAGMA synchronous=OFF")

    store.close()  # what is connected already does not know of it


def open_engine(url: str) -> Engine:
    """Return an engine for the URL, with the settings that keep every acknowledged act."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_size=10, max_overflow=40, pool_pre_ping=True)
    if parsed.database:
        path = Path(parsed.database)
        make_private_folder(path.parent)
        make_private_file(path)
    engine = create_engine(
        parsed,
        pool_size=10,
        max_overflow=40,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, _record: object) -> None:
        raw.isolation_level = None  # we begin ourselves, below
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        run(connection, BEGIN_WRITING if writes else BEGIN_READING, [{}])

    return engine
