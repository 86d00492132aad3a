"""The weekly round: opening, chasing, closing, workbooks, summary."""
