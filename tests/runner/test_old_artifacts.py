"""Versions of a page that a newer one has replaced are deleted; every page stays as it is."""

import pytest
from prefect.client.orchestration import SyncPrefectClient

from tasks.old_artifacts import delete_replaced
from tests.prefect_server import PrefectServer

pytestmark = pytest.mark.prefect


def test_the_newest_of_every_key_stays_whatever_its_age(server: PrefectServer) -> None:
    for number in range(7):
        server.call("POST", "/artifacts/", {"key": "to-do-water", "type": "markdown",
                                            "data": f"第{number}版"})  # fmt: skip
        if number == 0:
            server.call("POST", "/artifacts/", {"key": "week-2020-25", "type": "markdown",
                                                "data": "周报"})  # fmt: skip

    with SyncPrefectClient(server.api_url) as client:
        deleted = delete_replaced(client, kept=3)
        again = delete_replaced(client, kept=3)

    left = server.call("POST", "/artifacts/filter", {})
    assert (deleted, again) == (4, 0)
    assert sorted(one["data"] for one in left) == ["周报", "第4版", "第5版", "第6版"]
    newest = server.call("POST", "/artifacts/latest/filter", {})
    assert {one["data"] for one in newest} == {"第6版", "周报"}
