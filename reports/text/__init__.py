"""Words and lines of every document (文字)."""
