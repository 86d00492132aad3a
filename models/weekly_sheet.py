"""The weekly workbook of a unit (责任单位周报工作簿): its sheets and columns.

Written by `reports/workbooks/weekly_workbook.py` and read back by
`store/intake/weekly_workbook.py`; money stands in it in 万元. The columns follow the reference
data, `weekly_report.fields`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from models.labelled import Labelled
from models.progress import LandStatus, Utility, WorkStatus

VERSION = "1"
"""Version of the layout (模板版本): a workbook of another version is not read."""

GUIDE_SHEET = "填报说明"
PROJECT_SHEET = "项目周报"
PROCEDURE_SHEET = "未办结手续"
PROBLEM_SHEET = "问题"
CHOICE_SHEET = "选项"

STAMP_LABELS: Mapping[str, str] = {
    "campaign": "专项行动编号",
    "week": "填报周次",
    "unit": "责任单位编号",
    "version": "模板版本",
}
"""Where the workbook belongs, as the guide sheet says it."""


class CellKind(StrEnum):
    """What a column of the weekly workbook holds (单元格类型)."""

    TEXT = "text"
    MONEY = "money"
    """万元."""
    DAY = "day"
    CHOICE = "choice"
    SEVERAL = "several"
    """Coded values, one after another, separated by ``、``."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column of the weekly workbook (周报列)."""

    header: str
    field: str
    """Name in the report, or what it tells of the project."""
    kind: CellKind
    width: float
    note: str = ""
    """How to fill it in; shown as a comment on the header."""
    locked: bool = False
    required: bool = False
    choices: type[Labelled] | None = None
    most: int = 2000
    """So many characters fit in."""
    former: tuple[str, ...] = ()
    """What the header was called in templates that went out before: clerks keep their files."""


@dataclass(frozen=True, slots=True)
class WorkbookStamp:
    """Where a weekly workbook belongs (工作簿归属)."""

    campaign: str
    week: str
    unit: str
    version: str = VERSION

    def __str__(self) -> str:
        """Return it as one line, as the document property holds it."""
        return "|".join((self.campaign, self.week, self.unit, self.version))


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """One outstanding procedure of a project in the workbook (未办结手续行)."""

    project: str
    project_name: str
    procedure: str
    name: str
    department: str
    state: str
    sticking_point: str = ""
    expected_on: date | None = None


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One reported problem of a project in the workbook (问题行)."""

    project: str
    """Name of the project, or its code where two have the name."""
    text: str
    needs: str = ""
    office: str = ""
    """Short name of the office that should act."""


CellContent = str | Decimal | date | None
"""What is written into a cell: words, 万元, a day, or nothing."""


@dataclass(frozen=True, slots=True)
class WeeklyWorkbook:
    """Everything that a unit's workbook shows before it is filled in (待填报工作簿)."""

    stamp: WorkbookStamp
    campaign_title: str
    unit_name: str
    week_words: str
    made_on: date
    due: str
    projects: tuple[Mapping[str, CellContent], ...]
    """Field of :data:`PROJECT_COLUMNS` → content, one map a project."""
    procedures: tuple[ProcedureLine, ...]
    problems: tuple[ProblemLine, ...]
    offices: tuple[str, ...]
    """Short names of the offices that may be asked to act."""


def _text(
    header: str,
    field: str,
    width: float,
    note: str = "",
    *,
    locked: bool = False,
    required: bool = False,
    most: int = 2000,
) -> SheetColumn:
    return SheetColumn(header, field, CellKind.TEXT, width, note, locked, required, None, most)


def _money(
    header: str, field: str, note: str = "", *, locked: bool = False, required: bool = False
) -> SheetColumn:
    return SheetColumn(header, field, CellKind.MONEY, 10.5, note, locked, required)


def _day(
    header: str,
    field: str,
    note: str = "",
    *,
    locked: bool = False,
    former: tuple[str, ...] = (),
) -> SheetColumn:
    return SheetColumn(header, field, CellKind.DAY, 12, note, locked=locked, former=former)


