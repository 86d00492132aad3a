"""A key project's unit entrusts its paperwork to the service centre, and takes it back (代办)."""

import json

from models.act import Act
from models.act_fields import ActFields
from models.milestone import Delegate
from tests.portal.conftest import LIAISON, PROJECT, WATER_OFFICER, Answer, Cli

CENTRE, AGENT = "unit-service-centre", "unit-service-centre-liaison"
START = "start_construction"


def entrust(cli: Cli, office: str = CENTRE, by: str = LIAISON) -> Answer:
    return cli(
        "act", PROJECT, START, "delegate", "--by", by, "--data", json.dumps({"office": office})
    )


def submit(cli: Cli) -> Answer:
    return cli("act", PROJECT, "P05", "submit", "--by", AGENT)


class TestTheWindowOfTheServiceCentre:
    def test_hands_in_for_the_unit_once_it_is_asked_to(self, office_cli: Cli) -> None:
        before = submit(office_cli)
        told = entrust(office_cli)
        after = submit(office_cli)

        assert before.code == 1
        assert "不是本部门、本单位的事项" in before.err
        assert told.code == 0
        assert "委托代办" in told.out
        assert after.code == 0
        assert "申报 P05" in after.out

    def test_is_told_of_it_and_of_what_the_unit_has_to_do(self, office_cli: Cli) -> None:
        entrust(office_cli)
        submit(office_cli)
        data = {"items": [{"document": "P05-1", "what": "加盖公章"}]}
        office_cli(
            *("act", PROJECT, "P05", "request_correction", "--by", WATER_OFFICER),
            *("--data", json.dumps(data)),
        )

        office_cli("watch")

        told = office_cli("inbox", AGENT).out

        assert "代办委托" in told
        assert "一次性告知补正" in told

    def test_is_told_when_it_is_taken_back(self, office_cli: Cli) -> None:
        entrust(office_cli)
        entrust(office_cli, "")

        office_cli("watch")

        told = office_cli("inbox", AGENT).out
        assert "委托政务服务中心代办" in told
        assert "收回委托，由责任单位自办，政务服务中心不再代办" in told

    def test_may_not_withdraw_decide_or_start(self, office_cli: Cli) -> None:
        entrust(office_cli)
        submit(office_cli)
        data = json.dumps({"started_on": "2020-06-01"})

        assert office_cli("act", PROJECT, "P05", "withdraw", "--by", AGENT).code == 1
        assert office_cli("act", PROJECT, "P05", "accept", "--by", AGENT).code == 1
        assert (
            office_cli("act", PROJECT, START, "report_start", "--by", AGENT, "--data", data).code
            == 1
        )

    def test_may_not_pass_it_on(self, office_cli: Cli) -> None:
        entrust(office_cli)

        assert entrust(office_cli, "unit-housing", by=AGENT).code == 1

    def test_hands_in_no_more_when_it_is_taken_back(self, office_cli: Cli) -> None:
        entrust(office_cli)
        entrust(office_cli, "")

        assert submit(office_cli).code == 1


def test_the_form_of_prefect_asks_for_it_in_its_plain_fields() -> None:
    typed = ActFields(documents=CENTRE, opinion="重点项目代办")

    assert typed.request(Act.DELEGATE) == Delegate(office=CENTRE, reason="重点项目代办")
