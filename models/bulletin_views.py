"""What doors show of a monthly bulletin (通报展示)."""

from datetime import date

from models.bulletin_figures import BulletinFigures
from models.labelled import Labelled
from models.vocabulary import Value


class BulletinState(Labelled):
    """How far a bulletin has come (通报状态)."""

    PREVIEW = "preview", "未拟（预览）"
    """Not drafted yet: read just now, stands nowhere."""
    UNSIGNED = "unsigned", "待签发"
    ISSUED = "issued", "已签发"
    DROPPED = "dropped", "不予签发"


class BulletinView(Value):
    """The bulletin of a month as shown (通报展示)."""

    month: str
    state: BulletinState
    state_name: str
    as_of: date
    due_on: date
    day_assumed: bool
    """The day on which it is drafted is a placeholder."""
    drafted_on: date | None = None
    late: bool = False
    settled_on: date | None = None
    settled_by: str = ""
    settled_by_name: str = ""
    opinion: str = ""
    requirements: str = ""
    reason: str = ""
    """Why it was not signed."""
    anchor: str = ""
    anchor_sm3: str = ""
    figures: BulletinFigures
