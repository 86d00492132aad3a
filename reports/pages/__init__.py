"""Documents and artifacts, one a file (文书)."""
