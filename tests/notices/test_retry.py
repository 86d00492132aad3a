"""When a failed delivery is tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from notices.retry import next_attempt, spread

NOW = datetime(2020, 6, 19, 9, tzinfo=UTC)


class TestAFailedDelivery:
    @pytest.mark.parametrize(
        ("attempts", "minutes"),
        [(1, 1), (2, 5), (3, 30), (4, 120), (5, 480), (6, 1440), (7, 4320)],
    )
    def test_waits_longer_each_time_and_up_to_half_as_long_again(
        self, attempts: int, minutes: int
    ) -> None:
        least, most = NOW + timedelta(minutes=minutes), NOW + timedelta(minutes=minutes * 1.5)
        again = {next_attempt(attempts, NOW, key=f"p/{number}") for number in range(200)}

        assert len(again) == 200
        assert all(one is not None and least <= one < most for one in again)

    def test_comes_back_at_the_same_instant_whoever_asks(self) -> None:
        assert next_attempt(1, NOW, key="p/1") == next_attempt(1, NOW, key="p/1")

    def test_does_not_come_back_with_those_it_failed_with(self) -> None:
        again = [spread(f"p/{number}", timedelta(seconds=100)) for number in range(100)]
        tens = [sum(1 for one in again if one.total_seconds() // 10 == ten) for ten in range(10)]

        assert sum(tens) == 100
        assert max(tens) <= 20
        assert min(tens) >= 3

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
