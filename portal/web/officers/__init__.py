"""Accounts and administration (人员)."""
