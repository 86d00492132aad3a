"""Persons, their sign-ins and what they did at the door (人员)."""
