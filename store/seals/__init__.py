"""Keys and what is sealed with them (签章)."""
