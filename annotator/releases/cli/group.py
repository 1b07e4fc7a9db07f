"""The group of the commands, and what they share."""

from __future__ import annotations

import click

from annotator.audit.models import COMMAND_LINE, Actor
from annotator.errors import NotFound
from annotator.projects.models import Project
from annotator.projects.queries import project_by_slug

SHELL = Actor(None, COMMAND_LINE, COMMAND_LINE)


@click.group()
def release() -> None:
    """Frozen datasets: make, list, prove, compare and withdraw them."""


def found_project(slug: str) -> Project:
    """The project; raises `NotFound`."""
    project = project_by_slug(slug)
    if project is None:
        raise NotFound("There is no project %(slug)s.", slug=slug)
    return project
