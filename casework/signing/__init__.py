"""What waits for a signature, and projects as a whole (签批): slips, bulletins, the start."""
