"""Bytes that a project takes, by table and index, after all that is open in it was decided.

    python -m benchmarks.sizes [--projects 42] [--json]

The delivered campaign on SQLite: its first projects are submitted, accepted and decided as far
as the law lets them on one day, and everything told of it is delivered to an inbox. Figures
are pages after ``VACUUM``, as `dbstat` counts them; those of a home with one project alone are
taken off, so that the campaign itself is in none.
"""

import argparse
import json
import sqlite3
import tempfile
from collections import Counter
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


def of_a_project(folder: CampaignFolder, many: int) -> list[tuple[str, float, float, float]]:
    """Return what many projects take more than one alone, for each of them.

    Table, rows, bytes and bytes of indexes among them; the largest table first.
    """
    waiting = tuple(one for one in folder.projects if one.started_on is None)
    found = []
    for projects in (waiting[:many], waiting[:1]):
        with tempfile.TemporaryDirectory(prefix="green-channel-") as scratch:
            found.append(sizes(Path(scratch), folder.model_copy(update={"projects": projects})))
    (pages, counted), (of_one, counted_of_one) = found
    pages.subtract(of_one)
    counted.subtract(counted_of_one)
    more = len(waiting[:many]) - 1
    by_table: Counter[str] = Counter()
    for (table, _), size in pages.items():
        by_table[table] += size
    return [
        (table, counted[table] / more, size / more, (size - pages[table, table]) / more)
        for table, size in by_table.most_common()
        if size > 0
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--projects", type=int, default=42)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    folder = read_campaign_folder(ROOT / "campaigns" / "hundred-day-2020")
    tables = of_a_project(folder, asked.projects)
    if asked.json:
        print(json.dumps({table: size for table, _, size, _ in tables}))
        return
    print("| table | rows a project | bytes a project | of them indexes |")
    print("|---|---|---|---|")
    for table, *told in tables:
        print("| {} | {:.1f} | {:,.0f} | {:,.0f} |".format(table, *told))
    print(f"| all | | {sum(size for _, _, size, _ in tables):,.0f} | |")


if __name__ == "__main__":
    main()
