"""The rules of content, in plain Python."""
