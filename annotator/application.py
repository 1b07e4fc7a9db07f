"""The application: every layer and feature brought together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from annotator import db
from annotator.config import Config
from annotator.mail.server import server_from
from annotator.paths import resource_folder
from annotator.registry import register_features
from annotator.web import (
    compression,
    context,
    converters,
    errors,
    guards,
    headers,
    intake,
    json,
    languages,
    letters,
    notified,
    sessions,
    static,
)


def create_app(config: Config | None = None) -> Flask:
    """The application for these settings; without them, for the environment's."""
    config = config or Config.from_environment()
    app = _Application(
        "annotator", template_folder=str(resource_folder("templates")), static_folder=None
    )
    _configure(app, config)
    db.configure(app, config)
    for layer in (json, converters, headers, sessions, intake):
        layer.init_app(app)
    CSRFProtect(app)
    for part in (languages, guards, errors, compression, static, context, notified, letters):
        part.init_app(app)
    register_features(app)
    return app


class _Application(Flask):
    """Flask without a look at each function it calls: none of ours is asynchronous."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is."""
        return func


def _configure(app: Flask, config: Config) -> None:
    app.config.update(
        SECRET_KEY=config.secret_key,
        ANNOTATOR=config,
        IDLE_HOURS=config.idle_hours,
        SESSION_DAYS=config.session_days,
        CONFIRM_MINUTES=config.confirm_minutes,
        MAX_CONTENT_LENGTH=config.max_upload_bytes,
        # Flask refuses cookies signed longer ago. What ends a session is its row (web/sessions.py),
        # because a cookie is signed anew whenever something is written into it.
        PERMANENT_SESSION_LIFETIME=timedelta(days=config.session_days),
        # The token lives as long as the session: an hour of reading must not cost a save.
        WTF_CSRF_TIME_LIMIT=None,
        TRUSTED_HOSTS=list(config.trusted_hosts) or None,
        MAIL=server_from(config.smtp, config.mail_from, config.trusted_hosts),
    )
    if config.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=config.proxies, x_proto=config.proxies, x_host=config.proxies
        )
