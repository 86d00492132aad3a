"""Projections: what the ledger adds up to, the same byte for byte when derived again."""

import json
from datetime import date

import pytest
from sqlalchemy import text

from casework.intake.loading import load
from casework.intake.registering import register
from casework.office import Office
from casework.office.integrity import dump, rebuild
from casework.watching.sweep import sweep
from casework.weekly.reporting import report_progress
from casework.weekly.rounds import chase_round, close_round, open_round, publish_round
from models.act_requests import Via
from models.campaign import CampaignFolder
from store.projected.queries import open_breaches, project_lines, projects_due
from tests.world import (
    CREDIT_DECIDER,
    DISPATCHER,
    LIAISON,
    OTHER_APPLICANT,
    OTHER_PROJECT,
    PROJECT,
    at,
    do,
    heard,
    june,
    progress_report,
    project,
    stamp,
)


def busy(office: Office) -> None:
    """Acts of many kinds, a sweep over a lapse, a breach and its repair, a weekly round."""
    other = project(OTHER_PROJECT, applicant=OTHER_APPLICANT, name="钢铁加工")
    register(office, [other], stamp=stamp(by=DISPATCHER))
    do(office, "submit", by=LIAISON, documents=["A01-1", "A01-3"])
    do(office, "accept_conditionally", on=june(2), signed_by="法定代表人")
    do(office, "submit", "B02", by=LIAISON, on=june(2))
    do(office, "accept", "B02", on=june(2))
    do(office, "submit", project=OTHER_PROJECT, by=LIAISON, on=june(2))
    do(office, "pin_start", "start_construction", by=DISPATCHER, on=june(2), start_on="2020-07-01")
    do(office, "pause", "B02", on=june(3), procedure_kind="hearing", reason="听证", limit_days=3)
    sweep(office, now=at(june(15)))
    heard(office, "credit_record", on=june(15))
    do(office, "record_breach", by=CREDIT_DECIDER, on=june(15), reason="逾期未补")
    do(office, "receive_document", on=june(16), document="A01-2")
    do(office, "repair_credit", by=CREDIT_DECIDER, on=june(17), reason="已经补齐")
    do(office, "resume", "B02", on=june(17))
    do(office, "decide", on=june(17))
    for text_ in ("供水未通", "围挡未立"):
        do(office, "raise_issue", "start_construction", by=LIAISON, on=june(17), text=text_)
    done = {"issue": 1, "result": "已经接通"}
    do(office, "solve_issue", "start_construction", by=DISPATCHER, on=june(17), **done)
    open_round(office, week="2020-W25", stamp=stamp(june(15), "system", Via.SYSTEM))
    said = {"by": LIAISON, "via": Via.CONSOLE, "now": at(june(18))}
    for project_code in (PROJECT, OTHER_PROJECT):
        report = progress_report(explanation="红灯事项正在协调")
        report_progress(office, project=project_code, week="2020-W25", report=report, **said)
    chase_round(office, week="2020-W25", stamp=stamp(june(18), DISPATCHER))
    close_round(office, week="2020-W25", stamp=stamp(june(19), DISPATCHER))
    publish_round(office, week="2020-W25", stamp=stamp(june(19), DISPATCHER))


class TestRebuilding:
    def test_gives_the_same_bytes(self, office: Office) -> None:
        busy(office)
        before = dump(office)
        tables = json.loads(before)
        with_a_ladder = {"matters"}  # tests/casework/supervision/test_ladder.py
        assert all(tables[name] for name in tables.keys() - with_a_ladder)

        assert rebuild(office) == 2

        assert dump(office) == before

    def test_repairs_what_somebody_changed_by_hand(self, office: Office) -> None:
        busy(office)
        before = dump(office)
        with office.store.writing() as connection:
            connection.execute(text("update projects set wake_on = null, version = 99"))
            connection.execute(text("update cases set state = 'approved'"))
            connection.execute(text("delete from owed_documents"))
            connection.execute(text("delete from breaches"))
            connection.execute(text("update issues set solved_on = null"))
        assert dump(office) != before

        rebuild(office)

        assert dump(office) == before

    def test_of_the_delivered_campaign_gives_the_same_bytes(
        self, empty_office: Office, real_folder: CampaignFolder
    ) -> None:
        load(empty_office, real_folder, stamp=stamp(date(2020, 5, 21)))
        before = dump(empty_office)

        assert rebuild(empty_office) == 60
        assert dump(empty_office) == before

    def test_lets_acts_go_on(self, office: Office) -> None:
        busy(office)
        rebuild(office)

        assert do(office, "submit", "B01", by=LIAISON, on=june(18)).file.cases["B01"].submitted_on


class TestQueries:
    def test_find_what_is_due_by_its_day(self, office: Office) -> None:
        do(office, "submit", by=LIAISON)

        with office.store.reading() as connection:
            assert projects_due(connection, on=june(8)) == []
            assert projects_due(connection, on=june(9)) == [PROJECT]

    def test_list_projects(self, office: Office) -> None:
        with office.store.reading() as connection:
            (line,) = project_lines(connection)
            assert (line.code, line.unit, line.active) == (PROJECT, "park", True)

    def test_know_breaches_until_they_are_repaired(self, office: Office) -> None:
        do(office, "submit", by=LIAISON, documents=["A01-1", "A01-3"])
        do(office, "accept_conditionally", signed_by="法定代表人")
        sweep(office, now=at(june(12)))
        heard(office, "credit_record", on=june(12))
        do(office, "record_breach", by=CREDIT_DECIDER, on=june(12), reason="逾期未补")
        code = project().applicant.credit_code

        with office.store.reading() as connection:
            assert open_breaches(connection, code) == (f"2020-06-12 {PROJECT} A01 逾期未补",)
            assert open_breaches(connection, OTHER_APPLICANT.credit_code) == ()

        do(office, "repair_credit", by=CREDIT_DECIDER, on=june(15), reason="已经补齐")

        with office.store.reading() as connection:
            assert open_breaches(connection, code) == ()


@pytest.mark.parametrize("day", [june(1), june(12), june(15), june(30)], ids=str)
def test_every_day_of_sweeping_leaves_nothing_due(office: Office, day: date) -> None:
    busy(office)
    sweep(office, now=at(max(day, june(19))))

    with office.store.reading() as connection:
        assert projects_due(connection, on=max(day, june(19))) == []
