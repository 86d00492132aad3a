"""The league table on the command line (比赶超榜)."""

from casework.weekly.league import league_table
from portal.edge import DONE, say, say_json
from portal.premises import opened
from portal.terminal import print_table
from portal.usage import AsJson
from reports.pages.league_page import headings, row, sentences


def show_league(*, as_json: AsJson = False) -> int:
    """Print every unit's place with its figures, and what the places do not say."""
    with opened() as premises:
        table = league_table(premises.office, today=premises.today())
    if as_json:
        say_json(table.model_dump(mode="json"))
        return DONE
    print_table(f"比赶超（截至 {table.as_of}）", headings(table), map(row, table.lines))
    for sentence in sentences(table):
        say(sentence)
    return DONE
