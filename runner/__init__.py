"""Prefect made quick on a desk: a warm worker and an SQLite-safe server; imports only Prefect."""
