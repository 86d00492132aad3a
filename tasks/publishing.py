"""The campaign's weekly report in the Prefect UI (周报发布): a page and a table of targets."""

from collections.abc import Iterable

from prefect import task

from casework.weekly.summary import campaign_report
from models.week_words import week_in_words
from models.weekly import RoundDuty
from reports.pages.campaign_report import campaign_page, target_row
from rules.weekly.steps import RoundStepDue
from tasks import house
from tasks.pages import publish_page, publish_table

TARGET_COLUMNS = ("目标", "指标", "要求", "时限", "实际", "差距", "预计", "情况")


@task(task_run_name="publish · 专项行动周报 {week}", persist_result=False)
def publish_campaign_report(week: str) -> str:
    """Publish the report of a week; the same week again brings it up to date."""
    report = campaign_report(house.office(), week=week, today=house.today())
    described = f"{report.title} {week_in_words(week)}周报"
    publish_page(f"weekly-{week.lower()}", campaign_page(report), described)
    rows = [dict(zip(TARGET_COLUMNS, target_row(one), strict=True)) for one in report.targets]
    publish_table("targets", rows, f"目标任务（截至 {report.as_of}）")
    return week


def publish_rounds(steps: Iterable[RoundStepDue]) -> None:
    """Publish the report of every round of which the publishing step was just done."""
    for step in steps:
        if step.duty is RoundDuty.PUBLISH:
            publish_campaign_report(step.week)
