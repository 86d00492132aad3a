"""Issues of a project: raised, told to their office, late on their day, solved."""

import pytest

from casework.acting import act
from casework.desk import Recorded
from casework.office import Office
from casework.watching.sweep import sweep
from models.act import Via
from models.progress import ReportedProblem
from models.refusal import Refused
from rules.supervision.issues import new_issues
from store.outgoing.receipts import receipts
from tests.world import DISPATCHER, HELPER, LIAISON, OTHER_LIAISON, PROJECT, at, do, june, request

GATE = "start_construction"


def asks(where: Office, /, **data: str) -> Recorded:
    return act(
        where,
        project=PROJECT,
        procedure=GATE,
        request=request("raise_issue", **data),
        by=LIAISON,
        via=Via.CONSOLE,
        now=at(june(1)),
    )


@pytest.fixture
def asked(office: Office) -> Office:
    """The liaison asks the neighbouring unit for something, by 8 June."""
    asks(
        office,
        text="临时用电未接入",
        needs="请玉泉街道协调架线",
        office="town",
        due_on="2020-06-08",
    )
    return office


def test_an_issue_is_told_to_the_office_that_should_solve_it(asked: Office) -> None:
    with asked.store.reading() as connection:
        file, _ = asked.file(connection, PROJECT)
        sent = receipts(connection, key=f"{PROJECT}/{file.version}")
        told = {one.recipient for one in sent}

    assert OTHER_LIAISON in told
    assert {DISPATCHER, HELPER} <= set(told)
    assert (file.issues[1].office, file.issues[1].due_on) == ("town", june(8))


def test_it_has_five_working_days_where_no_day_is_given(office: Office) -> None:
    done = asks(office, text="资金未拨付")

    assert done.file.issues[1].due_on == june(8)
    assert done.file.issues[1].office == "park"


def test_only_those_concerned_strike_it_off(asked: Office) -> None:
    with pytest.raises(Refused) as refused:
        do(asked, "solve_issue", GATE, by="housing-01", on=june(3), result="已协调")
    assert refused.value.code == "not_their_issue"

    done = do(asked, "solve_issue", GATE, by=DISPATCHER, on=june(3), result="已接入")

    assert done.file.issues[1].solved_on == june(3)
    with pytest.raises(Refused) as again:
        do(asked, "solve_issue", GATE, by=DISPATCHER, on=june(3), result="已接入")
    assert again.value.code == "no_such_issue"


def test_an_unknown_office_or_a_day_gone_by_is_refused(office: Office) -> None:
    with pytest.raises(Refused):
        asks(office, text="缺电", office="moon")
    with pytest.raises(Refused):
        asks(office, text="缺电", due_on="2020-05-29")


def test_where_there_is_no_ladder_a_late_issue_reminds_nobody(asked: Office) -> None:
    swept = sweep(asked, now=at(june(9)))

    assert [one for one in swept.entries if "issue" in getattr(one.payload, "ground", "")] == []


def test_problems_of_a_weekly_report_go_on_the_list_once(office: Office) -> None:
    with office.store.reading() as connection:
        file, _ = office.file(connection, PROJECT)
        rules = office.situation(connection).regulations
    problems = [
        ReportedProblem(text="临时用电未接入", needs="架线", office="town"),
        ReportedProblem(text="临时用电未接入"),
        ReportedProblem(text="资金未拨付"),
    ]

    found = list(new_issues(file, problems, on=june(5), regulations=rules))

    assert [(one.issue, one.text, one.office) for one in found] == [
        (1, "临时用电未接入", "town"),
        (2, "资金未拨付", "park"),
    ]
    listed = asks(office, text="资金未拨付").file
    again = list(new_issues(listed, problems, on=june(5), regulations=rules))
    assert [one.text for one in again] == ["临时用电未接入"]
