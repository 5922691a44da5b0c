"""Kills under load, and a history that decides what was lost or doubled."""
