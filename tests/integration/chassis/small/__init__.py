"""A service that has nothing but chassis: what the tests ask, tell and kill. It runs as the broker's users `cases` and `content`."""
