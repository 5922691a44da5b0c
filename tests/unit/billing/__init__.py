"""Billing's rules and use cases, without a database."""
