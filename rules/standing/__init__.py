"""How a project stands: lights, holders of days, planned progress."""
