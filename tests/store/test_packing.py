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

FOLDER = Path(packing.__file__).parent
AS_PUBLISHED = {
    1: "dcf87151a57bb378d5abee2b6eea782f9d979cd3e9784894375408394d56bd44",
    2: "6f65d55ffbbf705404b8b37b7209311aa4df812f7ec108778765fd56c38f8822",
}
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


@pytest.mark.parametrize("edition", AS_PUBLISHED)
def test_the_phrases_of_an_edition_never_change(edition: int) -> None:
    """What lies packed in every office is read with them: others take a new edition."""
    phrases = (FOLDER / f"phrases-{edition}.txt").read_bytes()
    assert hashlib.sha256(phrases).hexdigest() == AS_PUBLISHED[edition]


def test_all_of_an_edition_is_within_reach_of_a_text() -> None:
    """Deflate looks 32 KiB back; what lies farther is carried along for nothing."""
    assert {file.name for file in FOLDER.glob("phrases-*.txt")} == {
        f"phrases-{edition}.txt" for edition in AS_PUBLISHED
    }
    for file in FOLDER.glob("phrases-*.txt"):
        assert len(file.read_bytes()) <= (1 << 15) - 262


def test_what_was_packed_before_with_the_first_edition_is_still_read() -> None:
    lying = (
        "~1~Q56mfzlp0cvJwLyxHHS50ey1oIv1gCl284pnLf2QMZj3ezqRjENVzYVrHQOk9ISu0MW9pgHNKlAwY"
        "fepGdCn2DwKnsfYDUp9kLtyBtVqCAA="
        ""
    )
    assert unpacked(lying) == TOLD
    assert packed(TOLD) != lying


def test_a_plan_is_packed_with_the_phrases_of_plans() -> None:
    assert packed(TOLD * 20).startswith("~1~")
    assert SHORT.startswith("~2~")


@pytest.mark.parametrize(
    "stored",
    [
        MARK,
        "~1",
        "~3~" + SHORT[3:],
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
