"""Papers to be handed out (文书和图表)."""
