"""One application for all the tests of a run that ask for the same settings.

Making one takes as long as a test does, and its database then sees each statement for the first
time. An instance folder therefore has the same path for each test of a worker; what is in it, the
database above all, is new every time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from annotator import create_app
from annotator.cli import main
from annotator.config import Config
from annotator.db import db
from tests.compiled import TEMPLATES

#: As many are kept as there are kinds of settings that many tests ask for.
_KEPT = 8

_OF_A_POOL = ("connect", "checkout", "checkin", "reset")
_OF_AN_ENGINE = ("begin", "commit", "rollback", "before_cursor_execute", "after_cursor_execute")

_made: OrderedDict[str, tuple[Flask, list[Any]]] = OrderedDict()


@contextmanager
def working(config: Config) -> Iterator[Flask]:
    """The application with these settings, in its context; its connections are closed after it."""
    application = application_for(config)
    with application.app_context():
        try:
            yield application
        finally:
            leave()


def application_for(config: Config) -> Flask:
    """The application with these settings; one that a test has changed is not given again."""
    key = repr(config)
    application, parts = _made.pop(key, (None, []))
    if application is None or _parts(application) != parts:
        application = create_app(config)
        application.jinja_env.bytecode_cache = TEMPLATES
        parts = _parts(application)
    _made[key] = application, parts
    if len(_made) > _KEPT:
        _made.popitem(last=False)
    return application


def run_command(app: Flask, *words: object) -> Result:
    """What `annotator WORDS` does in this application."""
    started = ScriptInfo(create_app=lambda: app)
    return CliRunner().invoke(main, [str(word) for word in words], obj=started)


def leave() -> None:
    """Close the session, and all connections of the application whose context it is."""
    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()


def _listeners(application: Flask) -> list[int]:
    """How many listen to each kind of thing that its engines and their pools tell of."""
    with application.app_context():
        engines = list(db.engines.values())
    of_pools = [getattr(one.pool.dispatch, kind) for one in engines for kind in _OF_A_POOL]
    of_engines = [getattr(one.dispatch, kind) for one in engines for kind in _OF_AN_ENGINE]
    return [len(listeners) for listeners in (*of_pools, *of_engines)]


def _parts(application: Flask) -> list[Any]:
    """Copies of whatever of an application can be changed from outside."""
    return [
        dict(application.config),
        dict(application.extensions),
        dict(application.view_functions),
        dict(application.jinja_env.globals),
        {name: list(hooks) for name, hooks in application.before_request_funcs.items()},
        {name: list(hooks) for name, hooks in application.after_request_funcs.items()},
        list(application.teardown_appcontext_funcs),
        application.wsgi_app,
        application.json,
        _listeners(application),
    ]
