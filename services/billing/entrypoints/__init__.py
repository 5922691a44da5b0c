"""How billing is reached: asks, news, the clock and the command line."""
