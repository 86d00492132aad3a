"""What a reminder brings about: shares, their difference, and how far it may be chance."""

import numpy as np
import pytest

from models.notice import Ground
from rules.supervision.reminder_effect import Reminded, ReminderEffect, reminder_effects

DUE = Ground.DUE_SOON


def counted(sent: tuple[int, int], held_out: tuple[int, int]) -> ReminderEffect:
    """The effect of a kind with so many reminders, and so many acted on, in each group."""
    (effect,) = reminder_effects(
        Reminded(DUE, out, place < acted)
        for out, (reminders, acted) in ((False, sent), (True, held_out))
        for place in range(reminders)
    )
    return effect


def test_the_interval_is_the_published_one() -> None:
    """Newcombe 1998, table II, method 10: 56/70 less 48/80."""
    told = counted((70, 56), (80, 48)).difference

    assert told is not None
    assert told == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_without_a_group_held_out_there_is_nothing_to_compare() -> None:
    assert counted((10, 4), (0, 0)).difference is None
    assert reminder_effects([]) == ()


def test_kinds_are_told_apart() -> None:
    told = reminder_effects(
        [Reminded(DUE, False, True), Reminded(Ground.START_SLIPPED, True, False)]
    )

    assert [(one.ground, one.sent.reminders, one.held_out.reminders) for one in told] == [
        (DUE, 1, 0),
        (Ground.START_SLIPPED, 0, 1),
    ]


@pytest.mark.parametrize(("likely", "otherwise"), [(0.3, 0.3), (0.6, 0.4), (0.05, 0.0)])
def test_the_true_difference_lies_within_the_interval_nearly_always(
    likely: float, otherwise: float
) -> None:
    drawn = np.random.default_rng(2611)
    covered = 0
    for _ in range(1000):
        sent = int(drawn.binomial(120, likely))
        held_out = int(drawn.binomial(40, otherwise))
        told = counted((120, sent), (40, held_out)).difference
        assert told is not None
        covered += told[1] <= likely - otherwise <= told[2]

    assert covered >= 930
