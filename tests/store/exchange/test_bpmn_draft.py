"""A process model of others becomes a draft: what is said is read, what is not is named."""

from collections.abc import Iterator, Mapping
from itertools import chain, combinations
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models.people import Department
from models.process_draft import ProcessDraft
from models.refusal import BadInput
from reports.exchange.draft import TO_FILL, draft_text
from store.exchange.bpmn_draft import read_draft
from store.exchange.xml_file import parse_xml
from store.files.yaml_file import read_yaml
from store.intake.campaign_folder import read_campaign_folder
from tests.conftest import CAMPAIGN_DIR

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
WATER = Department(code="water", name="阿城区水务局", short="水务局")


def model(*elements: str, flows: str = "", process: str = "") -> str:
    """A model of ``kind:id`` elements, and flows such as ``a>b a>c``."""
    parts = (one.partition(":") for one in elements)
    nodes = "\n".join(f'<{kind} id="{name}" name="事项{name}"/>' for kind, _, name in parts)
    drawn = "\n".join(
        f'<sequenceFlow id="f{number}" sourceRef="{one.partition(">")[0]}"'
        f' targetRef="{one.partition(">")[2]}"/>'
        for number, one in enumerate(flows.split())
    )
    return (
        f'<definitions xmlns="{MODEL}">\n<process id="p" name="某区流程">\n'
        f"{nodes}\n{drawn}\n{process}\n</process>\n</definitions>"
    )


def read(text: str) -> ProcessDraft:
    return read_draft(parse_xml("流程.bpmn", text.encode()), [WATER])


def refused(text: str) -> str:
    with pytest.raises(BadInput) as wrong:
        read(text)
    return str(wrong.value)


def waits(draft: ProcessDraft, element: str) -> tuple[object, ...]:
    one = next(one for one in draft.procedures if one.element == element)
    return one.prerequisites, one.any_of, one.undecided


class TestTheOrder:
    def test_all_that_meets_in_a_parallel_gateway_is_a_prerequisite(self) -> None:
        draft = read(
            model(
                *("task:A01", "userTask:A02", "parallelGateway:g", "task:A03"),
                flows="A01>g A02>g g>A03",
            )
        )

        assert waits(draft, "A03") == (("A01", "A02"), (), ())
        assert draft.unread == ()

    def test_of_what_meets_in_an_exclusive_gateway_one_is_enough(self) -> None:
        draft = read(
            model(
                *("task:A01", "task:A02", "task:A03", "exclusiveGateway:x"),
                *("parallelGateway:g", "task:A04"),
                flows="A01>x A02>x x>g A03>g g>A04",
            )
        )

        assert waits(draft, "A04") == (("A03",), (("A01", "A02"),), ())

    def test_flows_that_meet_in_a_task_itself_do_not_say_which(self) -> None:
        draft = read(model("task:A01", "task:A02", "task:A03", flows="A01>A03 A02>A03"))

        assert waits(draft, "A03") == ((), (), ("A01", "A02"))
        assert "前置不明：在 A01、A02 之后" in "\n".join(draft_text(draft))

    def test_what_is_not_read_on_the_way_keeps_its_place_and_is_named(self) -> None:
        draft = read(
            model(
                *("task:A01", "callActivity:other", "intermediateCatchEvent:wait", "task:A02"),
                *("exclusiveGateway:choice", "task:A03", "dataObject:paper"),
                flows="A01>other other>wait wait>choice choice>A02 choice>A03",
            )
        )

        assert waits(draft, "A02") == waits(draft, "A03") == (("A01",), (), ())
        assert {one.element for one in draft.unread} == {"other", "wait", "choice", "paper"}
        assert all(one.line > 2 for one in draft.unread)

    def test_that_goes_round_in_a_circle_is_refused_with_the_circle(self) -> None:
        said = refused(
            model("task:A01", "task:A02", "parallelGateway:g", flows="A01>g g>A02 A02>A01")
        )

        assert "流程.bpmn 第 3 行 A01" in said
        assert "流程有环：A01 → g → A02 → A01" in said
        assert "请断开其中一条" in said


def below(formula: frozenset[str], done: frozenset[str]) -> bool:
    return bool(formula & done)


NODES = st.lists(
    st.tuples(
        st.sampled_from(["task", "parallelGateway", "exclusiveGateway", "inclusiveGateway"]),
        st.sets(st.integers(0, 6), max_size=3),
    ),
    min_size=2,
    max_size=7,
)


@settings(max_examples=150, deadline=None)
@given(NODES)
@example([("task", {0}), ("exclusiveGateway", {1}), ("parallelGateway", {0, 1}), ("task", {2})])
def test_what_a_task_waits_for_is_what_its_gateways_say_whatever_is_done(
    drawn: list[tuple[str, set[int]]],
) -> None:
    """Against walking back from the task, gateway by gateway, for every set of tasks done."""
    kinds = {f"N{number}": kind for number, (kind, _) in enumerate(drawn)}
    before = {
        f"N{number}": [f"N{one}" for one in sorted(earlier) if one < number]
        for number, (_, earlier) in enumerate(drawn)
    }
    tasks = [name for name, kind in kinds.items() if kind == "task"]
    if not tasks or any(kinds[one] == "task" and len(before[one]) > 1 for one in kinds):
        return
    flows = " ".join(f"{one}>{name}" for name, earlier in before.items() for one in earlier)
    draft = read(model(*(f"{kind}:{name}" for name, kind in kinds.items()), flows=flows))
    codes = {one.element: one.code for one in draft.procedures}

    def passed(name: str, done: frozenset[str]) -> bool:
        ways = [one in done if kinds[one] == "task" else passed(one, done) for one in before[name]]
        either = kinds[name] == "exclusiveGateway" and bool(ways)
        return any(ways) if either else all(ways)

    for done in map(frozenset, every_subset(tasks)):
        concluded = frozenset(codes[one] for one in done)
        for one in draft.procedures:
            clauses = [
                *(frozenset([code]) for code in one.prerequisites),
                *map(frozenset, one.any_of),
            ]
            assert all(below(clause, concluded) for clause in clauses) == passed(one.element, done)


