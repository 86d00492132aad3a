"""The table of timings (用时表): its columns, for the file that is written and the reader.

One row is one timed phase of a case, or one start in one forecast.
"""

from dataclasses import dataclass

from models.labelled import Labelled
from models.timing import Phase


@dataclass(frozen=True, slots=True)
class TimingsColumn:
    """One column of the table of timings (用时表列)."""

    header: str
    name: str
    """What it may be called in English."""
    required: bool = True


CAMPAIGN = TimingsColumn("专项行动", "campaign")
LEDGER = TimingsColumn("台账", "ledger", required=False)
PHASE = TimingsColumn("环节", "phase")
PROCEDURE = TimingsColumn("事项", "procedure")
DEPARTMENT = TimingsColumn("部门", "department", required=False)
DAYS = TimingsColumn("工作日", "days")
LIMIT = TimingsColumn("承诺工作日", "limit", required=False)
KNOWN = TimingsColumn("已知程度", "known")
PROJECT = TimingsColumn("项目序号", "project")
DISTANCE = TimingsColumn("开工落点", "distance", required=False)

TIMINGS_COLUMNS = (
    *(CAMPAIGN, LEDGER, PHASE, PROCEDURE, DEPARTMENT),
    *(DAYS, LIMIT, KNOWN, PROJECT, DISTANCE),
)
"""In the order in which they are written; they are read in any."""


class StartRow(Labelled):
    """What stands for a phase in a row that tells where a start fell (开工落点行)."""

    START_FELL = "start_fell", "开工落点"


PHASES: dict[str, Phase | StartRow] = {
    word: one for one in (*Phase, *StartRow) for word in (one.label, one.value)
}
"""Word of a cell, Chinese or English → what the row is about."""
