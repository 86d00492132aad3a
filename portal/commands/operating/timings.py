"""What cases took goes out at the end of a campaign and comes in at the next (以往用时)."""

from pathlib import Path

from casework.intake.earlier_timings import load_timings, timeable
from casework.plan.handing_on import timings_to_hand_on
from models.act_requests import Via
from portal.edge import DONE, say, say_json
from portal.premises import Premises, opened
from portal.written import write_out
from reports.exchange.timings_table import timings_csv
from store.intake.timings_file import read_timings


def write_timings(premises: Premises, place: str, file: Path) -> tuple[dict[str, int], str]:
    """Write the campaign's timings to a file; tell what was written."""
    timings = timings_to_hand_on(premises.office, today=premises.today())
    write_out(place, file, timings_csv(timings))
    starts = sum(len(one.distances) for one in timings.starts)
    told = {"projects": timings.projects, "timings": timings.timings, "starts": starts}
    said = (
        f"项目 {timings.projects} 个（只编序号）的用时 {timings.timings} 条、开工落点 {starts} 条，"
        "不含名称、日期和人员"
    )
    return told, said


def load_earlier(path: Path, *, by: str, as_json: bool) -> int:
    """Read a table of timings and let forecasts know it."""
    with opened() as premises:
        hand = premises.who(by)
        timings = read_timings(path, timeable(premises.office))
        loaded = load_timings(premises.office, timings, stamp=premises.stamp(hand, Via.IMPORT))
    if as_json:
        say_json(
            {
                "campaign": timings.campaign,
                "fresh": loaded.fresh,
                "timings": timings.timings,
                "projects": timings.projects,
                "replaced": loaded.replaced,
            }
        )
        return DONE
    held = f"{timings.campaign}的用时 {timings.timings} 条（项目 {timings.projects} 个）"
    if not loaded.fresh:
        say(f"{held}此前已载入，内容一致，没有变化")
    elif loaded.replaced:
        say(f"已载入{held}，取代此前载入的 {loaded.replaced} 条；开工预测自即日起据以推算")
    else:
        say(f"已载入{held}；开工预测自即日起据以推算")
    return DONE
