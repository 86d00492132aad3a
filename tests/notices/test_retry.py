"""When a failed delivery is tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from notices.retry import next_attempt

NOW = datetime(2020, 6, 19, 9, tzinfo=UTC)


class TestAFailedDelivery:
    @pytest.mark.parametrize(
        ("attempts", "minutes"),
        [(1, 1), (2, 5), (3, 30), (4, 120), (5, 480), (6, 1440), (7, 4320)],
    )
    def test_waits_longer_each_time(self, attempts: int, minutes: int) -> None:
        assert next_attempt(attempts, NOW) == NOW + timedelta(minutes=minutes)

    @pytest.mark.parametrize("attempts", [8, 9, 1000])
    def test_is_given_up_in_the_end(self, attempts: int) -> None:
        assert next_attempt(attempts, NOW) is None

    def test_that_was_never_tried_is_due_now(self) -> None:
        assert next_attempt(0, NOW) == NOW

    def test_with_a_senseless_count_or_instant_is_a_defect(self) -> None:
        with pytest.raises(ValueError, match="-1 attempts"):
            next_attempt(-1, NOW)
        with pytest.raises(ValueError, match="zone"):
            next_attempt(1, NOW.replace(tzinfo=None))
