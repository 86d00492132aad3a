"""Praise and blame are drafted from figures, of units that can be told apart; a person signs."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from casework.intake.books import book_view, keep_line
from casework.office import Office
from casework.supervision import honours
from casework.supervision.honours import (
    AWARDS,
    EXAMPLES,
    NotConsented,
    NothingToDraft,
    draft_awards,
    draft_example,
    honour_letter,
    proposed,
    published_example,
    published_examples,
)
from casework.weekly.league import league_table
from models.book_line import KeepLine
from models.league import Flag
from notices.channels import Channels
from reports.papers.letter_page import letter_page
from rules.acceptance.saved import saved_by_promise
from rules.books.writing import FieldFixed
from rules.in_force.authority import NotEntitled
from store.engine import Store
from store.projected.queries import project_codes
from tests.conftest import AUDIT_KEY
from tests.world import stamp

LAST = date(2020, 8, 31)
SUPERVISOR, DISPATCH = "supervision-01", "dispatch-01"


@pytest.fixture
def office(played_out: Office, tmp_path: Path) -> Office:
    """The campaign played to its end, in a ledger of its own."""
    played = played_out.store.engine.url.database
    assert played is not None
    with sqlite3.connect(played) as source, sqlite3.connect(tmp_path / "gc.sqlite") as copy:
        source.backup(copy)
    store = Store(f"sqlite:///{tmp_path / 'gc.sqlite'}", audit_key=AUDIT_KEY)
    return Office(store, Channels({"*": [f"inbox://{tmp_path / 'inbox.jsonl'}?to={{account}}"]}))


def move(office: Office, book: str, line: int, by: str, **more: object) -> None:
    keep_line(office, book=book, line=line, request=KeepLine(**more), stamp=stamp(LAST, by))


@pytest.fixture
def apart(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The same campaign, had its first and its last unit stood out from all others."""
    table = league_table(office, today=LAST)
    ranked = [one for one in table.lines if one.band is not None]
    first, *middle, last = ranked
    lines = (
        first.model_copy(update={"rank_from": 1, "rank_to": 1, "flag": Flag.RED}),
        *(one.model_copy(update={"band": 2}) for one in middle),
        last.model_copy(update={"band": 3, "rank_from": 10, "rank_to": 10, "flag": Flag.BLACK}),
    )
    told = table.model_copy(update={"lines": lines})
    monkeypatch.setattr(honours, "league_table", lambda _, *, today: told)
    return office


def test_where_chance_explains_every_place_nothing_is_proposed(office: Office) -> None:
    """So it is at the end of the rehearsed campaign: one band holds every unit."""
    table = league_table(office, today=LAST)
    found = proposed(office, today=LAST)

    assert {one.band for one in table.lines} == {1, None}
    assert max(one.score for one in table.lines) - min(one.score for one in table.lines) > 20
    assert found.lines == ()
    assert "不提出红旗、黑旗、表扬和约谈建议" in found.sentences[0]
    assert any("名次不可区分" in one for one in found.sentences)
    with pytest.raises(NothingToDraft, match="名次不可区分"):
        draft_awards(office, stamp=stamp(LAST, SUPERVISOR))


def test_of_units_that_stand_out_two_papers_each_with_their_raw_figures(apart: Office) -> None:
    found = proposed(apart, today=LAST)
    red, black = found.lines[:2], found.lines[2:]

    assert [one.kind for one in found.lines] == ["红旗", "表扬", "黑旗", "约谈建议"]
    assert {one.unit for one in red} == {found.table.lines[0].unit}
    assert {one.unit for one in black} == {found.table.lines[-1].unit}
    for one in found.lines:
        line = next(each for each in found.table.lines if each.unit == one.unit)
        assert all(f"{each.share * 100:.1f}%" in one.basis for each in line.figures if each.share)
        assert "权重为建议值" in one.basis
    assert found.sentences[0].startswith(f"除{red[0].unit_name}、{black[0].unit_name}外")


