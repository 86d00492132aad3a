"""What the dispatch centre works from, in the browser."""

import re
from html import unescape

from tests.portal.web.browser import Browser, text


def test_an_item_of_the_agenda_becomes_a_directive(dispatcher: Browser) -> None:
    page = dispatcher.get("/meeting?minutes=60")
    links = re.findall(r'href="(/books/directives/new[^"]*)"', page.text)

    assert "可使开工共提前" in text(page)
    assert links
    form = dispatcher.get(unescape(links[0])).text
    assert 'value="2020-06-19"' in form
    assert re.search(r'name="project"[^>]*value="2020-230112-', form)
    assert dispatcher.get("/meeting?minutes=9999").status_code == 422


def test_where_days_went_and_will_be_needed_is_shown(dispatcher: Browser) -> None:
    assert "中位用时" in text(dispatcher.get("/bottlenecks"))
    assert "部门" in text(dispatcher.get("/lookahead"))


def test_a_unit_prints_what_is_outstanding_in_all_its_projects(dispatcher: Browser) -> None:
    page = text(dispatcher.get("/outstanding?unit=unit-park"))

    assert re.search(r"开发区管委会：未办结[1-9]\d*项", page)
    assert dispatcher.get("/outstanding.xlsx?unit=unit-park").status_code == 200
    assert dispatcher.get("/outstanding?unit=x").status_code == 404
    assert dispatcher.get("/outstanding?department=x").status_code == 404


def test_whoever_belongs_to_no_unit_sees_what_is_outstanding_in_the_district(
    dispatcher: Browser,
) -> None:
    page = text(dispatcher.get("/outstanding"))

    whole = re.search(r"全区：未办结([1-9]\d*)项", page)
    part = re.search(r"未办结(\d+)项", text(dispatcher.get("/outstanding?unit=unit-park")))
    assert whole
    assert part
    assert int(whole[1]) > int(part[1])
    assert dispatcher.get("/outstanding.xlsx").status_code == 200


def test_a_department_sees_its_own_in_all_projects_unless_it_asks_for_another(
    dispatcher: Browser,
) -> None:
    asked = text(dispatcher.get("/outstanding?department=housing"))
    both = text(dispatcher.get("/outstanding?department=housing&unit=unit-park"))
    dispatcher.sign_in("housing-01")

    told = re.search(r"住建局：未办结([1-9]\d*)项", text(dispatcher.get("/outstanding")))
    counted = re.search(r"开发区管委会、住建局：未办结([1-9]\d*)项", both)
    assert told
    assert counted
    assert told[0] in asked
    assert int(counted[1]) < int(told[1])
    assert "全区：未办结" in text(dispatcher.get("/outstanding?unit=&department="))


def test_the_look_ahead_says_what_its_words_mean_and_follows_the_directory(
    dispatcher: Browser,
) -> None:
    page = text(dispatcher.get("/lookahead"))

    assert "“急”是再晚一周办结就要误开工的件数" in page
    table = page[page.index("部门 近4周") :]
    assert table.index(" 发改局 ") < table.index(" 住建局 ") < table.index(" 水务局 ")


def test_a_round_names_its_units_as_the_directory_does(dispatcher: Browser) -> None:
    page = dispatcher.get("/weekly/2020-W25/round/open").text

    assert page.index("<h3>发改局</h3>") < page.index("<h3>住建局</h3>")
    assert page.index("<h3>住建局</h3>") < page.index("<h3>农业农村局</h3>")


def test_an_agenda_that_has_room_for_all_speaks_of_nothing_left(dispatcher: Browser) -> None:
    page = text(dispatcher.get("/meeting"))

    assert "另有0项" not in page
