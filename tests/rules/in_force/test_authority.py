"""Who may do what: default deny, and every act × role × own or other office."""

from itertools import product

import pytest

from models.act import OWN_DOOR
from models.act_requests import Act
from models.people import Account, Role
from rules.acceptance.circumstances import Circumstances
from rules.acting.conduct import CONDUCT
from rules.acting.examining import AUTHORITY, GATE_ACTS, entitled, examine
from rules.in_force.authority import NotEntitled, owns
from rules.supervision.issues import NoSuchIssue
from tests.world import (
    HEAD,
    HELPER,
    LIAISON,
    OFFICER,
    OTHER_HELPER,
    OTHER_LIAISON,
    OTHER_UNIT_HEAD,
    REGULATIONS,
    START_GATE,
    UNIT_HEAD,
    after,
    june,
    opened,
    request,
)

R = Role
OWN: dict[Act, set[Role]] = {
    Act.SUBMIT: {R.OFFICER, R.UNIT_LIAISON, R.CHIEF_SERVICE_OFFICER},
    Act.ACCEPT: {R.OFFICER},
    Act.ACCEPT_CONDITIONALLY: {R.OFFICER},
    Act.GIVE_PREVIEW_OPINION: {R.OFFICER},
    Act.REQUEST_CORRECTION: {R.OFFICER},
    Act.CORRECT: {R.OFFICER, R.UNIT_LIAISON, R.CHIEF_SERVICE_OFFICER},
    Act.DECLINE: {R.OFFICER, R.DEPARTMENT_HEAD},
    Act.RECEIVE_DOCUMENT: {R.OFFICER},
    Act.EXTEND_PROMISE: {R.DEPARTMENT_HEAD},
    Act.ORDER_RECTIFICATION: {R.DEPARTMENT_HEAD},
    Act.PAUSE: {R.OFFICER, R.DEPARTMENT_HEAD},
    Act.RESUME: {R.OFFICER, R.DEPARTMENT_HEAD},
    Act.EXTEND: {R.DEPARTMENT_HEAD},
    Act.ASSIGN: {R.OFFICER, R.DEPARTMENT_HEAD},
    Act.REVIEW: {R.OFFICER, R.DEPARTMENT_HEAD},
    Act.DECIDE: {R.OFFICER, R.DEPARTMENT_HEAD},
    Act.DECIDE_CONDITIONALLY: {R.DEPARTMENT_HEAD},
    Act.REFUSE: {R.DEPARTMENT_HEAD},
    Act.DELIVER: {R.OFFICER},
    Act.EXTEND_CERTIFICATE: {R.DEPARTMENT_HEAD},
    Act.WITHDRAW: {R.UNIT_LIAISON, R.CHIEF_SERVICE_OFFICER},
    Act.REVOKE: {R.DEPARTMENT_HEAD},
    Act.CONFIRM_CONDITION: {R.CHIEF_SERVICE_OFFICER, R.UNIT_LIAISON, R.DISPATCHER},
    Act.PIN_START: {R.DISPATCHER, R.LEADER},
    Act.REPORT_START: {R.UNIT_LIAISON, R.DISPATCHER},
    Act.DELEGATE: {R.UNIT_LIAISON, R.UNIT_HEAD, R.CHIEF_SERVICE_OFFICER},
    Act.ANNOUNCE_MEASURE: {R.OFFICER, R.DEPARTMENT_HEAD},
    Act.STATE_DEFENCE: {R.OFFICER, R.UNIT_LIAISON, R.CHIEF_SERVICE_OFFICER},
    Act.RECORD_BREACH: {R.DEPARTMENT_HEAD, R.LEADER},
    Act.REPAIR_CREDIT: {R.DEPARTMENT_HEAD, R.LEADER},
    Act.EXPECT_DOCUMENT: {R.OFFICER, R.UNIT_LIAISON, R.CHIEF_SERVICE_OFFICER},
    Act.OFFER_HEARING: {R.OFFICER, R.DEPARTMENT_HEAD},
    Act.REQUEST_HEARING: {R.OFFICER, R.UNIT_LIAISON, R.CHIEF_SERVICE_OFFICER},
    Act.HOLD_HEARING: {R.OFFICER, R.DEPARTMENT_HEAD},
    Act.JUSTIFY_DELAY: {R.DISPATCHER, R.LEADER},
    Act.REPORT_PROGRESS: {R.UNIT_LIAISON, R.CHIEF_SERVICE_OFFICER, R.DISPATCHER},
    Act.SIGN_SLIP: {R.DISPATCHER, R.SUPERVISOR, R.LEADER},
    Act.DROP_SLIP: {R.DISPATCHER, R.SUPERVISOR, R.LEADER},
    Act.CLOSE_MATTER: {R.DISPATCHER, R.SUPERVISOR, R.LEADER},
    Act.ESCALATE_MATTER: {R.DISPATCHER, R.SUPERVISOR, R.LEADER},
    Act.HOLD_INTERVIEW: {R.DISPATCHER, R.SUPERVISOR, R.LEADER},
    Act.DECIDE_REVIEW: {R.SUPERVISOR, R.LEADER},
    Act.ANSWER_SLIP: {
        *(R.OFFICER, R.DEPARTMENT_HEAD, R.UNIT_LIAISON, R.UNIT_HEAD, R.CHIEF_SERVICE_OFFICER),
    },
    Act.REQUEST_REVIEW: {
        *(R.OFFICER, R.DEPARTMENT_HEAD, R.UNIT_LIAISON, R.UNIT_HEAD, R.CHIEF_SERVICE_OFFICER),
    },
    Act.EXPLAIN_MISSED_START: {R.UNIT_LIAISON, R.UNIT_HEAD, R.CHIEF_SERVICE_OFFICER},
    Act.RAISE_ISSUE: {
        *(R.OFFICER, R.UNIT_LIAISON, R.UNIT_HEAD, R.CHIEF_SERVICE_OFFICER, R.DISPATCHER),
    },
    Act.SOLVE_ISSUE: {
        *(R.OFFICER, R.DEPARTMENT_HEAD, R.UNIT_LIAISON, R.UNIT_HEAD),
        *(R.CHIEF_SERVICE_OFFICER, R.DISPATCHER),
    },
}
"""Who may, in their own cases; written out a second time by hand."""

