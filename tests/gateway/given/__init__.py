"""Replies as the services would give them, for pages of the tenant and of staff: one file per service."""
