"""How entries add up to a file, and the life cycle of a case."""
