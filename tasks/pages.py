"""Pages in the Prefect UI (运行台网页): published under a key, and what they replace taken away.

Prefect keeps every version of an artifact for ever. A page is what the ledger says at a
moment and the ledger can say it again: the newest few stay, so that one which somebody has
open does not go from under him. The UI renders descriptions as Markdown too, and names are in
them: they are made plain here.
"""

from contextlib import suppress
from typing import Any

from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from prefect.client.schemas.sorting import ArtifactSort
from prefect.exceptions import ObjectNotFound

from reports.text import plain_text

KEPT_VERSIONS = 3
AT_ONCE = 200


def publish_page(key: str, markdown: str, description: str, *, kept: int = KEPT_VERSIONS) -> None:
    """Publish a page of text; of its earlier versions all but the newest few are taken away."""
    described = plain_text.markdown(description)
    create_markdown_artifact(markdown=markdown, key=key, description=described)
    take_away_replaced(key, kept)


def publish_table(key: str, table: list[dict[str, Any]], description: str) -> None:
    """Publish a page that is one table; see :func:`publish_page`."""
    described = plain_text.markdown(description)
    create_table_artifact(table=table, key=key, description=described)
    take_away_replaced(key, KEPT_VERSIONS)


def take_away_replaced(key: str, kept: int) -> int:
    """Take away all but the newest versions of a page; return how many went."""
    with get_client(sync_client=True) as client:
        replaced = client.read_artifacts(
            artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=[key])),
            sort=ArtifactSort.CREATED_DESC,
            offset=kept,
            limit=AT_ONCE,
        )
        for version in replaced:
            with suppress(ObjectNotFound):  # somebody who published the same key was faster
                client.delete_artifact(version.id)
    return len(replaced)
