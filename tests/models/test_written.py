"""What people type: the same words, days and amounts are read, and refused, at every door."""

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from cyclopts import Token
from pydantic import TypeAdapter, ValidationError

from models.act_fields import read_day
from models.bulletin import DropBulletin, SignBulletin
from models.project import Applicant
from models.refusal import BadInput
from models.report_form import _READ
from models.vocabulary import Line, Reason
from models.written import Day, written_count
from portal.usage import _day
from portal.web.filled import Filled, Objection
from store.workbook import cell_values

THE_DAY = date(2020, 6, 30)
DAYS: dict[str, Callable[[str], date | None]] = {
    "a table": cell_values.day,
    "a form of the portal": lambda text: Filled({"due": (text,)}).day("due", "补交日"),
    "the command line": lambda text: _day(None, [Token(value=text)]),
    "a form of a run": lambda text: read_day(text, "表单“日期”"),
    "a program": TypeAdapter(Day).validate_python,
}
every_door = pytest.mark.parametrize("read", DAYS.values(), ids=DAYS)


@every_door
@pytest.mark.parametrize(
    "typed",
    [
        "2020-06-30",
        "2020年6月30日",
        "2020年6月30号",
        "2020/6/30",
        "2020.6.30",
        "20200630",
        "２０２０－６－３０",
        "2020—06—30",
        " 2020 年 6 月 30 日　",
        "2020-06-30 00:00",
        "2020-06-30\u200b",
    ],
)
def test_a_day_is_one_day_at_every_door(read: Callable[[str], date | None], typed: str) -> None:
    assert read(typed) == THE_DAY


@every_door
@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("2020年6月31日", "没有这一天"),
        ("6.19", "缺少年份"),
        ("2020年6月", "没有写到哪一日"),
        ("30/6/2020", "年份应写在前"),
        ("44012", "是数字，不是日期"),
        ("1593475200", "是数字，不是日期"),
        ("2020-06-3⁰", "应为日期"),
        ("2020-06-③0", "应为日期"),
        ("2020-06-1 5", "应为日期"),
        ("2020-06-30 2020-07-01", "应为日期"),
        ("1999-12-31", "不在2000年至2100年之间"),
        ("9999-12-31", "不在2000年至2100年之间"),
    ],
)
def test_what_is_no_day_is_refused_in_the_same_words(
    read: Callable[[str], date | None], typed: str, why: str
) -> None:
    with pytest.raises((ValueError, Objection, BadInput), match=why):
        read(typed)


@pytest.mark.parametrize("given", [1593475200, 1593475200.0, 20200630, True, [], None])
def test_a_number_of_seconds_is_no_day(given: Any) -> None:
    with pytest.raises(ValidationError, match="应为日期，如 2020-06-30"):
        TypeAdapter(Day).validate_python(given)


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [("120.5", 1_205_000), ("１２０．５", 1_205_000), ("1,200万元", 12_000_000)],
)
def test_an_amount_of_a_report_is_read_as_in_a_table(typed: str, yuan: int) -> None:
    assert cell_values.ten_thousands(typed) == Decimal(yuan)
    assert _report_money(typed) == Decimal(yuan)


@pytest.mark.parametrize("typed", ["12²", "①200", "1,2", "1 200", "约120", "1e3", "0.52亿", "-1"])
def test_an_amount_that_is_unclear_is_refused_as_in_a_table(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        _report_money(typed)

    why = refused.value.message.removeprefix(f"“{typed}”")
    with pytest.raises(ValueError, match=re.escape(why)):
        cell_values.ten_thousands(typed)


@pytest.mark.parametrize(
    ("typed", "count"),
    [("1,200", 1200), ("１２００亩", 1200), ("1,2", None), ("12²", None), ("1.5", None)],
)
def test_a_count_of_a_book(typed: str, count: int | None) -> None:
    assert written_count(typed, "亩") == count


@pytest.mark.parametrize("name", ["甲\n乙", "甲\u202e乙", "  甲", "甲" * 300])
def test_what_the_ledger_holds_is_read_as_it_was_written(name: str) -> None:
    told = {"name": name, "credit_code": "11320000MB151840XJ"}

    assert Applicant.model_validate_json(json.dumps(told)).name == name
    assert TypeAdapter(Reason).validate_json(json.dumps(name)) == name
    assert TypeAdapter(Day).validate_json('"1999-12-31"') == date(1999, 12, 31)


BLANKS = (
    *(
        "\u3164\u3164",
        "\u2800\u2800",
        "\u115f\u1160",
        "\u180e\u180e",
        "\u2061\u2062",
        "\u034f\u034f",
    ),
    *(
        "\u061c\u061c",
        "\ufe0f\ufe0f",
        "\U000e0100\U000e0101",
        "\U000e0041\U000e0042",
        "\ufff9\ufffb",
    ),
)
"""Texts of which nobody sees anything."""


class TestWords:
    @pytest.mark.parametrize("typed", ["  ", "　　", "\u200b\u200b", "\n \n", "不 ", *BLANKS])
    def test_that_say_nothing_are_no_reason(self, typed: str) -> None:
        with pytest.raises(ValidationError, match="at least 2"):
            TypeAdapter(Reason).validate_python(typed)

    @pytest.mark.parametrize("typed", ["理由\x00", "理由\x1b[31m", "理由\u202e"])
    def test_that_deceive_are_refused(self, typed: str) -> None:
        with pytest.raises(ValidationError, match="不可见"):
            TypeAdapter(Reason).validate_python(typed)

    @pytest.mark.parametrize("typed", ["理由\x1b[31m", "理由\u202e"])
    def test_that_deceive_are_refused_on_a_bulletin(self, typed: str) -> None:
        for asked, field in (
            (SignBulletin, "opinion"),
            (SignBulletin, "requirements"),
            (DropBulletin, "reason"),
        ):
            with pytest.raises(ValidationError, match="不可见"):
                asked.model_validate({field: typed})

    def test_keep_their_lines(self) -> None:
        assert TypeAdapter(Reason).validate_python(" 一\r\n二\u200b ") == "一\n二"

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
    def test_of_a_name_stand_on_one_line(self, end: str) -> None:
        with pytest.raises(ValidationError, match="请改为一行"):
            TypeAdapter(Line).validate_python(f"甲{end}乙")
        assert TypeAdapter(Reason).validate_python(f"甲{end}乙") == "甲\n乙"

    @pytest.mark.parametrize("mark", BLANKS)
    def test_are_the_same_with_and_without_what_leaves_no_mark(self, mark: str) -> None:
        assert TypeAdapter(Line).validate_python(f"{mark[0]}甲 {mark[0]}乙") == "甲 乙"

    def test_keep_the_form_of_a_character(self) -> None:
        assert TypeAdapter(Line).validate_python("葛\U000e0100氏") == "葛\U000e0100氏"


def _report_money(typed: str) -> Decimal:
    return Decimal(_READ["invested_week"](typed, "本周完成投资（万元）"))


@pytest.mark.parametrize("typed", ["——", "//", "- -", "同上", "报送\ufffd"])
def test_a_reason_that_says_nothing_is_none(typed: str) -> None:
    with pytest.raises(ValidationError, match=r"不能只填一横|不知所指|已成乱码"):
        TypeAdapter(Reason).validate_python(typed)


@pytest.mark.parametrize("kept", ["——", "同上"])
def test_what_the_ledger_holds_stays_readable(kept: str) -> None:
    assert TypeAdapter(Reason).validate_json(json.dumps(kept)) == kept
