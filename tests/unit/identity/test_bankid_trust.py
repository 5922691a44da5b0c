"""The BankID client refuses an address, an authority and an environment that do not belong together."""

import ssl
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.simulators.bankid.certificates import ensure
from services.identity.adapters import bankid_trust
from services.identity.adapters.bankid_trust import PRODUCTION_HOST, TEST_HOST, BankIdAccess, BankIdMisconfigured, trusted_context

SIMULATOR = "https://localhost:8083/rp/v6.0"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("certificates")
    ensure(made)
    return made


@pytest.fixture
def access(folder: Path) -> BankIdAccess:
    return BankIdAccess(SIMULATOR, folder / "client.pem", folder / "client.key", folder / "server_ca.pem", "test")


def test_a_context_trusts_the_pinned_authority_only_and_nothing_below_tls_1_2(access: BankIdAccess) -> None:
    context = trusted_context(access)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    (authority,) = context.get_ca_certs()
    assert (("commonName", "Simulerad BankID SSL CA"),) in authority["subject"]


@pytest.mark.parametrize(
    ("address", "environment"),
    [
        (f"https://{PRODUCTION_HOST}/rp/v6.0", "test"),
        (f"https://{PRODUCTION_HOST}/rp/v6.0", "demo"),
        (f"https://{TEST_HOST}/rp/v6.0", "production"),
        (SIMULATOR, "production"),
        ("http://localhost:8083/rp/v6.0", "test"),
        ("https://localhost:8083/rp/v5.1", "test"),
        ("https://localhost:8083", "test"),
        ("", "test"),
    ],
)
def test_an_address_that_does_not_go_with_the_environment_is_refused(access: BankIdAccess, address: str, environment: str) -> None:
    with pytest.raises(BankIdMisconfigured, match="BANKID_ADDRESS"):
        trusted_context(replace(access, address=address, environment=environment))


@pytest.mark.parametrize(("host", "environment"), [(PRODUCTION_HOST, "production"), (TEST_HOST, "test")])
def test_bankids_own_hosts_want_bankids_own_root(access: BankIdAccess, host: str, environment: str) -> None:
    with pytest.raises(BankIdMisconfigured, match=f"BANKID_CA_FILE must hold exactly BankID's own root for {host}"):
        trusted_context(replace(access, address=f"https://{host}/rp/v6.0", environment=environment))


@pytest.mark.parametrize("pinned_for", [PRODUCTION_HOST, TEST_HOST])
def test_a_root_goes_with_its_own_host_only(access: BankIdAccess, monkeypatch: pytest.MonkeyPatch, pinned_for: str) -> None:
    (print_of_ours,) = bankid_trust._authorities(access.ca_file)
    monkeypatch.setitem(bankid_trust.AUTHORITY, pinned_for, print_of_ours)
    environments = {PRODUCTION_HOST: "production", TEST_HOST: "test"}
    for host, environment in environments.items():
        tried = replace(access, address=f"https://{host}/rp/v6.0", environment=environment)
        if host == pinned_for:
            assert trusted_context(tried).get_ca_certs()
        else:
            with pytest.raises(BankIdMisconfigured, match="BANKID_CA_FILE"):
                trusted_context(tried)
    with pytest.raises(BankIdMisconfigured, match="one of BankID's own roots"):
        trusted_context(access)


def test_the_pinned_roots_are_those_bankid_publishes() -> None:
    assert {
        PRODUCTION_HOST: "E6:A2:D4:5C:0A:10:51:C9:59:42:86:49:F8:6A:09:A9:B2:15:2C:D5:51:99:3C:C2:EB:4C:F0:94:BD:AC:BE:CB".replace(
            ":", ""
        ).lower(),
        TEST_HOST: "F3:D0:74:0E:BF:B3:70:0E:3B:81:AA:79:1F:EE:45:14:72:69:8C:84:E1:99:C2:EB:48:A4:43:FF:1D:5B:40:5C".replace(
            ":", ""
        ).lower(),
    } == bankid_trust.AUTHORITY


@pytest.mark.parametrize(
    ("field", "setting"), [("ca_file", "BANKID_CA_FILE"), ("certificate_file", "BANKID_CERTIFICATE_FILE"), ("key_file", "BANKID_KEY_FILE")]
)
@pytest.mark.parametrize("content", [None, "", "-----BEGIN CERTIFICATE-----\nnot base64!\n-----END CERTIFICATE-----\n", "åäö"])
def test_a_file_that_cannot_be_used_is_named(access: BankIdAccess, tmp_path: Path, field: str, setting: str, content: str | None) -> None:
    file = tmp_path / "file.pem"
    if content is not None:
        file.write_text(content)
    with pytest.raises(BankIdMisconfigured, match=setting):
        trusted_context(BankIdAccess(**vars(access) | {field: file}))
