"""An act is one row, one entry, one fold branch, one telling: what is missing is named."""

from types import UnionType
from typing import get_args, get_type_hints

import pytest
from pydantic import BaseModel

from casework.telling.telling import TELLINGS
from models.act import OWN_DOOR
from models.act_fields import SLOTS, slot_of
from models.act_requests import REQUEST_OF, Act
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
        "parcel_moved",
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
    if act not in REQUEST_OF:
        return ["request in models/act_requests.py"]
    must = {name for name, field in REQUEST_OF[act].model_fields.items() if field.is_required()}
    found = [
        (all(slot_of(act, name) for name in must), "fields of the form in models/act_fields.py"),
        (act in AUTHORITY and bool(CONDUCT[act].who), "somebody who may"),
        (act in PROBES, "probe in rules/acting/probes.py"),
    ]
    found += [
        (entry in PROJECT_KINDS, f"{entry.__name__} in models/ledger.py") for entry in recorded(act)
    ]
    return [words for there, words in found if not there]


@pytest.mark.parametrize("act", [act for act in Act if act not in OWN_DOOR], ids=str)
def test_an_act_has_all_its_parts(act: Act) -> None:
    assert not lacking(act)


def test_an_act_without_a_row_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(CONDUCT, Act.DELIVER)

    assert lacking(Act.DELIVER) == ["row in rules/acting/conduct.py"]


def test_what_an_act_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(SLOTS, "reason")  # type: ignore[arg-type]
    monkeypatch.delitem(PROBES, Act.REFUSE)  # type: ignore[arg-type]

    assert lacking(Act.REFUSE) == [
        "fields of the form in models/act_fields.py",
        "probe in rules/acting/probes.py",
    ]


@pytest.mark.parametrize("entry", PROJECT_KINDS, ids=kind_of)
def test_an_entry_is_told_or_known_to_be_untold(entry: type[BaseModel]) -> None:
    assert (entry in TELLINGS) is not (kind_of(entry) in UNTOLD)
