"""Where persons sign what was put to them elsewhere: proposals, links."""
