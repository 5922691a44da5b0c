"""What travels on the bus."""
