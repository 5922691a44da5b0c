"""Slugs, organisation numbers, names, invitations, guesses."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.identity.domain.guessing import FORGET_AFTER, Guesses, network_of
from services.identity.domain.invitation import LIVES, REMIND_AGAIN_AFTER, Invitation, Registration, split_name
from services.identity.domain.organisation import WrongOrganisationNumber, organisation_number
from services.identity.domain.person import clean_name, same_address, shown_name
from services.identity.domain.roles import Role
from services.identity.domain.slug import slug_of, unique_slug
from tests.support.clock import NOON


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Company AB", "company-ab"),
        ("Bröderna Ågren & Söner AB", "broderna-agren-och-soner-ab"),
        ("Café Éclair", "cafe-eclair"),
        ("A\u030akeri", "akeri"),
        ("株式会社", "organisation"),
        ("---", "organisation"),
    ],
)
def test_slugs_of_names(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@given(st.text(max_size=200))
def test_a_slug_always_fits_in_an_address(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug_of(name))
    assert len(slug_of(name)) <= 60


def test_a_taken_slug_gets_the_first_free_number() -> None:
    assert unique_slug("Company AB", {"company-ab", "company-ab-2"}.__contains__) == "company-ab-3"


@pytest.mark.parametrize("written", ["5560360793", "556036-0793", " 556036 0793 ", "16556036-0793"])
def test_an_organisation_number_however_it_is_written(written: str) -> None:
    assert organisation_number(written) == "5560360793"


@pytest.mark.parametrize("wrong", ["5560360794", "556036079", "900101-2385", "199001012385", "abc", "", "٥٥٦٠٣٦٠٧٩٣"])
def test_wrong_numbers_and_personal_numbers_are_refused(wrong: str) -> None:
    with pytest.raises(WrongOrganisationNumber):
        organisation_number(wrong)


def test_names_are_cleaned_split_and_shown() -> None:
    assert clean_name("  Anna\u00a0\t Maria\u200b ") == "Anna Maria"
    assert split_name("Anna Maria Lind") == ("Anna Maria", "Lind")
    assert split_name("Anna") == ("Anna", "")
    assert shown_name("ÅSA LIND-ÖRN") == "Åsa Lind-Örn"
    assert shown_name("Åsa af Lind") == "Åsa af Lind"
    assert same_address(" Anna@Company.example", "anna@company.EXAMPLE")


def an_invitation() -> Invitation:
    return Invitation("i1", b"hash", "a@b.example", "Anna Lind", "sv", "", "karin", True, NOON, NOON + LIVES, "company", Role.USER)


def test_an_invitation_expires_is_renewed_and_used_up() -> None:
    invitation = an_invitation()
    begun = Registration("r1", b"r", "i1", 1, "", "", "", "sv", NOON, NOON + timedelta(hours=24))
    assert invitation.state(NOON + LIVES - timedelta(seconds=1)) == "pending"
    assert invitation.state(NOON + LIVES) == "expired"
    assert begun.good(invitation, NOON)
    assert not begun.good(invitation, NOON + timedelta(hours=24))
    invitation.renew(b"new", NOON + LIVES)
    assert invitation.state(NOON + LIVES) == "pending"
    assert not begun.good(invitation, NOON)
    invitation.accept("anna", NOON)
    assert invitation.state(NOON + LIVES * 3) == "accepted"


def test_the_inviter_is_reminded_at_most_once_a_day() -> None:
    invitation = an_invitation()
    assert invitation.may_remind(NOON)
    invitation.asked_again_at = NOON
    assert not invitation.may_remind(NOON + REMIND_AGAIN_AFTER - timedelta(seconds=1))
    assert invitation.may_remind(NOON + REMIND_AGAIN_AFTER)


def test_the_tenth_failure_waits_and_each_further_one_twice_as_long_to_an_hour() -> None:
    guesses, now, waits = Guesses("account:x", 0, NOON, NOON), NOON, []
    for _ in range(18):
        assert guesses.wait(now) == 0
        guesses.count_account(now)
        waits.append(guesses.wait(now))
        now += timedelta(seconds=guesses.wait(now))
    assert waits[:9] == [0] * 9
    assert waits[9:] == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]


def test_the_hundredth_failure_waits_a_day_and_a_quiet_day_forgets() -> None:
    guesses = Guesses("account:x", 99, NOON, NOON)
    guesses.count_account(NOON)
    assert guesses.wait(NOON) == FORGET_AFTER.total_seconds()
    guesses.count_account(NOON + FORGET_AFTER)
    assert (guesses.failures, guesses.wait(NOON + FORGET_AFTER)) == (1, 0)


def test_a_window_admits_so_many_and_then_waits_for_its_end() -> None:
    guesses = Guesses("network:x", 0, NOON, NOON)
    for _ in range(3):
        assert guesses.wait(NOON + timedelta(minutes=4)) == 0
        guesses.count_within(NOON + timedelta(minutes=4), 3, timedelta(minutes=10))
    assert guesses.wait(NOON + timedelta(minutes=4)) == 360
    guesses.forgive_one()
    assert guesses.wait(NOON + timedelta(minutes=4)) == 0


@pytest.mark.parametrize(
    ("ip", "network"),
    [("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("nonsense", "unknown")],
)
def test_the_network_an_address_is_counted_under(ip: str, network: str) -> None:
    assert network_of(ip) == network
