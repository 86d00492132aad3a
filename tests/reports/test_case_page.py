"""The page of a project and what stands above the officers' form."""

from datetime import date

import pytest

from models.act import Act
from models.case import CaseState, Light, Party
from models.project_views import CaseView, MissingView, ProjectView
from reports.chart.wall_chart import wall_chart, wall_chart_data_uri
from reports.pages.case_page import case_page
from reports.pages.form_page import form_page
from reports.text.phrases import conclusion, critical_path
from tests.reports.views import case, entry, head, june, midway, project_view, start

ON_TIME = {"slip_days": 0, "forecast_on": date(2020, 6, 24)}
DONE = {"missing": (), "deciding": None, "slip_days": 0, "float_days": 2}


@pytest.mark.parametrize(
    ("view", "said"),
    [
        pytest.param(
            midway(),
            "预计7月6日开工，比锁定日期晚3个工作日，"
            "受制于G02 建设工程规划许可证核发（自然资源分局）",
            id="late",
        ),
        pytest.param(
            project_view(case(), start=start(**ON_TIME, float_days=5)),
            "可按期开工，尚余5个工作日，关键在S05 建筑工程施工许可证核发（住建局）",
            id="in time",
        ),
        pytest.param(
            project_view(case(), start=start(**ON_TIME)),
            "可按期开工，但已无余量，关键在S05 建筑工程施工许可证核发（住建局）",
            id="just in time",
        ),
        pytest.param(
            project_view(start=start(pinned_on=None, forecast_on=date(2021, 1, 5))),
            "预计2021年1月5日开工，尚未锁定开工时间节点，尚缺建筑工程施工许可证核发、建设资金已经落实",
            id="nothing pinned",
        ),
        pytest.param(
            project_view(start=start(**DONE, gate_open=True, passed_on=june(18))),
            "开工条件已于6月18日全部具备，可以开工，锁定7月1日开工",
            id="gate open",
        ),
        pytest.param(
            project_view(start=start(**DONE, gate_open=True, started_on=june(29))),
            "已于6月29日开工，比锁定日期早2个工作日",
            id="started early",
        ),
        pytest.param(
            project_view(start=start(started_on=date(2020, 7, 6))),
            "已于7月6日开工，比锁定日期晚3个工作日",
            id="started late",
        ),
    ],
)
def test_the_conclusion_is_one_sentence(view: ProjectView, said: str) -> None:
    assert conclusion(view) == said


class TestTheCriticalPath:
    def test_leads_from_the_case_to_push_on_to_the_last_one(self) -> None:
        assert [one.procedure for one in critical_path(midway())] == ["G02", "S02", "S05"]

    def test_ends_even_where_cases_wait_for_each_other(self) -> None:
        view = project_view(
            case(state=CaseState.NOT_OPEN, waits_for=("S01",)),
            case("S01", state=CaseState.NOT_OPEN, waits_for=("S05",)),
        )
        assert {one.procedure for one in critical_path(view)} == {"S01", "S05"}

    def test_is_empty_when_no_procedure_decides(self) -> None:
        assert critical_path(project_view(case(), start=start(deciding=None))) == ()


class TestTheCasePage:
    def test_begins_with_name_light_and_conclusion(self) -> None:
        page = case_page(midway(), chart=None)
        assert page.startswith("# 冷链物流园一期 · 黄灯\n\n项目代码 `2020-230112-39-03-000001` · ")
        assert "**结论：预计7月6日开工，比锁定日期晚3个工作日，" in page

    def test_lists_what_is_open_worst_light_first(self) -> None:
        page = case_page(midway(), chart=None)
        assert (
            "| S01 施工图设计文件审查 | 住建局 | 审查中 | 黑 | 6月12日 | 超期5个工作日 "
            "| 审查并作出决定 |\n"
            "| G02 建设工程规划许可证核发 | 自然资源分局 | 容缺审查中 | 黄 | 6月22日※ | 1个工作日 "
            "| 边审查边催补容缺材料 |\n"
            "| P02 环境影响报告表审批 | 生态环境分局 | 暂停计时 | 蓝 | — | 暂停计时，余4个工作日 "
            "| 特别程序结束后恢复计时 |\n"
        ) in page

    def test_lists_owed_documents_the_first_due_on_top(self) -> None:
        page = case_page(midway(), chart=None)
        assert (
            "| `G01-4` | 日照分析报告 | G01 建设工程设计方案审查 | 6月16日 | 逾期未补 |\n"
            "| `G02-5` | 土地权属证明 | G02 建设工程规划许可证核发 | 6月24日 | 待补交 |"
        ) in page
        assert "总平面图" not in page

    def test_says_what_keeps_the_gate_shut(self) -> None:
        page = case_page(midway(), chart=None)
        assert "| — | 建设资金已经落实 | 待确认 |" in page
        assert "| `S05` | 建筑工程施工许可证核发 | 未具备条件 |" in page

    def test_names_placeholders_only_where_there_are_any(self) -> None:
        note = "承诺时限为占位值，上线前须核定"
        assert note in case_page(midway(), chart=None)
        assert note not in case_page(project_view(case()), chart=None)

    def test_says_that_days_are_provisional(self) -> None:
        late = case(state=CaseState.ACCEPTED, promised_due=date(2028, 1, 5), provisional=True)
        page = case_page(project_view(late), chart=None)
        assert "2028年1月5日（暂算）" in page
        assert "所涉年度的节假日安排尚未公布" in page

    def test_shows_the_last_twenty_entries_newest_first(self) -> None:
        page = case_page(midway(), chart=None)
        assert page.index("第25件") < page.index("第6件")
        assert "第5件" not in page
        assert "此前另有5条记录。" in page

    def test_folds_what_is_concluded_into_one_line_for_each_stage(self) -> None:
        assert (
            "- S1 立项用地规划许可：L04 企业投资项目备案（2月21日，已办结）、"
            "L11 建设用地规划许可证核发（6月5日，已办结）\n"
        ) in case_page(midway(), chart=None)

    def test_shows_the_wall_chart_as_an_image(self) -> None:
        address = wall_chart_data_uri(wall_chart(midway()))
        assert f"]({address})" in case_page(midway(), chart=address)
        assert "![" not in case_page(midway(), chart=None)

    def test_takes_no_drawing_in_place_of_an_address(self) -> None:
        with pytest.raises(ValueError, match="address"):
            case_page(midway(), chart=wall_chart(midway()))

    def test_puts_the_refusal_on_top(self) -> None:
        page = case_page(midway(), chart=None, refusal="主件不得容缺", outlook=["机动 3 日"])
        assert "> **未予办理**：主件不得容缺\n\n## 工期\n\n- 机动 3 日\n" in page

    def test_says_so_when_nothing_is_open_owed_or_missing(self) -> None:
        page = case_page(project_view(start=start(missing=())), chart=None)
        assert "目前没有正在办理的事项。" in page
        assert "没有欠交的容缺材料。" in page
        assert "开工条件已全部具备。" in page

    def test_of_a_started_project_asks_for_no_condition_any_more(self) -> None:
        page = case_page(project_view(start=start(started_on=june(18))), chart=None)
        assert "## 开工条件\n\n已于6月18日开工。" in page


