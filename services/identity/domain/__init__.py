"""The rules of identity: plain Python, no machinery."""
