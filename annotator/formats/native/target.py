"""Where lines are read into: the project, its scale, and its persons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from annotator.db import db
from annotator.errors import Invalid
from annotator.projects.definition import definition_from_json
from annotator.projects.models import SchemeVersion
from annotator.projects.scheme import Rating, ratings_from_json


class Schemes:
    """The versions of the project's rating scale."""

    def __init__(self, project_id: int) -> None:
        rows = db.session.scalars(
            select(SchemeVersion)
            .where(SchemeVersion.project_id == project_id)
            .order_by(SchemeVersion.number.desc())
        ).all()
        #: What the newest version offers; it knows the entries that the ones before had too.
        self.definition = definition_from_json(rows[0].definition if rows else None)
        self._versions = {row.number: (row.id, ratings_from_json(row.ratings)) for row in rows}

    def has_rating(self, rating: str) -> bool:
        """Whether any version knows the rating."""
        return any(rating in ratings for _, ratings in self._versions.values())

    def judged_by(self, verdict: dict[str, Any], where: str) -> tuple[int, Rating]:
        """The id of the version that a verdict was given on, and its rating there.

        Raises `Invalid` for a version that the project does not have, and for a rating that is
        another one in it.
        """
        number = verdict["scheme_version"]
        if number not in self._versions:
            raise Invalid(
                "the project has no version %(number)s of the rating scale; make it with the "
                "versions that the other one has (project create --scheme)",
                where + "scheme_version",
                number=number,
            )
        scheme_id, ratings = self._versions[number]
        rating = ratings.get(verdict["rating"])
        if rating is None or not _means(rating, verdict):
            raise Invalid(
                "version %(number)s of the project's rating scale has no “%(rating)s” with the "
                "label “%(label)s” that is as decisive",
                where + "rating",
                number=number,
                rating=verdict["rating"],
                label=verdict["label"],
            )
        return scheme_id, rating


@dataclass(frozen=True, slots=True)
class Target:
    """What a file is read into; `person` gives the account behind a name at a field."""

    project_id: int
    slug: str
    schemes: Schemes
    person: Callable[[str, str], int]
    created_by: int | None

    def check_project(self, slug: str) -> None:
        """Raise `Invalid` for a line of another project."""
        if slug != self.slug:
            raise Invalid(
                "the file is of the project “%(theirs)s”, and this is “%(ours)s”",
                "project",
                theirs=slug,
                ours=self.slug,
            )


def _means(rating: Rating, verdict: dict[str, Any]) -> bool:
    return (rating.label, rating.decisive) == (verdict["label"], verdict["decisive"])
