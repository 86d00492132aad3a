"""What people see in the Prefect UI (运行台展示): tags, artifacts, one task run per entry."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from prefect import task
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.sorting import FlowRunSort

from casework.plan.views import plan
from casework.reading.case.views import show
from casework.reading.lists.to_do import to_do
from casework.supervision.matters import matters
from models.case import CaseState
from models.project_views import ProjectView, TimelineView
from models.week_words import week_tag
from reports.chart.wall_chart import wall_chart, wall_chart_data_uri
from reports.pages.case_page import case_page
from reports.pages.to_do_table import front_page, to_do_page, to_do_rows
from reports.text.plan_words import plan_words
from rules.acting.next_step import OF_DEPARTMENT
from rules.days.working_days import working_days
from store.projected.queries import project_lines
from tasks import house
from tasks.pages import publish_page

APPLICANT_STATES = frozenset(
    {CaseState.OPEN, CaseState.CORRECTING, CaseState.DECLINED, CaseState.RETURNED}
)
VERSION_TAG = "version:"

_published: dict[str, int] = {}
"""Key of a page → hash of what was published last by this process."""
PAGE = 200


def read_project(project: str) -> ProjectView:
    """Return a project as of today, with its timeline."""
    return show(house.office(), project=project, timeline=True, likely=True, today=house.today())


def tags_of(view: ProjectView, week: str) -> list[str]:
    """Return the tags that make lists of runs: project, light, who must act now, version."""
    departments = {case.department_name for case in view.cases if case.state in OF_DEPARTMENT}
    unit = any(case.state in APPLICANT_STATES for case in view.cases)
    return [
        f"project:{view.project.code}",
        f"light:{view.project.light.value}",
        week_tag(week),
        *(f"dept:{name}" for name in sorted(departments)),
        *([f"unit:{view.project.unit_name}"] if unit else []),
        f"{VERSION_TAG}{view.version}",
    ]


def version_shown(tags: Iterable[str]) -> int:
    """Return the version of the file that a run shows, read off its tags; 0 = none yet."""
    shown = (tag.removeprefix(VERSION_TAG) for tag in tags if tag.startswith(VERSION_TAG))
    return int(next(shown, "0"))


def retag(flow_run_id: UUID, tags: Sequence[str]) -> None:
    """Put tags on a living run; lists filtered by them change at once."""
    with get_client(sync_client=True) as client:
        client.update_flow_run(flow_run_id, tags=tags)


@task(task_run_name="{label}", persist_result=False)
def show_entry(label: str, line: TimelineView) -> str:
    """Show one entry of the ledger as a task run of the case run."""
    return f"{label}:{line.at} {line.by_name} {line.name} {line.detail}".strip()


def entry_run_name(line: TimelineView) -> str:
    """Return a task run's name for an entry, beginning with ASCII for the run graph."""
    code, _, name = line.procedure.partition(" ")
    return " ".join(filter(None, (code or "--", "·", line.name, name)))


@task(task_run_name="publish · 挂图与项目页", persist_result=False)
def publish_project(view: ProjectView, refusal: str) -> None:
    """Publish the project's page with its wall chart."""
    days = working_days(house.regulations().day_table)
    chart = wall_chart_data_uri(wall_chart(view, days=days))
    page = case_page(
        view,
        chart=chart,
        refusal=refusal,
        outlook=outlook_of(view.project.code),
        portal=house.portal_page(view.project.code),
    )
    described = f"{view.project.name}（{view.project.light_name}灯）"
    publish_page(f"case-{view.project.code}", page, described)


@task(task_run_name="publish · 部门待办", persist_result=False)
def publish_to_dos(only: Collection[str] | None = None) -> int:
    """Publish the to-do lists that have changed, of some departments or all; return how many.

    With all of them goes the front page, which leads to each.
    """
    runs = living_runs()
    counts: list[tuple[str, str, int]] = []
    published = 0
    for department in house.regulations().campaign.departments:
        if only is not None and department.code not in only:
            continue
        rows = to_do_rows(to_do(house.office(), department=department.code, today=house.today()))
        counts.append((department.code, department.name, len(rows)))
        page = to_do_page(department.name, rows, runs)
        published += _publish(
            f"to-do-{department.code}", page, f"{department.name}待办（{len(rows)}件）"
        )
    if only is None:
        projects = [(code, name) for code, name, _ in active_projects()]
        published += _publish(
            "front-page", front_page(counts, projects, runs), "绿色通道首页：各部门待办、在办项目"
        )
    return published


def _publish(key: str, page: str, description: str) -> bool:
    """Publish a page, unless this process has published the same; tell whether it did."""
    fingerprint = hash(page)
    if _published.get(key) == fingerprint:
        return False
    publish_page(key, page, description)
    _published[key] = fingerprint
    return True


def living_runs() -> dict[str, str]:
    """Return the case run of each project that has one under way."""
    over = FlowRunFilterStateType(not_any_=[StateType.COMPLETED, StateType.CANCELLED])
    found: dict[str, str] = {}
    seen = 0
    with get_client(sync_client=True) as client:
        while True:
            page = client.read_flow_runs(
                flow_filter=FlowFilter(name=FlowFilterName(any_=["approve"])),
                flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=over)),
                sort=FlowRunSort.START_TIME_ASC,
                limit=PAGE,
                offset=seen,
            )
            seen += len(page)
            for run in page:
                found |= {
                    tag.removeprefix("project:"): str(run.id)
                    for tag in run.tags
                    if tag.startswith("project:")
                }
            if len(page) < PAGE:
                return found


def outlook_of(project: str) -> tuple[str, ...]:
    """Return what a project's page says of its plan and of supervision."""
    today = house.today()
    seen = plan(house.office(), project, today)
    return plan_words(seen, matters(house.office(), project=project, today=today))


def active_projects() -> list[tuple[str, str, int]]:
    """Return code, name and version of every project whose start gate is still to be passed."""
    with house.office().store.reading() as connection:
        return [
            (line.code, line.name, line.version)
            for line in project_lines(connection)
            if line.active
        ]
