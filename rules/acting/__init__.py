"""What an officer may do, and what follows from it: conduct, decision, gates, agenda."""
