"""What we remember: engine, ledger, projections, queries, migrations."""
