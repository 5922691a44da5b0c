"""What the small service answers. The file's name is the service's name on the bus."""

from pydantic import Field

from services.contracts.envelope import Ask, Done, Reply, Write
from services.contracts.rights import ANYONE, Function, StaffRole, member, staff


class Echoed(Reply):
    text: str
    by: str


class Echo(Ask[Echoed]):
    who = ANYONE
    text: str = Field(max_length=100_000)


class EchoToMembers(Ask[Echoed]):
    who = member(Function.CASES)
    text: str


class EchoToFinance(Ask[Echoed]):
    who = staff(StaffRole.FINANCE)
    text: str


class Sleep(Ask[Done]):
    who = ANYONE
    seconds: float
    in_database: bool = False
    natively: bool = False


class Fail(Ask[Done]):
    who = ANYONE
    how: str


class Counted(Reply):
    value: int


class Count(Write[Counted]):
    """Adds one to a counter, once per key, and tells it."""

    who = member(Function.CASES)
    name: str
    pause_s: float = 0.0


class ReadCounter(Ask[Counted]):
    who = member(Function.CASES)
    name: str
