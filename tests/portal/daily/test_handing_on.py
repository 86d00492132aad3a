"""A case is handed from officer to officer at the command line; both are told (转办)."""

import json

from models.act import Act
from models.act_fields import ActFields
from models.assignment import Assign
from tests.portal.conftest import LIAISON, PROJECT, Answer, Cli

ONE, TWO = "water-01", "water-02"


def assign(cli: Cli, to: str, by: str = ONE, reason: str = "") -> Answer:
    data = json.dumps({"to": to, "reason": reason})
    return cli("act", PROJECT, "P05", "assign", "--by", by, "--data", data)


def test_is_told_to_both_and_stands_in_the_history(office_cli: Cli) -> None:
    office_cli("act", PROJECT, "P05", "submit", "--by", LIAISON)

    taken = assign(office_cli, ONE)
    unexplained = assign(office_cli, TWO)
    handed = assign(office_cli, TWO, reason="窗口01外出培训")
    office_cli("watch")

    assert (taken.code, unexplained.code, handed.code) == (0, 1, 0)
    assert "请写明理由" in unexplained.err
    for who in (ONE, TWO):
        told = office_cli("inbox", who).out
        assert told.count("【转办】") == 1, who
        assert "水务局·窗口01→水务局·窗口02；窗口01外出培训" in told
    assert "窗口01外出培训" in office_cli("show", PROJECT, "--timeline").out


def test_stays_in_the_office(office_cli: Cli) -> None:
    office_cli("act", PROJECT, "P05", "submit", "--by", LIAISON)

    assert assign(office_cli, "housing-01", reason="错收").code == 1
    assert assign(office_cli, "water-02", by="housing-01", reason="错收").code == 1


def test_the_form_of_prefect_asks_for_it_in_its_plain_fields() -> None:
    typed = ActFields(documents=TWO, opinion="轮岗")

    assert typed.request(Act.ASSIGN) == Assign(to=TWO, reason="轮岗")
