"""content: rules and use cases against fakes."""
