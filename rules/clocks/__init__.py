"""Limits and their days: notice, promise, statute, expiry, delivery, rounds, bulletins."""
