"""Billing on a real PostgreSQL and a real broker."""
