"""cases on a real PostgreSQL."""
