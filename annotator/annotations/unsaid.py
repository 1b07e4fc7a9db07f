"""Which speakers a blind project keeps back: those whom others named alone."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, or_, select

from annotator.annotations.models import Annotation, Claim, Quote
from annotator.annotations.sight import Sight
from annotator.assignments.supervising import supervisors
from annotator.db import db
from annotator.speakers.models import Speaker


def hidden_speakers(project_id: int, sight: Sight) -> frozenset[str]:
    """The speakers, by id, whom this person is not told of.

    They are told of those whom they added themselves, an import brought, or somebody added who
    only supervises the project; and of those whom marks name that are their own or on articles
    within reach. A speaker whom another was merged into is told of with that one.
    """
    if sight.is_whole:
        return frozenset()
    added = or_(
        Speaker.created_by.is_(None),
        Speaker.created_by == sight.person_id,
        Speaker.created_by.in_(supervisors(project_id)),
    )
    told = or_(added, _named_in(Claim, sight), _named_in(Quote, sight))
    rows = db.session.execute(
        select(Speaker.id, Speaker.merged_into, told).where(Speaker.project_id == project_id)
    ).all()
    shown = {key for key, _, is_told in rows if is_told}
    shown |= {into for _, into, is_told in rows if is_told and into}
    return frozenset(key for key, _, _ in rows) - shown


def _named_in(kind: type[Claim | Quote], sight: Sight) -> ColumnElement[bool]:
    is_open = or_(Annotation.author_id == sight.person_id, sight.reach.holds(Annotation.article_id))
    return exists().where(
        kind.speaker_id == Speaker.id, Annotation.id == kind.annotation_id, is_open
    )
