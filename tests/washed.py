"""One PostgreSQL database for test after test, washed in between: to make one costs 0.2 s of CPU.

What it is brought back to are copies of all rows, kept in schemas of its own. A test that changes
its shape (a trigger dropped, a table altered) has spoilt it, and the next one gets a new one.
"""

import psycopg
from sqlalchemy import URL

SHAPE = """
create schema washing;
create table washing.spoilt (command text);
create function washing.note() returns event_trigger language plpgsql security definer as
$$ begin insert into washing.spoilt values (tg_tag); end $$;
create event trigger washing on ddl_command_end execute function washing.note();
"""
TABLES = "select tablename from pg_tables where schemaname = 'public' order by 1"
SEQUENCES = """
select sequencename, coalesce(last_value, start_value)::text, (last_value is not null)::text
from pg_sequences where schemaname = 'public' order by 1
"""
END_OTHERS = """
select pg_terminate_backend(pid, 10000) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
"""


def connected(server: URL, database: str | None = None) -> psycopg.Connection:
    """Return a connection of the administrator's; each statement is done at once."""
    there = server.set(drivername="postgresql", database=database or server.database)
    address = there.render_as_string(hide_password=False)
    return psycopg.connect(address, autocommit=True, connect_timeout=3)


def remembered(server: URL, database: str, state: str) -> str:
    """Keep all rows of a database under a name; return the statements that bring them back."""
    with connected(server, database) as connection:
        tables = [name for (name,) in connection.execute(TABLES)]
        connection.execute(f"create schema {state}")
        back = ["begin", "set local session_replication_role = replica"]
        back += [f'delete from public."{one}"' for one in tables]
        for one in tables:
            kept = f'{state}."{one}"'
            connection.execute(f'create table {kept} as table public."{one}"')
            if connection.execute(f"select from {kept} limit 1").fetchone() is not None:
                into = f'insert into public."{one}" overriding system value'
                back.append(f"{into} select * from {kept}")
        for name, value, called in connection.execute(SEQUENCES):
            back.append(f"""select setval('public."{name}"', {value}, {called})""")
    return "; ".join([*back, "commit"])


class Washed:
    """A database that is brought from state to state."""

    def __init__(self, server: URL, template: str, states: dict[str, str]) -> None:
        """Take the template that it is made of, and the statements of each state."""
        self._server, self._template, self._states = server, template, states
        self._name, self._made = f"{template}_washed", False

    def bring(self, state: str) -> str:
        """Bring the database to a state, nobody else connected to it; return its URL.

        No connection stays open: a test may want to copy it.
        """
        if not self._made:
            self._make()
        with connected(self._server, self._name) as connection:
            spoilt = self._spoilt(connection)
            if not spoilt:
                connection.execute(END_OTHERS)
                connection.execute(self._states[state])
        if spoilt:
            self._made = False
            return self.bring(state)
        chosen = self._server.set(drivername="postgresql+psycopg", database=self._name)
        return chosen.render_as_string(hide_password=False)

    def _make(self) -> None:
        with connected(self._server) as administrator:
            administrator.execute(f'drop database if exists "{self._name}" with (force)')
            administrator.execute(f'create database "{self._name}" template "{self._template}"')
        with connected(self._server, self._name) as connection:
            connection.execute("delete from washing.spoilt")
        self._made = True

    @staticmethod
    def _spoilt(connection: psycopg.Connection) -> bool:
        return connection.execute("select from washing.spoilt limit 1").fetchone() is not None
