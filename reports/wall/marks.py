"""The squares of the board (挂图作战的格): one character and one colour each, told by a legend."""

from models.case import CaseState as S
from models.labels import STATES
from models.light import Light

Mark = tuple[str, str]
"""Class and character of a square."""

NOTHING: Mark = ("n", "")
"""The procedure does not apply to the project."""

BY_LIGHT: dict[Light, Mark] = {
    Light.BLACK: ("k", "法"),
    Light.RED: ("r", "超"),
    Light.YELLOW: ("y", "急"),
}
"""What asks for action is told by its light first."""

BY_STATE: dict[S, Mark] = {
    S.NOT_OPEN: ("w", "·"),
    S.OPEN: ("o", "申"),
    S.SUBMITTED: ("u", "收"),
    S.CORRECTING: ("o", "补"),
    S.ACCEPTED: ("u", "审"),
    S.CONDITIONALLY_ACCEPTED: ("u", "容"),
    S.PAUSED: ("p", "停"),
    S.OVERDUE_PROMISE: ("r", "欠"),
    S.APPROVED: ("d", "✓"),
    S.APPROVED_CONDITIONALLY: ("d", "缺"),
    S.REFUSED: ("e", "否"),
    S.DECLINED: ("e", "退"),
    S.RETURNED: ("e", "退"),
    S.WITHDRAWN: ("e", "撤"),
    S.REVOKED: ("e", "撤"),
    S.NOT_REQUIRED: NOTHING,
}

LEGEND: tuple[tuple[Mark, str], ...] = (
    (BY_LIGHT[Light.BLACK], "超法定时限"),
    (BY_LIGHT[Light.RED], "超承诺时限或逾期"),
    (BY_LIGHT[Light.YELLOW], "临近到期"),
    (BY_STATE[S.PAUSED], "暂停计时"),
    (BY_STATE[S.SUBMITTED], STATES[S.SUBMITTED]),
    (BY_STATE[S.ACCEPTED], STATES[S.ACCEPTED]),
    (BY_STATE[S.CONDITIONALLY_ACCEPTED], STATES[S.CONDITIONALLY_ACCEPTED]),
    (BY_STATE[S.OPEN], STATES[S.OPEN]),
    (BY_STATE[S.CORRECTING], STATES[S.CORRECTING]),
    (BY_STATE[S.APPROVED], STATES[S.APPROVED]),
    (BY_STATE[S.APPROVED_CONDITIONALLY], STATES[S.APPROVED_CONDITIONALLY]),
    (BY_STATE[S.NOT_OPEN], STATES[S.NOT_OPEN]),
    (BY_STATE[S.REFUSED], "不予许可（批准、登记）、退件、撤回"),
    (NOTHING, "无需办理"),
)

INKS: dict[str, tuple[str, str]] = {
    "k": ("#14181b", "#ffffff"),
    "r": ("#c62828", "#ffffff"),
    "y": ("#ffe08a", "#4a3300"),
    "p": ("#d5e5f6", "#0f4a8a"),
    "u": ("#e3effb", "#0f4a8a"),
    "o": ("#eef2f0", "#34413c"),
    "d": ("#ffffff", "#3f5a4e"),
    "w": ("#ffffff", "#6b7873"),
    "e": ("#f6e7e5", "#7a1f18"),
    "n": ("#f1f3f3", "#f1f3f3"),
}
"""Class of a square → its ground and its ink on paper."""


def mark_of(state: S, light: Light) -> Mark:
    """Return how a square is shown."""
    return BY_LIGHT.get(light) or BY_STATE[state]
