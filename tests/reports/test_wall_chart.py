"""The wall chart: well-formed, complete, legible without colour, and small."""

import base64
from datetime import date, timedelta
from xml.etree import ElementTree as Xml

import pytest

from models.case import CaseState, Light
from models.project_views import ProjectView
from reports.chart.chart_axis import Axis
from reports.chart.svg import fitted, text_width
from reports.chart.wall_chart import wall_chart, wall_chart_data_uri
from rules.days.day_table import seeded_table
from rules.days.working_days import working_days
from tests.reports.hostile import HOSTILE, NAMES
from tests.reports.text.test_markdown import filled_with
from tests.reports.views import FRIDAY, case, june, midway, owed, project_view, start

SVG = "{http://www.w3.org/2000/svg}"
DAYS = working_days(seeded_table())


def texts(svg: str) -> list[str]:
    return [one.text or "" for one in Xml.fromstring(svg).iter(f"{SVG}text")]


def big() -> ProjectView:
    states = [state for state in CaseState if state is not CaseState.NOT_REQUIRED]
    return project_view(
        *(
            case(
                f"S{number:02}",
                f"第{number}项很长很长的事项名称用来检查排版是否整齐（报告书、报告表、登记表）",
                states[number % len(states)],
                list(Light)[number % 6],
                stage=f"S{number % 5 + 1}",
                department_name="自然资源分局",
                opened_on=june(1) + timedelta(days=number % 7),
                submitted_on=june(3) + timedelta(days=number % 7),
                accepted_on=june(4) + timedelta(days=number % 7),
                promised_due=june(12) + timedelta(days=number),
                expected_start=june(4),
                expected_end=june(26) + timedelta(days=number),
                owed=(owed(), owed("质量监督手续", june(12), lapsed=True)),
            )
            for number in range(32)
        )
    )


class TestTheWallChart:
    def test_is_well_formed_with_title_and_description(self) -> None:
        root = Xml.fromstring(wall_chart(midway(), days=DAYS))
        assert root.tag == f"{SVG}svg"
        assert root.findtext(f"{SVG}title") == "冷链物流园一期挂图作战"
        described = root.findtext(f"{SVG}desc") or ""
        assert described.startswith("预计7月6日开工，比锁定日期晚3个工作日，受制于G02 ")
        assert "黑灯1项" in described

    def test_has_a_white_ground(self) -> None:
        root = Xml.fromstring(wall_chart(midway()))
        ground = root.findall(f"{SVG}rect")[0]
        assert (ground.get("width"), ground.get("height")) == ("1100", root.get("height"))
        assert ground.get("fill") == "#fff"

    def test_writes_every_light_as_a_letter_too(self) -> None:
        assert set("绿黄红黑蓝灰") <= set(texts(wall_chart(midway())))

    def test_names_the_three_days_that_matter(self) -> None:
        shown = texts(wall_chart(midway()))
        assert {"今日 6月19日", "锁定开工 7月1日", "预计开工 7月6日"} <= set(shown)

    def test_shows_the_real_start_in_place_of_the_forecast(self) -> None:
        shown = texts(wall_chart(project_view(case(), start=start(started_on=june(18)))))
        assert "实际开工 6月18日" in shown
        assert not any(one.startswith("预计开工") for one in shown)

    def test_groups_rows_by_stage(self) -> None:
        shown = texts(wall_chart(midway()))
        stages = [one[:2] for one in shown if one[:1] == "S" and one[2:3] == " "]
        assert stages == ["S1", "S2", "S3", "S5"]

    def test_collapses_what_was_concluded_before(self) -> None:
        shown = texts(wall_chart(midway()))
        assert "此前已办结1项：L04 企业投资项目备案（2月21日）" in shown
        assert "L11 建设用地规划许可证核发" in shown

    def test_leaves_out_what_neither_runs_nor_holds_up_the_start(self) -> None:
        shown = texts(wall_chart(midway()))
        assert not any("竣工验收备案" in one for one in shown)
        assert "截至2020年6月19日。尚未具备条件且不影响开工的1项未列入。" in shown

    def test_marks_the_critical_path(self) -> None:
        shown = texts(wall_chart(midway()))
        assert [one[:3] for one in shown if one[3:5] == " ★"] == ["G02", "S02", "S05"]

    def test_shades_days_off_only_when_it_knows_them(self) -> None:
        assert "#fbe6d8" in wall_chart(midway(), days=DAYS)
        assert "#fbe6d8" not in wall_chart(midway())

    def test_of_32_procedures_stays_small_and_draws_them_all(self) -> None:
        svg = wall_chart(big(), days=DAYS)
        assert len(svg.encode()) < 60_000
        codes = {one[:3] for one in texts(svg)}
        assert {f"S{number:02}" for number in range(32)} <= codes

    def test_is_the_same_for_the_same_view(self) -> None:
        assert wall_chart(midway(), days=DAYS) == wall_chart(midway(), days=DAYS)

    @pytest.mark.parametrize("far", [date(1999, 1, 1), date(2060, 1, 1)])
    def test_keeps_what_is_far_away_inside_the_picture(self, far: date) -> None:
        view = project_view(
            case(opened_on=far, expected_start=june(1), expected_end=far, owed=(owed(due_on=far),)),
            start=start(pinned_on=far),
        )
        for one in Xml.fromstring(wall_chart(view, days=DAYS)).iter(f"{SVG}rect"):
            assert float(one.get("x") or 0) + float(one.get("width") or 0) <= 1100

    def test_of_a_project_without_cases_still_shows_the_days(self) -> None:
        assert "今日 6月19日" in texts(wall_chart(project_view()))

    @pytest.mark.parametrize("said", HOSTILE, ids=NAMES)
    def test_takes_any_text_as_text(self, said: str) -> None:
        root = Xml.fromstring(wall_chart(filled_with(said), days=DAYS))
        allowed = {"svg", "title", "desc", "defs", "pattern", "rect", "path", "g", "text", "circle"}
        assert {one.tag.removeprefix(SVG) for one in root.iter()} <= allowed
        assert not any(key.startswith("on") for one in root.iter() for key in one.attrib)

    def test_shows_a_hostile_name_literally(self) -> None:
        name = "<script>alert('&')</script>"
        view = filled_with(name)
        assert name in texts(wall_chart(view))
        assert "<script" not in wall_chart(view)


def test_the_data_uri_holds_the_drawing() -> None:
    svg = wall_chart(midway())
    kind, _, data = wall_chart_data_uri(svg).partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(data).decode() == svg


class TestTheAxis:
    AXIS = Axis.around(FRIDAY, [june(3), date(2020, 7, 6)], left=100, right=520)

    def test_runs_from_a_monday_to_a_sunday(self) -> None:
        assert (self.AXIS.first, self.AXIS.last) == (june(1), date(2020, 7, 12))

    def test_gives_every_day_the_same_width(self) -> None:
        assert self.AXIS.x(june(1)) == 100
        assert self.AXIS.x(june(2)) == 110
        assert self.AXIS.x(june(2), 0.5) == 115

    def test_stops_at_its_edges(self) -> None:
        assert self.AXIS.x(date(2019, 1, 1)) == 100
        assert self.AXIS.x(date(2021, 1, 1)) == 520


def test_text_is_cut_to_fit() -> None:
    assert fitted("施工许可证", 60, 12) == "施工许可证"
    assert fitted("施工许可证核发", 60, 12) == "施工许可…"
    assert text_width("施工", 12) == 24
