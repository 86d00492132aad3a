"""A process model in BPMN 2.0 (流程模型文件): its tasks, lanes and order, and what is not read.

Everything that means something and is not read is named by its id: limits, conditions, inner
processes, messages.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

from models.process_draft import UnreadElement
from rules.in_force.precedence import find_cycle
from store.exchange.process_flows import FlowNode, Joining, Waiting, waiting_of
from store.exchange.xml_file import Element, XmlFile

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
OWN = "urn:green-channel:process:1"
CONFIRMATION = "confirmation"
"""The part of a task of our own export that is no procedure but a condition of a gate."""
MOST_TASKS, MOST_NODES, LONGEST = 400, 2000, 60
TASKS = frozenset(
    ("task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "scriptTask")
) | {"businessRuleTask"}
PASSED: Mapping[str, str] = {
    "subProcess": "子流程内的事项未读入，只保留其前后顺序",
    "adHocSubProcess": "子流程内的事项未读入，只保留其前后顺序",
    "transaction": "子流程内的事项未读入，只保留其前后顺序",
    "callActivity": "引用的其他流程未读入，只保留其前后顺序",
    "intermediateCatchEvent": "中间事件（等待）未读入，只保留其前后顺序",
    "intermediateThrowEvent": "中间事件未读入，只保留其前后顺序",
}
GATEWAYS: Mapping[str, Joining] = {
    "parallelGateway": Joining.ALL,
    "inclusiveGateway": Joining.ALL,  # what does not apply to a project is left out anyhow
    "exclusiveGateway": Joining.ONE,
    "eventBasedGateway": Joining.ONE,
    "complexGateway": Joining.UNSAID,
}
EVENTS = frozenset(("startEvent", "endEvent"))
SILENT = frozenset(
    ("documentation", "extensionElements", "laneSet", "sequenceFlow", "ioSpecification")
)
UNREAD: Mapping[str, str] = {
    "boundaryEvent": "时限、异常未读入：承诺时限、法定时限须写明依据后填入",
    "dataObject": "材料未读入，请按事项目录的格式填写",
    "dataObjectReference": "材料未读入，请按事项目录的格式填写",
    "dataStoreReference": "数据存储未读入",
    "textAnnotation": "批注未读入",
    "messageFlow": "消息流未读入：不同参与方之间的先后须在目录中写明",
}


@dataclass(frozen=True, slots=True)
class ProcessFlow:
    """The nodes of every process of a file, by id, and the flows between them."""

    file: XmlFile
    nodes: Mapping[str, Element]
    flows: tuple[tuple[str, str], ...]
    lanes: Mapping[str, Element]
    unread: tuple[UnreadElement, ...]


def read_flow(file: XmlFile) -> ProcessFlow:
    """Return what a BPMN file says; :class:`BadInput` where it is none, or has a circle."""
    root = file.root
    if (root.space, root.name) != (MODEL, "definitions"):
        file.refuse(root.line, "不是 BPMN 2.0 流程模型，请从建模软件导出 .bpmn 文件", root.name)
    model = _model(file)
    tasks = tasks_of(model)
    if not tasks:
        file.refuse(root.line, "流程模型中没有任何任务，无可导入", root.name)
    if len(tasks) > MOST_TASKS:
        file.refuse(root.line, f"任务超过 {MOST_TASKS} 个，请分成几个模型导入", root.name)
    if len(model.nodes) > MOST_NODES:
        file.refuse(root.line, f"网关、事件超过 {MOST_NODES} 个，请核对是否选错了文件", root.name)
    return model


def _model(file: XmlFile) -> ProcessFlow:
    nodes: dict[str, Element] = {}
    flows: list[tuple[Element, str, str]] = []
    lanes: dict[str, Element] = {}
    unread: list[UnreadElement] = []
    for top in file.root.children:
        if (top.space, top.name) == (MODEL, "collaboration"):
            unread += [_unread(one) for one in top.all("messageFlow")]
    for one in (part for process in file.root.all("process") for part in process.children):
        if one.space != MODEL or one.name in SILENT - {"sequenceFlow", "laneSet"}:
            continue
        if one.name == "sequenceFlow":
            flows.append((one, one.get("sourceRef"), one.get("targetRef")))
        elif one.name == "laneSet":
            lanes |= dict(_lanes(one))
        elif one.name in TASKS or one.name in PASSED or one.name in GATEWAYS or one.name in EVENTS:
            name = one.get("id")
            if not name or name in nodes:
                file.refuse(one.line, "缺少编号（id），或者编号重复", f"{one.name} {name}")
            nodes[name] = one
        if one.name in PASSED or one.name in UNREAD:
            unread.append(_unread(one))
    aside = {one.get("id") for one in file.root.below() if one.name == "boundaryEvent"}
    kept = [(one, source, target) for one, source, target in flows if source not in aside]
    for one, source, target in kept:
        for end in (source, target):
            if end not in nodes:
                here = f"sequenceFlow {one.get('id')}"
                file.refuse(one.line, f"连到不存在的元素“{tidy(end)}”", here)
    pairs = tuple((source, target) for _, source, target in kept)
    ways = Counter(source for source, _ in pairs)
    unread += [_branch(one) for name, one in nodes.items() if _chooses(one) and ways[name] > 1]
    return ProcessFlow(file, nodes, pairs, lanes, tuple(unread))


def _lanes(lane_set: Element) -> Iterator[tuple[str, Element]]:
    """Yield each node with its lane; the innermost comes last."""
    ahead = [*lane_set.all("lane")]
    while ahead:
        lane = ahead.pop(0)
        yield from ((one.text, lane) for one in lane.all("flowNodeRef"))
        ahead += [inner for below in lane.all("childLaneSet") for inner in below.all("lane")]


def _unread(one: Element) -> UnreadElement:
    why = PASSED.get(one.name) or UNREAD[one.name]
    return UnreadElement(element=tidy(one.get("id")) or one.name, line=one.line, why=why)


def _chooses(one: Element) -> bool:
    """Tell whether a gateway lets only some of its ways be gone."""
    return one.name in GATEWAYS and one.name != "parallelGateway"


def _branch(one: Element) -> UnreadElement:
    why = "分支条件未读入：各事项的适用情形须在目录中写明"
    return UnreadElement(element=tidy(one.get("id")), line=one.line, why=why)


def _joining(one: Element) -> Joining:
    if one.name == "complexGateway":
        first = one.value("activationCondition") == "1"
        return Joining.ONE if first else Joining.UNSAID
    if one.name == "endEvent":
        return Joining.ALL  # nothing comes after it
    return GATEWAYS.get(one.name, Joining.UNSAID)


def waiting(model: ProcessFlow) -> dict[str, Waiting]:
    """Return what each node waits for."""
    nodes = {name: FlowNode(_is_procedure(one), _joining(one)) for name, one in model.nodes.items()}
    return waiting_of(nodes, model.flows, _order(model))


def tasks_of(model: ProcessFlow) -> list[str]:
    """Return the ids of the tasks, in the order of the file."""
    return [name for name, one in model.nodes.items() if _is_procedure(one)]


def _is_procedure(one: Element) -> bool:
    return one.name in TASKS and one.get("part", space=OWN) != CONFIRMATION


def _order(model: ProcessFlow) -> list[str]:
    """Return the nodes each after all that lead to it; a circle is refused."""
    before: dict[str, list[str]] = {name: [] for name in model.nodes}
    for source, target in model.flows:
        before[target].append(source)
    circle = find_cycle(before)
    if circle is not None:
        way = " → ".join(tidy(one) for one in reversed(circle))
        line = model.nodes[circle[0]].line
        model.file.refuse(
            line, f"流程有环：{way}；前置关系不能循环，请断开其中一条顺序流后再导入", circle[0]
        )
    return [*TopologicalSorter(before).static_order()]


def tidy(text: str) -> str:
    """Return a text of the file on one line, cut short, without what no text may hold."""
    plain = "".join(sign for sign in " ".join(text.split()) if sign.isprintable())
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"
