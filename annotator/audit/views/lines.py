"""Events as lines that a page prints, with the names of what they tell of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import orjson
from flask_babel import gettext as _
from sqlalchemy import select, tuple_

from annotator.articles.arrival import came_in
from annotator.articles.models import Article
from annotator.audit.forms import ACTION_WORDS, LINK_WORDS, OUTCOME_WORDS
from annotator.audit.models import Action, Event
from annotator.audit.presenters import Compared, Line, Names, line_of
from annotator.audit.queries import events_about
from annotator.audit.service import Row, snapshot
from annotator.audit.views.blueprint import bp
from annotator.db import db
from annotator.projects.queries import current_scheme, names, scheme_of
from annotator.projects.scheme import Scheme
from annotator.speakers.queries import speaker_names
from annotator.verdicts.models import Verdict
from annotator.web.guards import current_project
from annotator.web.looking_back import LookedBack
from annotator.web.paging import Page
from annotator.web.ratings import PRESET_WORDS, in_words
from annotator.web.sight import current_sight


@bp.app_template_global()
def trail_of(targets: Sequence[str], looked: LookedBack | None = None) -> list[Line]:
    """What happened to these rows of the project at hand, in words, the newest first.

    Where a page looks back, what had been recorded by then.
    """
    project_id, until = current_project().id, looked.moment if looked else None
    return lines_of(project_id, Page(events_about(project_id, targets, until=until), None), {})


@bp.app_template_global()
def story_lines(events: Sequence[Event], compared: Mapping[int, Compared]) -> list[Line]:
    """These events in words; of some, by their numbers, the rows that are to be compared."""
    return lines_of(current_project().id, Page(events, None), {}, compared)


@bp.app_template_global()
def action_words(action: str) -> str:
    """What follows the actor's name."""
    return str(ACTION_WORDS[Action(action)])


def lines_of(
    project_id: int,
    page: Page[Event],
    actors: dict[int, str],
    compared: Mapping[int, Compared] = MappingProxyType({}),
) -> list[Line]:
    """The events of a page; `actors` are names by account id beside those of the members.

    `compared` has, by an event's number, the rows of which its fields tell instead of its own.
    """
    scheme = in_words(scheme_of(current_scheme(project_id)))
    ratings, then = _ratings(scheme)
    known = Names(
        persons={**actors, **names(project_id)},
        ratings=ratings,
        links={kind.value: str(words) for kind, words in LINK_WORDS.items()},
        outcomes={outcome.value: str(words) for outcome, words in OUTCOME_WORDS.items()},
        labels={label: str(words) for label, words in PRESET_WORDS.items()},
        then=then,
        speakers=speaker_names(project_id),
        choices=_choices(scheme),
    )
    lines = [
        line_of(event, known, stood, compared.get(event.seq))
        for event, stood in with_verdicts_before(page.rows)
    ]
    # Numbers without gaps would tell how much others did.
    numbered = current_sight().is_whole
    return [replace(line, numbered=numbered) for line in lines]


def with_verdicts_before(rows: Sequence[Event]) -> Iterator[tuple[Event, Row | None]]:
    """Each event, and of a verdict the row before it: a verdict is followed, never changed."""
    places = [_place_before(event) for event in rows]
    wanted = [place for place in places if place is not None]
    query = select(Verdict).where(tuple_(Verdict.annotation_id, Verdict.position).in_(wanted))
    found = db.session.scalars(query) if wanted else ()
    stood = {(one.annotation_id, one.position): snapshot(one) for one in found}
    for event, place in zip(rows, places, strict=True):
        yield event, None if place is None else stood.get(place)


def _place_before(event: Event) -> tuple[str, int] | None:
    if event.action != Action.VERDICT_GIVEN or event.after is None:
        return None
    given = orjson.loads(event.after)
    return (given["annotation_id"], given["position"] - 1) if given["position"] > 1 else None


def _ratings(scheme: Scheme) -> tuple[dict[str, str], dict[int, dict[str, str]]]:
    """What ratings are called now, and by the id of a version what it called otherwise."""
    known: dict[str, str] = {}
    then: dict[int, dict[str, str]] = {}
    for version in (*scheme.earlier.values(), scheme):
        labels = {key: rating.label for key, rating in version.ratings.items()}
        known.update(labels)
        then[version.id] = {
            key: str(_("%(rating)s (version %(number)s of the scale)", rating=label, number=number))
            for key, label in labels.items()
            if (number := scheme.number_then(version.id, key)) is not None
        }
    return known, then


def _choices(scheme: Scheme) -> dict[str, str]:
    """The labels of the types and roles that marks name by their id."""
    definition = scheme.definition
    known = {**definition.known("claim_types"), **definition.known("context_roles")}
    return {key: one.label for key, one in known.items()}


def titles_of(lines: Sequence[Line]) -> dict[str, str]:
    """The titles of the articles that the lines name, by the articles' ids."""
    wanted = {line.article_id for line in lines if line.article_id}
    query = select(Article.id, Article.title).where(Article.id.in_(wanted), came_in())
    return {row.id: row.title for row in db.session.execute(query)}
