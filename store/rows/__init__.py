"""Rows written at once, sealed and counted (行)."""