def running(name: str = "质量安全监督手续", **changed: object) -> CaseView:
    return case("S04", name, CaseState.ACCEPTED, Light.GREEN, **changed)


class TestTheFormPage:
    def test_begins_with_the_refusal(self) -> None:
        page = form_page(midway(), refusal="S05 尚未具备条件")
        assert page.startswith("**未予办理**：S05 尚未具备条件\n\n### 冷链物流园一期 · 黄灯")

    def test_says_who_must_act_and_which_acts_the_rules_allow(self) -> None:
        may = (Act.PAUSE, Act.EXTEND, Act.REVIEW, Act.WITHDRAW, Act.REPAIR_CREDIT)
        view = project_view(
            running("质量安全监督手续", promised_due=june(24), remaining_days=3, offered=may),
            case("S05", "施工许可证核发", CaseState.OPEN, Light.GREY, offered=(Act.SUBMIT,)),
        )
        page = form_page(view)

        assert (
            "**S04 质量安全监督手续**（审查中·绿灯·6月24日到期·3个工作日）住建局："
            "暂停计时、延长期限、签署审查意见、撤回申请"
        ) in page
        assert "·灰灯）建设单位：申报" in page
        assert "准予办结" not in page
        assert "信用修复" not in page

    def test_says_that_nothing_can_be_done_where_the_rules_allow_nothing(self) -> None:
        waiting = running(attributed_to=Party.UPSTREAM)

        assert "前置事项承办单位：—" in form_page(project_view(waiting))

    def test_says_what_an_act_would_do_to_the_start(self) -> None:
        view = project_view(case("G02", offered=(Act.REFUSE, Act.WITHDRAW)))
        page = form_page(view, consequences={"G02": "提前1个工作日", "pin_start": "不变"})

        assert "撤回申请。对开工的影响：提前1个工作日" in page
        assert "`pin_start`：不变" in page

    def test_gives_the_codes_that_the_form_asks_for(self) -> None:
        page = form_page(midway())
        assert "`G02-5` 土地权属证明（`G02`）：承诺 6月24日 前补交，待补交" in page
        assert "、建设资金已经落实（须署名确认）" in page
        assert "`S05` 建筑工程施工许可证核发（须办结）" in page

    def test_names_what_is_still_to_be_delivered(self) -> None:
        assert "**待送达**：G01 建设工程设计方案审查" in form_page(midway())

    def test_stays_short_when_nothing_is_open(self) -> None:
        page = form_page(project_view(start=start(missing=())))
        assert "目前没有可以办理的事项。" in page
        assert "|" not in page


def test_every_state_can_be_written() -> None:
    cases = [case(f"S{number:02}", state=state) for number, state in enumerate(CaseState)]
    view = project_view(
        *cases,
        project=head(light=Light.BLACK),
        start=start(missing=(MissingView(code="S00", name="某事项"),)),
        timeline=(entry(1),),
    )
    assert "未具备条件" in case_page(view, chart=wall_chart_data_uri(wall_chart(view)))
    assert "容缺逾期" in form_page(view)


def test_the_page_leads_to_the_project_in_the_portal() -> None:
    address = "http://127.0.0.1:8080/projects/2020-230112-39-03-000001"

    assert f"({address})" in case_page(midway(), chart=None, portal=address)
    assert "在门户查看" not in case_page(midway(), chart=None)
