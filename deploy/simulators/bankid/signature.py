"""The signed XML in a complete answer, in BankID's form, signed by the simulator's own user authority."""

import base64
import hashlib
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509 import Certificate
from cryptography.x509.oid import NameOID

from deploy.simulators.bankid.certificates import issue, load, load_key
from deploy.simulators.bankid.orders import Order
from deploy.simulators.bankid.persons import Person

DSIG = "http://www.w3.org/2000/09/xmldsig#"
BANKID = "http://www.bankid.com/signature/v1.0.0/types"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"


class Signer:
    """Signs on behalf of the simulated people; one key for all of them, a certificate each."""

    def __init__(self, folder: Path) -> None:
        self._authority = load(folder, "user_ca")
        key = load_key(folder, "users")
        if not isinstance(key, rsa.RSAPrivateKey):
            raise ValueError("users.key must be an RSA key: BankID signs with RSA")
        self._key = key
        self._certificates: dict[str, Certificate] = {}

    def sign(self, order: Order, person: Person, uhi: str) -> str:
        """The base64 of the signed XML. Every part is written in canonical form already, so that its digest is of the text itself."""
        certificates = (self._certificate(person), self._authority.certificate)
        key_info = _key_info(certificates)
        signed_data = _signed_data(order, uhi)
        signed_info = _signed_info(signed_data, key_info)
        value = self._key.sign(signed_info.encode(), padding.PKCS1v15(), hashes.SHA256())
        document = (
            '<?xml version="1.0" encoding="UTF-8" standalone="no"?>'
            f'<Signature xmlns="{DSIG}">{signed_info}<SignatureValue>{_base64(value)}</SignatureValue>'
            f"{key_info}<Object>{signed_data}</Object></Signature>"
        )
        return _base64(document.encode())

    def _certificate(self, person: Person) -> Certificate:
        if person.id not in self._certificates:
            subject = [
                (NameOID.COMMON_NAME, person.name),
                (NameOID.GIVEN_NAME, person.given_name),
                (NameOID.SURNAME, person.surname),
                (NameOID.SERIAL_NUMBER, person.personal_number),
            ]
            self._certificates[person.id] = issue(self._authority, subject, self._key)
        return self._certificates[person.id]


def _key_info(certificates: tuple[Certificate, ...]) -> str:
    ders = (certificate.public_bytes(serialization.Encoding.DER) for certificate in certificates)
    listed = "".join(f"<X509Certificate>{_base64(der)}</X509Certificate>" for der in ders)
    return f'<KeyInfo xmlns="{DSIG}" Id="bidKeyInfo"><X509Data>{listed}</X509Data></KeyInfo>'


def _signed_data(order: Order, uhi: str) -> str:
    wanted = order.wanted
    visible = ""
    if wanted.visible_data is not None:
        form = f" format={quoteattr(wanted.visible_format)}" if wanted.visible_format == "simpleMarkdownV1" else ""
        visible = f'<usrVisibleData charset="UTF-8"{form} visible="wysiwys">{escape(wanted.visible_data)}</usrVisibleData>'
    non_visible = f"<usrNonVisibleData>{escape(wanted.non_visible_data)}</usrNonVisibleData>" if wanted.non_visible_data else ""
    function = "Signing" if wanted.operation.endswith("sign") else "Identification"
    name = _base64(order.rp_name.encode())
    nonce = _base64(hashlib.sha256(order.order_ref.encode()).digest())
    return (
        f'<bankIdSignedData xmlns="{BANKID}" Id="bidSignedData">{visible}{non_visible}'
        f"<srvInfo><name>{name}</name><nonce>{nonce}</nonce><displayName>{name}</displayName></srvInfo>"
        f"<clientInfo><funcId>{function}</funcId><version>{_base64(b'simulator')}</version>"
        f"<env><ai><type>U0lNVUxBVE9S</type><deviceInfo>{_base64(b'simulator')}</deviceInfo><uhi>{escape(uhi)}</uhi></ai></env>"
        "</clientInfo></bankIdSignedData>"
    )


def _signed_info(signed_data: str, key_info: str) -> str:
    return (
        f'<SignedInfo xmlns="{DSIG}"><CanonicalizationMethod Algorithm="{C14N}"></CanonicalizationMethod>'
        '<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></SignatureMethod>'
        + _reference(f'Type="{BANKID}" URI="#bidSignedData"', signed_data)
        + _reference('URI="#bidKeyInfo"', key_info)
        + "</SignedInfo>"
    )


def _reference(attributes: str, content: str) -> str:
    digest = _base64(hashlib.sha256(content.encode()).digest())
    return (
        f'<Reference {attributes}><Transforms><Transform Algorithm="{C14N}"></Transform></Transforms>'
        f'<DigestMethod Algorithm="{SHA256}"></DigestMethod><DigestValue>{digest}</DigestValue></Reference>'
    )


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
