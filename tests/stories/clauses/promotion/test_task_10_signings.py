"""重点任务第10条: every signed project is followed one by one."""

from pathlib import Path

from tests.portal.conftest import Cli
from tests.stories.clauses.doors import DISPATCH, add, later, measure, move, to, warnings


def test_a_signed_project_that_does_not_start_is_not_counted_as_a_result(
    office_cli: Cli, home: Path
) -> None:
    """重点任务第10条."""
    promotion = "unit-promotion-liaison"
    signed = {"signed_on": "2019-08-01", "manner": "线上", "holder": "unit-park"}
    terms = {"procedures_by": "2020-06-30", "start_by": "2020-08-31"}
    for name, agreed in (("甲", 300), ("乙", 100)):
        add(office_cli, "signings", promotion, name=name, agreed=agreed, **signed, **terms)
    for state in ("performed", "landed", "ready", "started"):
        move(office_cli, "signings", 1, promotion, *to(state, "文件"))
    move(office_cli, "signings", 1, promotion, paid_in=100)
    later(home, 92)
    late = warnings(office_cli, "signings")
    move(office_cli, "signings", 2, DISPATCH, *to("not_counted", "会议纪要"))

    assert late == ["手续未在期限内完善", "未按期开工，不列入招商成果"]
    assert measure(office_cli, "signings", "开工率")["rate"] == 0.5
    assert measure(office_cli, "signings", "开工率")["lines"] == [2]
    assert measure(office_cli, "signings", "全年开工个数")["missing"] == 9
    assert measure(office_cli, "signings", "资金到位率")["rate"] == 0.25
