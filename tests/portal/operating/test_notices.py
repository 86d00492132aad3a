"""Receipts, signing for a notice and the daily digest on the command line."""

import json
from pathlib import Path

import pytest

from tests.portal.conftest import LIAISON, PROJECT, WATER_OFFICER, Cli


@pytest.fixture
def submitted(office_cli: Cli) -> Cli:
    """An application has come in, and its notices went out."""
    given = json.dumps({"documents": ["P05-1", "P05-2", "P05-3"]})
    answer = office_cli("act", PROJECT, "P05", "submit", "--by", LIAISON, "--data", given)
    assert answer.code == 0, answer.err
    assert office_cli("watch").code == 0
    return office_cli


def first_notice(cli: Cli) -> str:
    notice: str = cli("notices", "--person", WATER_OFFICER, "--json").json()["notices"][0]["notice"]
    return notice


class TestNotices:
    def test_stand_on_the_record_with_their_receipts(self, submitted: Cli) -> None:
        told = submitted("notices", PROJECT, "--json").json()["notices"]

        (notice,) = [one for one in told if one["ground"] == "submitted"]
        (mine,) = [one for one in notice["deliveries"] if one["recipient"] == WATER_OFFICER]
        assert mine["state"] == "delivered"
        assert mine["state_name"] == "已送达"
        assert mine["channel"] == "inbox"
        assert mine["attempts"] == 1
        assert mine["delivered_at"]
        assert mine["acknowledged_at"] is None
        assert "已送达" in submitted("notices", PROJECT).out

    def test_that_did_not_arrive_are_listed(self, submitted: Cli, home: Path) -> None:
        assert submitted("notices", "--undelivered").out.strip() == "没有通知"

    def test_need_a_question(self, submitted: Cli) -> None:
        answer = submitted("notices")
        assert answer.code == 2
        assert "项目代码" in answer.err
        assert submitted("notices", "--person", "nobody").code == 2
        assert submitted("notices", "no-such-project").code == 2


class TestAcknowledging:
    def test_is_recorded_once(self, submitted: Cli) -> None:
        notice = first_notice(submitted)

        once = submitted("acknowledge", notice, "--by", WATER_OFFICER, "--json").json()
        again = submitted("acknowledge", notice, "--by", WATER_OFFICER, "--json").json()

        assert (once["repeated"], again["repeated"]) == (False, True)
        shown = submitted("show", PROJECT, "--timeline", "--json").json()
        last = shown["timeline"][-1]
        assert (last["name"], last["by"]) == ("签收通知", WATER_OFFICER)
        told = submitted("notices", "--person", WATER_OFFICER, "--json").json()["notices"]
        assert told[0]["deliveries"][0]["acknowledged_at"]
        assert submitted("verify").code == 0

    def test_is_for_recipients(self, submitted: Cli) -> None:
        notice = first_notice(submitted)
        refused = submitted("acknowledge", notice, "--by", "housing-01", "--json")
        assert refused.code == 1
        assert refused.json()["refused"] == "not_addressed"


class TestTheDigest:
    def test_is_shown_for_a_day_and_not_sent(self, submitted: Cli) -> None:
        answer = submitted("brief", "--on", "2020-06-30", "--json").json()

        assert answer["working_day"] is True
        mine = next(one for one in answer["digests"] if one["account"] == WATER_OFFICER)
        assert mine["title"].startswith("【每日提要】6月30日：")
        assert not any(one["sent"] for one in answer["digests"])
        assert submitted("brief", "--on", "2020-06-27").out.strip().endswith("不是工作日，不发提要")

    def test_is_sent_once(self, submitted: Cli) -> None:
        first = submitted("brief", "--json").json()
        second = submitted("brief", "--json").json()

        assert any(one["sent"] for one in first["digests"])
        assert not any(one["sent"] for one in second["digests"])
        assert all(one["taken"] for one in first["digests"] + second["digests"])
        assert f"（{WATER_OFFICER}）此前已接收" in submitted("brief").out
        assert "每日提要" in submitted("inbox", WATER_OFFICER).out
