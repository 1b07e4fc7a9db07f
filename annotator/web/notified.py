"""How many notifications the person at hand has not seen; every page's head says it."""

from __future__ import annotations

from flask import Flask, g
from sqlalchemy.exc import SQLAlchemyError

from annotator.comments.told import tellable
from annotator.db import db
from annotator.notifications.queries import PAGE, unread
from annotator.web.sessions import person


def init_app(app: Flask) -> None:
    """Give templates the count."""
    app.jinja_env.globals.update(unread_count=unread_count, most_counted=PAGE)


def unread_count() -> int:
    """How many there are, and one more than a page has for any number above that.

    On the page that says that the database failed, none: it is not asked again.
    """
    who = person()
    if who is None or g.get("look_no_further"):
        return 0
    try:
        return min(len(tellable(unread(who.id), who)), PAGE + 1)
    except SQLAlchemyError:
        db.session.rollback()
        return 0
