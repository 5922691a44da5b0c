"""Tests of the native run with its real servers."""
