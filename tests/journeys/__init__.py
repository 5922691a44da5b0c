"""Journeys: people walk through the running portal, in a real browser."""
