"""A process model says what each procedure waits for: to the schema, an engine and the eye."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

import networkx
import pytest
from lxml import etree

from casework.office import Office
from casework.reading.exchange.process import catalogue_process, project_process
from models.case import CaseFile
from models.catalogue import Unit
from models.milestone import PlannedProcedure
from reports.exchange.bpmn import OWN, WORKING_DAYS, bpmn
from store.exchange.bpmn_draft import read_draft
from store.exchange.xml_file import parse_xml
from store.projected.queries import project_codes
from tests.bpmn_engine import DRAWN, MODEL, ready_tasks, tree_of

TODAY = date(2020, 6, 19)
TASK = f"{MODEL}userTask"


@pytest.fixture(scope="module")
def files(played: Office) -> Mapping[str, CaseFile]:
    with played.store.reading() as connection:
        found = played.each(connection, project_codes(connection), remember=False)
        return {one.project.code: one for one, _ in found}


def drawn(office: Office, code: str) -> str:
    return "\n".join(bpmn(project_process(office, project=code, today=TODAY)))


def graph(tree: etree._Element) -> networkx.DiGraph:
    timers = {one.get("id") for one in tree.iter(f"{MODEL}boundaryEvent")}
    flows = (
        (one.get("sourceRef"), one.get("targetRef"))
        for one in tree.iter(f"{MODEL}sequenceFlow")
        if one.get("sourceRef") not in timers
    )
    return networkx.DiGraph(flows)


def directly_before(flows: networkx.DiGraph, tasks: set[str], task: str) -> set[str]:
    """The tasks from which a way leads to a task over gateways alone."""
    found: set[str] = set()
    ahead = [*flows.predecessors(task)]
    while ahead:
        node = ahead.pop()
        if node in tasks:
            found.add(node)
        else:
            ahead.extend(flows.predecessors(node))
    return found


def waited_for(planned: PlannedProcedure) -> tuple[set[str], set[str]]:
    """What a procedure's acceptance and what its decision waits for, by the plan."""
    groups = {code for group in planned.any_of for code in group}
    return {*planned.prerequisites, *groups}, set(planned.tolerable)


def test_the_flows_of_every_project_are_its_prerequisites(
    played: Office, files: Mapping[str, CaseFile]
) -> None:
    for code, file in files.items():
        tree = tree_of(drawn(played, code))
        flows = graph(tree)
        tasks = {one.get("id") for one in tree.iter(TASK)}

        assert networkx.is_directed_acyclic_graph(flows)
        for procedure, planned in file.plan.items():
            first, later = waited_for(planned)
            if later:
                accepting = f"{procedure}_accept"
                assert directly_before(flows, tasks, accepting) == first, (code, procedure)
                assert directly_before(flows, tasks, procedure) == {accepting, *later}
            else:
                assert directly_before(flows, tasks, procedure) == first, (code, procedure)


@pytest.mark.parametrize(("first", "most"), [(True, 2), (False, 1)], ids=["first", "last"])
def test_an_engine_offers_a_task_when_all_it_waits_for_is_done_and_not_sooner(
    played: Office, files: Mapping[str, CaseFile], first: bool, most: int
) -> None:
    for code in sorted(files)[:most]:
        plan, done = files[code].plan, set[str]()
        for chosen, ready in ready_tasks(
            drawn(played, code), lambda all_: all_[0 if first else -1]
        ):
            assert {one for one in ready if "." not in one} == set(offered(plan, done))
            done.add(chosen)
        assert set(plan) <= done


def offered(plan: Mapping[str, PlannedProcedure], done: set[str]) -> Iterator[str]:
    """What may be done next by the plan alone: acceptance first where the decision waits."""
    for code, planned in plan.items():
        begun = {*planned.prerequisites} <= done and all(done & {*one} for one in planned.any_of)
        accepting = f"{code}_accept"
        if planned.tolerable and begun and accepting not in done:
            yield accepting
        elif code not in done and begun and {*planned.tolerable} <= done:
            yield code


