"""The plan on a project's page: when, how sure, what decides it, what stands under supervision."""

from datetime import date

import pytest

from models.plan_views import ConfidenceView, DriftView, PlanView, QualityView
from reports.text.plan_words import plan_words


def plan(**changes: object) -> PlanView:
    fields: dict[str, object] = {
        "project": "2020-230112-39-03-000001",
        "name": "冷链物流园",
        "gate": "start_construction",
        "gate_name": "开工条件",
        "as_of": date(2020, 6, 19),
        "pinned_start": date(2020, 7, 1),
        "forecast_start": date(2020, 7, 6),
        "slip_days": 3,
        "float_days": 0,
        "started_on": None,
        "deciding": "S05",
        "critical": ("G02", "S02", "S05"),
        "procedures": (),
        "baselines": (),
        "quality": QualityView(score=100, hits=()),
        "confidence": ConfidenceView(p50=date(2020, 7, 8), p80=date(2020, 7, 20), on_time=0.17),
    }
    return PlanView.model_validate(fields | changes)


def test_says_when_how_sure_and_what_decides() -> None:
    assert plan_words(plan()) == (
        "7月8日前开工的概率为50％，7月20日前为80％，按期概率17％（照以往用时）。",
        "锁定7月1日；均按承诺时限办结，最早7月6日开工，晚3个工作日。",
        "关键线路：G02→S02→S05。",
    )


@pytest.mark.parametrize(
    ("observed", "earlier", "words"),
    [
        pytest.param(31, 0, "照以往用时", id="own cases alone"),
        pytest.param(1800, 1800, "照以往专项行动用时1800条", id="nothing of its own yet"),
        pytest.param(1831, 1800, "照以往专项行动用时1800条、本台账用时31条", id="both"),
    ],
)
def test_says_by_whose_cases(observed: int, earlier: int, words: str) -> None:
    sure = ConfidenceView(
        p50=date(2020, 7, 8),
        p80=date(2020, 7, 20),
        on_time=None,
        observed=observed,
        earlier=earlier,
    )
    assert plan_words(plan(confidence=sure))[0].endswith(f"前为80％（{words}）。")


def test_tells_a_plan_that_moved_either_way_and_not_one_that_stands() -> None:
    def moved(days: int) -> str:
        drift = DriftView(
            taken_on=date(2020, 5, 21),
            by="dispatch-01",
            by_name="调度中心01",
            reason="",
            pinned_on=date(2020, 7, 1),
            start_days=days,
            pinned_days=0,
            quality=90,
            procedures={},
        )
        return plan_words(plan(baselines=(drift,)))[-1]

    assert moved(4) == "比5月21日锁定时的计划推迟4个工作日。"
    assert moved(-2) == "比5月21日锁定时的计划提前2个工作日。"
    assert moved(0) == "关键线路：G02→S02→S05。"


def test_says_nothing_of_a_project_that_has_started() -> None:
    assert plan_words(plan(started_on=date(2020, 6, 1))) == ()
