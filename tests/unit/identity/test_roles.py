"""Who may grant what: never above one's own, as a property over every authority and every grant."""

from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from services.contracts import rights
from services.identity.domain.organisation import Membership, leaves_no_main_admin
from services.identity.domain.roles import Authority, Role, StaffRole, can_grant, grantable, higher
from tests.support.clock import NOON

STAFF_SETS = [frozenset(each) for each in chain.from_iterable(combinations(StaffRole, size) for size in range(len(StaffRole) + 1))]
roles = st.sampled_from(Role)
staff_sets = st.sampled_from(STAFF_SETS)


def test_the_words_are_those_of_the_contract() -> None:
    assert [role.value for role in Role] == [role.value for role in rights.Role]
    assert [role.value for role in StaffRole] == [role.value for role in rights.StaffRole]
    for role in Role:
        may_administer = rights.Role(role.value) in rights.MATRIX[rights.Function.ORGANISATION]
        assert bool(grantable(Authority(role=role))) == may_administer


@given(mine=roles, wanted=roles)
def test_a_tenant_grants_her_own_rank_or_lower(mine: Role, wanted: Role) -> None:
    allowed = can_grant(Authority(role=mine), wanted)
    ranks = rights.RANK
    assert allowed == (mine is not Role.USER and ranks[rights.Role(mine.value)] >= ranks[rights.Role(wanted.value)])


@given(mine=roles, wanted=staff_sets)
def test_no_tenant_ever_makes_staff(mine: Role, wanted: frozenset[StaffRole]) -> None:
    assert not can_grant(Authority(role=mine), wanted)


@given(mine=staff_sets, wanted=staff_sets)
def test_only_an_administrator_makes_staff_and_nobody_makes_a_staff_account_without_a_role(
    mine: frozenset[StaffRole], wanted: frozenset[StaffRole]
) -> None:
    assert can_grant(Authority(staff_roles=mine), wanted) == (StaffRole.ADMINISTRATOR in mine and bool(wanted))


@given(mine=staff_sets, wanted=roles)
def test_account_managers_and_administrators_invite_customers(mine: frozenset[StaffRole], wanted: Role) -> None:
    assert can_grant(Authority(staff_roles=mine), wanted) == bool(mine & {StaffRole.ACCOUNT_MANAGER, StaffRole.ADMINISTRATOR})


@given(wanted=st.one_of(roles, staff_sets))
def test_nobody_in_particular_grants_nothing(wanted: Role | frozenset[StaffRole]) -> None:
    assert not can_grant(Authority(), wanted)


@given(one=roles, other=roles)
def test_the_higher_role_is_one_of_the_two_and_never_the_lower(one: Role, other: Role) -> None:
    assert higher(one, other) == higher(other, one)
    assert can_grant(Authority(role=higher(one, other)), one) or higher(one, other) is Role.USER


@given(now=st.lists(roles, min_size=1, max_size=6), which=st.integers(min_value=0), role=st.none() | roles)
def test_no_allowed_change_ever_leaves_an_organisation_without_a_main_admin(now: list[Role], which: int, role: Role | None) -> None:
    members = [Membership(str(number), "company", each, NOON) for number, each in enumerate(now)]
    changed = which % len(members)
    after = [role if number == changed else each for number, each in enumerate(now)]
    had, has = Role.MAIN_ADMIN in now, Role.MAIN_ADMIN in after
    assert leaves_no_main_admin(members, str(changed), role) == (had and not has)
