"""What a warm worker may run (准许运行的入口): the entrypoints of prefect.yaml, where they lie.

Whoever reaches Prefect's API can make a deployment that pulls a stranger's code or runs a
command first. The worker therefore takes nothing from the server but the name of an
entrypoint that stands in the project's own prefect.yaml; whatever else a run brings along
is a reason to refuse it, not to do it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import yaml

if TYPE_CHECKING:
    from prefect.client.schemas.objects import FlowRun
    from prefect.client.schemas.responses import DeploymentResponse

FORBIDDEN = "Forbidden"
"""Name of the failed state of a run that was refused."""

STAY_HERE = "prefect.deployments.steps.set_working_directory"
"""The one step that ``prefect deploy`` writes by itself; it is compared, never carried out."""


class RunRefused(Exception):
    """A run is none of the project's (不予运行)."""


@dataclass(frozen=True, slots=True)
class Project:
    """A directory with a prefect.yaml (项目目录)."""

    root: Path
    entrypoints: frozenset[str]

    @classmethod
    def at(cls, root: Path) -> Self:
        """Read a project; without a prefect.yaml it allows nothing."""
        declared = root / "prefect.yaml"
        if not declared.is_file():
            return cls(root.resolve(), frozenset())
        told = yaml.safe_load(declared.read_text(encoding="utf-8"))
        entrypoints = frozenset(str(one["entrypoint"]) for one in told["deployments"])
        return cls(root.resolve(), entrypoints)

    def objection(self, deployment: "DeploymentResponse", flow_run: "FlowRun") -> str:
        """Return why a run is refused, in words; nothing when it is one of ours."""
        faults = []
        if deployment.entrypoint not in self.entrypoints:
            faults.append(f"入口 {str(deployment.entrypoint)[:200]!r} 不在 prefect.yaml 中")
        if any(not self._stays(step) for step in deployment.pull_steps or ()):
            faults.append("部署带有拉取步骤")
        if deployment.path and not self._is_root(deployment.path):
            faults.append(f"部署指向别处 {deployment.path[:200]!r}")
        if deployment.storage_document_id or deployment.infrastructure_document_id:
            faults.append("部署自带存储或运行环境")
        if deployment.job_variables or flow_run.job_variables:
            faults.append("带有作业变量或环境变量")
        return f"执行器不予运行：{'；'.join(faults)}" if faults else ""

    def file_of(self, entrypoint: str) -> str:
        """Return an entrypoint as a path that loads from anywhere."""
        return str(self.root / entrypoint)

    def _stays(self, step: dict[str, Any]) -> bool:
        match list(step.items()):
            case [(name, {"directory": str(directory)} as given)]:
                return name == STAY_HERE and len(given) == 1 and self._is_root(directory)
            case _:
                return False

    def _is_root(self, path: str) -> bool:
        try:
            return (self.root / path).resolve() == self.root
        except (OSError, ValueError):
            return False
