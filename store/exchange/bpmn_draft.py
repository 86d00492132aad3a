"""A draft of the catalogue out of a process model (流程草案): tasks become procedures.

The code of a procedure is the one that our own export wrote beside the task, else the id of the
task where that is a code, else a provisional number. Nothing of its law is guessed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from models.people import Department
from models.process_draft import DraftProcedure, ProcessDraft, UnreadElement
from store.exchange.bpmn_file import OWN, ProcessFlow, read_flow, tasks_of, tidy, waiting
from store.exchange.process_flows import Waiting
from store.exchange.xml_file import Element, XmlFile

CODE = re.compile(r"[A-Z]\d{2}")
PROVISIONAL = "X"
MOST_PROVISIONAL = 99
ACCEPTANCE, DECISION = "acceptance", "decision"
HALVES = ("（受理）", "（审查决定）")
"""What our own export writes behind the name of a procedure that it draws in two parts."""


def read_draft(file: XmlFile, departments: Iterable[Department]) -> ProcessDraft:
    """Return the draft of a BPMN file."""
    model = read_flow(file)
    known = {name: one for one in departments for name in (one.code, one.name, one.short)}
    unread = list(model.unread)
    procedures = tuple(_procedures(model, known, unread))
    titles = (one.get("name") for one in file.root.all("process"))
    return ProcessDraft(
        title=tidy(next(filter(None, titles), file.name)),
        procedures=procedures,
        unread=tuple(unread),
    )


def _procedures(
    model: ProcessFlow, departments: Mapping[str, Department], unread: list[UnreadElement]
) -> Iterator[DraftProcedure]:
    tasks = tasks_of(model)
    codes, waits = _codes(model, tasks), waiting(model)
    accepting = {codes[one]: one for one in tasks if _part(model.nodes[one]) == ACCEPTANCE}
    order = {code: number for number, code in enumerate(codes.values())}
    for task in tasks:
        code, element = codes[task], model.nodes[task]
        if accepting.get(code) == task:
            continue
        first, later = waits[accepting.get(code, task)], Waiting()
        if code in accepting:
            later = waits[task]
        required, any_of = _named(first, codes, order)
        tolerable, either = _named(later, codes, order)
        lane = model.lanes.get(task)
        department = _department(lane, departments)
        if lane is not None and not department:
            why = f"泳道“{tidy(lane.get('name'))}”不在机构名录，部门待填"
            unread.append(UnreadElement(element=task, line=lane.line, why=why))
        if either:
            why = "决定前“任一办结即可”的前置，目录没有这种写法，未读入"
            unread.append(UnreadElement(element=task, line=element.line, why=why))
        yield DraftProcedure(
            element=tidy(task),
            code=code,
            provisional=not _own_code(element, task),
            name=_name(element, code),
            department=department,
            lane=tidy(lane.get("name")) if lane is not None else "",
            prerequisites=required,
            any_of=any_of,
            tolerable=tuple(one for one in tolerable if one != code),
            undecided=_listed(first.undecided | later.undecided, codes, order),
        )


def _named(
    wanted: Waiting, codes: Mapping[str, str], order: Mapping[str, int]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return what must be concluded, and of which groups one is enough, by code."""
    groups = [_listed(one, codes, order) for one in wanted.clauses]
    groups.sort(key=lambda group: [order[code] for code in group])
    required = tuple(group[0] for group in groups if len(group) == 1)
    return required, tuple(group for group in groups if len(group) > 1)


def _listed(
    tasks: Iterable[str], codes: Mapping[str, str], order: Mapping[str, int]
) -> tuple[str, ...]:
    return tuple(sorted({codes[one] for one in tasks}, key=order.__getitem__))


def _codes(model: ProcessFlow, tasks: list[str]) -> dict[str, str]:
    """Return the code of each task; what has none is numbered X01, X02 and so on."""
    found = {one: _own_code(model.nodes[one], one) for one in tasks}
    seen: set[tuple[str, bool]] = set()
    for task, code in found.items():
        element = model.nodes[task]
        if code and (key := (code, _part(element) == ACCEPTANCE)) in seen:
            model.file.refuse(element.line, f"事项编码“{code}”重复，请改编码后再导入", tidy(task))
        elif code:
            seen.add(key)
    taken = set(found.values())
    free = (f"{PROVISIONAL}{number:02}" for number in range(1, MOST_PROVISIONAL + 1))
    numbers = (one for one in free if one not in taken)
    for task, code in found.items():
        if not code and not (code := next(numbers, "")):
            line = model.nodes[task].line
            most = f"没有编码的任务超过 {MOST_PROVISIONAL} 个，请先编码，或者分成几个模型"
            model.file.refuse(line, most, tidy(task))
        found[task] = code
    return found


def _own_code(element: Element, name: str) -> str:
    own = element.get("procedure", space=OWN)
    return next((one for one in (own, name) if CODE.fullmatch(one)), "")


def _part(element: Element) -> str:
    return element.get("part", space=OWN)


def _name(element: Element, code: str) -> str:
    name = tidy(element.get("name")).removeprefix(code).strip()
    if _part(element):
        for half in HALVES:
            name = name.removesuffix(half)
    return name


def _department(lane: Element | None, departments: Mapping[str, Department]) -> str:
    if lane is None:
        return ""
    names = (lane.get("department", space=OWN), tidy(lane.get("name")))
    return next((departments[one].code for one in names if one in departments), "")
