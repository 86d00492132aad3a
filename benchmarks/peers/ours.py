"""Green Channel: the delivered campaign, its acts with authority, chain, rows and notices.

`ours.py DATABASE CASES [URL]`: the home is a folder beside DATABASE; CASES projects are worked on,
in the empty database that URL names, where one is named.
"""

import json
import sys
import time
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

from benchmarks.recorded_acts import BEGAN, ROOT, recorded_acts
from casework.desk import Stamp
from casework.intake.loading import load
from casework.office.settings import Settings, open_office
from models.act import Via
from store.intake.campaign_folder import read_campaign_folder
from tasks.house import collect_rarely


def main() -> None:
    database, cases = Path(sys.argv[1]), int(sys.argv[2])
    folder = read_campaign_folder(ROOT / "campaigns" / "hundred-day-2020")
    url = sys.argv[3] if len(sys.argv) > 3 else f"sqlite:///{database}"
    office = open_office(Settings(home=database.parent, database_url=url))
    load(office, folder, stamp=Stamp("registrar", Via.CONSOLE, BEGAN))
    projects = tuple(one.code for one in folder.projects if one.started_on is None)
    collect_rarely()  # as the worker does once its office is open
    began, cpu = time.perf_counter(), time.process_time()
    acts, _ = recorded_acts(office, projects[:cases], BEGAN + timedelta(hours=1))
    told = {
        "acts": acts,
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - cpu,
        "version": version("green-channel"),
    }
    office.store.close()
    print(json.dumps(told))


main()
