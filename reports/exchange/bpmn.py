"""A process model as BPMN 2.0 (ISO/IEC 19510), with what editors need to draw it.

A model to read, not to run: working days are no ISO 8601 duration, so a limit in working
days names a language of its own, on which an engine refuses to start a timer rather than let
it go off on a wrong day. Attributes of the namespace :data:`OWN` say which procedure, and
which part of it, an element is.
"""

from collections.abc import Iterator

from models.catalogue import Unit
from models.process_model import ProcessModel, ProcessTimer
from reports.exchange.process_graph import Node, Part, ProcessGraph, process_graph
from reports.exchange.process_layout import Box, Layout, laid_out
from reports.exchange.xml_lines import HEAD, leaf, opened

OWN = "urn:green-channel:process:1"
WORKING_DAYS = "urn:green-channel:working-days"
"""The language of an expression that counts working days by the office's calendar."""
SPACES = {
    "xmlns:bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
    "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xmlns:gc": OWN,
}
CLOCK, EVENT_GAP = 36, 30
"""Pixels: a timer on the edge of a task, and from the task down to where its reminder ends."""


def bpmn(model: ProcessModel) -> Iterator[str]:
    """Yield the lines of a model."""
    graph = process_graph(model)
    layout = laid_out(graph)
    yield HEAD
    head = {"id": "definitions", "targetNamespace": OWN, "exporter": "green-channel"}
    yield opened("bpmn:definitions", {**SPACES, **head})
    yield opened("bpmn:collaboration", {"id": "collaboration"})
    pool = {"id": "pool", "name": model.title, "processRef": model.key}
    yield opened("bpmn:participant", pool, close=True)
    yield "</bpmn:collaboration>"
    yield opened("bpmn:process", {"id": model.key, "name": model.title, "isExecutable": False})
    yield leaf("bpmn:documentation", "\n".join(model.notes))
    yield from _lanes(model, graph, layout)
    for node in graph.nodes.values():
        yield from _element(node, graph)
        yield from _timers(node)
    for number, (source, target) in enumerate(graph.flows):
        yield _flow(f"flow_{number}", source, target)
    yield "</bpmn:process>"
    yield from _drawn(graph, layout)
    yield "</bpmn:definitions>"


def _lanes(model: ProcessModel, graph: ProcessGraph, layout: Layout) -> Iterator[str]:
    names = dict(model.lanes)
    yield opened("bpmn:laneSet", {"id": "lanes"})
    for lane in layout.lanes:
        about = {"id": f"lane_{lane}", "name": names.get(lane, "项目"), "gc:department": lane}
        if lane not in names:
            del about["gc:department"]
        yield opened("bpmn:lane", about)
        for node in graph.nodes.values():
            if node.lane == lane:
                yield leaf("bpmn:flowNodeRef", node.id)
                for name in _timer_names(node):
                    yield leaf("bpmn:flowNodeRef", name)
        yield "</bpmn:lane>"
    yield "</bpmn:laneSet>"


def _timer_names(node: Node) -> Iterator[str]:
    for number in range(len(node.timers)):
        yield f"{node.id}_timer_{number}"
    if node.timers:
        yield f"{node.id}_due"


def _element(node: Node, graph: ProcessGraph) -> Iterator[str]:
    about: dict[str, object] = {"id": node.id, "name": node.name or None}
    about["gc:procedure"] = node.procedure or None
    about["gc:part"] = node.part if node.part is not Part.WHOLE else None
    entering = [number for number, one in enumerate(graph.flows) if one[1] == node.id]
    leaving = [number for number, one in enumerate(graph.flows) if one[0] == node.id]
    if node.kind.endswith("Gateway"):
        about["gatewayDirection"] = "Converging" if len(entering) > 1 else "Diverging"
    yield opened(f"bpmn:{node.kind}", about)
    if node.notes:
        yield leaf("bpmn:documentation", "\n".join(node.notes))
    for number in entering:
        yield leaf("bpmn:incoming", f"flow_{number}")
    for number in leaving:
        yield leaf("bpmn:outgoing", f"flow_{number}")
    if node.kind == "complexGateway":
        yield leaf("bpmn:activationCondition", "1", {"xsi:type": "bpmn:tFormalExpression"})
    yield f"</bpmn:{node.kind}>"


