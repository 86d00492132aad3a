"""When notices ring: working hours, make-up workdays, holidays; and which are held out."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from models.notice import Ground, Severity
from models.notice_rules import NoticeRules
from rules.days.day_table import seeded_table
from rules.days.quiet_hours import held_out, quiet_until
from rules.days.working_days import working_days

SHANGHAI = ZoneInfo("Asia/Shanghai")
RULES = NoticeRules(
    working_from=time(8, 30),
    working_until=time(17),
    urgent_any_time=True,
    digest_at=time(8, 30),
    fold=(Severity.INFO,),
    alerts_per_day=3,
    due_within_days=3,
)
DAYS = working_days(seeded_table())


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2020-06-09T08:30", None),
        ("2020-06-09T16:59:59", None),
        ("2020-06-09T08:29:59", "2020-06-09T08:30"),
        ("2020-06-09T17:00", "2020-06-10T08:30"),
        ("2020-06-12T18:00", "2020-06-15T08:30"),  # Friday evening
        ("2020-06-13T10:00", "2020-06-15T08:30"),  # Saturday
        ("2020-06-24T20:00", "2020-06-28T08:30"),  # 端午; Sunday 28 is a make-up workday
        ("2020-06-28T10:00", None),
        ("2020-06-28T17:30", "2020-06-29T08:30"),
    ],
)
def test_a_notice_waits_for_the_next_working_morning(now: str, until: str | None) -> None:
    expected = instant(until) if until else None
    assert quiet_until(instant(now), RULES, DAYS) == expected


class TestHoldingOut:
    def test_is_off_unless_the_rules_say_so(self) -> None:
        keys = [f"p/{number}" for number in range(1000)]
        assert not any(held_out(key, Ground.DUE_SOON, RULES) for key in keys)
        assert not any(held_out(key, Ground.DUE_SOON, None) for key in keys)

    def test_takes_about_its_share_by_lot_and_always_the_same(self) -> None:
        some = RULES.model_copy(update={"hold_out": {Ground.DUE_SOON: 0.2}})
        keys = [f"p/{number}" for number in range(5000)]
        taken = [key for key in keys if held_out(key, Ground.DUE_SOON, some)]
        assert 900 < len(taken) < 1100
        assert taken == [key for key in keys if held_out(key, Ground.DUE_SOON, some)]
        assert not any(held_out(key, Ground.PROMISE_DUE_SOON, some) for key in keys)

    @pytest.mark.parametrize(
        "ground", [Ground.CORRECTION_REQUESTED, Ground.ACCEPTED, Ground.REFUSED, Ground.OVERDUE]
    )
    def test_never_takes_what_must_be_told(self, ground: Ground) -> None:
        with pytest.raises(ValidationError, match="依法应当告知"):
            NoticeRules(**{**RULES.model_dump(), "hold_out": {ground: 0.1}})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"working_from": time(18)}, "起始时刻应早于结束时刻"),
        ({"digest_at": time(7)}, "每日提要的时刻应在工作时间之内"),
        ({"fold": (Severity.URGENT,)}, "fold"),
        ({"alerts_per_day": 0}, "alerts_per_day"),
        ({"hold_out": {Ground.DUE_SOON: 0.9}}, "hold_out"),
    ],
)
def test_rules_that_contradict_themselves_are_refused(
    changes: dict[str, object], said: str
) -> None:
    with pytest.raises(ValidationError, match=said):
        NoticeRules(**{**RULES.model_dump(), **changes})
