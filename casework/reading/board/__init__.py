"""What is looked at from afar: board, sheets, public pages (挂图与公示)."""
