"""A work list is read off rows: what it shows is what all files, folded, add up to on that day."""

from datetime import date, timedelta

import pytest

from casework.acting import act
from casework.office import Office
from casework.reading.lists.sought import is_named
from casework.reading.lists.work_lines import OVER, WorkLine, line_of
from casework.reading.lists.work_list import (
    DECIDABLE,
    RECENT_WORKDAYS,
    Page,
    Sought,
    Tab,
    position,
    work_list,
)
from models.case import Light, Party
from models.catalogue import Unit
from models.people import Account, Role
from rules.in_force.gates import START_CONSTRUCTION
from store.people.follow_ups import put_off
from store.projected.queries import project_codes, project_lines
from tests.asked import asked
from tests.world import LIAISON, OTHER_LIAISON, PROJECT, do, june, request, stamp

TODAY = date(2020, 6, 19)
EVERYTHING = Sought()
AHEAD = (0, 1, 4, 10)
"""Days after the last act: only time has passed, rows are what they were."""
WHO = (
    *("housing-01", "housing-head", "water-01", "unit-park-liaison", "unit-park-head"),
    *("cso-02", "leader-02", "dispatch-01", "supervision-01", "operator-01"),
)


def account_of(office: Office, number: str) -> Account:
    with office.store.reading() as connection:
        return office.situation(connection).account(number)


