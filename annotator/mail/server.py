"""The newsroom's mail server: where it is, how it is spoken to, and handing it one letter.

RFC 8314 for encryption: a connection is encrypted from its first byte (`smtps`), or before anything
is said (`smtp`, by STARTTLS, which is then demanded and not only tried). Unencrypted it is used on
the machine itself alone (`smtp+plain`).
"""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import SplitResult, unquote, urlsplit

from annotator.errors import Refused

PORTS = {"smtps": 465, "smtp": 587, "smtp+plain": 25}
#: For each answer of the server.
TIMEOUT_SECONDS = 20
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_SENDER = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+")


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person is sent: plain text, and the tag of the language it is in."""

    to: str
    subject: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in, as whom, and what the links in them begin with."""

    scheme: str
    host: str
    port: int
    user: str | None
    password: str | None = field(repr=False)
    sender: str
    #: Such as `https://annotator.example.org`. A link never begins with what a request called us.
    links: str


def server_from(url: str | None, sender: str | None, hosts: tuple[str, ...]) -> MailServer | None:
    """The server that the settings name, or None where they name none.

    Raises `Refused` for settings that are none, or that miss what belongs to them.
    """
    if url is None:
        return None
    parts = urlsplit(url)
    if not _is_address(parts):
        raise Refused(
            "ANNOTATOR_SMTP is no address of a mail server: it looks like "
            "smtps://name:password@mail.example.org."
        )
    if parts.scheme == "smtp+plain" and parts.hostname not in _LOOPBACK:
        raise Refused(
            "ANNOTATOR_SMTP names another machine without encryption: use smtps:// or smtp://."
        )
    if sender is None or not _SENDER.fullmatch(sender):
        raise Refused("ANNOTATOR_MAIL_FROM must be the address that letters are sent from.")
    if not hosts:
        raise Refused(
            "ANNOTATOR_SMTP needs ANNOTATOR_TRUSTED_HOSTS: the links in letters begin with its "
            "first name."
        )
    return MailServer(
        parts.scheme,
        parts.hostname or "",
        parts.port or PORTS[parts.scheme],
        unquote(parts.username) if parts.username else None,
        unquote(parts.password) if parts.password else None,
        sender,
        f"https://{hosts[0]}",
    )


def _is_address(parts: SplitResult) -> bool:
    try:
        port = parts.port
    except ValueError:  # No number, or one that no port has.
        return False
    is_bare = parts.path in {"", "/"} and not parts.query and not parts.fragment
    return parts.scheme in PORTS and bool(parts.hostname) and is_bare and port != 0


def hand_in(server: MailServer, letter: Letter) -> None:
    """Give the letter to the server; raises `OSError` or `smtplib.SMTPException` (an `OSError`)."""
    # A certificate that nobody trusts, or of another name, is an error.
    trust = ssl.create_default_context()
    connection = _connected(server, trust)
    with connection:
        if server.scheme == "smtp":
            connection.starttls(context=trust)
        if server.user is not None:
            connection.login(server.user, server.password or "")
        connection.send_message(_written(server, letter))


def _connected(server: MailServer, trust: ssl.SSLContext) -> smtplib.SMTP:
    # The name we go by is said and not looked up, which can take as long as the rest.
    name = server.sender.rpartition("@")[2]
    at, limit = (server.host, server.port, name), TIMEOUT_SECONDS
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(*at, timeout=limit, context=trust)
    return smtplib.SMTP(*at, timeout=limit)


def _written(server: MailServer, letter: Letter) -> EmailMessage:
    message = EmailMessage()
    message["From"] = server.sender
    message["To"] = letter.to
    # A project's name may stand in it, and a header is one line.
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=server.sender.rpartition("@")[2])
    # RFC 3834: nobody is on holiday for a machine.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message["Content-Language"] = letter.language
    return message
