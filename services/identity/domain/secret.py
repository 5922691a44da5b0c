"""Tokens: 256 random bits handed out once, of which only the hash is kept."""

import hashlib
import hmac
import secrets


def new_token() -> str:
    """A token nobody can guess, fit for a cookie or a link."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> bytes:
    """What is stored of a token. A plain hash will do: 256 random bits cannot be found by trying."""
    return hashlib.sha256(token.encode()).digest()


def same(one: bytes, other: bytes) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(one, other)
