"""Notices and deliveries (发件箱)."""
