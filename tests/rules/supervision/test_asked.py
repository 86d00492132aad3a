"""Who is asked by a slip, and what becomes of a draft whose ground is gone.

A slip goes to whoever holds the case that day, as its light and the delay ledger have it.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from casework.telling.supervision import supervision_recipients
from models.act_requests import Act
from models.case import Case, CaseFile, CaseState, ClockStop, OwedDocument
from models.case_entries import Concluded, Extended
from models.catalogue import SpecialProcedureKind
from models.escalation import Addressee, EscalationRules, LadderRung
from models.milestone import StartPinned
from models.notice import Ground
from models.people import Role
from models.refusal import Refused
from models.supervision import MatterClosed, MatterOpened, SlipDrafted, matter_key
from rules.acceptance.circumstances import Circumstances
from rules.acting.agenda import agenda, due_on
from rules.acting.examining import examine
from rules.clocks.holders import office_holding
from rules.in_force.regulations import Regulations
from rules.standing.lights import light_case
from tests.world import (
    DISPATCHER,
    HOUSING,
    PLANNING,
    START_GATE,
    WORKDAY,
    after,
    campaign,
    july,
    june,
    limit,
    opened,
    request,
    running,
    settled,
    with_case,
)

S = CaseState
KINDS = SpecialProcedureKind
PROMPT = LadderRung(
    code="prompt", name="提示单", issuer="调度中心", to=(Addressee.ANSWERER,), reply_workdays=2
)
ORDER = LadderRung(
    code="order",
    name="督办单",
    issuer="调度中心",
    signer=Role.DISPATCHER,
    to=(Addressee.ANSWERER, Addressee.ANSWERER_HEAD),
    reply_workdays=3,
)


def ladder(*rungs: LadderRung) -> EscalationRules:
    grounds = (Ground.OVERDUE, Ground.SPECIAL_PROCEDURE_OVERRUN, Ground.START_MISSED)
    return EscalationRules(
        rungs=rungs,
        opens=dict.fromkeys(grounds, rungs[0].code),
        standstill_workdays=15,
        answer_holds_workdays=10,
        review_days=30,
    )


def supervising(*rungs: LadderRung, profile: str = "pause") -> Regulations:
    small = campaign(profile)
    rulebook = small.rulebook.model_copy(update={"escalation": ladder(*rungs)})
    return Regulations(small.model_copy(update={"rulebook": rulebook}))


PROMPTED, SIGNED = supervising(PROMPT, ORDER), supervising(ORDER)


def late(code: str, due: date, **changes: object) -> Case:
    """A case of which it was told that it is late against its day."""
    return running(code, reminded=frozenset({(Ground.OVERDUE, due)}), **changes)


def file_of(*cases: Case, rules: Regulations = PROMPTED) -> CaseFile:
    file = opened(rules=rules)
    for case in cases:
        file = with_case(file, case)
    return file


def asked(file: CaseFile, rules: Regulations = PROMPTED) -> dict[date, str]:
    """On which day whom a matter about a case is opened with."""
    return {
        one.on: one.payload.office
        for one in agenda(file, rules)
        if isinstance(one.payload, MatterOpened) and one.payload.about_procedure
    }


def stopped(kind: KINDS, on: date, days: int, **changes: object) -> Case:
    stop = ClockStop(kind, "特别程序", on, days, WORKDAY)
    return running(state=S.PAUSED, stops=(stop,), **changes)


class TestTheOfficeThatIsAsked:
    def test_is_the_department_that_lets_it_run_over(self) -> None:
        assert set(asked(file_of(late("A01", june(15)))).values()) == {PLANNING}

    def test_is_not_one_that_waits_for_another_but_the_one_waited_for(self) -> None:
        """C01 of housing has everything but B02 of planning, which runs."""
        waiting = running("C01", accepted=june(3), promised=limit(2))
        waiting = replace(waiting, reminded=frozenset({(Ground.OVERDUE, june(5))}))
        concluded = running("B01", state=S.APPROVED, concluded_on=june(2))
        file = file_of(concluded, running("B02", accepted=june(2)), waiting)

        assert set(asked(file).values()) == {PLANNING}
        lit = light_case(waiting, on=june(9), regulations=PROMPTED, file=file)
        assert lit.party == "upstream"

    def test_is_the_unit_where_what_is_waited_for_was_never_applied_for(self) -> None:
        waiting = running("C01", accepted=june(3), promised=limit(2))
        waiting = replace(waiting, reminded=frozenset({(Ground.OVERDUE, june(5))}))
        file = file_of(running("B01", state=S.APPROVED, concluded_on=june(2)), waiting)

        assert file.cases["B02"].state is S.OPEN
        assert set(asked(file).values()) == {"park"}

    def test_is_the_department_itself_where_it_waits_for_its_own_procedure_as_well(self) -> None:
        file = file_of(running("C01", accepted=june(3)), running("B02", accepted=june(2)))

        assert file.cases["B01"].state is S.NOT_OPEN
        assert office_holding(file, "C01", on=june(8), regulations=PROMPTED) == HOUSING

    def test_is_found_at_the_end_of_the_chain(self) -> None:
        """A01 was revoked while B01, which needs it, had been refused: its applicant waits too."""
        refused = running("B01", state=S.REFUSED, ended_on=june(5))
        file = file_of(running("A01", accepted=june(3)), refused)

        assert office_holding(file, "B01", on=june(8), regulations=PROMPTED) == PLANNING

    def test_is_nobody_while_a_broken_promise_is_awaited(self) -> None:
        """The department's days do not run out meanwhile; the promise has consequences of its own.

        With every paper in, the same case is the department's to answer for.
        """
        rules = supervising(PROMPT, ORDER, profile="early")
        case = late("K01", july(2), state=S.CONDITIONALLY_ACCEPTED, profile="early")
        broken = replace(case, owed=(OwedDocument("K01-2", june(9), lapsed_on=june(10)),))
        pinned = (july(6), StartPinned(start_on=july(30)))

        def of(one: Case) -> dict[date, str]:
            return asked(after(file_of(one, rules=rules), pinned), rules)

        assert set(of(case).values()) == {HOUSING}
        assert of(broken) == {}

    @pytest.mark.parametrize(
        ("kind", "office"),
        [
            pytest.param(KINDS.EXPERT_REVIEW, PLANNING, id="whom the law let stop the clock"),
            pytest.param(KINDS.BIDDING, "park", id="whoever has somebody else at work"),
            pytest.param(KINDS.CORRECTION, "park", id="the applicant"),
        ],
    )
    def test_of_a_special_procedure_that_ran_over(self, kind: KINDS, office: str) -> None:
        told = frozenset({(Ground.SPECIAL_PROCEDURE_OVERRUN, june(10))})
        case = stopped(kind, june(3), 5, reminded=told)
        file = after(file_of(case), (june(11), StartPinned(start_on=july(30))))

        assert asked(file) == {june(11): office}

    def test_is_nobody_while_the_law_stops_the_clock_and_then_the_department(self) -> None:
        """Due on 15 June; stopped from 17 June for five working days, to 24 June.

        25 to 27 June are the Dragon Boat Festival, Sunday the 28th is worked.
        """
        told = frozenset({(Ground.OVERDUE, june(15))})
        file = file_of(stopped(KINDS.EXPERT_REVIEW, june(17), 5, reminded=told))
        file = after(file, (june(17), StartPinned(start_on=july(30))))

        assert asked(file) == {june(28): PLANNING}
        assert due_on(file, june(24), PROMPTED) is None

    def test_is_nobody_where_a_superior_level_decides(self) -> None:
        assert asked(file_of(late("G01", june(15)))) == {}

    def test_is_whoever_holds_the_case_on_the_day_the_matter_is_opened_at_last(self) -> None:
        """Due on an earlier day, noticed after the promise of a paper had run out."""
        owed = (OwedDocument("A01-2", june(18)),)
        case = late("A01", june(15), state=S.CONDITIONALLY_ACCEPTED, owed=owed)
        file = after(file_of(case), (june(16), StartPinned(start_on=july(30))))
        found = due_on(file, june(24), PROMPTED)

        assert asked(file)[june(16)] == PLANNING
        assert found is not None
        assert isinstance(found.payload, MatterOpened)
        assert found.payload.office == "park"


def drafted(rules: Regulations = SIGNED) -> CaseFile:
    """Late since 16 June; an order to the planning bureau waits for its signature."""
    file = file_of(late("A01", june(15)), rules=rules)
    key = matter_key(Ground.OVERDUE, "A01", june(15))
    opening = MatterOpened(
        matter=key,
        ground=Ground.OVERDUE,
        about_on=june(15),
        about_procedure="A01",
        office=PLANNING,
        rung=rules.campaign.rulebook.escalation.rungs[0].code,
    )
    return settled(after(file, (june(16), opening)), june(16), rules)


def closed(file: CaseFile) -> list[str]:
    return [one.result for one in file.matters.values() if one.gone]


class TestADraftWhoseGroundIsGone:
    @pytest.mark.parametrize(
        ("payload", "said"),
        [
            (Concluded(procedure="A01"), "事由已消除：该事项已办结"),
            (
                Extended(
                    procedure="A01",
                    days=10,
                    unit=WORKDAY,
                    reason="案情复杂",
                    applicant_informed=True,
                    article="第42条",
                ),
                "事由已消除：办理期限已有变动，不再超期",
            ),
        ],
        ids=["concluded", "extended"],
    )
    def test_closes_itself_with_the_reason(self, payload: object, said: str) -> None:
        file = settled(after(drafted(), (june(17), payload)), june(17), SIGNED)

        assert closed(file) == [said]
        assert not [one for one in file.matters.values() if one.open]

    def test_closes_itself_when_another_holds_the_case(self) -> None:
        case = replace(
            drafted().cases["A01"],
            state=S.CONDITIONALLY_ACCEPTED,
            owed=(OwedDocument("A01-2", june(16)),),
        )
        moved = after(with_case(drafted(), case), (june(17), StartPinned(start_on=july(30))))
        file = settled(moved, june(17), SIGNED)

        assert closed(file) == ["事由已消除：现由开发区承办"]
        again = [one for one in agenda(file, SIGNED) if isinstance(one.payload, MatterOpened)]
        assert [(one.on, one.payload.office) for one in again] == [(june(17), "park")]

    def test_is_not_even_drafted_when_the_act_that_found_it_late_concludes_it(self) -> None:
        """The morning's reminder comes first, then the decision; what follows comes last."""
        opening = MatterOpened(
            matter=matter_key(Ground.OVERDUE, "A01", june(15)),
            ground=Ground.OVERDUE,
            about_on=june(15),
            about_procedure="A01",
            office=PLANNING,
            rung="prompt",
        )
        file = after(file_of(late("A01", june(15))), (june(16), opening))
        file = settled(after(file, (june(16), Concluded(procedure="A01"))), june(16), PROMPTED)

        assert closed(file) == ["事由已消除：该事项已办结"]
        assert [one.slips for one in file.matters.values()] == [()]

    def test_stands_while_it_holds(self) -> None:
        file = settled(
            after(drafted(), (june(17), StartPinned(start_on=july(30)))), june(17), SIGNED
        )

        assert closed(file) == []
        assert [one.slip.pending for one in file.matters.values()] == [True]

    def test_stays_where_a_person_directed_it(self) -> None:
        opening = MatterOpened(
            matter="directed/7/2020-06-16",
            ground=Ground.DIRECTED,
            about_on=june(16),
            office="park",
            rung="order",
            cause="区长批示",
        )
        file = settled(after(file_of(rules=SIGNED), (june(16), opening)), june(16), SIGNED)

        assert [one.slip.pending for one in file.matters.values()] == [True]

    def test_is_told_to_its_signer_and_not_to_an_office_that_never_heard_of_it(self) -> None:
        file = settled(after(drafted(), (june(17), Concluded(procedure="A01"))), june(17), SIGNED)
        key = next(iter(file.matters))
        ended = MatterClosed(matter=key, result="事由已消除：该事项已办结", gone=True)
        told = supervision_recipients(ended, file, SIGNED.campaign, ORDER)
        slip = replace(file.matters[key].slips[0], issued_on=june(16))
        known = replace(file.matters[key], slips=(slip, *file.matters[key].slips))

        assert told == (DISPATCHER,)
        warned = supervision_recipients(
            ended, replace(file, matters={key: known}), SIGNED.campaign, ORDER
        )
        assert "planning-head" in warned


