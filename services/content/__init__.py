"""Content: properties, leases, contacts, service status, news and help."""
