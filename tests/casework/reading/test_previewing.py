"""A preview opinion through the one door: recorded, shown, told; no decision, no permit."""

import json
from pathlib import Path

import pytest

from casework.delivery.delivering import deliver
from casework.intake.loading import load
from casework.office import Office
from casework.office.integrity import dump, rebuild
from casework.reading.case.views import show
from casework.reading.lists.to_do import to_do
from models.campaign import CampaignFolder
from models.case import CaseState
from models.catalogue import DeferralMode
from models.preview import NO_FORCE
from models.project_views import CaseView
from models.refusal import Refused
from reports.pages.case_page import case_page
from tests.world import (
    HELPER,
    HOUSING_HEAD,
    HOUSING_OFFICER,
    LIAISON,
    OFFICER,
    PROCEDURES,
    PROJECT,
    at,
    campaign,
    do,
    folder,
    june,
    project,
    stamp,
)

SAID = "总平面布置可行，退线须复核"


def previewing() -> CampaignFolder:
    """The small campaign, B01 by way of preview."""
    procedures = tuple(
        one.model_copy(update={"deferral_mode": DeferralMode.PREVIEW}) if one.code == "B01" else one
        for one in PROCEDURES
    )
    return folder(project()).model_copy(update={"campaign": campaign(procedures=procedures)})


@pytest.fixture
def previewed(empty_office: Office) -> Office:
    """On 2 June the housing office said what it thinks of B01, which waits for A01."""
    load(empty_office, previewing(), stamp=stamp())
    do(
        empty_office,
        "give_preview_opinion",
        "B01",
        by=HOUSING_OFFICER,
        on=june(2),
        opinion=SAID,
    )
    return empty_office


def shown(office: Office, day: int) -> CaseView:
    view = show(office, project=PROJECT, today=june(day))
    return next(case for case in view.cases if case.procedure == "B01")


def test_it_is_shown_with_what_lacks_and_that_it_has_no_force(previewed: Office) -> None:
    case = shown(previewed, 3)

    assert case.preview is not None
    assert (case.preview.opinion, case.preview.by_name) == (SAID, "住建局·窗口01")
    assert case.preview.lacking == case.preview.still_lacking == ("A01",)
    assert case.preview.note == NO_FORCE
    assert "没有法律效力，不是审批决定" in NO_FORCE
    assert (case.state, case.decided_on, case.national_status) == (CaseState.NOT_OPEN, None, None)


def test_the_page_and_the_timeline_say_so_too(previewed: Office) -> None:
    view = show(previewed, project=PROJECT, timeline=True, today=june(3))

    page = case_page(view, chart=None)
    assert "## 预审意见" in page
    assert SAID in page
    assert f"{NO_FORCE}。" in page
    (line,) = [one for one in view.timeline if one.kind == "preview_opinion_given"]
    assert line.name == "出具预审意见"
    assert line.detail == f"{SAID}（尚缺前置：A01；无法律效力，不是审批决定）"


def test_a_project_without_one_has_no_such_section(office: Office) -> None:
    view = show(office, project=PROJECT, today=june(3))

    assert "预审意见" not in case_page(view, chart=None)


def test_the_applicants_side_is_told(previewed: Office, inbox: Path) -> None:
    deliver(previewed, now=at(june(2), 12))

    told = [json.loads(line) for line in inbox.read_text(encoding="utf-8").splitlines()]
    letters = [one for one in told if one["title"].startswith("【预审意见】")]
    assert {one["to"] for one in letters} == {LIAISON, HELPER}
    assert "不是审批决定，不得据以开工" in letters[0]["body"]


def test_nothing_can_be_decided_on_it(previewed: Office) -> None:
    with pytest.raises(Refused) as refused:
        do(previewed, "decide", "B01", by=HOUSING_HEAD, on=june(3))

    assert refused.value.code == "act_impossible"


def test_the_review_knows_it_once_the_application_is_in(previewed: Office) -> None:
    do(previewed, "submit", by=LIAISON, on=june(3))
    do(previewed, "accept", on=june(3))
    do(previewed, "decide", on=june(4))
    do(previewed, "submit", "B01", by=LIAISON, on=june(5))

    case = shown(previewed, 5)
    assert case.preview is not None
    assert (case.preview.lacking, case.preview.still_lacking) == (("A01",), ())
    (line,) = to_do(previewed, department="housing", today=june(5))
    assert line.to_do.endswith("（2020-06-02已出具预审意见，供审查参考）")
    with pytest.raises(Refused) as late:
        do(previewed, "give_preview_opinion", "B01", by=HOUSING_OFFICER, on=june(5), opinion=SAID)
    assert late.value.code == "nothing_lacking"


def test_it_survives_a_rebuild(previewed: Office) -> None:
    stored, before = dump(previewed), shown(previewed, 3)

    rebuild(previewed)

    assert (dump(previewed), shown(previewed, 3)) == (stored, before)


def test_only_the_officer_of_the_department_gives_one(previewed: Office) -> None:
    for number in (OFFICER, HOUSING_HEAD, LIAISON):
        with pytest.raises(Refused) as refused:
            do(previewed, "give_preview_opinion", "B01", by=number, on=june(3), opinion=SAID)
        assert refused.value.code == "not_entitled"
