"""What the regulations say: pure functions without a clock, a database or a network."""