def folded(office: Office, on: date) -> list[WorkLine]:
    """Every case of every project, each from its file."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        files = [office.file(connection, code)[0] for code in project_codes(connection)]
    return [line_of(file, code, situation, on) for file in files for code in file.plan]


def concerns(line: WorkLine, account: Account) -> bool:
    match account.role:
        case Role.OFFICER | Role.DEPARTMENT_HEAD:
            return line.department == account.office
        case Role.UNIT_LIAISON | Role.UNIT_HEAD:
            return line.unit == account.office
        case Role.CHIEF_SERVICE_OFFICER:
            return line.chief_service_officer == account.number
        case Role.LEADER:
            return line.sponsor == account.number
        case Role.OPERATOR:
            return False
        case _:
            return True


def stands_in(tab: Tab, line: WorkLine, account: Account, recent: date) -> bool:
    role = account.role
    late = line.left is not None and line.left < 0
    if role in (Role.OFFICER, Role.DEPARTMENT_HEAD):
        ours = line.holder is Party.DEPARTMENT or line.signature
    elif role in (Role.UNIT_LIAISON, Role.UNIT_HEAD, Role.CHIEF_SERVICE_OFFICER):
        ours = line.holder is Party.APPLICANT or line.owed > 0
    else:
        ours = late or line.light in (Light.RED, Light.BLACK)
    match tab:
        case Tab.MINE if role is Role.OFFICER:
            own = line.accepted_by == account.number and not line.alone
            return ours and not line.signature and not (line.state in DECIDABLE and own)
        case Tab.MINE if role is Role.DEPARTMENT_HEAD:
            return ours and (line.signature or line.state in DECIDABLE)
        case Tab.MINE | Tab.OFFICE:
            return ours
        case Tab.WAITING:
            return line.holder is not None and not ours
        case Tab.DONE:
            return line.phase == OVER and line.holder is None
        case Tab.RECENT:
            return line.changed_on is not None and line.changed_on >= recent
        case Tab.ALL:
            return True


def by_urgency(line: WorkLine) -> tuple[object, ...]:
    return (line.due_on or date.max, not line.key, line.project, line.place)


def by_change(line: WorkLine) -> tuple[object, ...]:
    return (-(line.changed_on or date.min).toordinal(), line.project, line.place)


class TestAListOffRows:
    @pytest.mark.parametrize("ahead", AHEAD)
    def test_is_what_the_files_say_for_everybody_on_every_day(
        self, played: Office, ahead: int
    ) -> None:
        on = TODAY + timedelta(days=ahead)
        every = folded(played, on)
        with played.store.reading() as connection:
            days = played.situation(connection).regulations.days
        recent = days.back(on, RECENT_WORKDAYS, Unit.WORKDAY)
        shown = 0
        for number in WHO:
            account = account_of(played, number)
            own = [line for line in every if concerns(line, account)]
            for tab in Tab:
                expected = sorted(
                    (line for line in own if stands_in(tab, line, account, recent)),
                    key=by_change if tab is Tab.RECENT else by_urgency,
                )
                read = work_list(played, account=account, tab=tab, today=on)
                assert list(read.lines) == expected, (number, tab)
                assert read.counts[tab] == len(expected), (number, tab)
                shown += len(expected)
        assert shown > 5000

    @pytest.mark.parametrize("ahead", [0, 10])
    @pytest.mark.parametrize("tab", list(Tab))
    def test_is_the_same_page_by_page_and_around_each_case(
        self, played: Office, tab: Tab, ahead: int
    ) -> None:
        account, on = account_of(played, "housing-01"), TODAY + timedelta(days=ahead)
        whole = work_list(played, account=account, tab=tab, today=on).lines
        size = max(len(whole) // 3, 2)
        pages = [
            work_list(played, account=account, tab=tab, page=Page(size, number), today=on).lines
            for number in range(1, -(-len(whole) // size) + 1)
        ]
        assert [line for page in pages for line in page] == list(whole)

        for place, line in enumerate(whole[:: max(len(whole) // 7, 1)]):
            around = Page(5, around=(line.project, line.procedure))
            beside = work_list(played, account=account, tab=tab, page=around, today=on)
            at = position(whole, line.project, line.procedure)
            assert beside.lines == whole[beside.first : beside.first + 5], place
            assert beside.first <= at < beside.first + 5

    @pytest.mark.parametrize(
        "sought",
        [
            Sought(light="red"),
            Sought(phase="审查中"),
            Sought(late=True),
            Sought(text="P05"),
            Sought(key=True),
            Sought(key=True, text="许可"),
            Sought(text="许可"),
            Sought(text="hd"),
            Sought(procedure="S05"),
            Sought(text="2020", phase="待受理", late=True),
        ],
    )
    @pytest.mark.parametrize("number", ["dispatch-01", "housing-01"])
    def test_holds_what_is_looked_for_and_nothing_else(
        self, played: Office, sought: Sought, number: str
    ) -> None:
        account = account_of(played, number)
        every = work_list(played, account=account, tab=Tab.ALL, today=TODAY).lines
        found = work_list(played, account=account, tab=Tab.ALL, sought=sought, today=TODAY)

        assert list(found.lines) == [line for line in every if _sought(line, sought)]
        assert found.counts[Tab.ALL] == len(found.lines)

    def test_begins_with_the_key_projects_of_a_day(self, played: Office) -> None:
        """绿色通道: of the same day, theirs before others, as often as a day has both."""
        everybody = account_of(played, "dispatch-01")
        lines = work_list(played, account=everybody, tab=Tab.ALL, today=TODAY).lines
        with played.store.reading() as connection:
            tiers = {one.code: one.tier for one in project_lines(connection)}
        by_day: dict[date | None, list[bool]] = {}
        for line in lines:
            assert line.key is (tiers[line.project] in ("provincial_100", "city_key"))
            by_day.setdefault(line.due_on, []).append(line.key)

        assert all(keys == sorted(keys, reverse=True) for keys in by_day.values())
        assert sum(len(set(keys)) == 2 for keys in by_day.values()) > 3

    def test_asks_the_database_seven_times_however_many_projects_and_thrice_when_asked_again(
        self, played: Office
    ) -> None:
        account = account_of(played, "housing-01")
        with asked(played.store) as statements:
            told = work_list(played, account=account, tab=Tab.MINE, page=Page(60), today=TODAY)
            first = list(statements)
            again = work_list(played, account=account, tab=Tab.MINE, page=Page(60), today=TODAY)

        first = [one for one in first if one != "BEGIN"]
        statements = [one for one in statements if one != "BEGIN"]
        # is the law still the same; own days; has anybody written;
        # counts; rows; what one is asked about; page
        assert len(first) == 7, first
        assert len(statements) == 7 + 3, statements
        assert again == told
        assert not [one for one in statements if "payload" in one]


def _sought(line: WorkLine, sought: Sought) -> bool:
    late = line.left is not None and line.left < 0
    return (
        sought.light in ("", line.light.value)
        and sought.phase in ("", line.phase)
        and sought.procedure in ("", line.procedure)
        and (late or not sought.late)
        and (line.key or not sought.key)
        and is_named(
            sought.text, line.project, line.project_name, line.procedure, line.procedure_name
        )
    )


def test_what_one_has_put_off_is_counted_by_both_databases(office: Office) -> None:
    do(office, "submit", by=LIAISON)
    account = account_of(office, "planning-01")

    def mine(sought: Sought = EVERYTHING, day: int = 2) -> tuple[int, int, int]:
        found = work_list(
            office, account=account, tab=Tab.MINE, sought=sought, page=Page(60), today=june(day)
        )
        return len(found.lines), found.counts[Tab.MINE], found.put_off

    assert mine() == mine(Sought(text="A01")) == mine(day=20) == (1, 1, 0)

    with office.store.writing() as connection:
        put_off(connection, "planning-01", PROJECT, "A01", june(4))

    assert mine() == mine(Sought(text="A01")) == (0, 0, 1)
    assert mine(Sought(put_off=True)) == (1, 1, 1)
    assert mine(day=4) == (1, 1, 0)


def test_the_office_to_which_paperwork_is_entrusted_sees_what_waits_for_the_unit(
    office: Office,
) -> None:
    def mine(number: str) -> tuple[list[str], int]:
        account = account_of(office, number)
        found = work_list(office, account=account, tab=Tab.MINE, page=Page(60), today=june(2))
        return [line.procedure for line in found.lines], found.counts[Tab.MINE]

    def entrust(to: str) -> None:
        asked, by = request("delegate", office=to), stamp(by=LIAISON)
        act(
            office,
            project=PROJECT,
            procedure=START_CONSTRUCTION,
            request=asked,
            by=by.by,
            via=by.via,
            now=by.now,
        )

    before = mine(OTHER_LIAISON)
    entrust(account_of(office, OTHER_LIAISON).office)
    meanwhile = mine(OTHER_LIAISON)
    entrust("")

    assert before == mine(OTHER_LIAISON) == ([], 0)
    assert meanwhile == mine(LIAISON)
    assert meanwhile[1] > 0


def test_what_a_colleague_sees_to_is_in_the_list_of_the_office_and_not_in_ones_own(
    office: Office,
) -> None:
    do(office, "submit", by=LIAISON)

    def listed(number: str, tab: Tab = Tab.MINE) -> list[str]:
        account = account_of(office, number)
        found = work_list(office, account=account, tab=tab, page=Page(60), today=june(2))
        assert found.counts[tab] == len(found.lines)
        return [line.handler for line in found.lines if line.procedure == "A01"]

    assert listed("planning-01") == listed("planning-02") == [""]

    do(office, "assign", by="planning-01", to="planning-01")
    assert (listed("planning-01"), listed("planning-02")) == (["规划局·窗口01"], [])
    assert listed("planning-02", Tab.OFFICE) == ["规划局·窗口01"]

    do(office, "assign", by="planning-head", to="planning-02", reason="轮岗")
    assert (listed("planning-01"), listed("planning-02")) == ([], ["规划局·窗口02"])


def test_who_took_it_in_and_may_not_decide_keeps_it_from_nobody(office: Office) -> None:
    do(office, "submit", by=LIAISON)
    do(office, "assign", by="planning-01", to="planning-01")
    do(office, "accept", by="planning-01")

    def mine(number: str) -> int:
        account = account_of(office, number)
        return work_list(
            office, account=account, tab=Tab.MINE, page=Page(60), today=june(2)
        ).counts[Tab.MINE]

    assert (mine("planning-01"), mine("planning-02"), mine("planning-head")) == (0, 1, 1)
