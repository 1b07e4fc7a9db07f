"""Drafts of scales for tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from annotator.audit.models import Actor
from annotator.db import writing
from annotator.projects.definition import DEFAULT_DEFINITION, Definition
from annotator.projects.models import Project
from annotator.projects.scheme import DEFAULT_RATINGS, Rating
from annotator.schemes.drafts import SchemeDraft
from annotator.schemes.service import publish_scheme
from tests.factories import SHELL

NEW = Rating("", "Needs context", True, 4, None, None, None, "conflicting", "flag")


def draft_of(
    *ratings: Rating, definition: Definition = DEFAULT_DEFINITION, **more: Any
) -> SchemeDraft:
    """A draft on top of the first version; without ratings, the default ones and a new one."""
    fields = {"reason": "The desk decided so.", "base": 1, **more}
    return SchemeDraft(ratings or (*DEFAULT_RATINGS, NEW), definition, **fields)


def without(*ids: str) -> tuple[Rating, ...]:
    """The default ratings but for these."""
    return tuple(rating for rating in DEFAULT_RATINGS if rating.id not in ids)


def called(rating_id: str, label: str) -> tuple[Rating, ...]:
    """The default ratings, one of them with another label."""
    return tuple(
        replace(rating, label=label) if rating.id == rating_id else rating
        for rating in DEFAULT_RATINGS
    )


def publish(project: Project, draft: SchemeDraft, actor: Actor = SHELL) -> int:
    """Publish it; gives its number."""
    with writing():
        return publish_scheme(project, draft, actor=actor).number
