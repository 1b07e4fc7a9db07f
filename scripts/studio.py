"""The demonstration project, served on a clock that stands, and people who look at it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, Page
from serving import serving

from annotator import create_app
from annotator.accounts.models import UserSession
from annotator.articles.drafts import ArticleDraft
from annotator.articles.service import import_text
from annotator.audit.models import COMMAND_LINE, Actor
from annotator.clock import now
from annotator.config import Config
from annotator.db import db, writing
from annotator.db.migrate import upgrade
from annotator.demo.service import build
from annotator.projects.queries import project_by_slug

MOMENT = datetime(2026, 11, 2, 10, 15, tzinfo=UTC)
PASSWORD = "a password for pictures"  # noqa: S105 - of a project that lives for a minute
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}


class Studio:
    """A browser before the site."""

    def __init__(self, browser: Browser, address: str, app: Flask) -> None:
        self._browser = browser
        self._address = address
        self._app = app

    def imported(self, text: str) -> str:
        """Bring an article in; gives its path."""
        with self._app.app_context():
            project = project_by_slug("demo")
            if project is None:
                raise LookupError("the demonstration project is missing")
            with writing():
                actor = Actor(None, COMMAND_LINE, COMMAND_LINE)
                article = import_text(project, ArticleDraft(text=text, language="en"), actor=actor)
            db.session.remove()
        return f"/projects/demo/articles/{article}"

    def signed_out(self) -> None:
        """End every session, as after twelve idle hours."""
        with self._app.app_context(), writing():
            for session in db.session.query(UserSession):
                session.ended_at = now()

    def visit(self, path: str, who: str | None = None, **options: Any) -> Page:
        """A page of the site as somebody sees it; nobody is signed in without a name."""
        settings = {**DESKTOP, "locale": "en-GB", "timezone_id": "UTC", **options}
        context = self._browser.new_context(reduced_motion="reduce", **settings)
        page = context.new_page()
        page.clock.set_fixed_time(MOMENT)
        if who is not None:
            page.goto(f"{self._address}/sign-in")
            # By name: the words are those of the page's language.
            page.locator('[name="email"]').fill(f"{who}@example.org")
            page.locator('[name="password"]').fill(PASSWORD)
            page.locator("main [type=submit]").click()
            page.wait_for_url("**/projects")
        page.goto(self._address + path)
        return page

    def desk(self, title: str, who: str = "rosa", **options: Any) -> Page:
        """An article in the workspace."""
        page = self.visit("/projects/demo/articles", who, **options)
        page.get_by_role("link", name=title).first.click()
        page.wait_for_selector("main[data-ready]")
        return page


@contextmanager
def site(folder: Path) -> Iterator[tuple[str, Flask]]:
    """The demonstration project on a server in this process; gives its address."""
    config = Config(
        instance=folder,
        database_url=f"sqlite:///{folder / 'annotator.sqlite3'}",
        secret_key="pictures-only-0123456789-abcdefghijklm",  # noqa: S106 - see PASSWORD
    )
    app = create_app(config)
    with app.app_context():
        upgrade()
        with writing():
            build(PASSWORD)
        db.session.remove()
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    with serving(app) as address:
        yield address, app
