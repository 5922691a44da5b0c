"""The machinery behind the ports of identity."""