ANYWHERE = {
    (Act.CONFIRM_CONDITION, R.DISPATCHER),
    (Act.PIN_START, R.DISPATCHER),
    (Act.REPORT_START, R.DISPATCHER),
    (Act.JUSTIFY_DELAY, R.DISPATCHER),
    (Act.REPORT_PROGRESS, R.DISPATCHER),
    *product(
        (
            *(Act.SIGN_SLIP, Act.DROP_SLIP, Act.CLOSE_MATTER, Act.ESCALATE_MATTER),
            Act.HOLD_INTERVIEW,
        ),
        (R.DISPATCHER, R.SUPERVISOR, R.LEADER),
    ),
    *product((Act.DECIDE_REVIEW,), (R.SUPERVISOR, R.LEADER)),
    # Which department was asked is for the rules of supervision to say, not for this table.
    *product((Act.ANSWER_SLIP, Act.REQUEST_REVIEW), (R.OFFICER, R.DEPARTMENT_HEAD)),
    # Who decides on credit is for the right to be heard to say, not for this table.
    *product((Act.RECORD_BREACH, Act.REPAIR_CREDIT), (R.DEPARTMENT_HEAD, R.LEADER)),
    (Act.RAISE_ISSUE, R.OFFICER),
    (Act.RAISE_ISSUE, R.DISPATCHER),
    (Act.SOLVE_ISSUE, R.DISPATCHER),
    *product((Act.SOLVE_ISSUE,), (R.OFFICER, R.DEPARTMENT_HEAD, R.UNIT_LIAISON, R.UNIT_HEAD)),
}

SUPERVISION = frozenset(
    {
        *(Act.SIGN_SLIP, Act.DROP_SLIP, Act.CLOSE_MATTER, Act.ESCALATE_MATTER),
        *(Act.HOLD_INTERVIEW, Act.DECIDE_REVIEW),
    }
)

NUMBERS = {
    (R.OFFICER, True): OFFICER,
    (R.OFFICER, False): "housing-01",
    (R.DEPARTMENT_HEAD, True): HEAD,
    (R.DEPARTMENT_HEAD, False): "housing-head",
    (R.UNIT_LIAISON, True): LIAISON,
    (R.UNIT_LIAISON, False): OTHER_LIAISON,
    (R.UNIT_HEAD, True): UNIT_HEAD,
    (R.UNIT_HEAD, False): OTHER_UNIT_HEAD,
    (R.CHIEF_SERVICE_OFFICER, True): HELPER,
    (R.CHIEF_SERVICE_OFFICER, False): OTHER_HELPER,
    (R.LEADER, True): "leader-01",
    (R.LEADER, False): "leader-02",
}
"""Role, own → an account of the small world, for a planning case of the park's project."""

