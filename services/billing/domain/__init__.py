"""Billing's rules, in plain Python."""
