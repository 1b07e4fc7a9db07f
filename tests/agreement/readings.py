"""Readings of several people put straight into the tables, for pages to show."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from annotator.annotations.models import Annotation, Claim, Fragment, Label, Layer, Part
from annotator.articles.models import Article, Revision
from annotator.assignments.models import Assignment, State
from annotator.clock import now
from annotator.db import db, writing
from annotator.projects.models import Project
from annotator.projects.queries import current_scheme
from annotator.verdicts.models import Verdict

_RATINGS = ("supported", "refuted", "conflicting", "not_enough_evidence")


def read_all(project: Project, people: list[int], most: int = 6) -> None:
    """Each of the people marks the words of each article's first sentences a little otherwise."""
    with writing():
        query = select(Article.id, Revision.id, Revision.text).join(Article.revisions)
        rows = db.session.execute(query.where(Article.project_id == project.id)).all()
        for number, (article_id, revision_id, text) in enumerate(rows):
            for place, person in enumerate(people):
                _assignment(project, article_id, person, number * 10 + place)
                for nth, start in enumerate(range(0, min(len(text) - 60, most * 70), 70)):
                    key = (number * 10 + place) * 100 + nth
                    if (key + place) % 5 == 4:
                        continue
                    label = tuple(Label)[(nth + (key % 7 == 0)) % 3]
                    end = start + 50 + (key % 3) * 4 * place
                    row = Annotation(
                        id=_key(key), project_id=project.id, article_id=article_id,
                        revision_id=revision_id, author_id=person, layer=Layer.REVIEWER,
                        label=label, version=1, created_at=now(), updated_at=now(),
                    )  # fmt: skip
                    db.session.add(row)
                    db.session.flush()
                    _parts(row, text[start:end], start, end, key)
    db.session.remove()


def _assignment(project: Project, article_id: str, person: int, number: int) -> None:
    old = select(Assignment).filter_by(article_id=article_id, reviewer_id=person)
    found = db.session.scalar(old)
    if found is None:
        found = Assignment(
            id=_key(10**6 + number), project_id=project.id, article_id=article_id,
            reviewer_id=person, created_at=now(), version=1, seat=5 + number % 10,
        )  # fmt: skip
        db.session.add(found)
    found.state, found.started_at, found.submitted_at = State.SUBMITTED, now(), now()
    found.nothing_to_mark = False
    db.session.flush()


def _parts(row: Annotation, exact: str, start: int, end: int, number: int) -> None:
    own = {"project_id": row.project_id, "annotation_id": row.id}
    db.session.add(
        Fragment(**own, position=1, part=Part.CONTENT, start=start, end=end, exact=exact)
    )
    if row.label is Label.CLAIM:
        db.session.add(Claim(**own))
        db.session.add(
            Verdict(
                **own,
                id=_key(2 * 10**6 + number),
                position=1,
                decisive=False,
                scheme_version_id=current_scheme(row.project_id).id,
                rating=_RATINGS[(number % 100 + (number % 4 == 0)) % 4],
                decided_by=row.author_id,
                decided_at=now(),
            )  # fmt: skip
        )
    db.session.flush()


def _key(number: int) -> str:
    return str(UUID(int=(7 << 96) | (4 << 76) | (8 << 60) | number))
