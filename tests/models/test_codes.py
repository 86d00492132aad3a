"""Codes that outsiders issue: examples of GB 32100-2015 and of project codes."""

import pytest
from pydantic import TypeAdapter, ValidationError

from models.codes import (
    CREDIT_ALPHABET,
    CREDIT_WEIGHTS,
    CreditCode,
    ProjectCode,
    credit_check_character,
)

CREDIT: TypeAdapter[str] = TypeAdapter(CreditCode)
PROJECT: TypeAdapter[str] = TypeAdapter(ProjectCode)


class TestACreditCode:
    @pytest.mark.parametrize("code", ["91350100M000100Y43", "11320000MB151840XJ"])
    def test_with_the_right_check_character_is_taken(self, code: str) -> None:
        assert CREDIT.validate_python(code) == code

    @pytest.mark.parametrize(
        "typed",
        [
            pytest.param("91350100m000100y43", id="in small letters"),
            pytest.param("91350100M000100Y43\n", id="before a line break"),
            pytest.param("９１３５０１００M000100Y43", id="with full-width digits"),
            pytest.param("9135 0100 M000 100Y 43", id="in groups"),
            pytest.param("9135-0100-m000-100y-43", id="in groups with dashes"),
            pytest.param("\u200e91350100M000100Y43\u200b", id="among what nobody sees"),
        ],
    )
    def test_typed_otherwise_is_the_same_code(self, typed: str) -> None:
        assert CREDIT.validate_python(typed) == "91350100M000100Y43"

    def test_with_letters_for_digits_is_asked_back(self) -> None:
        """GB 32100-2015 has no I, O, S, V, Z."""
        with pytest.raises(
            ValidationError, match="疑把数字写成了字母；是否应为 91350100M000100Y43"
        ):
            CREDIT.validate_python("9135O1OOMOOO1OOY43")

    @pytest.mark.parametrize("code", ["91350100M000100Y4X", "91350100M000100Y44"])
    def test_with_another_check_character_is_refused(self, code: str) -> None:
        with pytest.raises(ValidationError, match="校验位不符"):
            CREDIT.validate_python(code)

    @pytest.mark.parametrize(
        "code",
        [
            pytest.param("91350100M000100Y4Z", id="a letter outside the alphabet"),
            pytest.param("91350100M000100Y4", id="too short"),
            pytest.param("91350100M000100Y433", id="too long"),
            pytest.param("", id="nothing"),
        ],
    )
    def test_of_another_form_is_refused(self, code: str) -> None:
        with pytest.raises(ValidationError, match="应为18位"):
            CREDIT.validate_python(code)

    def test_differs_in_its_check_character_for_every_single_wrong_character(self) -> None:
        code = "91350100M000100Y43"
        for place in range(17):
            for other in CREDIT_ALPHABET.replace(code[place], ""):
                assert credit_check_character(code[:place] + other + code[place + 1 : 17]) != "3"

    def test_may_end_in_nought(self) -> None:
        assert credit_check_character("0" * 17) == "0"

    def test_is_weighted_by_powers_of_three(self) -> None:
        assert tuple(pow(3, place, 31) for place in range(17)) == CREDIT_WEIGHTS
        assert len(CREDIT_ALPHABET) == 31
        assert not set("IOSVZ") & set(CREDIT_ALPHABET)

    def test_check_character_of_a_foreign_letter_is_a_defect(self) -> None:
        with pytest.raises(ValueError, match="substring not found"):
            credit_check_character("O" * 17)


class TestAProjectCode:
    @pytest.mark.parametrize(
        "code",
        [
            pytest.param("2020-230112-39-03-000001", id="of the old rule"),
            pytest.param("2011-230112-04-01-123456", id="of the rule of November 2020"),
        ],
    )
    def test_of_24_characters_is_taken(self, code: str) -> None:
        assert PROJECT.validate_python(code) == code

    @pytest.mark.parametrize(
        "code",
        [
            pytest.param("2020-230112-39-03-00001", id="a digit short"),
            pytest.param("2020-230112-39-03-0000011", id="a digit too many"),
            pytest.param("20202301123903000001", id="without dashes"),
            pytest.param("2020-230112-39-03-00000A", id="with a letter"),
            pytest.param("", id="nothing"),
        ],
    )
    def test_of_another_form_is_refused(self, code: str) -> None:
        with pytest.raises(ValidationError, match="格式不对"):
            PROJECT.validate_python(code)

    @pytest.mark.parametrize(
        "typed",
        [
            pytest.param(" 2020-230112-39-03-000001", id="after a space"),
            pytest.param("2020-230112-39-03-000001\n", id="before a line break"),
            pytest.param("2020—230112—39—03—000001", id="with long dashes"),
            pytest.param("２０２０-230112-39-03-000001", id="with full-width digits"),
        ],
    )
    def test_typed_otherwise_is_the_same_code(self, typed: str) -> None:
        assert PROJECT.validate_python(typed) == "2020-230112-39-03-000001"
