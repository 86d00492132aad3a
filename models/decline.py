"""Why an application may be left untaken (不予受理的法定理由)."""

from models.labelled import Labelled


class DeclineGround(Labelled):
    """The grounds on which an application is not taken in (不予受理理由); incompleteness is none.

    行政许可法 32(1)(四): what is incomplete is told once, to be corrected.
    """

    NOT_REQUIRED = "not_required", "依法不需要办理"
    """依法不需要取得行政许可 (行政许可法 32(1)(一))."""
    NOT_THIS_AUTHORITY = "not_this_authority", "不属于本机关职权"
    """不属于本行政机关职权范围 (行政许可法 32(1)(二))."""
    CREDIT = "credit", "有未修复的失信记录"
    """有未修复的失信记录, where the deferral profile closes the door to it."""
