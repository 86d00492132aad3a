"""What follows by itself: procedures open and close with their prerequisites, gates too."""

from datetime import date

from models.case import Case, CaseFile, CaseState
from models.case_entries import Concluded, ProcedureClosed, ProcedureOpened, Revoked
from models.milestone import ConditionConfirmed, GatePassed, GateReopened, Registered
from rules.acting.consequences import consequences, waits_for
from tests.world import (
    FIRST_DAY,
    REGULATIONS,
    after,
    june,
    opened,
    planned,
    project,
    registered,
    running,
    settled,
    with_case,
)

S = CaseState


def states(file: CaseFile) -> dict[str, CaseState]:
    return {code: case.state for code, case in file.cases.items()}


def grouped() -> CaseFile:
    """A file in which C01 needs one of A01 and B01."""
    rows = (planned("A01"), planned("B01"), planned("C01", any_of=[("A01", "B01")]))
    given = Registered(project=project(), catalogue_version="x", plan=rows, not_required={})
    return settled(after(None, (FIRST_DAY, given)), FIRST_DAY)


class TestAProcedure:
    def test_without_prerequisites_opens_at_once(self) -> None:
        opening = consequences(registered(), REGULATIONS)

        assert {one.procedure for one in opening if isinstance(one, ProcedureOpened)} == {
            *("A01", "B02", "D01", "E01", "F01", "G01", "H01", "K01")
        }
        assert consequences(opened(), REGULATIONS) == ()

    def test_opens_when_its_prerequisite_is_granted(self) -> None:
        file = with_case(opened(), running("A01"))
        assert waits_for(file, "B01") == ("A01",)

        file = settled(after(file, (june(5), Concluded(procedure="A01"))), june(5))

        assert states(file)["B01"] is S.OPEN
        assert file.cases["B01"].opened_on == june(5)

    def test_closes_when_its_prerequisite_falls_away_before_it_was_applied_for(self) -> None:
        file = settled(
            after(with_case(opened(), running("A01")), (june(5), Concluded(procedure="A01"))),
            june(5),
        )
        revoked = after(file, (june(8), Revoked(procedure="A01", reason="欺骗取得")))

        assert consequences(revoked, REGULATIONS) == (
            ProcedureClosed(procedure="B01", because="A01"),
        )

        closed = settled(revoked, june(8))
        assert states(closed)["B01"] is S.NOT_OPEN

    def test_that_was_applied_for_stays_where_it_is(self) -> None:
        file = with_case(opened(), running("B01"))

        assert states(settled(file, june(5)))["B01"] is S.ACCEPTED

    def test_needs_one_of_a_group(self) -> None:
        assert waits_for(grouped(), "C01") == ("A01", "B01")

        file = with_case(grouped(), Case("B01", S.APPROVED, concluded_on=june(3)))

        assert waits_for(file, "C01") == ()

    def test_that_the_project_does_not_need_is_no_obstacle(self) -> None:
        assert "Z01" in opened().not_required
        assert opened().concluded("Z01")

    def test_concluded_before_the_campaign_opens_what_follows(self) -> None:
        file = opened(project(concluded_before={"A01": date(2020, 3, 2)}))

        assert states(file)["A01"] is S.APPROVED
        assert states(file)["B01"] is S.OPEN
        assert file.cases["A01"].concluded_on == date(2020, 3, 2)


class TestAGate:
    def complete(self) -> CaseFile:
        file = opened()
        for code in ("A01", "B01", "B02", "C01", "E01"):
            file = with_case(file, Case(code, S.APPROVED, concluded_on=june(3)))
        confirmed = ConditionConfirmed(gate="start_construction", condition="land_delivered")
        return after(file, (june(4), confirmed))

    def test_opens_when_every_condition_is_met(self) -> None:
        file = self.complete()
        assert consequences(file, REGULATIONS) == (GatePassed(gate="start_construction"),)

        passed = settled(file, june(4))

        assert passed.passed == {"start_construction": june(4)}
        assert consequences(passed, REGULATIONS) == ()

    def test_shuts_when_a_condition_falls_away(self) -> None:
        passed = settled(self.complete(), june(4))
        revoked = after(passed, (june(8), Revoked(procedure="C01", reason="欺骗取得")))

        assert consequences(revoked, REGULATIONS) == (
            GateReopened(gate="start_construction", because="C01"),
        )
        assert settled(revoked, june(8)).passed == {}
