"""cases: rules and use cases against fakes."""