def test_the_whole_catalogue_comes_back_as_it_went_out(played: Office) -> None:
    model = catalogue_process(played, today=TODAY)
    text = "\n".join(bpmn(model))
    tree_of(text)
    with played.store.reading() as connection:
        campaign = played.situation(connection).file.campaign

    draft = read_draft(parse_xml("目录.bpmn", text.encode()), campaign.departments)

    catalogue = campaign.catalogue
    assert [(one.code, one.name, one.department) for one in draft.procedures] == [
        (one.code, one.name, one.department) for one in catalogue.procedures
    ]
    for read, written in zip(draft.procedures, catalogue.procedures, strict=True):
        assert set(read.prerequisites) == set(written.prerequisites)
        assert set(read.tolerable) == set(written.tolerable_prerequisites)
        assert {frozenset(one) for one in read.any_of} == {
            frozenset(one) for one in written.prerequisites_any_of
        }
        assert not read.provisional
        assert read.undecided == ()
    assert any(len(group) > 1 for one in draft.procedures for group in one.any_of)


class TestTheDrawing:
    def test_places_every_node_lane_and_flow_once(self, played: Office) -> None:
        tree = tree_of("\n".join(bpmn(catalogue_process(played, today=TODAY))))
        (process,) = tree.iter(f"{MODEL}process")
        nodes = {one.get("id") for one in process if one.tag.endswith(("Task", "Gateway", "Event"))}
        lanes = {one.get("id") for one in tree.iter(f"{MODEL}lane")}
        flows = {one.get("id") for one in tree.iter(f"{MODEL}sequenceFlow")}
        shapes = [one.get("bpmnElement") for one in tree.iter(f"{DRAWN}BPMNShape")]
        edges = [one.get("bpmnElement") for one in tree.iter(f"{DRAWN}BPMNEdge")]

        assert sorted(shapes) == sorted([*nodes, *lanes, "pool"])
        assert sorted(edges) == sorted(flows)
        assert {one.text for one in tree.iter(f"{MODEL}flowNodeRef")} == nodes

    def test_lays_nothing_on_anything_else_and_each_node_in_its_lane(self, played: Office) -> None:
        tree = tree_of("\n".join(bpmn(catalogue_process(played, today=TODAY))))
        boxes = {
            one.get("bpmnElement"): tuple(
                float(one[0].get(name)) for name in ("x", "y", "width", "height")
            )
            for one in tree.iter(f"{DRAWN}BPMNShape")
        }
        timers = {one.get("id") for one in tree.iter(f"{MODEL}boundaryEvent")}
        lane_of = {one.text: lane.get("id") for lane in tree.iter(f"{MODEL}lane") for one in lane}
        placed = {name: boxes[name] for name in lane_of if name not in timers}

        for name, (x, y, wide, high) in placed.items():
            left, top, across, down = boxes[lane_of[name]]
            assert left <= x
            assert x + wide <= left + across
            assert top <= y
            assert y + high <= top + down
        by_row = sorted(placed.values(), key=lambda box: (box[1], box[0]))
        for (x, y, wide, _), (other, beside, _, _) in pairwise(by_row):
            assert beside != y or x + wide <= other

    def test_lets_each_flow_begin_and_end_at_its_nodes(self, played: Office) -> None:
        tree = tree_of(drawn(played, "2020-230112-39-03-000001"))
        boxes = {one.get("bpmnElement"): one[0] for one in tree.iter(f"{DRAWN}BPMNShape")}
        ends = {
            one.get("id"): (one.get("sourceRef"), one.get("targetRef"))
            for one in tree.iter(f"{MODEL}sequenceFlow")
        }
        for edge in tree.iter(f"{DRAWN}BPMNEdge"):
            points = [(float(one.get("x")), float(one.get("y"))) for one in edge]
            for end, point in zip(
                ends[edge.get("bpmnElement")], (points[0], points[-1]), strict=True
            ):
                x, y, wide, high = (
                    float(boxes[end].get(name)) for name in ("x", "y", "width", "height")
                )
                assert x <= point[0] <= x + wide
                assert y <= point[1] <= y + high

    def test_leads_no_flow_over_a_node_that_it_does_not_join(self, played: Office) -> None:
        tree = tree_of("\n".join(bpmn(catalogue_process(played, today=TODAY))))
        ends = {
            one.get("id"): {one.get("sourceRef"), one.get("targetRef")}
            for one in tree.iter(f"{MODEL}sequenceFlow")
        }
        lanes = {one.get("id") for one in tree.iter(f"{MODEL}lane")} | {"pool"}
        boxes = {
            one.get("bpmnElement"): tuple(
                float(one[0].get(name)) for name in ("x", "y", "width", "height")
            )
            for one in tree.iter(f"{DRAWN}BPMNShape")
            if one.get("bpmnElement") not in lanes
        }
        for edge in tree.iter(f"{DRAWN}BPMNEdge"):
            flow = edge.get("bpmnElement")
            if "_timer_" in flow:
                continue  # from the edge of a task to right below it
            points = [(float(one.get("x")), float(one.get("y"))) for one in edge]
            for (x, y), (to, down) in pairwise(points):
                assert x == to or y == down
                for name, (left, top, wide, high) in boxes.items():
                    over = min(x, to) < left + wide and max(x, to) > left
                    if over and min(y, down) < top + high and max(y, down) > top:
                        assert name in ends[flow], (flow, name)


