"""Each letter of a case says what the ledger says, with its articles; before that it is a draft."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.portal.conftest import LIAISON, PROJECT, WATER_OFFICER, Cli

HEAD, SECOND = "water-head", "water-02"
PAPERS = ["P05-1", "P05-2", "P05-3"]


def do(cli: Cli, act: str, by: str, **data: object) -> None:
    answer = cli("act", PROJECT, "P05", act, "--by", by, "--data", json.dumps(data))
    assert answer.code == 0, answer.err


def letter(cli: Cli, kind: str, *more: str) -> dict[str, Any]:
    return dict(cli("letter", PROJECT, "P05", kind, "--json", *more).json())


def said(found: dict[str, Any]) -> str:
    return "".join(one for section in found["sections"] for one in section["paragraphs"])


def test_an_acceptance_is_a_draft_until_the_window_has_accepted(
    office_cli: Cli, tmp_path: Path
) -> None:
    do(office_cli, "submit", LIAISON, documents=PAPERS)
    draft = letter(office_cli, "acceptance")
    do(office_cli, "accept", WATER_OFFICER)
    page = tmp_path / "受理通知书.html"
    signed = letter(office_cli, "acceptance", "--page", str(page))

    assert (draft["mark"], draft["signed_on"]) == ("拟稿：尚未作出，不得送达", None)
    assert (signed["mark"], signed["signed_on"]) == ("", "2020-06-01")
    assert signed["signed_by"]
    assert "现予受理" in said(signed)
    assert "第三十二条第一款第（五）项" in said(signed)
    assert "<h1>受理通知书</h1>" in page.read_text()


def test_a_correction_lists_everything_and_a_new_application_begins_anew(office_cli: Cli) -> None:
    do(office_cli, "submit", LIAISON, documents=PAPERS[:2])
    items = [{"document": "P05-3", "what": "缺<b>总平面图</b>"}]
    do(office_cli, "request_correction", WATER_OFFICER, items=items, due_on="2020-06-10")
    told = letter(office_cli, "correction")
    do(office_cli, "withdraw", LIAISON, reason="重新准备")
    do(office_cli, "submit", LIAISON, documents=PAPERS)
    again = letter(office_cli, "correction")

    assert "缺<b>总平面图</b>（2020年6月10日前）" in said(told)
    assert "第（四）项" in said(told)
    assert told["mark"] == ""
    assert again["mark"] == "拟稿：尚未作出，不得送达"
    assert "总平面图" not in said(again)


def test_a_conditional_acceptance_names_each_promised_paper(office_cli: Cli) -> None:
    do(office_cli, "submit", LIAISON, documents=PAPERS[:2])
    do(
        office_cli,
        "accept_conditionally",
        WATER_OFFICER,
        owed=[{"document": "P05-3", "due_on": "2020-06-08"}],
        signed_by="园区公司法定代表人",
    )
    found = letter(office_cli, "acceptance")

    assert "现予容缺受理" in said(found)
    assert "2020年6月8日前补交" in said(found)


def test_a_refusal_gives_its_reason_and_the_way_to_law(office_cli: Cli) -> None:
    do(office_cli, "submit", LIAISON, documents=PAPERS)
    do(office_cli, "decline", HEAD, reason="不属于本机关职权", ground="not_this_authority")
    found = letter(office_cli, "decline")

    assert "决定不予受理。理由：不属于本机关职权" in said(found)
    assert "六十日内申请行政复议" in said(found)
    assert "六个月内提起行政诉讼" in said(found)


def test_a_grant_is_a_draft_while_it_is_examined_and_is_then_served(office_cli: Cli) -> None:
    do(office_cli, "submit", LIAISON, documents=PAPERS)
    do(office_cli, "accept", WATER_OFFICER)
    draft = letter(office_cli, "grant")
    do(office_cli, "decide", SECOND, permit_number="阿水许〔2020〕7号")
    granted = letter(office_cli, "grant")
    before = letter(office_cli, "service")
    do(office_cli, "deliver", WATER_OFFICER, served_on="2020-06-01")
    served = letter(office_cli, "service")

    assert draft["mark"] == "拟稿：尚未作出，不得送达"
    assert granted["title"] == "准予行政许可决定书"
    assert "阿水许〔2020〕7号" in said(granted)
    assert "第三十八条第一款" in said(granted)
    assert before["mark"].startswith("拟稿")
    assert (served["mark"], len(served["receipt"])) == ("", 6)
    assert "2020年6月1日送达" in said(served)


@pytest.mark.parametrize(
    ("words", "why"),
    [(("P05", "praise"), "没有文书“praise”"), (("Z99", "grant"), "不办理事项“Z99”")],
)
def test_what_is_asked_for_wrongly_is_said(
    office_cli: Cli, words: tuple[str, str], why: str
) -> None:
    wrong = office_cli("letter", PROJECT, *words)

    assert wrong.code == 2
    assert why in wrong.err
