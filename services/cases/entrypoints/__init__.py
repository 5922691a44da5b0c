"""Where asks, news and the clock come in."""
