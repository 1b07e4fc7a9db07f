"""The signed-in person, as a plain value that outlives its database session."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.accounts.models import Theme
from annotator.audit.models import PAGE, Actor


@dataclass(frozen=True, slots=True)
class Person:
    """Who is at the browser, and the session row that says so."""

    id: int
    name: str
    email: str
    is_admin: bool
    theme: Theme
    session_id: int
    language: str | None = None

    #: What Flask-Login asks of a user.
    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """Never used to find anybody: the cookie holds a session's secret, not a person's id."""
        return str(self.session_id)

    @property
    def actor(self) -> Actor:
        """This person as the audit trail knows them."""
        return Actor(self.id, self.name, PAGE)