_SUM = "留空则由系统按上期累计加本周自动得出；上期没有周报的必须填。单位为万元。"

PROJECT_COLUMNS: tuple[SheetColumn, ...] = (
    _text("项目代码", "project", 15, "系统按它认项目，请勿改动。", locked=True, required=True),
    _text("项目名称", "name", 16, locked=True),
    _money("总投资（万元）", "total", locked=True),
    _money("年度计划投资（万元）", "this_year", locked=True),
    _day("锁定开工时间节点", "pinned_start", locked=True, former=("卡定开工日期",)),
    _money("上期年初累计（万元）", "last_year", "上期周报所报，供核对。", locked=True),
    _money("上期开工累计（万元）", "last_total", "上期周报所报，供核对。", locked=True),
    _money("本周完成投资（万元）", "invested_week", "本周没有完成投资的填 0。", required=True),
    _money("年初至今完成投资（万元）", "invested_year", _SUM),
    _money("开工至今累计完成投资（万元）", "invested_total", _SUM),
    _text("形象进度", "physical_work", 26, "已开工的必须填，写明到了哪一步，如“基础完成 80%”。"),
    SheetColumn(
        "开工状态", "status", CellKind.CHOICE, 8.5, "从下拉列表中选。", False, True, WorkStatus
    ),
    _day("实际开工日期", "started_on", "已开工的必须填，如 2020-06-05。"),
    SheetColumn(
        "计划竣工投产日期", "completion_expected_on", CellKind.DAY, 13.5, "如 2021-10-31。"
    ),
    _day("统计入库日期", "statistics_entered_on", "已纳入投资统计的填入库日期。"),
    SheetColumn(
        "用地状态", "land_status", CellKind.CHOICE, 12, "从下拉列表中选。", False, True, LandStatus
    ),
    _money("资金到位累计（万元）", "funds_arrived", "累计数。", required=True),
    _money("资金拨付累计（万元）", "funds_paid", "累计数。", required=True),
    SheetColumn(
        "要素缺口",
        "utility_gaps",
        CellKind.SEVERAL,
        9,
        "可填：水、电、气、热、排水、通信，以顿号分隔；没有缺口的留空。",
        choices=Utility,
    ),
    _text("上周问题办理结果", "last_problems", 18),
    _text("下周计划", "next_week", 18),
    _text("情况说明", "explanation", 18, "数字突变超过 50%、日期推迟等，请在此说明原因。"),
    _text("填报人", "filled_by", 9, "填岗位或姓名。", required=True, most=60),
    _text("审核人", "checked_by", 9, most=60),
)

PROCEDURE_COLUMNS: tuple[SheetColumn, ...] = (
    _text("项目代码", "project", 27, locked=True, required=True),
    _text("项目名称", "name", 30, locked=True),
    _text("事项编码", "procedure", 10, locked=True, required=True),
    _text("事项", "procedure_name", 36, locked=True),
    _text("审批部门", "department", 16, locked=True),
    _text("目前状态", "state", 14, locked=True),
    _text("卡点", "sticking_point", 42, "问题在哪里、需要谁做什么；没有的留空。", most=500),
    _day("预计办结日期", "expected_on", "如 2020-06-30；没有的留空。"),
)

PROBLEM_COLUMNS: tuple[SheetColumn, ...] = (
    SheetColumn(
        "项目", "project", CellKind.TEXT, 28, "从下拉列表中选项目名称，或填项目代码。", False, True
    ),
    _text("存在问题", "text", 50, "一行只写一个问题。", required=True, most=500),
    _text("需协调事项", "needs", 44, required=True, most=500),
    _text("建议协调单位", "office", 22, "从下拉列表中选。", required=True),
)

SHEETS: Mapping[str, tuple[SheetColumn, ...]] = {
    PROJECT_SHEET: PROJECT_COLUMNS,
    PROCEDURE_SHEET: PROCEDURE_COLUMNS,
    PROBLEM_SHEET: PROBLEM_COLUMNS,
}
"""The sheets that are read back."""
