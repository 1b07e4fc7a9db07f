"""The group of the commands, and what they share."""

from __future__ import annotations

from pathlib import Path

import click

from annotator.audit.models import COMMAND_LINE, Actor
from annotator.errors import Invalid, NotFound
from annotator.projects.models import Project
from annotator.projects.queries import project_by_slug

SHELL = Actor(None, COMMAND_LINE, COMMAND_LINE)


@click.group()
def project() -> None:
    """Make projects, and say who belongs to them."""


def found_project(slug: str) -> Project:
    """The project; raises `NotFound`."""
    found = project_by_slug(slug)
    if found is None:
        raise NotFound("There is no project %(slug)s.", slug=slug)
    return found


def bytes_of(file: Path) -> bytes:
    """What a file holds; raises `Invalid`."""
    try:
        return file.read_bytes()
    except OSError as error:
        why = error.strerror or error
        raise Invalid("“%(path)s” cannot be read: %(why)s.", "file", path=file, why=why) from None
