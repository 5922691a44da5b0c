"""Tests of the gateway with Flask's client and a fake bus."""
