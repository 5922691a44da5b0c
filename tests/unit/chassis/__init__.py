"""The chassis without servers."""
