"""A run asks the server by one client, which reads certificates only where they are shown."""

import ssl

import pytest
from prefect.client.orchestration import get_client
from prefect.context import SyncClientContext
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED,
    temporary_settings,
)

from runner.execution import one_client


@pytest.fixture
def authorities(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Each file of authorities' certificates that a client has read."""
    read: list[object] = []
    create = ssl.create_default_context

    def counting(*given: object, cafile: str | None = None, **named: object) -> ssl.SSLContext:
        read.append(cafile)
        return create(*given, cafile=cafile, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(ssl, "create_default_context", counting)
    return read


@pytest.mark.parametrize(("scheme", "read"), [("http", 0), ("https", 1)])
def test_all_that_a_run_asks_goes_by_one_client(
    authorities: list[object], scheme: str, read: int
) -> None:
    unheard = {
        PREFECT_API_URL: f"{scheme}://127.0.0.1:9/api",
        PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED: False,
    }
    with temporary_settings(unheard), one_client(), SyncClientContext.get_or_create() as held:
        assert get_client(sync_client=True) is get_client(sync_client=True) is held.client
    assert len(authorities) == read
