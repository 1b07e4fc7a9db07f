"""What a project offers to the formats that bring claims with ratings, types and speakers."""

from __future__ import annotations

import orjson
from sqlalchemy import select

from annotator.db import db
from annotator.formats.interface import Offer
from annotator.projects.queries import current_scheme, scheme_of
from annotator.speakers.models import Speaker
from annotator.speakers.queries import KnownSpeaker


def offer_of(project_id: int) -> Offer:
    """The scale, the lists and the speakers of the project as they are now."""
    scheme = scheme_of(current_scheme(project_id))
    ratings = tuple(scheme.ratings.values())
    return Offer(scheme.number, ratings, scheme.definition, _speakers_by_name(project_id))


def _speakers_by_name(project_id: int) -> dict[str, KnownSpeaker]:
    """Of several with one name, the one that was there first."""
    query = select(Speaker).where(Speaker.project_id == project_id)
    rows = db.session.scalars(query.order_by(Speaker.created_at.desc(), Speaker.id)).all()
    by_id = {row.id: row for row in rows}
    return {row.name: _known(by_id[row.merged_into or row.id]) for row in rows}


def _known(row: Speaker) -> KnownSpeaker:
    """A speaker as its own row says, without the names of those that were merged into it."""
    aliases = tuple(orjson.loads(row.aliases))
    return KnownSpeaker(row.id, row.name, aliases, row.role, row.wikidata, row.homepage)
