"""The gateway: the only door to the portal; it composes pages and takes no decision about rights."""