def _timers(node: Node) -> Iterator[str]:
    """Yield the limits of a task as timers on its edge, which remind and interrupt nothing."""
    for number, timer in enumerate(node.timers):
        here = f"{node.id}_timer_{number}"
        about = {"id": here, "name": timer.name, "cancelActivity": False, "attachedToRef": node.id}
        yield opened("bpmn:boundaryEvent", about)
        yield leaf("bpmn:documentation", _said(timer))
        yield leaf("bpmn:outgoing", f"{here}_flow")
        yield opened("bpmn:timerEventDefinition", {"id": f"{here}_definition"})
        kind, language, body = _when(timer)
        shown = {"xsi:type": "bpmn:tFormalExpression", "language": language}
        yield leaf(f"bpmn:{kind}", body, shown)
        yield "</bpmn:timerEventDefinition>"
        yield "</bpmn:boundaryEvent>"
    if node.timers:
        due = f"{node.id}_due"
        yield opened("bpmn:endEvent", {"id": due, "name": "提醒"})
        for number in range(len(node.timers)):
            yield leaf("bpmn:incoming", f"{node.id}_timer_{number}_flow")
        yield "</bpmn:endEvent>"
        for number in range(len(node.timers)):
            here = f"{node.id}_timer_{number}"
            yield _flow(f"{here}_flow", here, due)


def _when(timer: ProcessTimer) -> tuple[str, str | None, str]:
    """Return element, language and body of the moment a timer means."""
    if timer.due_on is not None:
        return "timeDate", None, f"{timer.due_on.isoformat()}T23:59:59+08:00"
    if timer.unit is Unit.CALENDAR_DAY:
        return "timeDuration", None, f"P{timer.days}D"
    return "timeDuration", WORKING_DAYS, str(timer.days)


def _said(timer: ProcessTimer) -> str:
    assumed = "（占位值，待核定）" if timer.assumed else ""
    if timer.due_on is not None:
        return f"{timer.name}{timer.days}{_unit(timer)}，至{timer.due_on.isoformat()}止{assumed}"
    if timer.unit is Unit.CALENDAR_DAY:
        ends = "自起算日次日起算，末日遇节假日顺延（民法典第201、203条）"
        return f"{timer.name}{timer.days}日（P{timer.days}D），{ends}{assumed}"
    return (
        f"{timer.name}{timer.days}个工作日。ISO 8601的时长P{timer.days}D只能表示自然日，"
        f"不能表示工作日；到期日须按工作日历推算，本定时器不据以执行{assumed}"
    )


def _unit(timer: ProcessTimer) -> str:
    return "日" if timer.unit is Unit.CALENDAR_DAY else "个工作日"


def _flow(name: str, source: str, target: str) -> str:
    about = {"id": name, "sourceRef": source, "targetRef": target}
    return opened("bpmn:sequenceFlow", about, close=True)


def _drawn(graph: ProcessGraph, layout: Layout) -> Iterator[str]:
    yield opened("bpmndi:BPMNDiagram", {"id": "diagram"})
    yield opened("bpmndi:BPMNPlane", {"id": "plane", "bpmnElement": "collaboration"})
    yield from _shape("pool", layout.pool, {"isHorizontal": True})
    for lane, box in layout.lanes.items():
        yield from _shape(f"lane_{lane}", box, {"isHorizontal": True})
    for node in graph.nodes.values():
        box = layout.nodes[node.id]
        yield from _shape(node.id, box)
        yield from _drawn_timers(node, box)
    for number, points in enumerate(layout.flows):
        yield from _edge(f"flow_{number}", points)
    yield "</bpmndi:BPMNPlane>"
    yield "</bpmndi:BPMNDiagram>"


def _drawn_timers(node: Node, task: Box) -> Iterator[str]:
    """Yield the timers on the lower edge of a task, and below it where they lead."""
    if not node.timers:
        return
    foot = task.y + task.height
    due = Box(task.x + (task.width - CLOCK) // 2, foot + EVENT_GAP, CLOCK, CLOCK)
    yield from _shape(f"{node.id}_due", due)
    for number in range(len(node.timers)):
        left = task.x if number == 0 else task.right - CLOCK
        clock = Box(left, foot - CLOCK // 2, CLOCK, CLOCK)
        here = f"{node.id}_timer_{number}"
        yield from _shape(here, clock)
        middle = clock.x + CLOCK // 2
        side = due.x if number == 0 else due.right
        yield from _edge(
            f"{here}_flow",
            ((middle, clock.y + CLOCK), (middle, due.middle), (side, due.middle)),
        )


def _shape(of: str, box: Box, more: dict[str, object] | None = None) -> Iterator[str]:
    yield opened("bpmndi:BPMNShape", {"id": f"{of}_shape", "bpmnElement": of, **(more or {})})
    about = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    yield opened("dc:Bounds", about, close=True)
    yield "</bpmndi:BPMNShape>"


def _edge(of: str, points: tuple[tuple[int, int], ...]) -> Iterator[str]:
    yield opened("bpmndi:BPMNEdge", {"id": f"{of}_edge", "bpmnElement": of})
    for x, y in points:
        yield opened("di:waypoint", {"x": x, "y": y}, close=True)
    yield "</bpmndi:BPMNEdge>"
