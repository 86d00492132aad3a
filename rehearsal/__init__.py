"""Scripted people who play a campaign through the office, to train, to measure, to learn from."""
