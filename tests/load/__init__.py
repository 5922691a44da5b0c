"""Benchmarks: how many asks and pages the portal answers, at what cost, with how much memory, and how soon after a start."""
