"""The effect of an act and the worth of a paper, in the same words at every door."""

from datetime import date

import pytest

from models.act_requests import Act
from models.refusal import Refused
from reports.text.consequence import consequence, first_paper
from rules.whatif.effect import Effect, PapersWorth, PaperWorth
from rules.whatif.typical import Supposed
from tests.world import july, june

NAMES = {"A01-2": "资金证明", "A01-3": "授权委托书"}
TODAY = june(19)


def effect(act: Act, after: date, days: int, *supposed: Supposed) -> Effect:
    return Effect(act, "A01", june(28), after, days, supposed)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            effect(Act.REQUEST_CORRECTION, july(11), 9, Supposed("due_on", july(3))),
            "一次性告知补正将使预计开工日由6月28日推迟至7月11日，推迟9个工作日"
            "（按7月3日前补齐试算）",
        ),
        (
            effect(Act.ACCEPT_CONDITIONALLY, june(22), -4, Supposed("A01-2", july(1))),
            "容缺受理将使预计开工日由6月28日提前至6月22日，提前4个工作日"
            "（《资金证明》按7月1日补交试算）",
        ),
        (effect(Act.ACCEPT, june(28), 0), "受理不影响预计开工日（6月28日）"),
        (
            effect(
                Act.PAUSE,
                july(11),
                9,
                Supposed("procedure_kind", "expert_review"),
                Supposed("limit_days", 10),
            ),
            "暂停计时将使预计开工日由6月28日推迟至7月11日，推迟9个工作日"
            "（按专家评审试算，按10日试算）",
        ),
        (
            effect(Act.DECIDE, date(2021, 1, 4), 130),
            "准予办结将使预计开工日由6月28日推迟至2021年1月4日，推迟130个工作日",
        ),
    ],
)
def test_an_effect_is_one_sentence(told: Effect, said: str) -> None:
    assert consequence(told, NAMES, as_of=TODAY) == said


def test_what_the_rules_refuse_is_said_with_its_reason() -> None:
    refused = Refused("缺主件《申请表》，不能受理")
    told = Effect(Act.ACCEPT, "A01", june(28), june(28), 0, (), refused)
    assert consequence(told, NAMES, as_of=TODAY) == "现在不能受理：缺主件《申请表》，不能受理"


@pytest.mark.parametrize(
    ("worth", "together", "said"),
    [
        ((9, 0), 9, "先补这一件：《资金证明》，可提前9个工作日"),
        ((0, 0), 9, "单补一件不能提前开工，未到的材料全部补齐可提前9个工作日"),
        ((0, 0), 0, "未到的材料目前都不影响预计开工日（6月28日）"),
        ((), 0, "没有未到的材料"),
    ],
)
def test_the_paper_to_bring_first_is_one_sentence(
    worth: tuple[int, ...], together: int, said: str
) -> None:
    codes = ("A01-2", "A01-3")
    papers = tuple(
        PaperWorth("A01", (code,), july(1), days) for code, days in zip(codes, worth, strict=False)
    )
    told = PapersWorth(june(28), papers, together)
    assert first_paper(told, NAMES, as_of=TODAY) == said
