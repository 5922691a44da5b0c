"""Keys and passwords of a native run: the same as in containers, read where they are made."""

from deploy.local.layout import Layout
from deploy.secrets import making


def make_missing(layout: Layout) -> None:
    """Make whatever is missing; what is there stays as it is."""
    making.make_missing(layout.secrets)


def read(layout: Layout, name: str) -> str:
    """One secret."""
    return making.read(layout.secrets, name)
