"""Handing letters to a mail server: only as the settings say, and never in the open."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from annotator.errors import Refused
from annotator.mail.server import Letter, MailServer, hand_in, server_from
from annotator.mail.service import post, wait_for_all
from tests.mail.certificates import Authority
from tests.mail.postbox import postbox

SENDER, HOSTS = "desk@example.org", ("annotator.example.org",)
LETTER = Letter("rosa@example.org", "Two\r\nBcc: x@example.org", "مرحبا Rosa\n", "ar")


def server(url: str) -> MailServer:
    found = server_from(url, SENDER, HOSTS)
    assert found is not None
    return found


def test_a_letter_arrives_as_it_was_written() -> None:
    with postbox() as (box, url):
        hand_in(server(url), LETTER)
        (found,) = box.letters
    assert (found["From"], found["To"], found["Bcc"]) == (SENDER, "rosa@example.org", None)
    assert found["Subject"] == "Two Bcc: x@example.org"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Message-ID"].endswith("@example.org>")
    assert found.get_content().strip() == "مرحبا Rosa"


def test_without_encryption_nothing_is_said_where_encryption_was_asked_for() -> None:
    with postbox() as (box, url):
        for scheme in ("smtp", "smtps"):
            with pytest.raises(OSError, match=r"STARTTLS|SSL|WRONG_VERSION|EOF"):
                hand_in(server(url.replace("smtp+plain", scheme)), LETTER)
        assert box.tried == 0


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_an_encrypted_letter_goes_to_a_server_that_is_vouched_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    authority = Authority.at(tmp_path, "The newsroom")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    with postbox(scheme, authority.server("localhost")) as (box, url):
        hand_in(server(url), LETTER)
        assert [found["To"] for found in box.letters] == ["rosa@example.org"]


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
@pytest.mark.parametrize("wrong", ["nobody trusts it", "of another name"])
def test_nothing_is_sent_to_a_server_with_a_wrong_certificate(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    scheme: str,
    wrong: str,
) -> None:
    trusted, other = (Authority.at(tmp_path, name) for name in ("The newsroom", "Somebody"))
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted.file))
    shown = other.server("localhost")
    if wrong == "of another name":
        shown = trusted.server("mail.example.net")
    with postbox(scheme, shown) as (box, url):
        with pytest.raises(ssl.SSLCertVerificationError):
            hand_in(server(url), LETTER)
        post(server(url), lambda: LETTER, pauses=())
        wait_for_all(30)
        assert box.tried == 0
    said = " ".join(record.getMessage() for record in caplog.records)
    assert "a letter is not sent" in said
    assert "SSLCertVerificationError" in said


@pytest.mark.parametrize(("answer", "tries"), [("451 Later", 3), ("550 Never", 1)])
def test_what_may_pass_is_tried_again_and_what_is_final_is_not(
    answer: str, tries: int, caplog: pytest.LogCaptureFixture
) -> None:
    with postbox() as (box, url):
        box.says(answer)
        post(server(url), lambda: LETTER, pauses=(0.01, 0.01))
        wait_for_all(30)
        assert (box.tried, box.letters) == (tries, [])
    said = " ".join(record.getMessage() for record in caplog.records)
    assert "a letter is not sent" in said
    assert "rosa" not in said


def test_a_letter_that_cannot_be_written_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    def fails() -> Letter:
        raise ValueError("no words")

    with postbox() as (box, url):
        post(server(url), fails)
        post(server(url), lambda: None)
        post(server(url), lambda: LETTER)
        assert len(box.letters) == 1
    assert "could not be written" in caplog.text


@pytest.mark.parametrize(
    ("url", "sender", "hosts", "sentence"),
    [
        ("mail.example.org", SENDER, HOSTS, "ANNOTATOR_SMTP is no address"),
        ("http://mail.example.org", SENDER, HOSTS, "ANNOTATOR_SMTP is no address"),
        ("smtps://mail.example.org/box", SENDER, HOSTS, "ANNOTATOR_SMTP is no address"),
        ("smtps://mail.example.org:mail", SENDER, HOSTS, "ANNOTATOR_SMTP is no address"),
        ("smtps://mail.example.org:99999", SENDER, HOSTS, "ANNOTATOR_SMTP is no address"),
        ("smtps://mail.example.org?port=465", SENDER, HOSTS, "ANNOTATOR_SMTP is no address"),
        ("smtp+plain://mail.example.org", SENDER, HOSTS, "without encryption"),
        ("smtps://mail.example.org", None, HOSTS, "ANNOTATOR_MAIL_FROM"),
        ("smtps://mail.example.org", "desk", HOSTS, "ANNOTATOR_MAIL_FROM"),
        ("smtps://mail.example.org", SENDER, (), "ANNOTATOR_TRUSTED_HOSTS"),
    ],
)
def test_settings_that_cannot_be_are_refused(
    url: str, sender: str | None, hosts: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        server_from(url, sender, hosts)


def test_no_setting_is_no_server_and_a_password_is_in_no_text() -> None:
    assert server_from(None, None, ()) is None
    found = server("smtps://lea%40desk:s3cr%3At@mail.example.org")
    assert (found.port, found.user, found.password) == (465, "lea@desk", "s3cr:t")
    assert "s3cr" not in repr(found)
    assert found.links == "https://annotator.example.org"
