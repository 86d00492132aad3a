"""What is told to whom after an act: grounds, recipients, facts."""
