"""How acts are shown (办理用语): which are grave, signed or done to several cases at once."""

from collections.abc import Mapping

from models.act import Act
from models.act_requests import REQUEST_OF, CorrectionItem

GRAVE: frozenset[Act] = frozenset(
    {
        Act.DECLINE,
        Act.DECIDE_CONDITIONALLY,
        Act.REFUSE,
        Act.WITHDRAW,
        Act.REVOKE,
        Act.ORDER_RECTIFICATION,
        Act.RECORD_BREACH,
        Act.PAUSE,
        Act.EXTEND,
        Act.PIN_START,
        Act.ESCALATE_MATTER,
    }
)
"""Acts that are shown once more before they are done: they end, stop or move something."""

RIGHTS: frozenset[Act] = frozenset({Act.REFUSE, Act.REVOKE, Act.RECORD_BREACH, Act.DECLINE})
"""Acts against whose outcome the applicant may go to law (行政复议、行政诉讼)."""

STATEMENTS: Mapping[Act, str] = {
    Act.SIGN_SLIP: "我已核对上列事由、对象和期限，同意签发",
    Act.DROP_SLIP: "我已核对上列事由，决定不予签发",
    Act.HOLD_INTERVIEW: "约谈记录属实，已交被约谈人核对",
    Act.DECIDE_REVIEW: "我没有签发过本件，复核决定由我作出",
    Act.CLOSE_MATTER: "我已核实问题解决，同意销号",
}
"""Acts that are signed, and what their signer states (签批声明)."""

IN_BATCH: tuple[Act, ...] = (Act.SUBMIT, Act.CORRECT, Act.ACCEPT, Act.RESUME, Act.DELIVER)
"""Acts that may be done to several cases at once: each asks for nothing and is not grave."""


def label_of(act: Act, field: str) -> str:
    """Return how a field is called in the form of an act, or in a row of one of its lists."""
    told = REQUEST_OF[act].model_fields
    return (told.get(field) or CorrectionItem.model_fields[field]).title or field
