"""Which papers stand on an undelivered one: by hand on a small project, by brute force on many."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.case import Case, CaseFile, CaseState, OwedDocument
from models.milestone import PlannedProcedure
from models.obligation import Blast
from models.refusal import Refused
from rules.acceptance.obligations import blast, hanging, standing
from tests.world import FIRST_DAY, REGULATIONS, after, june, opened, planned, running, with_case

S = CaseState
DAY = june(10)
OWED = OwedDocument("A01-2", june(12))


def granted(code: str, **changes: object) -> Case:
    return running(code, **{"state": S.APPROVED, "concluded_on": june(5), **changes})


def ahead(code: str, *owed: OwedDocument) -> Case:
    """A case granted ahead of its papers."""
    return granted(code, state=S.APPROVED_CONDITIONALLY, conditional=True, owed=owed)


def filed(*cases: Case) -> CaseFile:
    file = opened()
    for case in cases:
        file = with_case(file, case)
    return file


def told(file: CaseFile, document: str = "A01-2") -> Blast:
    return blast(file, document, on=DAY, regulations=REGULATIONS)


class TestABlast:
    file = replace(
        filed(
            ahead("A01", OWED), granted("B01", permit_number="建字1号"), granted("B02"), Case("C01")
        ),
        passed={"start_construction": june(6)},
    )

    def test_reaches_everything_that_leans_on_the_case_however_far_away(self) -> None:
        found = told(self.file)

        assert [(one.procedure, one.issued) for one in found.cases] == [
            ("A01", True),
            ("B01", True),
            ("B02", True),
            ("C01", False),
        ]
        assert [one.procedure for one in found.issued] == ["A01", "B01", "B02"]

    def test_names_the_way_the_permit_and_the_gate(self) -> None:
        found = told(self.file)
        ways = {one.procedure: one.through for one in found.cases}

        assert ways["A01"] == ("A01",)
        assert ways["C01"] == ("A01", "B01", "C01")
        assert found.cases[1].permit_number == "建字1号"
        assert [(one.code, one.passed_on, one.through) for one in found.gates] == [
            ("start_construction", june(6), ("C01",))
        ]

    def test_is_found_by_code_or_name(self) -> None:
        assert told(self.file, "资金证明") == told(self.file)

    def test_of_an_open_case_hits_no_permit_but_what_waits_for_it(self) -> None:
        found = told(filed(running(state=S.CONDITIONALLY_ACCEPTED, owed=(OWED,))))

        assert found.issued == ()
        assert [one.procedure for one in found.cases] == ["A01", "B01", "B02", "C01"]

    def test_of_a_leaf_hits_only_itself(self) -> None:
        found = told(filed(ahead("K01", OwedDocument("K01-2", june(12)))), "K01-2")

        assert [one.procedure for one in found.cases] == ["K01"]
        assert found.gates == ()

    @pytest.mark.parametrize(
        ("case", "words"),
        [
            pytest.param(ahead("A01", OWED), "欠交的是：A01-2《资金证明》", id="another one"),
            pytest.param(granted("A01"), "目前没有欠交材料", id="none at all"),
            pytest.param(
                granted("A01", owed=(replace(OWED, received_on=june(9)),)),
                "目前没有欠交材料",
                id="one that has come",
            ),
            pytest.param(
                replace(running(owed=(OWED,)), state=S.RETURNED, ended_on=june(9)),
                "目前没有欠交材料",
                id="one of an application that went back",
            ),
        ],
    )
    def test_of_a_paper_that_nobody_owes_is_refused(self, case: Case, words: str) -> None:
        with pytest.raises(Refused) as refused:
            told(filed(case), "A01-3")

        assert refused.value.code == "nothing_hangs"
        assert words in refused.value.message


class TestWhereOneOfSeveralIsEnough:
    """A prerequisite of several (任一前置)."""

    def file(self, *concluded: str) -> CaseFile:
        plan = (planned("L1"), planned("L2"), planned("T1", any_of=[("L1", "L2")]))
        return project_of({one.procedure: one for one in plan}, set(concluded))

    def test_a_case_stands_while_another_one_holds_it(self) -> None:
        assert set(hanging(self.file("L1", "L2", "T1"), "L1")) == {"L1"}

    def test_a_case_falls_with_the_only_one_that_was_granted(self) -> None:
        assert set(hanging(self.file("L1", "T1"), "L1")) == {"L1", "T1"}

    def test_a_case_that_waits_may_still_lean_on_the_other(self) -> None:
        assert set(hanging(self.file(), "L1")) == {"L1"}


class TestAConditionalStatus:
    def test_lists_what_stands_on_nothing_and_what_does_not(self) -> None:
        file = filed(ahead("A01", OWED), granted("B01"), granted("E01", permit_number="环审1号"))
        status = standing(file, on=DAY, regulations=REGULATIONS, head="ab12")

        assert [one.document for one in status.obligations] == ["A01-2"]
        assert [(one.procedure, one.permit_number) for one in status.settled] == [
            ("E01", "环审1号")
        ]
        assert (status.version, status.head) == (file.version, "ab12")
        assert not status.unconditional

    def test_puts_what_lapsed_first(self) -> None:
        early = OwedDocument("K01-2", june(12))
        late = OwedDocument("A01-2", june(5), lapsed_on=june(6))
        status = standing(
            filed(ahead("K01", early), ahead("A01", late)), on=DAY, regulations=REGULATIONS
        )

        assert [(one.document, one.lapsed) for one in status.obligations] == [
            ("A01-2", True),
            ("K01-2", False),
        ]

    @pytest.mark.parametrize(
        "case", [granted("A01"), running(state=S.CONDITIONALLY_ACCEPTED, owed=(OWED,))]
    )
    def test_is_unconditional_while_no_granted_paper_hangs(self, case: Case) -> None:
        assert standing(filed(case), on=DAY, regulations=REGULATIONS).unconditional


def project_of(plan: dict[str, PlannedProcedure], concluded: set[str]) -> CaseFile:
    cases = {
        code: Case(code, S.APPROVED, concluded_on=FIRST_DAY) if code in concluded else Case(code)
        for code in plan
    }
    return replace(after(opened()), plan=plan, cases=cases)


@st.composite
def projects(draw: st.DrawFn, *, any_of: bool) -> CaseFile:
    """A project of up to twenty procedures, each leaning on earlier ones at random."""
    codes = [f"P{number:02}" for number in range(draw(st.integers(1, 20)))]
    plan: dict[str, PlannedProcedure] = {}
    for place, code in enumerate(codes):
        before = st.lists(st.sampled_from(codes[:place]), unique=True, max_size=3)
        strict = draw(before) if place else []
        tolerable = draw(before) if place else []
        groups = draw(st.lists(before, max_size=2)) if place and any_of else []
        any_groups = [tuple(one) for one in groups if one]
        plan[code] = planned(code, *strict, any_of=any_groups, tolerable=tolerable)
    return project_of(plan, draw(st.sets(st.sampled_from(codes))))


def graph(file: CaseFile) -> "nx.DiGraph[str]":
    found: nx.DiGraph[str] = nx.DiGraph()
    found.add_nodes_from(file.plan)
    for code, one in file.plan.items():
        groups = (member for group in one.any_of for member in group)
        found.add_edges_from((before, code) for before in (*one.prerequisites, *one.tolerable))
        found.add_edges_from((before, code) for before in groups)
    return found


def fallen(file: CaseFile, procedure: str) -> set[str]:
    """Judge every case anew, from the first to the last: does it still stand?"""
    down: set[str] = set()
    for code in nx.topological_sort(graph(file)):
        one = file.plan[code]
        needs = {*one.prerequisites, *one.tolerable}
        supports = [
            [member for member in group if file.concluded(member)] or list(group)
            for group in one.any_of
        ]
        stands = (
            code != procedure
            and not needs & down
            and all(any(member not in down for member in group) for group in supports)
        )
        if not stands:
            down.add(code)
    return down


class TestAnyProject:
    @settings(max_examples=300, deadline=None)
    @given(projects(any_of=False), st.data())
    def test_without_alternatives_falls_as_far_as_a_walk_reaches(
        self, file: CaseFile, data: st.DataObject
    ) -> None:
        first = data.draw(st.sampled_from(sorted(file.plan)))
        reached = nx.descendants(graph(file), first) | {first}

        assert set(hanging(file, first)) == reached

    @settings(max_examples=300, deadline=None)
    @given(projects(any_of=True), st.data())
    def test_with_alternatives_falls_as_judging_every_case_anew_says(
        self, file: CaseFile, data: st.DataObject
    ) -> None:
        first = data.draw(st.sampled_from(sorted(file.plan)))

        assert set(hanging(file, first)) == fallen(file, first)

    @settings(max_examples=100, deadline=None)
    @given(projects(any_of=True), st.data())
    def test_names_ways_that_exist(self, file: CaseFile, data: st.DataObject) -> None:
        first = data.draw(st.sampled_from(sorted(file.plan)))
        found, edges = hanging(file, first), graph(file)

        for code in found:
            way = [code]
            while (before := found[way[-1]]) is not None:
                way.append(before)
            assert way[-1] == first
            assert all(edges.has_edge(earlier, later) for later, earlier in pairwise(way))


def test_the_day_of_the_law_is_the_day_that_is_asked_for() -> None:
    status = standing(filed(granted("A01")), on=date(2020, 7, 1), regulations=REGULATIONS)

    assert status.as_of == date(2020, 7, 1)
