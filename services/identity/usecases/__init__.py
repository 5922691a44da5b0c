"""What identity can be asked and what it does by the clock, one file each."""
