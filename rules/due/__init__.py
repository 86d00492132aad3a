"""What the days of a case bring while nobody does anything (办件到期事项)."""
