"""cases: fault reports, their life, followers, messages and files."""
