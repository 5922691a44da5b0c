"""How identity is reached: asks, news and the clock."""
