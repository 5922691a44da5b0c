"""content on a real PostgreSQL."""
