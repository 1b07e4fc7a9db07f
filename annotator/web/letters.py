"""Letters from pages: in the reader's language, with links that begin as the settings say."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app, url_for
from flask_babel import force_locale

from annotator.mail.server import Letter, MailServer
from annotator.mail.service import post
from annotator.web.languages import WRITTEN_IN

#: Subject and text of a letter to somebody.
Words = tuple[str, str]


def init_app(app: Flask) -> None:
    """Let templates ask whether there is a mail server."""
    app.jinja_env.globals["sends_mail"] = lambda: mail_server() is not None


def mail_server() -> MailServer | None:
    """The server that letters are handed to, or None where the settings name none."""
    found: MailServer | None = current_app.config["MAIL"]
    return found


def send(server: MailServer, write: Callable[[], Letter | None]) -> None:
    """Have a letter written, with the application at hand, and sent; returns at once."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def written() -> Letter | None:
        with app.test_request_context(base_url=server.links):
            return write()

    post(server, written)


def letter(to: str, language: str | None, words: Callable[[], Words]) -> Letter:
    """The letter in the language that its reader chose, or in English."""
    tag = language or WRITTEN_IN
    with force_locale(tag.replace("-", "_")):
        subject, text = words()
    return Letter(to, subject, text, tag)


def link_to(endpoint: str, **values: object) -> str:
    """An address for a letter; within `send`."""
    return url_for(endpoint, _external=True, **values)  # type: ignore[arg-type]
