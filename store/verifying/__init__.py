"""What verify compares (核验)."""
