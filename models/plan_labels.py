"""The Chinese words for what is told about plans (排期用语): labels of their own, for length."""

from collections.abc import Mapping

from models.schedule_quality import QualityCheck

QUALITY_CHECKS: Mapping[QualityCheck, str] = {
    QualityCheck.NO_PINNED_DATE: "未锁定开工时间节点",
    QualityCheck.PINNED_DAY_OFF: "锁定日不是工作日",
    QualityCheck.AFTER_CAMPAIGN: "晚于专项行动结束",
    QualityCheck.NEGATIVE_FLOAT: "总时差为负",
    QualityCheck.THIN_FLOAT: "机动天数过少",
    QualityCheck.CRITICAL_INDEX: "关键线路指数偏低",
    QualityCheck.MANY_CRITICAL: "关键事项过多",
    QualityCheck.NO_LIMIT: "时限缺失或不实",
    QualityCheck.ASSUMED_LIMITS: "占位时限过多",
    QualityCheck.LONG_STEP: "单个事项过长",
    QualityCheck.NO_LAND_DATE: "净地日期缺失",
    QualityCheck.LATE_LAND: "净地晚于锁定日",
    QualityCheck.NO_OWNER: "事项无人经办",
    QualityCheck.LATE_DOCUMENT: "材料来得太晚",
    QualityCheck.OVERDUE_STEP: "在办事项已到期",
}
"""Check of a schedule → what it is called."""
