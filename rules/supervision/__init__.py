"""Supervision (督办): grounds, ladder, acts, clues, the list of issues."""
