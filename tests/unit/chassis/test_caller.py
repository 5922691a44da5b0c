"""The customer's table, applied to callers."""

import itertools

import pytest

from services.chassis.caller import ANYONE_CALLER, Caller, permits, service_caller
from services.contracts.rights import ANYONE, MATRIX, PERSON, Function, Role, StaffRole, Who, member, staff

CALLERS = [
    ANYONE_CALLER,
    service_caller("cases"),
    Caller("person", person_id="p"),
    *(Caller("member", person_id="p", organisation_id="o", role=role) for role in Role),
    Caller("member", person_id="p", organisation_id="o"),
    *(Caller("staff", person_id="s", staff_roles=frozenset({role})) for role in StaffRole),
    Caller("staff", person_id="s"),
]


@pytest.mark.parametrize(("caller", "function"), list(itertools.product(CALLERS, Function)))
def test_a_function_opens_to_members_whose_role_the_table_names_and_to_nobody_else(caller: Caller, function: Function) -> None:
    allowed = caller.kind == "member" and caller.role in MATRIX[function]
    assert caller.may(function) is allowed
    assert permits(member(function), caller) is allowed


@pytest.mark.parametrize(("caller", "role"), list(itertools.product(CALLERS, StaffRole)))
def test_a_staff_ask_opens_to_staff_with_that_role(caller: Caller, role: StaffRole) -> None:
    assert permits(staff(role), caller) is (caller.kind == "staff" and role in caller.staff_roles)


@pytest.mark.parametrize("caller", CALLERS)
def test_anyone_is_anyone_and_a_person_is_a_tenant(caller: Caller) -> None:
    assert permits(ANYONE, caller)
    assert permits(PERSON, caller) is (caller.kind in ("person", "member"))


@pytest.mark.parametrize("caller", CALLERS)
def test_a_member_ask_without_a_function_opens_to_nobody(caller: Caller) -> None:
    assert not permits(Who("member"), caller)


@pytest.mark.parametrize("caller", CALLERS)
def test_a_kind_of_ask_nobody_knows_opens_to_nobody(caller: Caller) -> None:
    assert not permits(Who("somebody", staff_roles=frozenset(StaffRole)), caller)  # type: ignore[arg-type]
