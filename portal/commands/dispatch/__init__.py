"""Planning and dispatch (调度)."""
