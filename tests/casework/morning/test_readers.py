"""Who reads which matter of a morning: beside a search through all of them for each person."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from casework.morning.lines import Matter, Side
from casework.morning.readers import read_by
from models.people import Account, Role
from notices.digest import LINES

OFFICES = ("land", "housing", "unit-one", "unit-two")
NUMBERS = ("p-a", "p-b", "p-c")
DAY = date(2020, 6, 1)
WITHIN = 3

accounts = some.builds(
    lambda roles, offices: [
        Account(number=number, name=number, role=role, office=office)
        for number, role, office in zip(NUMBERS, roles, offices, strict=True)
    ],
    some.lists(some.sampled_from(Role), min_size=3, max_size=3),
    some.lists(some.sampled_from(OFFICES), min_size=3, max_size=3),
)
matters = some.lists(
    some.builds(
        Matter,
        side=some.sampled_from(Side),
        project_name=some.just("某项目"),
        about=some.sampled_from(("A01", "A02")),
        to_do=some.just("办理"),
        office=some.sampled_from(("", *OFFICES)),
        agent=some.sampled_from(("", *OFFICES)),
        project=some.sampled_from(("P-1", "P-2")),
        due_on=some.one_of(some.none(), some.integers(0, 3).map(lambda by: DAY + timedelta(by))),
        days_left=some.one_of(some.none(), some.integers(-2, WITHIN + 1)),
        chief_service_officer=some.sampled_from(("", *NUMBERS)),
        sponsor=some.sampled_from(("", *NUMBERS)),
        persons=some.frozensets(some.sampled_from((*NUMBERS, "who-left")), max_size=2),
    ),
    max_size=40,
)


def concerns(account: Account, one: Matter) -> bool:
    """The table of readers, asked of one person and one matter."""
    if account.number in one.persons:
        return True
    if one.side is Side.SIGNER:
        return False
    late = one.days_left is not None and one.days_left < 0
    own = account.office in (one.office, one.agent)
    return {
        Role.OFFICER: own and one.side is Side.DEPARTMENT,
        Role.DEPARTMENT_HEAD: own and one.side is Side.DEPARTMENT,
        Role.UNIT_LIAISON: own and one.side is Side.UNIT,
        Role.UNIT_HEAD: own and one.side is Side.UNIT,
        Role.CHIEF_SERVICE_OFFICER: one.side is Side.UNIT
        and one.chief_service_officer == account.number,
        Role.LEADER: late and one.sponsor == account.number,
        Role.DISPATCHER: late,
        Role.SUPERVISOR: late,
        Role.OPERATOR: False,
    }[account.role]


@given(accounts, matters, matters)
def test_everybody_reads_what_concerns_him_most_urgent_first(
    people: list[Account], signatures: list[Matter], others: list[Matter]
) -> None:
    read = read_by(people, iter(signatures), iter(others), within=WITHIN)

    by_day = sorted(others, key=lambda one: (one.due_on or date.max, one.project, one.about))
    for account in people:
        own = [one for one in (*signatures, *by_day) if concerns(account, one)]
        own.sort(key=lambda one: account.number not in one.persons)
        late = [one for one in own if one.days_left is not None and one.days_left < 0]
        due = [one for one in own if one.days_left is not None and 0 <= one.days_left <= WITHIN]
        waiting = [one for one in own if one not in late and one not in due]
        assert (account.number in read) is bool(own)
        if own:
            piles = read[account.number]
            for pile, asked in ((piles.late, late), (piles.due, due), (piles.waiting, waiting)):
                assert pile.number == len(asked)
                assert pile.first == tuple(asked[:LINES])
