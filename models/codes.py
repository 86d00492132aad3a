"""Codes that outsiders issue: project codes and unified social credit codes.

Both are checked where they enter; nothing below re-checks them.
"""

import re
from typing import Annotated

from pydantic import AfterValidator

from models.written import plain_code

PROJECT_CODE = re.compile(r"[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}")
"""项目代码: format only; the check character of the 2020 rule is not published (domain.md §6)."""

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015: 31 characters, without I, O, S, V and Z."""

CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
"""GB 32100-2015: 3 to the power of the place, modulo 31."""


_MISTAKEN = str.maketrans("OISZ", "0152")
"""Letters that no credit code holds → the digits that they are mistaken for."""


def credit_check_character(first_seventeen: str) -> str:
    """Return the 18th character of a unified social credit code (GB 32100-2015).

    Raises ``ValueError`` when a character is not of the standard's alphabet.
    """
    total = sum(
        CREDIT_ALPHABET.index(character) * weight
        for character, weight in zip(first_seventeen, CREDIT_WEIGHTS, strict=True)
    )
    return CREDIT_ALPHABET[(31 - total % 31) % 31]


def _checked_project_code(value: str) -> str:
    if not PROJECT_CODE.fullmatch(value):
        value = plain_code(value)
    if not PROJECT_CODE.fullmatch(value):
        raise ValueError(f"项目代码“{value}”格式不对，应为24位，如 2020-230112-39-03-000001")
    return value


def _letters_for_digits(code: str) -> str:
    """Return a credit code whose letters I, O, S, Z were meant as digits, or nothing."""
    mended = code.translate(_MISTAKEN)
    if len(code) != 18 or mended == code or not set(mended) <= {*CREDIT_ALPHABET}:
        return ""
    return mended if credit_check_character(mended[:17]) == mended[17] else ""


def _checked_credit_code(value: str) -> str:
    value = value.upper()
    if len(value) != 18 or not set(value) <= {*CREDIT_ALPHABET}:
        value = plain_code(value).upper().replace("-", "")
    if mended := _letters_for_digits(value):
        raise ValueError(
            f"统一社会信用代码“{value}”含有信用代码中没有的字母（I、O、S、Z），"
            f"疑把数字写成了字母；是否应为 {mended}"
        )
    if len(value) != 18 or any(character not in CREDIT_ALPHABET for character in value):
        raise ValueError(f"统一社会信用代码“{value}”应为18位数字或大写字母（不含 I、O、S、V、Z）")
    if credit_check_character(value[:17]) != value[17]:
        raise ValueError(f"统一社会信用代码“{value}”校验位不符（GB 32100—2015），请核对")
    return value


ProjectCode = Annotated[str, AfterValidator(_checked_project_code)]
CreditCode = Annotated[str, AfterValidator(_checked_credit_code)]
