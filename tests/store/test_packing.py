"""Packed texts: what was written comes back, whatever was written, and nothing else does."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import store.rows.packing as packing
from models.notice import Ground
from notices.wording import FORMS, Facts, worded
from store.rows.packing import MARK, Unreadable, packed, unpacked
from tests.world import FIRST_DAY

PHRASES = Path(packing.__file__).parent / "phrases-1.txt"
AS_PUBLISHED = "dcf87151a57bb378d5abee2b6eea782f9d979cd3e9784894375408394d56bd44"
TOLD = "\n".join(worded(Ground.OVERDUE, Facts(on=FIRST_DAY, project_name="钢铁产业园")))
SHORT = packed(TOLD)


@given(st.text().filter(lambda text: not text.startswith(MARK)))
def test_a_text_comes_back_to_the_letter(text: str) -> None:
    assert unpacked(packed(text)) == text
    assert len(packed(text).encode()) <= len(text.encode())


@pytest.mark.parametrize("ground", FORMS)
def test_what_is_told_takes_less_room_also_where_its_form_came_after_the_phrases(
    ground: Ground,
) -> None:
    told = "\n".join(worded(ground, Facts(on=FIRST_DAY, project_name="一个没有人见过的项目")))

    assert unpacked(packed(told)) == told
    assert len(packed(told)) < len(told.encode())


def test_what_is_told_in_known_phrases_takes_half_the_room() -> None:
    assert len(SHORT) < len(TOLD.encode()) / 2


def test_the_phrases_of_an_edition_never_change() -> None:
    """What lies packed in every office is read with them: others take a new edition."""
    assert hashlib.sha256(PHRASES.read_bytes()).hexdigest() == AS_PUBLISHED


@pytest.mark.parametrize(
    "stored",
    [
        MARK,
        "~1",
        "~2~" + SHORT[3:],
        "~x~" + SHORT[3:],
        SHORT[:-8],
        SHORT + "AAAA",
        SHORT[:9] + " " + SHORT[9:],
        SHORT[:9] + "改" + SHORT[10:],
    ],
)
def test_what_was_written_over_is_not_read(stored: str) -> None:
    with pytest.raises(Unreadable):
        unpacked(stored)
