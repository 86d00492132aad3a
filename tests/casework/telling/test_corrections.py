"""What a reminder of something to be corrected says, and to whom (补正提醒)."""

import json
from datetime import date
from pathlib import Path

from casework.delivery.delivering import deliver
from casework.intake.loading import load
from casework.office import Office
from casework.watching.sweep import sweep
from tests.world import LIAISON, at, do, folder, june, project, stamp

ITEMS = [
    {"document": "A01-1", "what": "盖章不清", "due_on": "2020-06-05"},
    {"document": "A01-2", "what": "缺附图", "due_on": "2020-06-06"},
]


def letters(office: Office, inbox: Path, on: date) -> dict[str, str]:
    """Sweep and deliver on a day; say what reminders of corrections it brought, by title."""
    before = len(inbox.read_text(encoding="utf-8").splitlines()) if inbox.exists() else 0
    sweep(office, now=at(on, 10))
    deliver(office, now=at(on, 12))
    come = [json.loads(line) for line in inbox.read_text(encoding="utf-8").splitlines()[before:]]
    return {
        one["title"].split("】")[0] + one["title"].split("（")[-1]: one["body"]
        for one in come
        if "补正" in one["title"]
    }


def test_each_item_is_reminded_of_by_its_own_day(empty_office: Office, inbox: Path) -> None:
    """民法总则 203: Saturday 6 June ends on Monday the 8th, of which Friday reminds."""
    load(empty_office, folder(project()), stamp=stamp(june(1)))
    do(empty_office, "submit", by=LIAISON, on=june(1))
    do(empty_office, "request_correction", on=june(2), items=ITEMS)
    deliver(empty_office, now=at(june(2), 12))

    (first,) = letters(empty_office, inbox, june(4)).items()
    (second,) = letters(empty_office, inbox, june(5)).items()
    (third,) = letters(empty_office, inbox, june(8)).items()
    (fourth,) = letters(empty_office, inbox, june(9)).items()

    assert first[0] == "【补正即将到期还剩1个工作日）"
    assert "请于2020年6月5日前（含当日）补正" in first[1]
    assert "1. 盖章不清" in first[1]
    assert "请于2020年6月8日前（含当日）补正" in second[1]
    assert "2. 缺附图" in second[1]
    assert third[0] == "【逾期未补正已超1个工作日）"
    assert "应于2020年6月5日前（含当日）补正" in third[1]
    assert "盖章不清" not in fourth[1]
    assert letters(empty_office, inbox, june(30)) == {}
