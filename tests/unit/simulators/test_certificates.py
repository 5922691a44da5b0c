"""Minting the simulator's certificates: complete, private, done once, repaired when one is missing."""

from pathlib import Path

import pytest
from cryptography import x509

from deploy.simulators.bankid.certificates import ensure, issue_client, load


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("minted")
    assert ensure(made)
    return made


def test_minting_twice_changes_nothing(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert not ensure(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_server_bears_the_names_it_is_reached_by(folder: Path) -> None:
    names = load(folder, "server").certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert set(names.get_values_for_type(x509.DNSName)) == {"localhost", "bankid-simulator"}
    assert {str(address) for address in names.get_values_for_type(x509.IPAddress)} == {"127.0.0.1", "::1"}


def test_keys_are_readable_by_the_owner_only(folder: Path) -> None:
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.glob("*.key"))


def test_a_client_comes_from_the_client_authority_and_not_the_servers(folder: Path) -> None:
    issue_client(folder, "other", "Annan tjänst")
    other = load(folder, "other").certificate
    other.verify_directly_issued_by(load(folder, "client_ca").certificate)
    with pytest.raises(ValueError):
        other.verify_directly_issued_by(x509.load_pem_x509_certificate((folder / "server_ca.pem").read_bytes()))


def test_a_broken_folder_is_minted_anew(folder: Path) -> None:
    (folder / "server.key").write_text("broken")
    assert ensure(folder)
    assert not ensure(folder)
