"""Machinery that every deployable stands on; no business word and no business rule."""
