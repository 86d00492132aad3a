"""What the office does: the only code that writes; one act is one transaction."""