DISTRICT_WIDE = {
    R.DISPATCHER: "dispatch-01",
    R.SUPERVISOR: "supervision-01",
    R.OPERATOR: "operator-01",
}


def account(role: Role, own: bool) -> Account:
    number = NUMBERS.get((role, own)) or DISTRICT_WIDE[role]
    found = REGULATIONS.campaign.account(number)
    assert found is not None
    assert found.role is role
    return found


def tried(account: Account, act: Act, agent: str = "") -> NotEntitled | None:
    department = None if act in GATE_ACTS | OWN_DOOR else "planning"
    carers = (HELPER, "leader-01")
    return entitled(account, act, department=department, unit="park", carers=carers, agent=agent)


CELLS = list(product(Act, Role, (True, False)))


@pytest.mark.parametrize(
    ("act", "role", "own"),
    CELLS,
    ids=[f"{act}-{role}-{'own' if own else 'other'}" for act, role, own in CELLS],
)
def test_every_cell_of_the_table(act: Act, role: Role, own: bool) -> None:
    may = (own and role in OWN[act]) or (act, role) in ANYWHERE
    refused = tried(account(role, own), act)

    assert (refused is None) is may
    if refused is not None:
        assert refused.facts == {"account": account(role, own).number, "act": act.value}


class TestByDefault:
    def test_every_act_is_named_and_nobody_else_has_a_right(self) -> None:
        assert set(AUTHORITY) == set(Act) == set(OWN)
        assert {act: set(roles) for act, roles in AUTHORITY.items()} == OWN

    def test_an_act_that_nobody_named_is_denied(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delitem(AUTHORITY, Act.ACCEPT)

        assert isinstance(tried(account(R.OFFICER, True), Act.ACCEPT), NotEntitled)

    def test_supervisors_and_operators_do_no_casework(self) -> None:
        casework = [roles for act, roles in AUTHORITY.items() if act not in SUPERVISION]

        assert not any({R.SUPERVISOR, R.OPERATOR} & set(roles) for roles in casework)
        assert not any(R.OPERATOR in roles for roles in AUTHORITY.values())

    def test_an_officer_has_no_gate_of_his_own(self) -> None:
        officer = account(R.OFFICER, True)

        assert not owns(officer, department=None, unit="park", carers=())


def asked(**given: object) -> Circumstances:
    """The unit entrusts its paperwork, on the project as it was just opened."""
    wanted, by = request("delegate", **given), account(R.UNIT_LIAISON, True)
    return Circumstances(
        file=opened(), about=START_GATE, request=wanted, by=by, on=june(2), regulations=REGULATIONS
    )


HANDED_IN = {
    *(Act.SUBMIT, Act.CORRECT, Act.EXPECT_DOCUMENT, Act.STATE_DEFENCE, Act.REQUEST_HEARING),
}


class TestTheOfficeToWhichPaperworkIsEntrusted:
    def test_hands_in_and_does_nothing_else(self) -> None:
        liaison = account(R.UNIT_LIAISON, False)
        anyway = {act for act in Act if tried(liaison, act) is None}

        may = {act for act in Act if tried(liaison, act, agent=liaison.office) is None}

        assert may == anyway | HANDED_IN
        assert not anyway & HANDED_IN

    def test_is_its_liaison_alone(self) -> None:
        head = account(R.UNIT_HEAD, False)

        assert tried(head, Act.SUBMIT, agent=head.office) is not None

    def test_is_the_one_that_was_named_last_until_it_is_taken_back(self) -> None:
        liaison = account(R.UNIT_LIAISON, False)
        given = asked(office=liaison.office)
        entrusted = after(given.file, (june(2), CONDUCT[Act.DELEGATE].record(given)))
        back = asked()
        alone = after(entrusted, (june(3), CONDUCT[Act.DELEGATE].record(back)))

        assert tried(liaison, Act.SUBMIT, agent=entrusted.agent) is None
        assert tried(liaison, Act.SUBMIT, agent=alone.agent) is not None

    def test_is_one_that_the_campaign_has(self) -> None:
        nobody = examine(asked(office="unit-nowhere"))

        assert isinstance(nobody, NoSuchIssue)


class TestARefusal:
    def test_tells_a_wrong_office_from_a_wrong_role(self) -> None:
        stranger = tried(account(R.OFFICER, False), Act.ACCEPT)
        watcher = tried(account(R.LEADER, True), Act.ACCEPT)

        assert (
            stranger.message == "住建局·窗口01（housing-01）无权办理此事：不是本部门、本单位的事项"
        )
        assert watcher.message == "区领导01（leader-01）无权办理此事：该岗位没有此项权限"
