"""Forms as people fill them in: codes are forgiven, days are read, nothing typed is lost."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.written import plain_code
from portal.web.filled import Filled, Objection, Problem, Problems
from portal.web.pages import environment

CODE = st.from_regex(r"\A[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}\Z")


def wide(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if one.isdigit() else one for one in text)


@given(code=CODE, dash=st.sampled_from("-–—－−‐"), space=st.sampled_from(["", " ", "　", "\t"]))
def test_a_code_is_the_same_however_it_is_typed(code: str, dash: str, space: str) -> None:
    typed = space + space.join(wide(code.replace("-", dash))) + space

    assert plain_code(typed) == code


@pytest.mark.parametrize("typed", ["①", "5²", "⑩"])
def test_a_circled_digit_or_a_superscript_is_no_number(typed: str) -> None:
    assert plain_code(typed) == typed


@pytest.mark.parametrize(
    "typed", ["2020-06-30", "2020年6月30日", "2020/6/30", "２０２０－６－３０"]
)
def test_a_day_is_read_however_it_is_written(typed: str) -> None:
    assert Filled({"due": (typed,)}).day("due", "补交日") == date(2020, 6, 30)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("2020-06-31", "没有这一天"),
        ("6.30", "缺少年份，请写全年月日，如 2020-06-30"),
        ("明天", "应为日期，如 2020-06-30"),
        ("2020-06-30-1", "应为日期，如 2020-06-30"),
        ("99999999999-1-1", "应为日期，如 2020-06-30"),
    ],
)
def test_what_is_no_day_is_told_at_its_field(typed: str, why: str) -> None:
    with pytest.raises(Objection) as refused:
        Filled({"due": (typed,)}).day("due", "补交日")

    assert refused.value.problems.at("due") == f"补交日“{typed}”{why}"


def test_no_day_is_none() -> None:
    assert Filled().day("due", "补交日") is None


class TestAField:
    """The macros: what was typed comes back, escaped; the error is tied to the field."""

    def drawn(self, call: str, **told: object) -> str:
        template = environment().from_string(
            "{% from 'form.html' import summary, field, area, select, choices, day_field %}"
            "{{ " + call + " }}"
        )
        return template.render(told)

    def test_comes_back_as_typed_and_harmless(self) -> None:
        typed = '"><script>alert(1)</script>'

        page = self.drawn("field('name', '名称', typed) ~ area('why', '理由', typed)", typed=typed)

        assert "<script" not in page
        assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2

    def test_says_what_is_wrong_beside_it(self) -> None:
        problems = Problems((Problem("name", "请填写名称"),))

        page = self.drawn(
            "field('name', '名称', hint='全称', problems=problems)", problems=problems
        )

        assert 'aria-describedby="hint-name error-name"' in page
        assert 'aria-invalid="true"' in page
        assert "请填写名称" in page

    def test_has_its_error_linked_from_the_summary(self) -> None:
        problems = Problems((Problem("name", "请填写名称"), Problem("", "本件已办结")))

        page = self.drawn("summary(problems, ['name'])", problems=problems)

        assert '<a href="#field-name">请填写名称</a>' in page
        assert "<li>本件已办结</li>" in page
        assert "有2处需要处理" in page

    def test_keeps_what_was_chosen(self) -> None:
        options = [("a", "甲"), ("b", "乙")]

        chosen = self.drawn("select('x', '项', o, 'b') ~ choices('y', '项', o, 'b')", o=options)

        assert '<option value="b" selected>' in chosen
        assert 'value="b" checked' in chosen
        assert 'value="a" checked' not in chosen
