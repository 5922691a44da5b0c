"""A BankID that behaves like the real one: the RP API v6.0 over mutual TLS, and a page that plays the person's phone."""
