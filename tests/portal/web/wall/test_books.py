"""The books in the browser: read, filled in, moved on, refused at the field."""

import re

from tests.portal.web.browser import Browser, text

DIRECTIVE = {
    "decision": "水务局答复接入点",
    "met_on": "2020-06-19",
    "minutes": "纪要3号",
    "level": "区级",
    "due_on": "2020-06-24",
    "holder": "unit-water",
}


def test_a_directive_goes_from_the_meeting_to_its_closing(dispatcher: Browser) -> None:
    empty = dispatcher.post("/books/directives/new", {"decision": "x"})
    written = dispatcher.post("/books/directives/new", {**DIRECTIVE, "_key": "once"})
    again = dispatcher.post("/books/directives/new", {**DIRECTIVE, "_key": "once"})
    line = written.headers["location"].removesuffix("?done=yes")
    unit = dispatcher.another()
    unit.sign_in("unit-water-liaison")
    waiting = text(unit.get("/books"))
    answered = {"state": "answered", "feedback": "已答复", "evidence": "答复函", "_state": "given"}
    unit.post(line, answered)
    stale = unit.post(line, {"note": "再报", "_state": "given"})
    refused = unit.post(line, {"state": "closed", "evidence": "函"})
    dispatcher.post(line, {"state": "closed", "evidence": "核实单"})

    assert empty.status_code == 422
    assert "须填写会办日期" in text(empty)
    assert line.startswith("/books/directives/")
    assert again.headers["location"] == f"{line}?done=yes"
    assert "由我（本单位）办的 3" in waiting
    assert "水务局答复接入点" in waiting
    assert stale.status_code == 409
    assert refused.status_code == 403
    page = text(dispatcher.get("/books/directives"))
    assert "已销号2" in page
    assert "50.0%（2/4）" in page


def test_a_book_without_lines_says_what_it_is_and_who_writes_in_it(dispatcher: Browser) -> None:
    own = text(dispatcher.get("/books/land"))
    officer = dispatcher.another()
    officer.sign_in("housing-01")
    others = text(officer.get("/books/first-asked"))
    forbidden = text(officer.get("/books/expropriation"))

    assert "还没有条目 新增一条" in own
    assert "填写 自然资源分局、征收办、住建局、调度指挥中心" in own
    assert "未报批 → 已报批 → 批而未供" in own
    assert "指标 净地率；征收签约率" in own
    assert "还没有条目 新增一条" in others
    assert "还没有条目 由下列单位、岗位逐笔记入台账" in forbidden


def marked(page: str) -> set[str]:
    """The fields to which the summary leads."""
    return set(re.findall(r'href="#field-(\w+)"', page))


def test_everything_that_is_missing_is_told_at_once(dispatcher: Browser) -> None:
    answer = dispatcher.post("/books/directives/new", {"decision": "水务局答复接入点"})

    assert answer.status_code == 422
    assert {"met_on", "due_on", "holder"} <= marked(answer.text)
    assert "水务局答复接入点" in answer.text


def test_everything_that_is_wrong_is_told_at_once(dispatcher: Browser) -> None:
    wrong = {**DIRECTIVE, "met_on": "昨天", "due_on": "2020-06-31", "holder": "nobody"}

    answer = dispatcher.post("/books/directives/new", wrong)

    assert answer.status_code == 422
    assert marked(answer.text) == {"met_on", "due_on", "holder"}


def test_offices_of_one_short_name_are_told_apart_where_one_is_chosen(dispatcher: Browser) -> None:
    page = dispatcher.get("/books/stuck/new").text
    choice = re.search(r'<select[^>]*name="holder".*?</select>', page, re.S)

    assert choice is not None
    names = re.findall(r"<option[^>]*>([^<]*)</option>", choice[0])
    assert len(names) > 100
    assert sorted(names) == sorted(set(names))


def test_amounts_and_days_stand_as_people_write_them(dispatcher: Browser) -> None:
    page = text(dispatcher.get("/books/funds"))

    assert "3月27日 1,620万元" in page
    assert "3.2%（400万元/12,690万元）" in page
    assert "下达未到位11,070万元" in page


def test_of_two_warnings_from_one_day_the_last_one_speaks(dispatcher: Browser) -> None:
    page = text(dispatcher.get("/books/directives"))

    assert page.count("逾期未反馈") == 1
    assert page.count("距办结期限不足3日") == 1  # of the line that still has its days


def test_a_book_is_printed_and_taken_along(dispatcher: Browser) -> None:
    dispatcher.post("/books/directives/new", DIRECTIVE)

    assert "水务局答复接入点" in dispatcher.get("/books/directives.csv").text
    assert dispatcher.get("/books/directives.xlsx").status_code == 200
    assert dispatcher.get("/books/directives.pdf").status_code == 404
    assert dispatcher.get("/books/x").status_code == 404
    assert dispatcher.get("/books/directives/7").status_code == 404
    assert "已记入台账" in text(dispatcher.get("/books/directives/1?done=yes"))
    assert "没有条目" in text(dispatcher.get("/books/land"))
    assert 'value="纪要9号"' in dispatcher.get("/books/directives/new?minutes=纪要9号").text


def test_expropriation_moves_the_start_on_the_projects_page(dispatcher: Browser) -> None:
    """土地管理法第47条: the notice of thirty days stands beside the day that it gives."""
    hospital = "2020-230112-84-01-000013"
    parcel = {"parcel": "东侧地块", "area": "26000", "households": "12", "holder": "unit-park"}
    before = dispatcher.get(f"/projects/{hospital}").text

    written = dispatcher.post(
        "/books/expropriation/new", {**parcel, "project": hospital, "needed_on": "2020-08-01"}
    )
    page = dispatcher.get(f"/projects/{hospital}").text

    assert written.status_code == 303
    assert "征收东侧地块，现为征收预公告" in page
    assert "土地管理法第47条" in page
    assert page.count('class="line-land"') == before.count('class="line-land"') + 1