def test_drafts_are_written_once_changed_and_signed_by_a_person(apart: Office) -> None:
    numbers = draft_awards(apart, stamp=stamp(LAST, SUPERVISOR))
    with pytest.raises(NothingToDraft, match="均已拟稿"):
        draft_awards(apart, stamp=stamp(LAST, SUPERVISOR))
    draft = honour_letter(apart, book=AWARDS, line=1, today=LAST)
    move(apart, AWARDS, 1, DISPATCH, values={"draft": "改定的文稿<b>"})
    with pytest.raises(NotEntitled, match="政府督办室"):
        move(apart, AWARDS, 1, DISPATCH, state="approved", evidence="批示")
    move(apart, AWARDS, 1, SUPERVISOR, state="approved", evidence="区政府批示3号")
    with pytest.raises(FieldFixed, match="“已批准”后不得更改"):
        move(apart, AWARDS, 1, SUPERVISOR, values={"draft": "再改"})
    move(apart, AWARDS, 1, DISPATCH, state="published", evidence="通报")
    signed = honour_letter(apart, book=AWARDS, line=1, today=LAST)
    page = letter_page(signed)

    assert numbers == tuple(range(1, len(numbers) + 1))
    assert all(one.line for one in proposed(apart, today=LAST).lines)
    assert draft.mark == "未经批准，不得公布"
    assert draft.signed_on is None
    assert (signed.mark, signed.signed_by, signed.signed_on) == ("", "督办室01", LAST)
    assert "改定的文稿&lt;b&gt;" in page
    assert "保障措施第4条" in page
    assert "第二十一条" in page


def test_whoever_keeps_no_awards_drafts_none(apart: Office) -> None:
    with pytest.raises(NotEntitled):
        draft_awards(apart, stamp=stamp(LAST, "unit-park-liaison"))

    assert book_view(apart, book=AWARDS, today=LAST).lines == ()


def naive(office: Office, project: str) -> dict[str, int]:
    """Counted again day by day: from acceptance until the last owed document."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        file, _ = office.file(connection, project)
    days, found = situation.regulations.days, {}
    for case in file.cases.values():
        if not case.owed or any(one.lapsed_on or not one.received_on for one in case.owed):
            continue
        assert case.accepted_on is not None
        last = sorted(str(one.received_on) for one in case.owed)[-1]
        span = range(case.accepted_on.toordinal() + 1, date.fromisoformat(last).toordinal() + 1)
        found[case.procedure] = sum(days.is_working_day(date.fromordinal(one)) for one in span)
    return found


def with_promises(office: Office) -> tuple[list[str], list[str]]:
    """Projects that kept every promise of a case, and those that have no such case."""
    kept, without = [], []
    with office.store.reading() as connection:
        days = office.situation(connection).regulations.days
        for file, _ in office.each(connection, project_codes(connection)):
            (kept if saved_by_promise(file, days) else without).append(file.project.code)
    return kept, without


def test_days_saved_are_what_a_plain_count_finds(office: Office) -> None:
    kept, without = with_promises(office)

    assert len(kept) > 3
    with office.store.reading() as connection:
        days = office.situation(connection).regulations.days
        for file, _ in office.each(connection, [*kept, *without]):
            told = {one.procedure: one.days for one in saved_by_promise(file, days)}
            assert told == naive(office, file.project.code)


def test_an_exemplary_case_is_shown_to_everybody_with_consent_alone(office: Office) -> None:
    kept, without = with_promises(office)
    with pytest.raises(NothingToDraft, match="没有凭承诺受理"):
        draft_example(office, project=without[0], stamp=stamp(LAST, DISPATCH))
    for project in kept:
        draft_example(office, project=project, stamp=stamp(LAST, DISPATCH))
    case = book_view(office, book=EXAMPLES, today=LAST).lines[0]
    unit = str(case.values["holder"])
    agree = {"state": "agreed", "values": {"consent": "同意书1号"}, "evidence": "同意书"}

    assert "凭" in case.shown["text"]
    assert "签署" in case.shown["text"]
    assert "个工作日" in case.shown["text"]
    with pytest.raises(NotConsented, match="未经企业同意"):
        published_example(office, line=1, today=LAST)
    with pytest.raises(NotEntitled):
        move(office, EXAMPLES, 1, DISPATCH, **agree)
    with pytest.raises(FieldFixed):
        move(office, EXAMPLES, 1, DISPATCH, values={"holder": DISPATCH})
    assert honour_letter(office, book=EXAMPLES, line=1, today=LAST).mark == "未经企业同意，不得公开"
    move(office, EXAMPLES, 1, f"{unit}-liaison", **agree)
    with pytest.raises(NotConsented):
        published_example(office, line=1, today=LAST)
    with pytest.raises(FieldFixed):
        move(office, EXAMPLES, 1, DISPATCH, values={"text": "添油加醋"})
    move(office, EXAMPLES, 1, DISPATCH, state="published", evidence="区报")

    assert [one.number for one in published_examples(office, today=LAST)] == [1]
    shown = published_example(office, line=1, today=LAST)
    assert (shown.mark, shown.signed_by) == ("", "调度中心01")
