"""What was typed into a form of one act: every fault is said at once (办理表单)."""

import pytest

from models.act import Act
from models.act_fields import ActFields
from models.refusal import BadInput


@pytest.mark.parametrize(
    ("act", "typed", "wanted"),
    [
        (Act.REQUEST_CORRECTION, {"due_on": "明天"}, ("日期", "涉及材料", "意见或理由")),
        (Act.REQUEST_CORRECTION, {"documents": "A01-1"}, ("意见或理由",)),
        (Act.REQUEST_CORRECTION, {"opinion": "请补盖公章"}, ("涉及材料",)),
        (Act.EXTEND_PROMISE, {}, ("涉及材料", "天数", "意见或理由")),
        (Act.EXPECT_DOCUMENT, {"due_on": "2020-02-30"}, ("日期", "涉及材料")),
    ],
)
def test_says_every_fault_at_once(act: Act, typed: dict[str, str], wanted: tuple[str, ...]) -> None:
    with pytest.raises(BadInput) as refused:
        ActFields(**typed).request(act)

    assert all(f"表单“{title}”" in str(refused.value) for title in wanted)
    assert str(refused.value).count("表单“") == len(wanted)
