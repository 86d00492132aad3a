"""The day's work, carried out (日常办理)."""
