"""SQLAlchemy rows, the store's business only."""
