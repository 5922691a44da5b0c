"""Attacks: each is tried for real and must fail."""
