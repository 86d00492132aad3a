"""Alembic's entry: migrations run on the connection that the store hands over."""

from alembic import context

from models.tables import access, follow_ups, proposals  # noqa: F401  - its tables stand beside the rows
from models.tables.rows import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True
)
context.run_migrations()
