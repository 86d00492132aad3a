"""Earned value in the browser and on the command line: the same figures."""

import io
from decimal import Decimal

from python_calamine import CalamineWorkbook

from casework.reading.board.investment import investment, investment_of
from tests.portal.conftest import Cli
from tests.portal.web.browser import Browser, text, title
from tests.portal.web.conftest import RED


def test_every_project_is_shown_the_one_farthest_behind_first(dispatcher: Browser) -> None:
    table = investment(dispatcher.premises.office, today=dispatcher.premises.today())
    page = text(dispatcher.get("/investment"))
    behind = [one.ahead for one in table.lines]

    assert behind == sorted(behind)
    assert sum((one.earned for one in table.lines), Decimal(0)) == table.together.earned
    assert table.lines[0].words in page
    assert "照目前进度年底预计完成" in page


def test_what_was_paid_beyond_the_works_is_counted_and_asked_after(dispatcher: Browser) -> None:
    table = investment(dispatcher.premises.office, today=dispatcher.premises.today())
    ahead = [one.spent - one.earned_total for one in table.lines if one.spent > one.earned_total]
    wan = round(sum(ahead) / 10_000)

    page = text(dispatcher.get("/investment"))

    assert f"{len(ahead)}个项目累计支付超过累计完成投资，共{wan:,}万元" in page
    assert "个项目累计支付超过" not in text(dispatcher.get(f"/investment/{RED}"))


def test_one_project_is_shown_week_by_week(dispatcher: Browser) -> None:
    office, today = dispatcher.premises.office, dispatcher.premises.today()
    table = investment_of(office, project=RED, today=today)
    answer = dispatcher.get(f"/investment/{RED}")

    assert table.lines
    assert table.lines[-1].earned == table.together.earned
    assert title(answer).startswith(table.together.name)
    assert "2020年第25周" in text(answer)
    assert dispatcher.get("/investment/2020-230112-00-00-999999").status_code == 404


def test_a_units_own_are_taken_along(dispatcher: Browser) -> None:
    book = dispatcher.get("/investment.xlsx?unit=unit-park").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    told = {row[1] for row in rows if len(row) > 2 and row[1]}

    assert "开发区管委会" in told
    assert "水务局" not in told
    assert dispatcher.get("/investment?unit=nobody").status_code == 404


def test_the_command_says_the_same(office_cli: Cli) -> None:
    told = office_cli("investment", "--json").json()
    said = office_cli("investment", "--unit", "unit-park").out

    assert len(told["lines"]) == 60
    assert Decimal(told["together"]["year"]) == sum(Decimal(one["year"]) for one in told["lines"])
    assert "合计" in said
    assert office_cli("investment", "2020-230112-39-03-000001", "--json").code == 0
    assert office_cli("investment", "--unit", "nobody").code == 2
