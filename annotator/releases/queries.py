"""Reading releases."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from annotator.db import db
from annotator.errors import NotFound
from annotator.releases.models import Release


def releases_of(project_id: int) -> Sequence[Release]:
    """All releases of the project, the newest first."""
    query = select(Release).where(Release.project_id == project_id)
    return db.session.scalars(query.order_by(Release.created_at.desc(), Release.id)).all()


def release_of(project_id: int, name: str, version: int | None = None) -> Release:
    """The release of this name and version, or its newest; raises `NotFound`."""
    query = select(Release).where(Release.project_id == project_id, Release.name == name)
    if version is not None:
        query = query.where(Release.version == version)
    found = db.session.scalar(query.order_by(Release.version.desc()).limit(1))
    if found is None:
        raise NotFound("The project has no such release.")
    return found


def newest_standing(project_id: int, name: str) -> Release | None:
    """The newest release of the name that was not withdrawn: the next one keeps its splits."""
    query = select(Release).where(
        Release.project_id == project_id, Release.name == name, Release.withdrawn_at.is_(None)
    )
    return db.session.scalar(query.order_by(Release.version.desc()).limit(1))


def next_version(project_id: int, name: str) -> int:
    """The number that the next release of this name has."""
    query = select(func.max(Release.version))
    query = query.where(Release.project_id == project_id, Release.name == name)
    return (db.session.scalar(query) or 0) + 1
