"""A process model as a graph of BPMN (流程图): tasks, gateways, events and the flows between them.

A step waits for everything that leads to it: where more than one thing does, they meet in a
parallel gateway; where one of several is enough, in a complex one, which lets the first pass
and no second. What waits for the decision only enters between acceptance and decision.
"""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from graphlib import TopologicalSorter

from models.process_model import ProcessModel, ProcessStep, ProcessTimer

COMMON_LANE = "project"
"""The lane of what belongs to no department: start, ends, confirmations."""
START, OTHERS = "start", "others_done"


class Part(StrEnum):
    """Which part of a procedure a task is."""

    WHOLE = "whole"
    ACCEPTANCE = "acceptance"
    DECISION = "decision"
    CONFIRMATION = "confirmation"
    """No procedure at all: a condition of a gate that somebody named confirms."""


@dataclass(frozen=True, slots=True)
class Node:
    """One element that flows lead to and from."""

    id: str
    kind: str
    """Name of the element in BPMN."""
    name: str
    lane: str
    notes: tuple[str, ...] = ()
    procedure: str = ""
    part: Part = Part.WHOLE
    timers: tuple[ProcessTimer, ...] = ()
    joins: str = "parallelGateway"
    """What those meet in that lead to it; empty = each goes in by itself."""


@dataclass(slots=True)
class ProcessGraph:
    """Nodes in the order of the model, and flows as pairs of their ids."""

    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[tuple[str, str]] = field(default_factory=list)

    def add(self, node: Node) -> None:
        """Add a node."""
        self.nodes[node.id] = node


def process_graph(model: ProcessModel) -> ProcessGraph:
    """Return the graph of a model, gateways and all."""
    plain = ProcessGraph()
    plain.add(Node(START, "startEvent", "登记入库", COMMON_LANE))
    for step in model.steps:
        _add_step(plain, step)
    for gate in model.gates:
        plain.add(Node(gate.code, "endEvent", f"具备{gate.name}", COMMON_LANE))
        for code, confirmed in gate.confirmations:
            here = f"{gate.code}.{code}"
            name = f"确认：{confirmed}"
            plain.add(Node(here, "userTask", name, COMMON_LANE, part=Part.CONFIRMATION))
            plain.flows.append((here, gate.code))
        plain.flows += [(code, gate.code) for code in gate.waits_for]
    plain.add(Node(OTHERS, "endEvent", "其他事项办结", COMMON_LANE, joins=""))
    _tie_up(plain)
    return _with_gateways(plain)


def _add_step(graph: ProcessGraph, step: ProcessStep) -> None:
    code, lane, first = step.procedure, step.department, step.procedure
    whole = Node(
        *(code, "userTask", f"{code} {step.name}", lane),
        notes=step.notes,
        procedure=code,
        timers=step.timers,
    )
    if step.tolerable:
        first = f"{code}_accept"
        accepted = Node(
            *(first, "userTask", f"{code} {step.name}（受理）", lane),
            procedure=code,
            part=Part.ACCEPTANCE,
        )
        graph.add(accepted)
        whole = Node(
            *(code, "userTask", f"{code} {step.name}（审查决定）", lane),
            notes=step.notes,
            procedure=code,
            part=Part.DECISION,
            timers=step.timers,
        )
        graph.flows += [(one, code) for one in (first, *step.tolerable)]
    graph.add(whole)
    graph.flows += [(one, first) for one in step.prerequisites]
    for number, group in enumerate(step.any_of, start=1):
        if len(group) == 1:
            graph.flows.append((group[0], first))
            continue
        either = f"{code}_any_{number}"
        graph.add(Node(either, "complexGateway", "任一办结即可", lane, joins=""))
        graph.flows += [*((one, either) for one in group), (either, first)]


def _tie_up(graph: ProcessGraph) -> None:
    """Let what waits for nothing begin at the start, and what nothing waits for end."""
    reached = {target for _, target in graph.flows}
    left = {source for source, _ in graph.flows}
    ends = {one.id for one in graph.nodes.values() if one.kind == "endEvent"}
    tasks = [one for one in graph.nodes if one not in ends and one != START]
    graph.flows += [(START, one) for one in tasks if one not in reached]
    graph.flows += [(one, OTHERS) for one in tasks if one not in left]
    if all(target != OTHERS for _, target in graph.flows):
        del graph.nodes[OTHERS]


def _with_gateways(plain: ProcessGraph) -> ProcessGraph:
    """Put a gateway before and behind every node that more than one flow leads to or from."""
    entering = Counter(target for _, target in plain.flows)
    leaving = Counter(source for source, _ in plain.flows)
    whole = ProcessGraph()
    into: dict[str, str] = {}
    out_of: dict[str, str] = {}
    for node in plain.nodes.values():
        into[node.id] = out_of[node.id] = node.id
        if entering[node.id] > 1 and node.joins:
            into[node.id] = f"{node.id}_join"
            whole.add(Node(into[node.id], node.joins, "", node.lane))
            whole.flows.append((into[node.id], node.id))
        whole.add(node)
        if leaving[node.id] > 1:
            out_of[node.id] = f"{node.id}_split"
            whole.add(Node(out_of[node.id], "parallelGateway", "", node.lane))
            whole.flows.append((node.id, out_of[node.id]))
    whole.flows += [(out_of[source], into[target]) for source, target in plain.flows]
    return whole


def ranks(graph: ProcessGraph) -> dict[str, int]:
    """Return how many flows lie before each node on the longest way; circles are none of ours."""
    before: dict[str, list[str]] = {node: [] for node in graph.nodes}
    for source, target in graph.flows:
        before[target].append(source)
    found: dict[str, int] = {}
    for node in TopologicalSorter(before).static_order():
        found[node] = max((found[one] + 1 for one in before[node]), default=0)
    return found
