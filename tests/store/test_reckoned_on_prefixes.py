"""On every prefix of random lives what is kept of a topic is what was worked out, to the letter."""

from collections import Counter
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from casework.office import Situation
from casework.office.reckoning import Reading, Topic
from casework.plan.bottlenecks import SPENT
from casework.plan.look_ahead import LOAD
from casework.reading.board.investment import EARNED
from casework.reading.board.standing import BEFORE, STANDING
from casework.reading.board.week import WEEKS
from casework.supervision.bulletin_figures import MONTH
from casework.weekly.league import SCORED
from casework.weekly.summary import REPORTED
from casework.weekly.targets.knowing import FACTS
from models.campaign import CampaignFile
from tests.casework.test_state_machine import BEFORE_THE_LONG_HOLIDAY, Lives
from tests.world import PROJECT

AHEAD = (0, 1, 9)
ALONE: tuple[Topic[Any], ...] = (
    *(STANDING, BEFORE, FACTS, SCORED, LOAD),
    *(MONTH, REPORTED, WEEKS, EARNED, SPENT),
)
"""Topics that ask nothing of the database but a project's entries."""


class Reckoned(Lives):
    """Lives of which is asked, at every step, what lists tell of them."""

    asked: ClassVar[int]

    def check(self) -> None:
        regulations = self.desk.regulations
        campaign = regulations.campaign
        held = CampaignFile(campaign, campaign.days, {}, 1, MappingProxyType({}))
        nowhere: Any = None
        for ahead in AHEAD:
            on = self.desk.today + timedelta(days=ahead)
            streams = {PROJECT: self.desk.entries}
            reading = Reading(nowhere, nowhere, Situation(held, regulations), on, streams)
            for topic in ALONE:
                words = topic.words(reading, self.desk.file)
                assert topic.form.validate_json(words) == topic.work_out(reading, self.desk.file)
                assert topic.form.dump_json(topic.form.validate_json(words)).decode() == words
                type(self).asked += 1


def test_what_is_kept_says_what_was_worked_out() -> None:
    class Drawn(Reckoned):
        first_day: ClassVar[date] = BEFORE_THE_LONG_HOLIDAY
        asked: ClassVar[int] = 0
        ran: ClassVar[int] = 0
        steps: ClassVar[int] = 0
        told: ClassVar[Counter[str]] = Counter()

    run_state_machine_as_test(
        Drawn,
        settings=settings(
            max_examples=40,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert Drawn.asked > 2000
