"""The targets in the browser: one page for leaders, each figure down to its projects."""

import csv
import io
import json

from python_calamine import CalamineWorkbook

from tests.portal.web.browser import Browser, text, title


def test_each_target_is_shown_with_gap_reason_and_next_step(dispatcher: Browser) -> None:
    page = text(dispatcher.get("/targets"))

    assert "省百大和市重点产业项目 开复工率 100.0% 6月30日 22.2% 77.8%" in page
    assert "差7个：" in page
    assert "请责任单位督促建设单位申报或补齐《" in page
    assert "方案未给基数" in page


def test_a_figure_leads_to_the_projects_that_it_adds_up_from(dispatcher: Browser) -> None:
    link = 'href="/targets/provincial-city-industrial/start_rate'
    assert link in dispatcher.get("/targets").text

    answer = dispatcher.get("/targets/provincial-city-industrial/start_rate")
    page = text(answer)

    assert title(answer).startswith("省百大和市重点产业项目开复工率")
    assert "共9个项目（条目），合计完成2个，基数9个" in page
    assert answer.text.count('href="/projects/2') >= 9
    assert "主要负责人" in page
    assert "任务分解" in page


def test_what_is_asked_for_of_a_past_day_is_what_was_known_then(dispatcher: Browser) -> None:
    page = text(dispatcher.get("/targets/district-key/start_rate?as_of=2020-05-22"))

    assert "截至2020年5月22日" in page


def test_a_target_that_does_not_exist_is_a_page_that_names_those_that_do(
    dispatcher: Browser,
) -> None:
    answer = dispatcher.get("/targets/nothing/start_rate")

    assert answer.status_code == 404
    assert "district-key" in text(answer)
    assert dispatcher.get("/targets/signed/nothing").status_code == 404


def test_all_and_one_are_taken_along(dispatcher: Browser) -> None:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(dispatcher.get("/targets.xlsx").content))
    plain = dispatcher.get("/targets/signed/start_rate.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(plain)))
    told = json.loads(dispatcher.get("/targets/signed/start_rate.json").content)
    facts = json.loads(dispatcher.get("/targets.json").content)

    assert len(sheet.get_sheet_by_index(0).to_python()) > 16
    assert len(rows) == 1 + len(told["shares"])
    assert len(facts["told"]) == 16
    assert dispatcher.get("/targets.pdf").status_code == 404
