"""A story for each clause of the plan: data goes in through a door, its figure comes out."""
