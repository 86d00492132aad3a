"""Planning and dispatch, carried out (调度)."""
