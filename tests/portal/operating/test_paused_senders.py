"""``status`` says which senders are left alone, until when and why."""

from datetime import timedelta

from sqlalchemy import text

from portal.premises import opened
from store.outgoing import robots
from store.outgoing.outbox_limits import Lane, write_lane
from tests.portal.conftest import LIAISON, MORNING, PROJECT, Cli

ROBOT = "0123456789abcdef"


def test_nobody_is_left_alone(office_cli: Cli) -> None:
    told = office_cli("status", "--json").json()["senders"]

    assert told == {"ok": True, "said": "无暂停的机器人或渠道", "robots": [], "lanes": []}


def test_a_robot_that_was_too_fast_is_named_with_what_waits_for_it(office_cli: Cli) -> None:
    assert office_cli("act", PROJECT, "P05", "submit", "--by", LIAISON).code == 0
    with opened() as premises, premises.office.store.writing() as connection:
        robots.pause(connection, ROBOT, until=premises.now() + timedelta(minutes=1))
        connection.execute(
            text(
                "update deliveries set robot = :robot, lane = 'feishu://open.feishu.cn',"
                " last_error = '飞书 11232 发送过快'"
            ),
            {"robot": ROBOT},
        )
        many = connection.execute(text("select count(*) from deliveries")).scalar_one()

    told = office_cli("status", "--json").json()["senders"]

    assert many > 0
    assert told["ok"] is True
    assert told["said"].startswith("机器人 feishu://open.feishu.cn 暂停至 06-01 09:")
    assert told["said"].endswith(f"（飞书 11232 发送过快），待送 {many} 份")
    assert [one["waiting"] for one in told["robots"]] == [many]


def test_a_robot_whose_time_is_over_is_not(office_cli: Cli) -> None:
    with opened() as premises, premises.office.store.writing() as connection:
        robots.pause(connection, ROBOT, until=MORNING - timedelta(minutes=1))

    assert office_cli("status", "--json").json()["senders"]["robots"] == []


def test_a_lane_that_nobody_answers_is_not_well(office_cli: Cli) -> None:
    with opened() as premises, premises.office.store.writing() as connection:
        until = "2099-01-01T00:00:00.000000Z"
        write_lane(connection, "mailto://smtp.example.cn", Lane(4, until, "连接被拒绝"))

    told = office_cli("status", "--json").json()["senders"]

    assert told["ok"] is False
    assert "渠道 mailto://smtp.example.cn 暂停至 01-01 08:00:00（连接被拒绝）" in told["said"]
