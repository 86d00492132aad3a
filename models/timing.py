"""What is timed of a case, and how well a length is known (用时)."""

from models.labelled import Labelled


class Phase(Labelled):
    """The part of a case's way that is timed (计时环节), in working days."""

    APPLY = "apply", "可申报至申报"
    """From when it may be applied for to the application."""
    APPLY_AHEAD = "apply_ahead", "前置未办结即申报"
    """The same where a tolerable prerequisite is still open: from when that one opened."""
    APPLY_AFTER = "apply_after", "前置办结至申报"
    """From the conclusion of the last tolerable prerequisite to the application."""
    HOLD = "hold", "是否等前置办结"
    """1 = the applicant waited for the tolerable prerequisites' conclusion, 0 = did not."""
    REAPPLY = "reapply", "退回至再次申报"
    """From a refusal, return or withdrawal to the next application."""
    RECEIVE = "receive", "申报至受理"
    """From the application to its acceptance, corrections included."""
    DECIDE = "decide", "受理至办结"
    """From acceptance to conclusion, stops and new attempts included."""
    DECIDE_OWED = "decide_owed", "容缺受理至办结"
    """The same where documents were promised for later (容缺受理)."""
    SETTLE = "settle", "前置办结至本项办结"
    """From the last tolerable prerequisite's conclusion to the own one, if that held it up."""
    CONDITION = "condition", "开工条件确认"
    """From registration, or the planned delivery of the land, to a condition's confirmation."""
    START = "start", "通过开工门槛至开工"
    """From passing the start gate to the start of work."""


class Known(Labelled):
    """How well a duration is known (时长已知程度)."""

    EXACTLY = "exactly", "确数"
    AT_LEAST = "at_least", "至少"
    """Still going on."""
    AT_MOST = "at_most", "至多"
    """Something else held it up."""
