"""django-viewflow: 12 procedures in 4 stages, accepted and decided by a person each.

`viewflow_peer.py DATABASE CASES`, in an environment with django-viewflow. One action = one
transaction: the task is assigned, started and executed, and what follows it is opened.
"""

import json
import sys
import time
from importlib.metadata import version

import django
from django.conf import settings

DATABASE, CASES = sys.argv[1], int(sys.argv[2])
settings.configure(
    SECRET_KEY="none",
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "viewflow",
        "viewflow.workflow",
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATABASE,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
            },
        }
    },
)
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from viewflow import this  # noqa: E402
from viewflow.workflow import flow  # noqa: E402
from viewflow.workflow.models import Process, Task  # noqa: E402

STAGES, EACH = 4, 3


def nothing(_: object) -> None:
    """Stand in for a page."""


def nodes() -> dict[str, object]:
    """Return the nodes: each stage splits into procedures and joins again."""
    found: dict[str, object] = {"start": flow.StartHandle().Next(this.split0)}
    for stage in range(STAGES):
        split = flow.Split()
        for one in range(EACH):
            here = f"{stage}_{one}"
            split = split.Next(getattr(this, f"accept{here}"))
            found[f"accept{here}"] = flow.View(nothing).Next(getattr(this, f"decide{here}"))
            found[f"decide{here}"] = flow.View(nothing).Next(getattr(this, f"join{stage}"))
        found[f"split{stage}"] = split
        after = this.end if stage == STAGES - 1 else getattr(this, f"split{stage + 1}")
        found[f"join{stage}"] = flow.Join().Next(after)
    return found | {"end": flow.End(), "process_class": Process, "app_name": "peer"}


# Tasks name their flow by module and class: this script stands where an application would.
sys.modules["viewflow.workflow.peer"] = sys.modules[__name__]
Permits = type("Permits", (flow.Flow,), {"__module__": "viewflow.workflow.peer", **nodes()})


def main() -> None:
    call_command("migrate", verbosity=0)
    officer = User.objects.create(username="officer")
    acts, began, cpu = 0, time.perf_counter(), time.process_time()
    for _ in range(CASES):
        with transaction.atomic():
            process = Permits.start.run()
        acts += 1
        while True:
            task = Task.objects.filter(
                process=process, status="NEW", flow_task_type="HUMAN"
            ).first()
            if task is None:
                break
            with transaction.atomic(), task.activation() as activation:
                activation.assign(officer)
                activation.start(None)
                activation.execute()
            acts += 1
    told = {
        "acts": acts,
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - cpu,
        "version": version("django-viewflow"),
    }
    assert acts == CASES * (1 + 2 * STAGES * EACH), acts
    print(json.dumps(told))


main()
