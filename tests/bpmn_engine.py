"""BPMN as others see it: the schema of the standard, and an engine that runs a model."""

from collections.abc import Callable, Iterator
from pathlib import Path

import SpiffWorkflow.bpmn.parser as parsers
from lxml import etree
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DRAWN = "{http://www.omg.org/spec/BPMN/20100524/DI}"
SCHEMA = etree.XMLSchema(etree.parse(Path(parsers.__file__).parent / "schema" / "BPMN20.xsd"))


def tree_of(text: str) -> etree._Element:
    """Return a model that keeps to the schema of the standard."""
    tree = etree.fromstring(text.encode())
    SCHEMA.assertValid(tree)
    return tree


def ready_tasks(text: str, choose: Callable[[list[str]], str]) -> Iterator[tuple[str, list[str]]]:
    """Run a model to its end; yield of each step what was chosen and what was ready."""
    tree = tree_of(text)
    (process,) = tree.iter(f"{MODEL}process")
    process.set("isExecutable", "true")
    _without_reminders(tree)
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.ElementTree(tree))
    workflow = BpmnWorkflow(parser.get_spec(process.get("id")))
    workflow.do_engine_steps()
    while ready := [
        one for one in workflow.get_tasks(state=TaskState.READY) if one.task_spec.manual
    ]:
        by_name = {one.task_spec.name: one for one in ready}
        chosen = choose(sorted(by_name))
        yield chosen, sorted(by_name)
        by_name[chosen].run()
        workflow.do_engine_steps()
    assert workflow.is_completed()


def _without_reminders(tree: etree._Element) -> None:
    """Take out timers and what they lead to: the engine has no calendar of working days."""
    timers = {one.get("id") for one in tree.iter(f"{MODEL}boundaryEvent")}
    ends = set()
    for flow in [*tree.iter(f"{MODEL}sequenceFlow")]:
        if flow.get("sourceRef") in timers:
            ends.add(flow.get("targetRef"))
            flow.getparent().remove(flow)
    gone = timers | ends
    for one in [*tree.iter(f"{MODEL}boundaryEvent", f"{MODEL}endEvent")]:
        if one.get("id") in gone:
            one.getparent().remove(one)
    for one in [*tree.iter(f"{MODEL}flowNodeRef")]:
        if one.text in gone:
            one.getparent().remove(one)
    for one in [*tree.iter(f"{DRAWN}BPMNDiagram")]:
        one.getparent().remove(one)
