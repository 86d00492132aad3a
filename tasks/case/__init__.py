"""The steps of one case run (办件流程)."""
