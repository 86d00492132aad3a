"""Alembic's entry: migrations run on the connection that the store hands over."""

from alembic import context

from models.tables import access, follow_ups, outgoing, projected, proposals, reckoned  # noqa: F401  - their tables belong to the metadata
from models.tables.rows import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True
)
context.run_migrations()
