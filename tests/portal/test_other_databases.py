"""A database of another time or of nothing: what it is, and the way out, in a sentence."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.portal.conftest import Cli

FILE = "greenchannel.sqlite"


def test_one_of_a_newer_version_is_left_alone(office_cli: Cli, home: Path) -> None:
    with closing(sqlite3.connect(home / FILE)) as database, database:
        database.execute("update alembic_version set version_num = '9999'")

    answer = office_cli("load", "campaigns/hundred-day-2020", "--by", "dispatch-01")

    assert answer.code == 3
    assert "数据库由较新的版本建立（表结构 9999" in answer.err
    assert "请改用新版本的程序" in answer.err


def test_a_file_that_is_none_is_told_with_the_way_out(office_cli: Cli, home: Path) -> None:
    for beside in home.glob(f"{FILE}-*"):
        beside.unlink()
    (home / FILE).write_bytes(b"no database at all" * 4096)

    answer = office_cli("projects")

    assert answer.code == 3
    assert "已经损坏，请以 greenchannel restore 恢复备份" in answer.err
