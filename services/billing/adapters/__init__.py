"""Where billing meets XML and PostgreSQL."""
