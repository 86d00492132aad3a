"""Rows that another program has derived are derived again when ours is started."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from casework.intake.loading import load
from casework.office.edition import ROOMS, edition
from casework.office.integrity import dump, verify
from casework.office.settings import Settings, open_office
from models.tables.projected import CaseRow
from models.tables.reckoned import ReckonedRow
from models.tables.rows import TallyRow
from rules.seal import Tally
from store.rows.tallies import DERIVED, write_tally
from tests.world import folder, project, stamp


def program(top: Path, **rules: str) -> Path:
    """A program of its own, of one file in each room."""
    for room in ROOMS:
        (top / room / "inner").mkdir(parents=True)
        (top / room / "inner" / "one.py").write_text(rules.get(room, "ONE = 1\n"), "utf-8")
    return top


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An office with a project in it, and rows."""
    settings = Settings(home=tmp_path)
    office = open_office(settings)
    load(office, folder(project()), stamp=stamp())
    office.store.close()
    return settings


class TestTheEdition:
    def test_is_the_same_of_the_same_program_wherever_it_lies(self, tmp_path: Path) -> None:
        assert edition(program(tmp_path / "a")) == edition(program(tmp_path / "b"))

    @pytest.mark.parametrize("room", ROOMS)
    def test_is_another_of_a_program_that_reads_the_law_otherwise(
        self, tmp_path: Path, room: str
    ) -> None:
        other = program(tmp_path / "b", **{room: "ONE = 2\n"})

        assert edition(program(tmp_path / "a")) != edition(other)

    def test_is_another_when_a_file_is_called_otherwise(self, tmp_path: Path) -> None:
        other = program(tmp_path / "b") / "rules" / "inner"
        (other / "one.py").rename(other / "two.py")

        assert edition(program(tmp_path / "a")) != edition(tmp_path / "b")


class TestRowsOfAnotherProgram:
    @pytest.fixture
    def derived_before(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> str:
        """What our program derives; the rows there are another's, which called a state wrongly."""
        office = open_office(settings)
        ours = dump(office)
        with office.store.writing() as connection:
            connection.execute(update(CaseRow.__table__).values(holder="somebody"))
            row = {"topic": "facts", "project": "x", "day": stamp().on, "version": 1}
            row |= {"law": "y", "told": "{}"}
            connection.execute(ReckonedRow.__table__.insert(), row | {"mac": "z"})
            write_tally(connection, DERIVED, Tally(1, "0" * 64))
        office.store.close()
        return ours

    def test_are_derived_again_when_it_is_opened_to_be_started(
        self, settings: Settings, derived_before: str
    ) -> None:
        office = open_office(settings)

        assert dump(office) == derived_before
        assert verify(office).ok
        with office.store.reading() as connection:
            assert connection.execute(select(ReckonedRow.topic)).all() == []
        office.store.close()

    def test_are_left_to_whoever_only_reads(self, settings: Settings, derived_before: str) -> None:
        office = open_office(settings, migrate=False)

        assert dump(office) != derived_before
        office.store.close()

    def test_are_found_by_who_verifies_where_somebody_wrote_that_they_are_ours(
        self, settings: Settings, derived_before: str
    ) -> None:
        office = open_office(settings, migrate=False)
        with office.store.writing() as connection:
            named = update(TallyRow.__table__).where(TallyRow.name == DERIVED)
            connection.execute(named.values(names=edition()))
        office.store.close()

        office = open_office(settings)
        assert not verify(office).ok
        office.store.close()


def test_rows_of_our_own_are_not_derived_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_office: object) -> int:
        raise AssertionError("derived again")

    monkeypatch.setattr("casework.office.integrity.rebuild", never)

    open_office(settings).store.close()
    open_office(settings).store.close()