def signing(file: CaseFile, on: date) -> Refused | None:
    account = SIGNED.campaign.account(DISPATCHER)
    assert account is not None
    return examine(
        Circumstances(
            file=file,
            about=START_GATE,
            request=request(Act.SIGN_SLIP),
            by=account,
            on=on,
            regulations=SIGNED,
        )
    )


class TestSigning:
    def test_is_possible_while_the_ground_holds(self) -> None:
        assert signing(drafted(), june(17)) is None

    def test_is_refused_when_the_ground_is_gone(self) -> None:
        refused = signing(after(drafted(), (june(17), Concluded(procedure="A01"))), june(17))

        assert refused is not None
        assert "事由已经消除，不再签发" in refused.message

    def test_is_refused_when_the_office_asked_waits_for_another(self) -> None:
        """Nothing was entered since: the promised day alone has gone by."""
        file = drafted()
        owed = (OwedDocument("A01-2", june(18)),)
        case = replace(file.cases["A01"], state=S.CONDITIONALLY_ACCEPTED, owed=owed)
        file = with_case(file, case)
        refused = signing(file, june(19))

        assert signing(file, june(18)) is None
        assert refused is not None
        assert "现由开发区承办，不能向规划局签发" in refused.message


class TestAnIssuedSlip:
    def issued(self) -> CaseFile:
        return drafted(PROMPTED)

    def climbs(self, file: CaseFile) -> Iterable[date]:
        return [one.on for one in agenda(file, PROMPTED) if isinstance(one.payload, SlipDrafted)]

    def test_climbs_against_the_office_that_was_asked(self) -> None:
        assert self.climbs(self.issued()) == [june(19)]

    def test_does_not_climb_while_that_office_waits_for_another(self) -> None:
        owed = (OwedDocument("A01-2", june(16)),)
        case = replace(self.issued().cases["A01"], state=S.CONDITIONALLY_ACCEPTED, owed=owed)
        file = with_case(self.issued(), case)

        assert self.climbs(file) == []
