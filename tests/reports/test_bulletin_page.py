"""The bulletin's page says how far it has come, and nothing that people typed acts in it."""

from datetime import date
from decimal import Decimal

import pytest

from models.bulletin_figures import (
    BulletinFigures,
    DepartmentLine,
    IssueFigures,
    LateCase,
    OverdueDocument,
    PromptStart,
    RankedUnit,
    RungLine,
)
from models.bulletin_views import BulletinState, BulletinView
from models.campaign_views import GroupView, RateView, RedLine
from models.catalogue import Unit
from reports.pages.bulletin_page import bulletin_page, bulletin_text
from tests.reports.hostile import HOSTILE, NAMES
from tests.reports.text.test_markdown import ACTS, kinds

CODE = "2020-230112-39-03-000001"
DAY = date(2020, 6, 24)


def rate(said: str) -> RateView:
    return RateView(code="start", name=said, done=Decimal(1), of=Decimal(4), share=Decimal("0.25"))


def group(said: str) -> GroupView:
    return GroupView(code="park", name=said, projects=4, rates=(rate("开复工率"),))


def view(said: str = "平常话", **changes: object) -> BulletinView:
    """A bulletin with the same text wherever people, or the campaign's data, give one."""
    figures = BulletinFigures(
        title=said,
        issuer=said,
        projects=4,
        overall=(rate("开复工率"),),
        by_tier=(group(said),),
        units=(RankedUnit(rank=1, group=group(said)), RankedUnit(rank=None, group=group(said))),
        departments=(
            DepartmentLine(
                code="water", name=said, decided=3, decided_late=1, running=2, running_late=1
            ),
        ),
        late_cases=(
            LateCase(
                project=CODE,
                project_name=said,
                procedure="P05",
                procedure_name=said,
                department_name=said,
                due_on=DAY,
                days_late=2,
                unit=Unit.WORKDAY,
                decided=False,
                assumed=True,
            ),
        ),
        overdue_documents=(
            OverdueDocument(
                project=CODE,
                project_name=said,
                procedure="P05",
                procedure_name=said,
                document_name=said,
                due_on=DAY,
            ),
        ),
        red=(RedLine(project=CODE, name=said, unit_name=said, sponsor=said, reasons=(said, said)),),
        issues=IssueFigures(raised=3, solved=2, raised_so_far=8, solved_so_far=6, overdue=1),
        rungs=(RungLine(code="order_blue", name=said, drafted=4, issued=3, dropped=1, answered=2),),
        matters_closed=5,
        interviews=1,
        prompt_starts=(
            PromptStart(
                project=CODE,
                project_name=said,
                unit_name=said,
                started_on=DAY,
                pinned_on=date(2020, 6, 30),
                first_pinned_on=date(2020, 6, 20),
            ),
        ),
    )
    fields: dict[str, object] = {
        "month": "2020-06",
        "state": BulletinState.ISSUED,
        "state_name": "已签发",
        "as_of": date(2020, 6, 30),
        "due_on": date(2020, 7, 6),
        "day_assumed": True,
        "drafted_on": date(2020, 7, 6),
        "settled_on": date(2020, 7, 7),
        "settled_by": "supervision-01",
        "settled_by_name": said,
        "opinion": said,
        "requirements": said,
        "anchor": "ab" * 32,
        "anchor_sm3": "cd" * 32,
        "figures": figures,
    }
    return BulletinView(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("said", HOSTILE, ids=NAMES)
def test_what_people_typed_leaves_the_page_built_as_with_harmless_text(said: str) -> None:
    for state in BulletinState:
        page = bulletin_page(view(said, state=state, reason=said))

        assert kinds(page) == kinds(bulletin_page(view(state=state, reason="平常话"))), state
        assert not ACTS & kinds(page).keys()


@pytest.mark.parametrize("said", HOSTILE, ids=NAMES)
def test_what_people_typed_adds_no_line_to_the_text(said: str) -> None:
    lines = bulletin_text(view(said, reason=said)).split("\n")

    assert len(lines) == len(bulletin_text(view(reason="平常话")).split("\n"))
    assert not any(character < " " for line in lines for character in line)


class TestTheHead:
    def test_says_that_nobody_has_signed(self) -> None:
        page = bulletin_page(view(state=BulletinState.UNSIGNED, late=True))

        assert "【待签发】2020-07-06拟制（停机漏拟后补拟），应于2020-07-06拟制※" in page
        assert "未经签发，不送达任何单位。" in page
        assert "ab" * 32 not in page

    def test_says_that_a_preview_stands_nowhere(self) -> None:
        page = bulletin_page(
            view(state=BulletinState.PREVIEW, as_of=date(2020, 6, 19), requirements="")
        )

        assert "【未拟】" in page
        assert "以下为截至2020-06-19的预览，未记入台账，不是通报。" in page
        assert page.endswith("（由签发人填写）\n")

    def test_names_the_signer_and_the_anchor(self) -> None:
        page = bulletin_page(view())

        assert "【已签发】平常话，2020-07-07，平常话（supervision-01）签发。" in page
        assert f"签发前台账总哈希：{'ab' * 32}\n" in page
        assert f"签发前台账总哈希（SM3）：{'cd' * 32}\n" in page
        assert "SM3" not in bulletin_page(view(anchor_sm3=""))

    def test_says_why_it_was_not_signed(self) -> None:
        page = bulletin_page(view(state=BulletinState.DROPPED, reason="数据须复核"))

        assert "【不予签发】2020-07-07，平常话（supervision-01）。理由：数据须复核" in page

    @pytest.mark.parametrize("assumed", [True, False])
    def test_marks_what_is_a_placeholder(self, assumed: bool) -> None:
        page = bulletin_page(view(day_assumed=assumed))

        assert ("※ 拟制日期为建议值，须核定。" in page) is assumed


def test_the_figures_stand_in_their_sections() -> None:
    page = bulletin_page(view("某某"))

    assert "| 1 | 某某 | 4 | 25.0% |" in page
    assert "| — | 某某 | 4 | 25.0% |" in page
    assert "名次仅按开复工率的原始比率排列" in page
    assert "| 某某 | 3 | 1 | 2 | 1 |" in page
    assert f"| 某某（{CODE}） | P05 某某 | 某某 | 2020-06-24※ | 在办·超期2个工作日 |" in page
    assert "※ 所依承诺时限为占位值，须核定。" in page
    assert "累计提出8个，销号6个，销号率75.0%；月末逾期未解决1个" in page
    assert "| 某某 | 4 | 3 | 1 | 2 |" in page
    assert f"| 某某（{CODE}） | 某某 | 2020-06-24 | 2020-06-30（原为2020-06-20） |" in page


def test_nothing_to_tell_is_said() -> None:
    known = view().figures.model_copy(
        update={
            "departments": (),
            "late_cases": (),
            "overdue_documents": (),
            "red": (),
            "prompt_starts": (),
            "issues": IssueFigures(raised=0, solved=0, raised_so_far=0, solved_so_far=0, overdue=0),
        }
    )
    page = bulletin_page(view(figures=known, requirements=""))

    assert page.count("\n无。\n") == 6
    assert "累计提出0个，销号0个，不计销号率" in page
