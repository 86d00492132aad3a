"""To-do, batch, search (待办)."""
