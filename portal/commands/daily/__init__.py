"""The day's work: acts, lists, reports (日常办理)."""
