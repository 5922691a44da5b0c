"""Mints the simulator's certificates: server, relying party and user authorities of its own, in one folder, once."""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NAME = x509.ObjectIdentifier("2.5.4.41")
HOSTS: tuple[x509.GeneralName, ...] = (
    x509.DNSName("localhost"),
    x509.DNSName("bankid-simulator"),
    x509.IPAddress(IPv4Address("127.0.0.1")),
    x509.IPAddress(IPv6Address("::1")),
)
LIFE = timedelta(days=825)
RENEW_BEFORE = timedelta(days=30)
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Issuer:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: Key


def ensure(folder: Path, rp_name: str = "Platzers kundportal") -> bool:
    """Make every certificate unless all are there and good for another month; True when minted."""
    if _good(folder):
        return False
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    servers, clients = _authority("Simulerad BankID SSL CA"), _authority("Simulerad RP CA")
    users = _authority("Simulerad BankID kund CA", _rsa_key())
    server_key = ec.generate_private_key(ec.SECP256R1())
    server = issue(
        servers,
        [(NameOID.COMMON_NAME, "bankid-simulator")],
        server_key,
        extensions=(x509.SubjectAlternativeName(HOSTS), x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])),
    )
    _write(folder, "server_ca", servers.certificate, None)
    _write(folder, "client_ca", clients.certificate, clients.key)
    _write(folder, "user_ca", users.certificate, users.key)
    _write_key(folder, "users", _rsa_key())
    _write(folder, "server", server, server_key)
    issue_client(folder, "client", rp_name)
    return True


def issue_client(folder: Path, file: str, rp_name: str) -> None:
    """Issue a relying party's certificate as `file`.pem and `file`.key; `rp_name` is what the app shows."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = [(NameOID.COMMON_NAME, f"FP {file}"), (NAME, rp_name), (NameOID.ORGANIZATION_NAME, "Simulerad bank AB")]
    issuer = load(folder, "client_ca")
    _write(folder, file, issue(issuer, subject, key, extensions=(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]),)), key)


def load(folder: Path, file: str) -> Issuer:
    """Read a certificate and its key back."""
    return Issuer(x509.load_pem_x509_certificate((folder / f"{file}.pem").read_bytes()), load_key(folder, file))


def load_key(folder: Path, file: str) -> Key:
    """Read a key back. Raises ValueError for a kind that we do not mint."""
    pem = (folder / f"{file}.key").read_bytes()
    # Checking an RSA key's numbers takes 0.1 s, and we made it ourselves.
    key = serialization.load_pem_private_key(pem, password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise ValueError(f"{file}.key is of another kind than we mint")
    return key


def issue(
    issuer: Issuer,
    subject: Sequence[tuple[x509.ObjectIdentifier, str]],
    key: Key,
    *,
    extensions: Sequence[x509.ExtensionType] = (),
) -> x509.Certificate:
    """A certificate for `key`, signed by `issuer`; it signs nothing further."""
    name = x509.Name([x509.NameAttribute(oid, value) for oid, value in subject])
    return _sign(issuer.certificate.subject, issuer.key, name, key, (x509.BasicConstraints(ca=False, path_length=None), *extensions))


def _authority(name: str, key: Key | None = None) -> Issuer:
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "BankID-simulator"), x509.NameAttribute(NameOID.COMMON_NAME, name)])
    return Issuer(_sign(subject, key, subject, key, (x509.BasicConstraints(ca=True, path_length=0), _usage(signs=True))), key)


def _sign(issuer: x509.Name, issuer_key: Key, subject: x509.Name, key: Key, extensions: Sequence[x509.ExtensionType]) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + LIFE)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints | x509.KeyUsage))
    return builder.sign(issuer_key, hashes.SHA256())


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def _good(folder: Path) -> bool:
    until = datetime.now(UTC) + RENEW_BEFORE
    try:
        loaded = [load(folder, file).certificate for file in ("server", "client", "client_ca", "user_ca")]
        load_key(folder, "users")
        loaded.append(x509.load_pem_x509_certificate((folder / "server_ca.pem").read_bytes()))
    except (OSError, ValueError):
        return False
    return all(certificate.not_valid_after_utc > until for certificate in loaded)


def _rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _write(folder: Path, file: str, certificate: x509.Certificate, key: Key | None) -> None:
    if key is not None:
        _write_key(folder, file, key)
    _replace(folder / f"{file}.pem", certificate.public_bytes(serialization.Encoding.PEM))


def _write_key(folder: Path, file: str, key: Key) -> None:
    form = serialization.PrivateFormat.PKCS8
    _replace(folder / f"{file}.key", key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))


def _replace(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.replace(temporary, path)
