"""What the rules of a case refuse."""


class CaseClosed(Exception):  # noqa: N818 - a rule's answer, not a fault
    """The case is done or cancelled, so the tenant cannot write in it."""


class StatusNotAllowed(Exception):  # noqa: N818
    """The case cannot go from where it stands to where it was wanted."""


class StatusHasMoved(Exception):  # noqa: N818
    """Somebody else moved the case since the actor looked at it."""


class NotOfOrganisation(Exception):  # noqa: N818
    """The person does not belong to the organisation whose case it is."""
