"""Keys and passwords: made once in one place, and handed out so that each process gets its own and nothing else."""
