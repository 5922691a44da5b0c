"""The rules of a case, in plain Python."""
