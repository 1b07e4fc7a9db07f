"""Scales that come as documents: one version to publish, or all of a project's for another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from annotator.audit.models import Actor
from annotator.errors import Invalid
from annotator.projects.models import Project, SchemeVersion
from annotator.projects.presets import Preset
from annotator.projects.queries import current_scheme
from annotator.projects.service import create_project
from annotator.schemes.checking import checked_definition, checked_ratings
from annotator.schemes.reading import read_draft
from annotator.schemes.service import publish_scheme

Document = Mapping[str, Any]


def publish_document(
    project: Project,
    document: Document,
    *,
    reason: str | None,
    actor: Actor,
    retires_chosen: bool = False,
) -> SchemeVersion:
    """Publish what the document says; raises as `read_draft` and `publish_scheme` do.

    A document that names a `version` was made from that one, and is refused with `Stale` where
    another one is in force; a document without it is made from the one in force.
    """
    base = document.get("version") or current_scheme(project.id).number
    draft = read_draft(document, reason=reason, base=base)
    return publish_scheme(project, replace(draft, retires_chosen=retires_chosen), actor=actor)


def create_with_scale(
    slug: str, name: str, documents: Sequence[Document], *, actor: Actor
) -> Project:
    """A project whose scale has these versions, so that verdicts that name one can come in.

    Raises `Invalid` for documents whose versions do not run 1, 2, 3, …
    """
    for number, document in enumerate(documents, start=1):
        if document.get("version", number) != number:
            raise Invalid(
                "The file must hold the versions 1, 2, 3 and so on, each once and in order; "
                "number %(number)s is another one.",
                "version",
                number=number,
            )
    first = read_draft(documents[0], reason=None, base=None)
    definition = checked_definition(first.definition)
    start = Preset(definition.preset, "", checked_ratings(first.ratings), definition)
    project = create_project(slug, name, actor=actor, preset=start)
    for number, document in enumerate(documents[1:], start=1):
        publish_scheme(project, read_draft(document, reason=None, base=number), actor=actor)
    return project
