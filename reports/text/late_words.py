"""How a case beyond its limit is told in a list (超期办件用语)."""

from models.campaign_views import LateCase


def late_in_words(one: LateCase) -> str:
    """Say how late it is, and whether it was decided, runs, or has not even been accepted."""
    late = f"超期{one.days_late}{one.unit.label}"
    if one.decided:
        return f"办结·{late}"
    return f"未受理·{late}（自收件之日起算）" if one.before_acceptance else f"在办·{late}"
