"""prefect.yaml says what it means: Prefect itself ignores misspelt keys and import errors."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect.client.schemas.schedules import CronSchedule
from prefect.flows import load_flow_from_entrypoint

ROOT = Path(__file__).parents[2]
DOCUMENT: dict[str, Any] = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
DEPLOYMENTS: list[dict[str, Any]] = DOCUMENT["deployments"]
SCHEDULES = [
    (deployment, schedule)
    for deployment in DEPLOYMENTS
    for schedule in deployment.get("schedules", ())
]


def test_names_only_keys_that_prefect_reads() -> None:
    known = {
        "name", "entrypoint", "work_pool", "schedules", "concurrency_limit",
        "description", "tags", "version",
    }  # fmt: skip

    assert set(DOCUMENT) <= {"name", "definitions", "deployments"}
    for deployment in DEPLOYMENTS:
        assert set(deployment) <= known, deployment["name"]
    for deployment, schedule in SCHEDULES:
        assert set(schedule) <= {"slug", "cron", "timezone", "parameters"}, deployment["name"]


def test_holds_the_deployments_that_others_rely_on() -> None:
    assert [one["name"] for one in DEPLOYMENTS] == [
        "approve",
        "register",
        "act",
        "watch",
        "brief",
        "collect-progress",
        "report-progress",
        "publish-bulletin",
    ]


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda one: one["name"])
def test_every_deployment_names_a_flow_that_loads(deployment: dict[str, Any]) -> None:
    path, function = deployment["entrypoint"].split(":")
    flow = load_flow_from_entrypoint(f"{ROOT / path}:{function}", use_placeholder_flow=False)

    assert flow.name == deployment["name"]


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda one: one["name"])
def test_every_form_speaks_chinese(deployment: dict[str, Any]) -> None:
    path, function = deployment["entrypoint"].split(":")
    flow = load_flow_from_entrypoint(f"{ROOT / path}:{function}", use_placeholder_flow=False)

    assert _has_chinese(flow.description or "")
    for name, model in (flow.parameters.definitions or {}).items():
        assert name.isascii(), "a Chinese class name collapses to underscores in the schema"
        for field, schema in model.get("properties", {}).items():
            assert _has_chinese(schema.get("title", "")), f"{name}.{field}"


@pytest.mark.parametrize(
    ("deployment", "schedule"), SCHEDULES, ids=lambda one: one.get("slug") or one.get("name")
)
def test_every_schedule_is_of_the_office_zone(
    deployment: dict[str, Any], schedule: dict[str, Any]
) -> None:
    assert schedule["timezone"] == "Asia/Shanghai"
    assert schedule["slug"]
    CronSchedule(cron=schedule["cron"], timezone=schedule["timezone"])


def test_is_free_of_secrets_and_absolute_paths() -> None:
    text = (ROOT / "prefect.yaml").read_text(encoding="utf-8")

    assert not any(word in text.lower() for word in ("password", "secret", "token", ": /"))


def _has_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)
