"""Running and keeping the system (运行维护)."""
