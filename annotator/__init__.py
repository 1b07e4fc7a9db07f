"""Annotator: mark what an article claims, check it, and publish the result as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from annotator.config import Config


def create_app(config: Config | None = None) -> Flask:
    """The application for these settings; without them, for the environment's.

    Its parts are imported when it is called: a process that only reckons needs none of them, and
    to import them takes a second.
    """
    from annotator import application

    return application.create_app(config)