def every_subset(tasks: list[str]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(tasks, size) for size in range(len(tasks) + 1))


class TestATask:
    def test_without_a_code_is_numbered_and_says_so(self) -> None:
        draft = read(model("task:Activity_1x", "task:X01", "task:Task_2", flows="Activity_1x>X01"))

        assert {one.element: (one.code, one.provisional) for one in draft.procedures} == {
            "Activity_1x": ("X02", True),
            "X01": ("X01", False),
            "Task_2": ("X03", True),
        }
        assert waits(draft, "X01") == (("X02",), (), ())

    def test_belongs_to_the_department_whose_name_its_lane_bears(self) -> None:
        lanes = (
            '<laneSet id="s"><lane id="l1" name="水务局"><flowNodeRef>A01</flowNodeRef></lane>'
            '<lane id="l2" name="某局"><flowNodeRef>A02</flowNodeRef></lane></laneSet>'
        )
        draft = read(model("task:A01", "task:A02", process=lanes))

        assert [one.department for one in draft.procedures] == ["water", ""]
        assert [(one.element, one.why) for one in draft.unread] == [
            ("A02", "泳道“某局”不在机构名录，部门待填")
        ]
        assert "# 泳道“某局”" in "\n".join(draft_text(draft))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("<a/>", "不是 BPMN 2.0 流程模型", id="no BPMN"),
        pytest.param(model("startEvent:s"), "没有任何任务", id="no task"),
        pytest.param(
            model("task:A01", flows="A01>B02"), "不存在的元素“B02”", id="a flow to nowhere"
        ),
        pytest.param(model("task:A01", "task:A01"), "编号重复", id="an id twice"),
        pytest.param(model("task:"), "缺少编号", id="no id"),
        pytest.param(
            model(*(f"task:t{one}" for one in range(120))), "超过 99 个", id="no codes left"
        ),
        pytest.param(model(*(f"task:t{one}" for one in range(500))), "超过 400 个", id="too many"),
        pytest.param(
            model("task:A01", *(f"endEvent:e{one}" for one in range(2000))),
            "超过 2000 个",
            id="too many events",
        ),
    ],
)
def test_what_is_no_model_is_refused_with_its_line(text: str, said: str) -> None:
    answer = refused(text)

    assert answer.startswith("流程.bpmn 第 ")
    assert said in answer


def test_alternatives_that_multiply_are_not_worked_out_but_named() -> None:
    pairs = range(7)
    elements = [
        *(f"task:{letter}{pair:02}" for pair in pairs for letter in "AB"),
        *(f"exclusiveGateway:e{pair}" for pair in pairs),
        *("parallelGateway:left", "parallelGateway:right", "exclusiveGateway:or", "task:Z01"),
    ]
    flows = [f"{letter}{pair:02}>e{pair}" for pair in pairs for letter in "AB"]
    flows += [f"e{pair}>left" for pair in pairs] + [
        f"{letter}{pair:02}>right" for pair in pairs for letter in "AB"
    ]
    draft = read(model(*elements, flows=" ".join([*flows, "left>or", "right>or", "or>Z01"])))

    required, any_of, undecided = waits(draft, "Z01")
    assert (required, any_of) == ((), ())
    assert len(undecided) == 14  # type: ignore[arg-type]


def test_a_draft_is_yaml_that_no_campaign_takes_before_it_is_filled_in(tmp_path: Path) -> None:
    draft = read(model("task:A01", "task:A02", flows="A01>A02"))
    text = "\n".join(draft_text(draft))
    file = tmp_path / "草案.yaml"
    file.write_text(text, encoding="utf-8")
    written = read_yaml(file).root.value()
    folder = tmp_path / "campaign"
    folder.mkdir()
    for one in CAMPAIGN_DIR.glob("*.yaml"):
        (folder / one.name).write_bytes(one.read_bytes())
    catalogue = (folder / "catalogue.yaml").read_text(encoding="utf-8")
    head, _, _ = catalogue.partition("\nprocedures:")
    (folder / "catalogue.yaml").write_text(f"{head}\n{text}\n", encoding="utf-8")

    assert [one["code"] for one in written["procedures"]] == ["A01", "A02"]
    assert written["procedures"][1]["prerequisites"] == ["A01"]
    assert all(limits_are_open(one) for one in written["procedures"])
    with pytest.raises(BadInput) as wrong:
        read_campaign_folder(folder)
    assert wrong.value.place.startswith("catalogue.yaml 第 ")
    assert TO_FILL in str(wrong.value)


def limits_are_open(procedure: Mapping[str, object]) -> bool:
    open_ = {"value": None, "bound": TO_FILL, "assumed": True, "source": TO_FILL}
    return procedure["statutory"] == procedure["promised"] == open_
