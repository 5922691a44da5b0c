"""The only file of billing that names its settings; it needs none beyond what every service is told."""

from services.chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """What billing is told by its environment."""
