"""Artifacts that newer ones have replaced (旧制品): Prefect keeps every version of a page.

Only what is not the newest of its key goes, oldest first; Prefect's own cleaning would take
the newest as well, where the run that published it is gone.
"""

from prefect import task
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import Artifact
from prefect.client.schemas.sorting import ArtifactCollectionSort, ArtifactSort

KEPT = 1000
"""So many of the newest are kept, whatever they are."""
PAGE = 200


@task(task_run_name="tidy · 清理旧制品", persist_result=False)
def tidy_artifacts() -> int:
    """Delete versions of pages that newer ones have replaced; return how many."""
    with get_client(sync_client=True) as client:
        return delete_replaced(client, kept=KEPT)


def delete_replaced(client: SyncPrefectClient, *, kept: int) -> int:
    """Delete replaced artifacts beyond the newest ``kept``, a page of them at most."""
    newest = _newest_of_each_key(client)
    offset, deleted = kept, 0
    while deleted < PAGE and (found := _older(client, offset)):
        for one in found:
            if one.id in newest or one.key is None:
                offset += 1
            else:
                client.delete_artifact(one.id)
                deleted += 1
    return deleted


def _older(client: SyncPrefectClient, offset: int) -> list[Artifact]:
    return client.read_artifacts(sort=ArtifactSort.CREATED_DESC, limit=PAGE, offset=offset)


def _newest_of_each_key(client: SyncPrefectClient) -> set[object]:
    newest: set[object] = set()
    seen = 0
    while page := client.read_latest_artifacts(
        sort=ArtifactCollectionSort.ID_DESC, limit=PAGE, offset=seen
    ):
        newest |= {one.latest_id for one in page}
        seen += len(page)
    return newest
