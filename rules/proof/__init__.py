"""Why a date is what it is, day by day."""
