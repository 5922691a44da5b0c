"""The mailbox's keeping, reading, showing and refusing of mail."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from deploy.simulators.mailbox.box import Box
from deploy.simulators.mailbox.refusals import BadRefusal, Refusals
from deploy.simulators.mailbox.web import create_app, linked


def written(subject: str = "Välkommen", html: str | None = "<html><head><title>x</title></head><body>Hej</body></html>") -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = subject, "portal@example.test", "anna@example.test"
    mail.set_content("Hej! Öppna https://portal.test/inbjudan?x=1&y=2.\n<script>")
    if html:
        mail.add_alternative(html, subtype="html")
    return mail.as_bytes()


@pytest.fixture
def box() -> Box:
    return Box(None)


@pytest.fixture
def web(box: Box) -> FlaskClient:
    return create_app(box, Refusals()).test_client()


def test_newest_first_and_by_recipient(box: Box, web: FlaskClient) -> None:
    for subject, to in (("ett", "anna@example.test"), ("två", "johan@example.test"), ("tre", "Anna@example.test")):
        box.receive("portal@example.test", [to], written(subject))
    assert [mail["subject"] for mail in web.get("/api/messages").json or []] == ["tre", "två", "ett"]
    assert [mail["subject"] for mail in web.get("/api/messages?to=anna@").json or []] == ["tre", "ett"]
    assert "två" not in web.get("/?to=anna").text


def test_a_mail_is_read_into_its_parts(box: Box, web: FlaskClient) -> None:
    mail = box.receive("bounce@example.test", ["anna@example.test", "x@example.test"], written())
    shown = web.get(f"/api/messages/{mail.id}").json or {}
    assert (shown["from"], shown["to"], shown["subject"]) == ("bounce@example.test", ["anna@example.test", "x@example.test"], "Välkommen")
    assert "Öppna https://portal.test" in shown["text"]
    assert "<body>Hej" in shown["html"]
    assert ["To", "anna@example.test"] in shown["headers"]
    assert shown["received_at"].endswith("+00:00")


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe", b"Content-Type: text/plain; charset=nothing\r\n\r\nhej \xe5", b"Subject: =?x?q?=ff?=\r\n\r\nhej"]
)
def test_a_mail_in_no_good_order_is_shown_all_the_same(box: Box, web: FlaskClient, raw: bytes) -> None:
    mail = box.receive("", ["anna@example.test"], raw)
    for path in ("/", f"/messages/{mail.id}", f"/api/messages/{mail.id}", f"/messages/{mail.id}/raw"):
        assert web.get(path).status_code == 200


def test_the_page_shows_text_with_links_and_nothing_runs(box: Box, web: FlaskClient) -> None:
    mail = box.receive("portal@example.test", ["anna@example.test"], written())
    page = web.get(f"/messages/{mail.id}").text
    assert '<a href="https://portal.test/inbjudan?x=1&amp;y=2">' in page
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    html = web.get(f"/messages/{mail.id}/html")
    assert html.headers["Content-Security-Policy"].startswith("sandbox ")
    assert "allow-scripts" not in html.headers["Content-Security-Policy"]
    assert '<head><base target="_blank"><title>' in html.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("se http://a.test.", 'se <a href="http://a.test">http://a.test</a>.'),
        ("(https://a.test/x)", '(<a href="https://a.test/x">https://a.test/x</a>)'),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ('https://a.test/"onx="', '<a href="https://a.test/">https://a.test/</a>&#34;onx=&#34;'),
    ],
)
def test_only_web_addresses_become_links(text: str, expected: str) -> None:
    assert str(linked(text)) == expected


def test_the_oldest_give_way_and_emptying_empties(tmp_path: Path) -> None:
    box = Box(tmp_path, keep=3)
    for number in range(5):
        box.receive("p@example.test", ["a@example.test"], written(str(number)))
    assert [mail.subject for mail in box.newest()] == ["4", "3", "2"]
    assert len(list(tmp_path.glob("*.eml"))) == 3
    assert create_app(box, Refusals()).test_client().delete("/api/messages").json == {"deleted": 3}
    assert box.newest() == []
    assert list(tmp_path.iterdir()) == []


def test_mails_in_a_folder_are_there_after_a_restart(tmp_path: Path) -> None:
    before = Box(tmp_path).receive("p@example.test", ["a@example.test", "b@example.test"], written())
    (after,) = Box(tmp_path).newest()
    assert (after.id, after.sender, after.to, after.raw, after.text) == (before.id, before.sender, before.to, before.raw, before.text)
    assert abs((after.received_at - before.received_at).total_seconds()) < 0.001


def test_refusals_are_for_whom_and_as_often_as_planned() -> None:
    refusals = Refusals()
    refusals.plan({"stage": "RCPT", "code": 550, "to": "Anna@", "times": 2})
    asked = [("RCPT", "johan@example.test"), ("DATA", "anna@example.test"), *[("RCPT", "anna@example.test")] * 3]
    assert [(refusals.answer(stage, [to]) or "250")[:3] for stage, to in asked] == ["250", "250", "550", "550", "250"]


@pytest.mark.parametrize("wanted", [None, [], {"code": 250}, {"code": "451"}, {"stage": "HELO"}, {"times": 0}])
def test_a_refusal_that_is_not_understood_is_an_error(web: FlaskClient, wanted: object) -> None:
    with pytest.raises(BadRefusal):
        Refusals().plan(wanted)
    assert web.post("/api/refusals", json=wanted).status_code == 400


def test_unknown_mails_are_not_found(web: FlaskClient) -> None:
    assert [web.get(path).status_code for path in ("/messages/1", "/api/messages/1", "/messages/1/html")] == [404] * 3
    assert web.get("/livez").status_code == 200
