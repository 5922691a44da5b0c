"""The only file of cases that names its settings; it needs none beyond what every service is told."""

from services.chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """What cases is told by its environment."""
