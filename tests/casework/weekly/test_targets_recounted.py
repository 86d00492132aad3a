"""On the last day of the campaign every target equals a recount that shares no code with it."""

import importlib.util
import json
import sqlite3
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from casework.intake.books import keep_line
from casework.office import Office
from casework.reading.board.targets import export_targets, target_detail, targets_on
from models.book_line import KeepLine
from notices.channels import Channels
from store.engine import Store
from tests.conftest import AUDIT_KEY
from tests.world import stamp

LAST = date(2020, 8, 31)
AUTUMN = date(2020, 10, 12)
SCRIPT = Path(__file__).parents[3] / "verifier" / "verify_targets.py"
BY_CONTRACT = "central-budget-backlog"
"""The whole price of the project, not of the year: its months do not add up to it."""
BACKLOG = "2018-230112-47-01-000020"
DISPATCH, FINANCE = "dispatch-01", "unit-finance-liaison"
pytestmark = pytest.mark.timeout(900)

KEPT = (
    f"funds {FINANCE} batch=哈财建〔2018〕7号 kind=中央预算内 issued_on=2018-07-02 issued=9000000"
    f" contract=8000000 paid_by_contract=7000000 project={BACKLOG} holder=unit-housing",
    f"funds {FINANCE} batch=哈财建〔2020〕9号 kind=中央预算内 issued_on=2020-03-02 issued=5000000"
    f" contract=5000000 paid_by_contract=1000000 project={BACKLOG} holder=unit-housing",
    f"signings {DISPATCH} name=木制品加工 signed_on=2019-09-01 manner=现场 agreed=60000000"
    " start_by=2020-08-31 procedures_by=2020-06-30 holder=unit-promotion",
    f"signings {DISPATCH} name=云仓物流 signed_on=2020-07-01 manner=线上 agreed=90000000"
    " start_by=2020-12-15 holder=unit-promotion",
    f"pipeline {DISPATCH} name=再生水厂 field=市政 application=专项债九大领域 total=80000000"
    " due_on=2020-08-20 holder=unit-water",
    f"park-investment {DISPATCH} name=园区东路 park=钢铁产业园 kind=基础设施 planned=120000000"
    " invested=45000000 due_on=2020-10-31 holder=unit-park",
    f"park-investment {DISPATCH} name=别的园区 park=其他园区 kind=基础设施 planned=9000000"
    " invested=9000000 due_on=2020-10-31 holder=unit-park",
)
"""What stands in the books beside the registered projects: book, by whom, its fields."""


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_targets", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def office(played_out: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The played campaign with lines in its books, in a ledger of its own."""
    home = tmp_path_factory.mktemp("with-books")
    played = played_out.store.engine.url.database
    assert played is not None
    with sqlite3.connect(played) as source, sqlite3.connect(home / "gc.sqlite") as copy:
        source.backup(copy)
    store = Store(f"sqlite:///{home / 'gc.sqlite'}", audit_key=AUDIT_KEY)
    own = Office(store, Channels({"*": [f"inbox://{home / 'inbox.jsonl'}?to={{account}}"]}))
    for words in KEPT:
        book, by, *fields = words.split()
        request = KeepLine(values=dict(one.split("=", 1) for one in fields))
        keep_line(own, book=book, line=None, request=request, stamp=stamp(LAST, by))
    return own


@pytest.fixture(scope="module")
def told(office: Office) -> Any:
    return json.loads(export_targets(office, today=LAST))


@pytest.mark.parametrize("day", [LAST, AUTUMN, date(2020, 7, 1)])
def test_every_figure_gap_and_reason_is_what_the_facts_add_up_to(office: Office, day: date) -> None:
    """Counted again from the exported file by a program of its own, in autumn as well."""
    exported = json.loads(export_targets(office, as_of=day, today=max(day, LAST)))

    assert [*script().Second(exported).differences()] == []
    assert len(exported["told"]) == 16
    assert sum(bool(one["target"]["reasons"]) for one in exported["told"]) > 8


def test_one_figure_that_is_not_so_is_found(told: Any) -> None:
    second = script().Second
    for name in ("actual", "missing", "members"):
        changed = json.loads(json.dumps(told))
        changed["told"][1]["target"][name] = 7
        assert any(name in one for one in second(changed).differences())
    changed = json.loads(json.dumps(told))
    changed["told"][3]["shares"].pop()
    assert any("统计范围" in one for one in second(changed).differences())
    changed = json.loads(json.dumps(told))
    changed["projects"][0]["reports"] = {}
    assert [*second(changed).differences()]


def test_drilling_down_from_any_figure_adds_up(office: Office) -> None:
    for view in targets_on(office, today=LAST):
        detail = target_detail(office, target=view.target, measure=view.measure, today=LAST)
        counted = [one for one in detail.shares if one.counted]
        done = sum((one.done for one in counted), Decimal(0))
        of = sum((one.of for one in counted), Decimal(0))

        assert detail.target == view
        if view.unit == "share" and view.actual is not None:
            assert (done / of).quantize(Decimal("0.0001")) == view.actual
        elif view.actual is not None:
            assert done == view.actual
        if (
            view.measure in ("investment_rate", "amount")
            and view.target != "central-budget-backlog"
        ):
            own = sum((one.done for one in detail.months), Decimal(0))
            assert own == sum((one.done for one in detail.shares), Decimal(0))


def test_what_a_book_keeps_is_counted_and_never_twice(told: Any) -> None:
    details = {(one["target"]["target"], one["target"]["measure"]): one for one in told["told"]}
    backlog = details["central-budget-backlog", "investment_rate"]["shares"]
    by_contract = next(one for one in backlog if one["project"] == BACKLOG)
    park = details["steel-park", "amount"]["shares"]

    assert (by_contract["done"], by_contract["of"]) == ("7000000", "8000000")
    assert sum(one["project"] == BACKLOG for one in backlog) == 1
    assert [one["done"] for one in park if not one["project"]] == ["45000000"]
    assert "再生水厂" in [one["name"] for one in details["reserve", "ready_rate"]["shares"]]


def test_after_its_day_a_signed_project_that_has_not_started_is_no_result(office: Office) -> None:
    before = target_detail(office, target="signed", measure="least_starts", today=LAST)
    after = target_detail(office, target="signed", measure="least_starts", today=AUTUMN)
    with office.store.reading() as connection:
        started = {
            one.project
            for one in before.shares
            if one.project and office.file(connection, one.project)[0].started_on
        }
    waiting = {one.name for one in before.shares if not (one.there or one.project in started)}
    lost = {one.name for one in after.shares if not one.counted}

    assert before.target.not_counted == 0
    assert lost == waiting - {"云仓物流"}
    assert after.target.actual == before.target.actual
    assert {one.reason for one in after.shares if not one.counted} == {"未按期开工，不再计入"}


def test_every_target_ahead_of_its_day_has_a_chance_and_what_has_passed_has_none_left(
    played: Office, office: Office
) -> None:
    """Whose base the plan does not give, or whose day, is not guessed at."""
    for one in targets_on(played, today=date(2020, 6, 19)):
        assert (one.chance is None) == (one.actual is None or (one.by is None and not one.reached))
        assert one.chance is None or 0 <= one.chance <= 1
    for one in targets_on(office, today=LAST + timedelta(days=1)):
        if one.by is not None and one.by <= LAST and one.actual is not None:
            assert one.chance == (1.0 if one.reached else 0.0)
            assert one.forecast == one.actual
