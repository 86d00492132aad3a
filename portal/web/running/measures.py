"""What machines watch (运行指标): requests by route and status, their durations, what waits.

Routes are named by their pattern, so that no project and no person stands in a metric.
"""

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.types import Scope

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0)


class Measures:
    """The metrics of the portal (运行指标): of all its processes where there are several."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "greenchannel_requests_total",
            "Requests answered",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "greenchannel_request_seconds",
            "Seconds until the answer was complete",
            ("route",),
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._entries = Gauge(
            "greenchannel_ledger_entries",
            "Entries of the ledger",
            registry=self._registry,
            multiprocess_mode="mostrecent",
        )
        self._backlog = Gauge(
            "greenchannel_notices",
            "Deliveries by state",
            ("state",),
            registry=self._registry,
            multiprocess_mode="mostrecent",
        )

    def seen(self, scope: Scope, status: int, seconds: float) -> None:
        """Count an answer."""
        route = str(getattr(scope.get("route"), "path", "") or "other")
        self._requests.labels(_known(scope["method"]), route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def told(self, *, entries: int, deliveries: dict[str, int]) -> bytes:
        """Return everything in Prometheus' text format."""
        self._entries.set(entries)
        for state, count in deliveries.items():
            self._backlog.labels(state).set(count)
        registry = self._registry
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)


def _known(method: str) -> str:
    """Return a method, of which anybody may invent more."""
    return method if method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS") else "OTHER"
