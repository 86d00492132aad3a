"""Lists read from rows (清单)."""
