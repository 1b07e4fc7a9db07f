"""Reading the versions of a project's guidelines."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from annotator.db import db
from annotator.guidelines.models import GuidelineVersion


def current_guidelines(project_id: int) -> GuidelineVersion | None:
    """The version in force, or None where the project has no guidelines."""
    return db.session.scalars(
        select(GuidelineVersion)
        .where(GuidelineVersion.project_id == project_id)
        .order_by(GuidelineVersion.number.desc())
        .limit(1)
    ).one_or_none()


def versions_of(project_id: int) -> Sequence[GuidelineVersion]:
    """Every version, the newest first."""
    return db.session.scalars(
        select(GuidelineVersion)
        .where(GuidelineVersion.project_id == project_id)
        .order_by(GuidelineVersion.number.desc())
    ).all()
