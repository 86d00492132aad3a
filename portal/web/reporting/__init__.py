"""Weekly report and round (周报)."""
