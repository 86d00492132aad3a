"""SpiffWorkflow: the same 12 procedures in BPMN, the whole case serialised after each action.

`spiff_peer.py DATABASE CASES`, in an environment with spiffworkflow. Kind to it: the case
stays in memory between actions and is never read back.
"""

import json
import sqlite3
import sys
import time
from importlib.metadata import version

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

STAGES, EACH = 4, 3
MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def drawn() -> bytes:
    """Return the process as BPMN."""
    parts, flows = ['<startEvent id="start"/>', '<endEvent id="end"/>'], []
    before = "start"
    for stage in range(STAGES):
        parts += [f'<parallelGateway id="{kind}{stage}"/>' for kind in ("split", "join")]
        flows.append((before, f"split{stage}"))
        for one in range(EACH):
            here = f"{stage}_{one}"
            parts += [f'<manualTask id="{act}{here}"/>' for act in ("accept", "decide")]
            flows += [
                (f"split{stage}", f"accept{here}"),
                (f"accept{here}", f"decide{here}"),
                (f"decide{here}", f"join{stage}"),
            ]
        before = f"join{stage}"
    flows.append((before, "end"))
    parts += [
        f'<sequenceFlow id="f{number}" sourceRef="{left}" targetRef="{right}"/>'
        for number, (left, right) in enumerate(flows)
    ]
    inner = "".join(parts)
    process = f'<process id="permits" isExecutable="true">{inner}</process>'
    return f'<definitions xmlns="{MODEL}" targetNamespace="peer">{process}</definitions>'.encode()


def main() -> None:
    database, cases = sys.argv[1], int(sys.argv[2])
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(drawn()))
    spec = parser.get_spec("permits")
    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE cases (id INTEGER PRIMARY KEY, state TEXT)")
    acts, began, cpu = 0, time.perf_counter(), time.process_time()

    def save(number: int, workflow: BpmnWorkflow) -> None:
        connection.execute("BEGIN IMMEDIATE")
        row = (number, serializer.serialize_json(workflow))
        connection.execute("INSERT OR REPLACE INTO cases VALUES (?, ?)", row)
        connection.execute("COMMIT")

    for number in range(cases):
        workflow = BpmnWorkflow(spec)
        workflow.do_engine_steps()
        save(number, workflow)
        acts += 1
        while not workflow.completed:
            task = workflow.get_tasks(state=TaskState.READY, manual=True)[0]
            task.run()
            workflow.do_engine_steps()
            save(number, workflow)
            acts += 1
    told = {
        "acts": acts,
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - cpu,
        "version": version("spiffworkflow"),
    }
    assert acts == cases * (1 + 2 * STAGES * EACH), acts
    print(json.dumps(told))


main()
