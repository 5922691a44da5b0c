"""Tests of the native run that need no servers."""
