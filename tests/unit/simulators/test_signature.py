"""The signature in a complete answer holds when checked by another way than it was made."""

import base64
import hashlib
from xml.etree import ElementTree

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from deploy.simulators.bankid.app import Simulator
from deploy.simulators.bankid.orders import Order, Wanted
from deploy.simulators.bankid.persons import PERSONS

DSIG = "{http://www.w3.org/2000/09/xmldsig#}"
TYPES = "{http://www.bankid.com/signature/v1.0.0/types}"


def signed(bankid: Simulator, operation: str = "auth") -> ElementTree.Element:
    visible = base64.b64encode("Logga in <åäö>".encode()).decode()
    order = Order(Wanted(operation, visible_data=visible), "certificate", "Platzers & kundportal", 0.0)
    return ElementTree.fromstring(base64.b64decode(bankid.signer.sign(order, PERSONS["anna"], "uhi=")))  # noqa: S314 - made by us


def canonical(element: ElementTree.Element) -> bytes:
    written = ElementTree.tostring(element, encoding="unicode")
    return ElementTree.canonicalize(written, rewrite_prefixes=False).encode()


def test_the_digests_and_the_signature_hold(bankid: Simulator) -> None:
    ElementTree.register_namespace("", DSIG[1:-1])
    root = signed(bankid)
    info = root.find(f"{DSIG}SignedInfo")
    key_info = root.find(f"{DSIG}KeyInfo")
    value = root.findtext(f"{DSIG}SignatureValue")
    assert info is not None
    assert key_info is not None
    assert value is not None
    leaf, issuer = (x509.load_der_x509_certificate(base64.b64decode(c.text or "")) for c in root.iter(f"{DSIG}X509Certificate"))
    leaf.verify_directly_issued_by(issuer)
    assert leaf.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)[0].value == "199001012385"
    key = leaf.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(base64.b64decode(value), canonical(info), padding.PKCS1v15(), hashes.SHA256())
    digests = {r.get("URI"): r.findtext(f"{DSIG}DigestValue") for r in info.iter(f"{DSIG}Reference")}
    assert digests["#bidKeyInfo"] == base64.b64encode(hashlib.sha256(canonical(key_info)).digest()).decode()
    ElementTree.register_namespace("", TYPES[1:-1])
    data = root.find(f"{DSIG}Object/{TYPES}bankIdSignedData")
    assert data is not None
    assert digests["#bidSignedData"] == base64.b64encode(hashlib.sha256(canonical(data)).digest()).decode()


def test_what_the_person_saw_and_did_is_inside(bankid: Simulator) -> None:
    data = signed(bankid)
    assert base64.b64decode(data.findtext(f".//{TYPES}usrVisibleData") or "").decode() == "Logga in <åäö>"
    assert base64.b64decode(data.findtext(f".//{TYPES}srvInfo/{TYPES}name") or "").decode() == "Platzers & kundportal"
    assert data.findtext(f".//{TYPES}funcId") == "Identification"
    assert signed(bankid, "sign").findtext(f".//{TYPES}funcId") == "Signing"
