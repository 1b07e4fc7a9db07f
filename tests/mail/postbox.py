"""A mail server of the test's own, on a port of this machine."""

from __future__ import annotations

import email
import email.policy
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from annotator.mail.service import wait_for_all
from tests.ports import free_port


class Handler:
    """What the server asks about each letter. It reads every attribute of this, at any time."""

    def __init__(self) -> None:
        self.answer = "250 OK"
        self.tried = 0
        self.taken: list[bytes] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Take the letter, or say why not."""
        self.tried += 1
        if self.answer.startswith("2"):
            self.taken.append(envelope.content)
        return self.answer


@dataclass
class Postbox:
    """What was handed in; `answer` is what the server says to the next letters."""

    handler: Handler = field(default_factory=Handler)

    def says(self, answer: str) -> None:
        """What the server says to the next letters."""
        self.handler.answer = answer

    @property
    def tried(self) -> int:
        """How many letters the server was given."""
        return self.handler.tried

    @property
    def letters(self) -> list[EmailMessage]:
        """The letters that were taken, once nothing is on its way any more."""
        wait_for_all(60)
        policy = email.policy.default
        return [email.message_from_bytes(one, policy=policy) for one in self.handler.taken]  # type: ignore[misc]


@contextmanager
def postbox(
    scheme: str = "smtp+plain", shows: ssl.SSLContext | None = None
) -> Iterator[tuple[Postbox, str]]:
    """The postbox, and its address as the setting has it.

    With a certificate that it `shows`, it takes nothing in the open.
    """
    box, port = Postbox(), free_port()
    encrypted = {"smtps": {"ssl_context": shows}} if shows else {}
    encrypted["smtp"] = {"tls_context": shows, "require_starttls": True}
    controller = Controller(
        box.handler,
        hostname="127.0.0.1",
        port=port,
        server_hostname="localhost",
        **encrypted.get(scheme, {}),
    )
    controller.start()
    host = "localhost" if shows else "127.0.0.1"
    try:
        yield box, f"{scheme}://{host}:{port}"
    finally:
        wait_for_all(60)
        controller.stop()
