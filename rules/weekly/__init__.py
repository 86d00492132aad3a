"""The weekly report (周报): steps, questions, checks, figures, rates, targets."""
