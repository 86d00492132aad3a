"""Bytes that a project takes, by table and index, after all that is open in it was decided.

    python -m benchmarks.sizes [--projects 42]

The delivered campaign on SQLite: its first projects are submitted, accepted and decided as far
as the law lets them on one day, and everything told of it is delivered to an inbox. Figures
are pages after ``VACUUM``, as `dbstat` counts them; those of a home with one project alone are
taken off, so that the campaign itself is in none.
"""

import argparse
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from benchmarks.recorded_acts import BEGAN, ROOT, recorded_acts
from casework.delivery.delivering import deliver
from casework.desk import Stamp
from casework.intake.loading import load
from casework.office.settings import Settings, open_office
from models.act_requests import Via
from models.campaign import CampaignFolder
from store.intake.campaign_folder import read_campaign_folder

PAGES = (
    "select tbl_name, s.name, sum(pgsize) from sqlite_schema s join dbstat d on d.name = s.name"
    " group by 1, 2"
)


def sizes(home: Path, folder: CampaignFolder) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    """Work on a folder's projects; return bytes by table and index, and rows by table."""
    office = open_office(Settings(home=home))
    load(office, folder, stamp=Stamp("registrar", Via.CONSOLE, BEGAN))
    later = BEGAN + timedelta(hours=1)
    recorded_acts(office, tuple(one.code for one in folder.projects), later)
    deliver(office, now=later + timedelta(hours=1))
    office.store.close()
    connection = sqlite3.connect(home / "greenchannel.sqlite")
    connection.execute("vacuum")
    pages = Counter({(table, name): size for table, name, size in connection.execute(PAGES)})
    tables = {table for table, _ in pages}
    counted = Counter(
        {one: connection.execute(f'select count(*) from "{one}"').fetchone()[0] for one in tables}
    )
    connection.close()
    return pages, counted


def lines(folder: CampaignFolder, many: int) -> Iterator[str]:
    """Yield the table: what many projects take more than one alone."""
    waiting = tuple(one for one in folder.projects if one.started_on is None)
    found = []
    for projects in (waiting[:many], waiting[:1]):
        with tempfile.TemporaryDirectory(prefix="green-channel-") as scratch:
            found.append(sizes(Path(scratch), folder.model_copy(update={"projects": projects})))
    (pages, counted), (of_one, counted_of_one) = found
    pages.subtract(of_one)
    counted.subtract(counted_of_one)
    more = len(waiting[:many]) - 1
    yield "| table | rows a project | bytes a project | of them indexes |"
    yield "|---|---|---|---|"
    by_table: Counter[str] = Counter()
    for (table, _), size in pages.items():
        by_table[table] += size
    for table, size in by_table.most_common():
        if size > 0:
            own = size - pages[table, table]
            told = (counted[table] / more, size / more, own / more)
            yield f"| {table} | {told[0]:.1f} | {told[1]:,.0f} | {told[2]:,.0f} |"
    yield f"| all | | {sum(by_table.values()) / more:,.0f} | |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--projects", type=int, default=42)
    asked = parser.parse_args()
    folder = read_campaign_folder(ROOT / "campaigns" / "hundred-day-2020")
    for line in lines(folder, asked.projects):
        print(line)


if __name__ == "__main__":
    main()
