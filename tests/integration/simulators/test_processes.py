"""Both simulators as they are started in earnest: own processes, real sockets, real TLS."""

import os
import re
import signal
import smtplib
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

QUICK = {"BANKID_SIMULATOR_API_PORT": "0", "BANKID_SIMULATOR_PAGE_PORT": "0", "MAILBOX_SMTP_PORT": "0", "MAILBOX_PAGE_PORT": "0"}


def command(name: str, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", f"deploy.simulators.{name}", *arguments],
        env={"PATH": os.environ["PATH"], **QUICK, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def running(name: str, addresses: int, **environment: str) -> Iterator[list[str]]:
    """The addresses that the process prints once it listens."""
    process = command(name, **environment)
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        printed = ""
        while len(found := re.findall(r"\w+://\S+", printed)) < addresses:
            line = process.stdout.readline()
            assert line, f"{name} ended: {process.stderr.read()}"
            printed += line
        yield found
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.communicate()


def relying_party(folder: Path, *, certificate: bool = True, maximum: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> httpx.Client:
    context = ssl.create_default_context(cafile=folder / "server_ca.pem")
    context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1_2, maximum
    if certificate:
        context.load_cert_chain(folder / "client.pem", folder / "client.key")
    return httpx.Client(verify=context, trust_env=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bankid")


@pytest.fixture(scope="module")
def bankid(folder: Path) -> Iterator[tuple[str, httpx.Client]]:
    with running("bankid", 2, BANKID_SIMULATOR_FOLDER=str(folder)) as (api, page), httpx.Client(base_url=page, trust_env=False) as phone:
        yield api, phone


def test_an_identification_over_mutual_tls(bankid: tuple[str, httpx.Client], folder: Path) -> None:
    api, phone = bankid
    with relying_party(folder) as portal:
        started = portal.post(f"{api}/auth", json={"endUserIp": "127.0.0.1", "returnRisk": True}).json()
        (order,) = [one for one in phone.get("/api/orders").json() if one["qr_start_token"] == started["qrStartToken"]]
        assert order["rp_name"] == "Platzers kundportal"
        phone.post(f"/api/orders/{order['id']}/scan").raise_for_status()
        phone.post(f"/api/orders/{order['id']}/approve", json={"person": "anna", "risk": "low"}).raise_for_status()
        answer = portal.post(f"{api}/collect", json={"orderRef": started["orderRef"]}).json()
        again = portal.post(f"{api}/collect", json={"orderRef": started["orderRef"]})
    assert (answer["status"], answer["completionData"]["user"]["personalNumber"]) == ("complete", "199001012385")
    assert answer["completionData"]["device"]["ipAddress"] == "127.0.0.1"
    assert (again.status_code, again.json()["details"]) == (400, "No such order")


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_without_a_certificate_there_is_no_connection(bankid: tuple[str, httpx.Client], folder: Path, version: ssl.TLSVersion) -> None:
    api, _ = bankid
    with relying_party(folder, certificate=False, maximum=version) as stranger, pytest.raises(httpx.TransportError, match=r"(?i)alert"):
        stranger.get(f"{api}/auth")


def test_the_health_question_of_bankids_sample_gets_its_405(bankid: tuple[str, httpx.Client], folder: Path) -> None:
    with relying_party(folder) as portal:
        assert portal.get(f"{bankid[0]}/auth").status_code == 405


def test_a_hung_handshake_delays_nobody_else(bankid: tuple[str, httpx.Client], folder: Path) -> None:
    api, phone = bankid
    phone.post("/api/faults", json={"handshake_hang_s": 30, "handshake_hangs": 1}).raise_for_status()
    with relying_party(folder) as portal:
        with pytest.raises(httpx.ConnectTimeout):
            portal.get(f"{api}/auth", timeout=0.3)
        assert portal.get(f"{api}/auth", timeout=5).status_code == 405


def test_too_large_a_body_is_refused_and_the_connection_closed(bankid: tuple[str, httpx.Client], folder: Path) -> None:
    with relying_party(folder) as portal:
        answer = portal.post(f"{bankid[0]}/auth", content=b" " * 600_000, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["details"], answer.headers["Connection"]) == (400, "Invalid request", "close")


def test_production_is_refused_by_the_process_itself(folder: Path) -> None:
    for name in ("bankid", "mailbox"):
        process = command(name, ENVIRONMENT="production", BANKID_SIMULATOR_FOLDER=str(folder))
        _, told = process.communicate(timeout=20)
        assert process.returncode == 2
        assert "ENVIRONMENT is production" in told


def test_the_certificates_command_mints_once(tmp_path: Path) -> None:
    printed = []
    for _ in range(2):
        process = command("bankid", "certificates", "--folder", str(tmp_path / "new"))
        printed.append(process.communicate(timeout=20)[0].split(":")[0])
        assert process.returncode == 0
    assert printed == ["minted", "already there"]


def test_the_code_on_the_page_is_the_code_of_this_second(bankid: tuple[str, httpx.Client], folder: Path) -> None:
    api, phone = bankid
    with relying_party(folder) as portal:
        portal.post(f"{api}/auth", json={"endUserIp": "127.0.0.1"}).raise_for_status()
    newest = phone.get("/api/orders").json()[0]
    first = phone.get(f"/api/orders/{newest['id']}/code.svg").text
    assert first.startswith("<svg ")
    assert 'xmlns="http://www.w3.org/2000/svg"' in first
    deadline = time.monotonic() + 5
    while phone.get(f"/api/orders/{newest['id']}/code.svg").text == first:
        assert time.monotonic() < deadline, "the code does not move"


def test_a_mail_over_smtp_is_shown_and_kept_over_a_restart(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Åtgärdat", "portal@example.test", "anna@example.test"
    mail.set_content("Hej\n.\n.. en punkt ensam på en rad\n")
    for visit in ("first", "after a restart"):
        with running("mailbox", 2, MAILBOX_FOLDER=str(tmp_path)) as (smtp, page), httpx.Client(base_url=page, trust_env=False) as web:
            if visit == "first":
                with smtplib.SMTP("127.0.0.1", httpx.URL(smtp).port or 0) as door:
                    door.send_message(mail)
            (shown,) = web.get("/api/messages?to=anna@example.test").json()
            assert (shown["subject"], shown["text"].splitlines()[1:]) == ("Åtgärdat", [".", ".. en punkt ensam på en rad"])
            assert web.get("/livez").status_code == 200


def test_planned_refusals_reach_the_sender() -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "x", "portal@example.test", "anna@example.test"
    with running("mailbox", 2) as (smtp, page), smtplib.SMTP("127.0.0.1", httpx.URL(smtp).port or 0) as door:
        httpx.post(f"{page}api/refusals", json={"stage": "RCPT", "code": 550, "to": "anna"}, trust_env=False).raise_for_status()
        httpx.post(f"{page}api/refusals", json={"stage": "DATA", "code": 451}, trust_env=False).raise_for_status()
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            door.send_message(mail)
        assert refused.value.recipients["anna@example.test"][0] == 550
        with pytest.raises(smtplib.SMTPDataError) as later:
            door.send_message(mail)
        assert later.value.smtp_code == 451
        door.send_message(mail)
        assert len(httpx.get(f"{page}api/messages", trust_env=False).json()) == 1
