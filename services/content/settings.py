"""What content is told by its environment; the only file here that names variables."""

from pydantic import Field, ValidationInfo, field_validator

from services.chassis.settings import ServiceSettings

DEMO_ON_CALL = "031-390 06 00"
DEMO_SWITCHBOARD = "031-390 06 01"


class Settings(ServiceSettings):
    """The two numbers have made-up defaults for demo and development; production must be told the real ones."""

    on_call_phone: str = Field(
        default=DEMO_ON_CALL, validate_default=True, description="the on-call number as it is shown, such as 031-390 06 00"
    )
    switchboard_phone: str = Field(
        default=DEMO_SWITCHBOARD, validate_default=True, description="the switchboard's number as it is shown, such as 031-390 06 01"
    )

    @field_validator("on_call_phone", "switchboard_phone")
    @classmethod
    def _can_be_called(cls, value: str, info: ValidationInfo) -> str:
        if sum(each.isdigit() for each in value) < 3 or not set(value) <= set("0123456789 -+"):
            raise ValueError("not a phone number")
        if info.data.get("environment") == "production" and value in (DEMO_ON_CALL, DEMO_SWITCHBOARD):
            raise ValueError("made up, and somebody stuck in a lift would call it")
        return value
