"""Supervision as the office does it: matters, clues, lights, bulletins."""
