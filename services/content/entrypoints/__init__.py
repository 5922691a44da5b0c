"""Which ask, news and hour each use case belongs to."""
