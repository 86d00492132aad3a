"""An act is one row, one entry, one fold branch, one telling: what is missing is named."""

from types import UnionType
from typing import get_args, get_type_hints

import pytest
from pydantic import BaseModel

from casework.telling.telling import TELLINGS
from models.act import OWN_DOOR
from models.act_fields import _BY_ACT
from models.act_requests import Act, Request
from models.entry_labels import ENTRIES
from models.labels import ACTS
from models.ledger import CaseEntry, ProjectEntry
from rules.acting.conduct import CONDUCT
from rules.acting.examining import AUTHORITY
from rules.acting.probes import PROBES

UNTOLD = (
    *("procedure_closed", "corrected", "delivered", "reviewed", "document_expected"),
    *("deferred_item_received", "promise_extended", "rectification_ordered"),
    *("clock_resumed", "upstream_awaited", "upstream_arrived", "credit_repaired", "files_attached"),
    *("registered", "start_pinned", "baseline_taken", "condition_confirmed", "gate_reopened"),
    *("started", "progress_reported", "delay_justified", "light_changed", "issue_solved"),
    *(
        "notice_acknowledged",
        "matter_opened",
        "slip_dropped",
        "interview_held",
        "missed_start_explained",
    ),
)
"""Entries of which nobody is told, written out by hand so that none is forgotten."""

PROJECT_KINDS = (*get_args(CaseEntry), *get_args(ProjectEntry))


def kind_of(entry: type[BaseModel]) -> str:
    return str(entry.model_fields["kind"].default)


def recorded(act: Act) -> tuple[type[BaseModel], ...]:
    """Return what the row of an act says that it records."""
    said = get_type_hints(CONDUCT[act].record)["return"]
    return get_args(said) if isinstance(said, UnionType) else (said,)


def lacking(act: Act) -> list[str]:
    """Return what a new act still needs, in words."""
    if act not in CONDUCT:
        return ["row in rules/acting/conduct.py"]
    requests = {one.model_fields["act"].default for one in get_args(get_args(Request)[0])}
    found = [
        (act in requests, "request in models/act_requests.py"),
        (act in _BY_ACT, "fields of the form in models/act_fields.py"),
        (act in ACTS, "name in models/labels.py"),
        (act in AUTHORITY and bool(CONDUCT[act].who), "somebody who may"),
        (act in PROBES, "probe in rules/acting/probes.py"),
    ]
    for entry in recorded(act):
        found += [
            (entry in PROJECT_KINDS, f"{entry.__name__} in models/ledger.py"),
            (kind_of(entry) in ENTRIES, f"name of {entry.__name__} in models/entry_labels.py"),
        ]
    return [words for there, words in found if not there]


@pytest.mark.parametrize("act", [act for act in Act if act not in OWN_DOOR], ids=str)
def test_an_act_has_all_its_parts(act: Act) -> None:
    assert not lacking(act)


def test_an_act_without_a_row_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(CONDUCT, Act.DELIVER)

    assert lacking(Act.DELIVER) == ["row in rules/acting/conduct.py"]


def test_what_an_act_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ACTS, Act.DELIVER)  # type: ignore[arg-type]
    monkeypatch.delitem(ENTRIES, "delivered")  # type: ignore[arg-type]

    assert lacking(Act.DELIVER) == [
        "name in models/labels.py",
        "name of Delivered in models/entry_labels.py",
    ]


@pytest.mark.parametrize("entry", PROJECT_KINDS, ids=kind_of)
def test_an_entry_is_told_or_known_to_be_untold(entry: type[BaseModel]) -> None:
    assert (entry in TELLINGS) is not (kind_of(entry) in UNTOLD)
