"""Which days offices work, and where a limit may end."""
