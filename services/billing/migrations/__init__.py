"""Billing's migrations, forward only."""
