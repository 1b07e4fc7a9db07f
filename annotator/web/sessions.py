"""From cookie to person: Flask-Login over session rows that the server can end."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, current_app, g, has_request_context, request
from flask import session as cookie
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import update
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from annotator.accounts.models import UserSession
from annotator.accounts.person import Person
from annotator.accounts.queries import Lifetimes, live_session, token_sha256
from annotator.accounts.sessions import forget_places
from annotator.clock import now
from annotator.db import db
from annotator.db.sqlite import PATIENCE
from annotator.errors import Busy
from annotator.jobs.rounds import round_every

_COOKIE_KEY = "sid"
_SEEN_EVERY = timedelta(minutes=5)


class CookieInterface(SecureCookieSessionInterface):
    """Over https the cookie is `__Host-annotator` and Secure; over loopback http it is neither."""

    def __init__(self, app: Flask) -> None:
        self._serializer = super().get_signing_serializer(app)

    def get_signing_serializer(self, _app: Flask) -> URLSafeTimedSerializer | None:
        """The same one for every request: its key and its way of signing never change."""
        return self._serializer

    def get_cookie_name(self, app: Flask) -> str:
        """The name that fits this request's scheme."""
        return "__Host-annotator" if request.is_secure else "annotator"

    def get_cookie_secure(self, app: Flask) -> bool:
        """Secure exactly over https."""
        return request.is_secure

    def get_cookie_path(self, app: Flask) -> str:
        """`/`, as the `__Host-` prefix asks."""
        return "/"


def init_app(app: Flask) -> None:
    """Install the cookie and the look-up of the person behind it."""
    app.session_interface = CookieInterface(app)
    app.config.update(SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax")
    manager = LoginManager()
    manager.session_protection = None
    manager.request_loader(lambda _request: person())
    manager.init_app(app)


def person() -> Person | None:
    """Who is signed in, or None; looked up once in a request."""
    if not has_request_context():
        return None
    if "person" not in g:
        g.person = _load_person()
    found: Person | None = g.person
    return found


def look_no_further() -> None:
    """For the rest of this request, who was not looked up yet is nobody; for error pages."""
    g.look_no_further = True


def remember(secret: str) -> None:
    """Put a new session's secret into a fresh cookie; what the old one held is gone."""
    cookie.clear()
    cookie[_COOKIE_KEY] = secret


def renew(secret: str) -> None:
    """Go on in a new session of the same person: the forms of other tabs stay good."""
    cookie[_COOKIE_KEY] = secret
    g.pop("person", None)


def forget() -> None:
    """Empty the cookie."""
    cookie.clear()


def lifetimes() -> Lifetimes:
    """How long sessions live on this server."""
    return Lifetimes(current_app.config["IDLE_HOURS"], current_app.config["SESSION_DAYS"])


@round_every(timedelta(hours=1))
def forget_old_places() -> None:
    """From where and by what people were signed in long ago is forgotten."""
    forget_places(lifetimes())


def _load_person() -> Person | None:
    secret = cookie.get(_COOKIE_KEY)
    if not isinstance(secret, str) or g.get("look_no_further"):
        return None
    try:
        live = live_session(token_sha256(secret))
    except SQLAlchemyError:
        # A database that failed is not asked again for the page that says so.
        look_no_further()
        raise
    # The age is the row's: the cookie's own begins anew whenever something is written into it.
    if live is None or lifetimes().over(live.created_at, live.seen_at):
        return None
    if now() - live.seen_at > _SEEN_EVERY:
        _mark_seen(live.person.session_id)
    return live.person


def _mark_seen(session_id: int) -> None:
    # Its own short transaction, every few minutes only: reading pages must not cost a write.
    # What was read so far ends first: without WAL, a reader keeps SQLite's writer waiting.
    db.session.rollback()
    engine = db.engines[None].execution_options(**{PATIENCE: 0.0})
    try:
        with engine.begin() as connection:
            connection.execute(
                update(UserSession).where(UserSession.id == session_id).values(seen_at=now())
            )
    except (Busy, OperationalError):
        # Somebody writes for long. Reading goes on, and the next request tries again.
        db.session.rollback()
