"""On every prefix of random lives of a project each row says what the file says, on any later day.

Rows are written as an act writes them, only where a case changed, and compared with those that
a rebuild would write; what they say of later days is compared with what the rules say then.
"""

from collections import Counter
from datetime import date, timedelta
from typing import ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from models.case import CaseFile
from rules.in_force.regulations import Regulations
from store.projected.file_rows import Row, case_row, cases_shown
from tests.casework.test_state_machine import BEFORE_THE_LONG_HOLIDAY, CODES, Lives
from tests.store.row_reading import says_otherwise
from tests.world import REGULATIONS, june, opened, running, with_case

SEQUENCES = 150
STEPS = 12
AHEAD = 40
"""Days after the last entry of which a row is asked."""


class Rows(Lives):
    """Lives whose rows are kept as acts write them."""

    rows: dict[str, Row]
    seen: CaseFile | None = None
    under: Regulations | None = None
    turned: ClassVar[Counter[str]]

    def check(self) -> None:
        file, regulations = self.desk.file, self.desk.regulations
        if self.seen is None or regulations is not self.under:
            written = list(CODES)
            self.rows = {}
        else:
            touched = [one for one in CODES if file.cases[one] is not self.seen.cases[one]]
            written = cases_shown(self.seen, file, touched)
        self.rows |= {one: case_row(file, one, regulations) for one in written}
        self.seen, self.under = file, regulations
        for code in CODES:
            assert self.rows[code] == case_row(file, code, regulations)
            for ahead in range(AHEAD):
                day = self.desk.today + timedelta(days=ahead)
                assert (
                    says_otherwise(self.rows[code], file, code, on=day, regulations=regulations)
                    is None
                )
            self.turned[file.cases[code].state.value] += self.rows[code]["course"].count(";")


def test_a_row_says_what_the_file_says_on_every_later_day() -> None:
    class Drawn(Rows):
        first_day: ClassVar[date] = BEFORE_THE_LONG_HOLIDAY
        ran: ClassVar[int] = 0
        steps: ClassVar[int] = 0
        told: ClassVar[Counter[str]] = Counter()
        turned: ClassVar[Counter[str]] = Counter()

    run_state_machine_as_test(
        Drawn,
        settings=settings(
            max_examples=SEQUENCES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert min(Drawn.turned[one] for one in ("accepted", "conditionally_accepted", "paused")) > 50


def test_a_clock_that_began_after_acceptance_counts_from_where_it_began() -> None:
    late = running("A01", accepted=june(1), clock_from=june(4))
    file = with_case(opened(), late)
    row = case_row(file, "A01", REGULATIONS)

    for ahead in range(4, 30):
        assert says_otherwise(row, file, "A01", on=june(ahead), regulations=REGULATIONS) is None
