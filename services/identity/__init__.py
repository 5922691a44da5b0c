"""People, organisations, roles, invitations, sign-in and sessions."""
