"""The league table on the command line (比赶超榜)."""

from casework.weekly.league import league_table
from portal.edge import DONE, say, say_json
from portal.premises import opened
from portal.terminal import screen
from reports.console.listing import Listing
from reports.pages.league_page import headings, row, sentences
from reports.text.plain_text import visible


def show_league(*, as_json: bool) -> int:
    """Print every unit's place with its figures, and what the places do not say."""
    with opened() as premises:
        table = league_table(premises.office, today=premises.today())
    if as_json:
        say_json(table.model_dump(mode="json"))
        return DONE
    listing = Listing(*headings(table), title=f"比赶超（截至 {table.as_of}）")
    for line in table.lines:
        listing.add_row(*map(visible, row(line)))
    screen().print(listing)
    for sentence in sentences(table):
        say(sentence)
    return DONE
