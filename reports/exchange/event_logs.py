"""Event logs in open formats: XES (IEEE 1849) by case, OCEL 2.0 by project, case and post."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.sax.saxutils import quoteattr

from models.act_requests import Via
from models.event_log import LoggedEvent

SYSTEM = Via.SYSTEM.label
"""Who does what is done by nobody."""

EXTENSIONS = ("Concept", "Time", "Organizational", "Lifecycle")


def xes(events: Iterable[LoggedEvent]) -> Iterator[str]:
    """Yield the lines of an XES log: a trace a case, in the order of its entries.

    No more than one project is held at a time.

    What is about a project as a whole is a trace of its own, named by the project.
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<log xes.version="1.0" xmlns="http://www.xes-standard.org/">'
    for name in EXTENSIONS:
        prefix = {"Organizational": "org"}.get(name, name.lower())
        where = f"http://www.xes-standard.org/{prefix}.xesext"
        yield f'<extension name="{name}" prefix="{prefix}" uri="{where}"/>'
    for _, of_project in groupby(events, key=lambda one: one.project):
        yield from _xes_traces(of_project)
    yield "</log>"


def _xes_traces(of_project: Iterable[LoggedEvent]) -> Iterator[str]:
    traces: dict[str, list[LoggedEvent]] = {}
    for one in of_project:
        traces.setdefault(_case(one), []).append(one)
    for name, found in traces.items():
        yield "<trace>"
        yield _string("concept:name", name)
        for one in found:
            yield from _xes_event(one)
        yield "</trace>"


def _xes_event(one: LoggedEvent) -> Iterator[str]:
    yield "<event>"
    yield _string("concept:name", one.activity)
    yield f'<date key="time:timestamp" value="{one.at.isoformat(timespec="milliseconds")}"/>'
    yield _string("lifecycle:transition", "complete")
    yield _string("org:resource", one.by or SYSTEM)
    if one.office:
        yield _string("org:group", one.office)
    yield _string("entry", _number(one))
    yield "</event>"


def _string(key: str, value: str) -> str:
    return f"<string key={quoteattr(key)} value={quoteattr(value)}/>"


def ocel(events: Iterable[LoggedEvent]) -> Iterator[str]:
    """Yield the parts of an OCEL 2.0 log as JSON: each event with its project, case and post.

    The events go out as they come; kept are the names of objects and types alone.
    """
    objects: dict[str, str] = {}
    types: set[str] = set()
    before = '{\n"events": [\n'
    for one in events:
        about = {one.project: ("project", "of"), one.by or SYSTEM: ("post", "by")}
        if one.procedure:
            about[_case(one)] = ("case", "about")
        objects |= {name: kind for name, (kind, _) in about.items()}
        types.add(one.activity)
        told = {
            "id": _number(one),
            "type": one.activity,
            "time": one.at.isoformat(timespec="milliseconds"),
            "attributes": [],
            "relationships": [
                {"objectId": name, "qualifier": how} for name, (_, how) in about.items()
            ],
        }
        yield before + json.dumps(told, ensure_ascii=False)
        before = ",\n"
    yield before if before.startswith("{") else "\n"
    kinds = sorted({*objects.values()})
    rest = {
        "objectTypes": [{"name": one, "attributes": []} for one in kinds],
        "eventTypes": [{"name": one, "attributes": []} for one in sorted(types)],
        "objects": [
            {"id": name, "type": kind, "attributes": [], "relationships": []}
            for name, kind in objects.items()
        ],
    }
    yield "],\n" + json.dumps(rest, ensure_ascii=False, indent=1)[2:] + "\n"


def _case(one: LoggedEvent) -> str:
    return f"{one.project} {one.procedure}" if one.procedure else one.project


def _number(one: LoggedEvent) -> str:
    return f"{one.project}#{one.version}"
