"""Why an application may be left untaken (不予受理的法定理由)."""

from models.labelled import Labelled


class DeclineGround(Labelled):
    """The grounds on which an application is not taken in (不予受理理由).

    Of a licence incompleteness is none: it is told once, to be corrected (行政许可法 32(1)(四)).
    """

    NOT_REQUIRED = "not_required", "依法不需要办理"
    """依法不需要取得行政许可 (行政许可法 32(1)(一))."""
    NOT_THIS_AUTHORITY = "not_this_authority", "不属于本机关职权"
    """不属于本行政机关职权范围 (行政许可法 32(1)(二))."""
    CREDIT = "credit", "有未修复的失信记录"
    """有未修复的失信记录, where the deferral profile closes the door to it."""
    INCOMPLETE = "incomplete", "材料不齐全或者不符合法定形式"
    """Where the item's own law says so: a land register declines on the spot (不动产登记 17)."""
    UNTRUE = "untrue", "隐瞒有关情况或者提供虚假材料"
    """What was handed in is false, or something was kept back (行政许可法 78)."""
