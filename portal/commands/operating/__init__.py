"""Running and keeping the system, carried out (运行维护)."""