class TestATimeLimit:
    def test_in_working_days_is_no_duration_and_says_so(self, played: Office) -> None:
        model = catalogue_process(played, today=TODAY)
        told = {
            (step.procedure, timer.name): timer for step in model.steps for timer in step.timers
        }
        tree = tree_of("\n".join(bpmn(model)))
        units = set()
        for event in tree.iter(f"{MODEL}boundaryEvent"):
            timer = told[event.get("attachedToRef"), event.get("name")]
            (definition,) = event.iter(f"{MODEL}timerEventDefinition")
            (duration,) = definition
            units.add(timer.unit)
            if timer.unit is Unit.WORKDAY:
                assert (duration.get("language"), duration.text) == (WORKING_DAYS, str(timer.days))
                assert "不能表示工作日" in event[0].text
                assert f"P{timer.days}D" in event[0].text
            else:
                assert (duration.get("language"), duration.text) == (None, f"P{timer.days}D")
            assert event.get("cancelActivity") == "false"
        assert units == {Unit.WORKDAY, Unit.CALENDAR_DAY}

    def test_of_a_running_case_is_the_day_on_which_it_ends(
        self, played: Office, files: Mapping[str, CaseFile]
    ) -> None:
        found = [
            (code, step.procedure, timer)
            for code in files
            for step in project_process(played, project=code, today=TODAY).steps
            for timer in step.timers
            if timer.due_on is not None
        ]
        code, procedure, timer = found[0]
        tree = tree_of(drawn(played, code))
        days = [
            one.text
            for event in tree.iter(f"{MODEL}boundaryEvent")
            if event.get("attachedToRef") == procedure
            for one in event.iter(f"{MODEL}timeDate")
        ]

        assert f"{timer.due_on}T23:59:59+08:00" in days


def test_what_an_element_is_stands_beside_it_and_the_model_is_not_to_be_run(played: Office) -> None:
    tree = tree_of(drawn(played, "2020-230112-39-03-000001"))
    (process,) = tree.iter(f"{MODEL}process")
    parts = {one.get(f"{{{OWN}}}part") for one in tree.iter(TASK)}

    assert process.get("isExecutable") == "false"
    assert parts == {None, "acceptance", "decision", "confirmation"}
    assert "工作日不是ISO 8601时长" in process[0].text
