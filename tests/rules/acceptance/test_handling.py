"""A case is taken up, or handed on, within its office, and with a reason (认领、转办)."""

import pytest

from models.act import Act
from models.assignment import Assigned
from models.case import Case
from models.case_entries import Submitted
from models.refusal import Refused
from rules.acting.conduct import CONDUCT
from rules.acting.examining import examine
from tests.world import (
    HEAD,
    HOUSING_OFFICER,
    LIAISON,
    after,
    circumstances,
    june,
    opened,
    request,
    running,
    with_case,
)

ONE, TWO = "planning-01", "planning-02"


def asked(case: Case, to: str, by: str = ONE, reason: str = "") -> Refused | None:
    return examine(circumstances(case, request("assign", to=to, reason=reason), by=by))


class TestTakingUp:
    def test_of_what_nobody_sees_to_needs_no_reason(self) -> None:
        assert asked(running(), ONE) is None

    def test_of_what_a_colleague_sees_to_says_why(self) -> None:
        assert asked(running(handler=TWO), ONE).code == "not_handed_on"  # type: ignore[union-attr]
        assert asked(running(handler=TWO), ONE, reason="窗口02休假") is None

    def test_twice_changes_nothing_and_is_refused(self) -> None:
        refused = asked(running(handler=ONE), ONE)

        assert refused is not None
        assert refused.message == "本件已由规划局·窗口01经办"


class TestHandingOn:
    @pytest.mark.parametrize("by", [ONE, HEAD])
    def test_says_why(self, by: str) -> None:
        assert asked(running(handler=ONE), TWO, by).message == (  # type: ignore[union-attr]
            "转给他人、接替他人经办的，请写明理由"
        )
        assert asked(running(handler=ONE), TWO, by, reason="轮岗") is None

    @pytest.mark.parametrize("to", [HOUSING_OFFICER, LIAISON, "nobody-01"])
    def test_stays_in_the_office(self, to: str) -> None:
        refused = asked(running(), to, reason="轮岗")

        assert refused is not None
        assert refused.message.startswith("经办人应为规划局的窗口或者负责人账号")

    def test_is_recorded_with_who_saw_to_it_until_then_and_ends_with_the_application(self) -> None:
        given = circumstances(running(handler=ONE), request("assign", to=TWO, reason="轮岗"))
        recorded = CONDUCT[Act.ASSIGN].record(given)
        file = after(with_case(opened(), given.case), (june(2), recorded))

        assert recorded == Assigned(procedure="A01", to=TWO, before=ONE, reason="轮岗")
        assert file.cases["A01"].handler == TWO
        again = after(file, (june(9), Submitted(procedure="A01", documents=())))
        assert again.cases["A01"].handler == ""
