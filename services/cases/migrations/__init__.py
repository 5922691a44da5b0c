"""The database of cases, step by step; forward only."""
