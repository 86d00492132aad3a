"""Acts that wait for somebody (待办动作): of the first cases of a list, their files alone read."""

from collections.abc import Collection
from datetime import date

from casework.office import Office
from casework.reading.lists.work_lines import WorkLine
from casework.reading.lists.work_list import Page, Sought, Tab, work_list
from models.act import Act
from models.case import CaseState
from models.people import Account
from rules.acting.examining import acts_possible
from rules.acting.offers import offered

LOOKED_AT = 60
"""So many of one's own cases are looked at: a page of them."""


def waiting_acts(
    office: Office, *, account: Account, among: Collection[Act], most: int, today: date
) -> list[tuple[WorkLine, Act]]:
    """Return the first of some acts that the rules would let somebody do to one's own cases."""
    states = frozenset(one for one in CaseState if not set(among).isdisjoint(acts_possible(one)))
    if not states:
        return []
    page, sought = Page(LOOKED_AT), Sought(states=states)
    own = work_list(office, account=account, tab=Tab.MINE, sought=sought, page=page, today=today)
    found: list[tuple[WorkLine, Act]] = []
    with office.store.reading() as connection:
        regulations = office.situation(connection).regulations
        for line in own.lines:
            if len(found) >= most:
                break
            file, _ = office.file(connection, line.project)
            may = offered(file, line.procedure, on=today, regulations=regulations, among=among)
            found.extend((line, act) for act in may)
    return found[:most]
