"""One matter: sheet, acts, files, gate (办件)."""
