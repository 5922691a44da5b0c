"""The four services, and the two libraries they stand on."""
