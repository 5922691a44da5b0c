"""Which addresses we may send a browser on to."""

import re

LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\\]{0,500}")


def local(address: str | None) -> str | None:
    """The address if it is a path on this portal, else None: nobody is sent elsewhere by a link that looks like ours."""
    return address if address and LOCAL.fullmatch(address) else None
