"""The audit trail as a lead reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    get_template_attribute,
    jsonify,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, true

from annotator.accounts.models import User
from annotator.annotations.queries import annotation
from annotator.articles.arrival import arrived, arrived_by_id
from annotator.articles.models import Article
from annotator.articles.queries import find
from annotator.articles.service import title_key
from annotator.audit.forms import ACTION_WORDS, LINK_WORDS, OUTCOME_WORDS, AuditFilter
from annotator.audit.models import Action, Event
from annotator.audit.presenters import Field, Line, Names, line_of
from annotator.audit.queries import count_of, events, events_about, first_events, head
from annotator.audit.service import row_key
from annotator.clock import iso
from annotator.db import db
from annotator.errors import NotFound
from annotator.links.queries import links_from
from annotator.permissions import Permission
from annotator.projects.queries import current_scheme, names, scheme_of
from annotator.projects.scheme import Scheme
from annotator.sources.queries import sources_of
from annotator.speakers.queries import speaker_names
from annotator.verdicts.queries import verdicts_of
from annotator.web.guards import current_project, requires
from annotator.web.layers import may_read
from annotator.web.looking_back import LookedBack, looking_back
from annotator.web.paging import PAGE_SIZE, Page, cursor_from, page_of
from annotator.web.ratings import PRESET_WORDS, in_words
from annotator.web.sight import current_sight

bp = Blueprint("audit", __name__)

#: The tables of what is no review of an article.
_NOBODYS_WORK = (
    "project",
    "workflow",
    "membership",
    "scheme_version",
    "guideline_version",
    "article",
    "article_link",
    "revision",
    "correction",
    "supervision",
    "publisher",
    "export",
)
#: What somebody does by their own hand, to their own work: a correction moves everybody's.
_OWN_HAND = (
    Action.ANNOTATION_CREATED,
    Action.ANNOTATION_REVISED,
    Action.ANNOTATION_REMOVED,
    Action.ANNOTATION_RESTORED,
    Action.SOURCE_ADDED,
    Action.SOURCE_REVISED,
    Action.SOURCE_REMOVED,
    Action.LINK_ADDED,
    Action.LINK_REMOVED,
    Action.LINK_RESTORED,
    Action.VERDICT_GIVEN,
    Action.CARRY_SETTLED,
    Action.ASSIGNMENT_OPENED,
    Action.ASSIGNMENT_STARTED,
    Action.ASSIGNMENT_SUBMITTED,
    Action.ASSIGNMENT_WITHDRAWN,
    Action.SPEAKER_ADDED,
)
#: What a reader of a card knows already.
_KNOWN = frozenset({"author_id", "layer", "added_by", "decided_by", "is_article"})


@bp.get("/projects/<slug>/audit")
@requires(Permission.READ_AUDIT)
def index(slug: str) -> tuple[str, int]:
    """The events, newest first, fifty at a time."""
    project, is_whole = current_project(), current_sight().is_whole
    actors = _actors(project.id)
    form = AuditFilter(request.args, meta={"csrf": False})
    form.offer(actors if is_whole else names(project.id))
    valid = form.validate()
    page: Page[Event] = _page(project.id, form) if valid else Page([], None)
    lines = _lines(project.id, page, actors)
    shown: dict[str, Any] = {"lines": lines, "titles": _titles(lines), "words": ACTION_WORDS}
    # The number of the newest event would tell how much others did.
    shown |= {"head": head(project.id) if is_whole else None, **_links(slug, form, page)}
    answer = render_template("audit/index.html", project=project, form=form, **shown)
    return answer, 200 if valid else 422


@bp.get("/projects/<slug>/articles/<uuid:article_id>/annotations/<uuid:annotation_id>/history")
@requires(Permission.READ_PROJECT)
def mark_history(slug: str, article_id: UUID, annotation_id: UUID) -> Response:
    """What happened to one mark and all that hangs on it, in words, the newest first."""
    project, found = current_project(), annotation(str(annotation_id))
    if find(project.id, str(article_id)) is None:
        raise NotFound("There is no such article.")
    if found is None or found.article_id != str(article_id) or not may_read(found):
        raise NotFound("There is no such mark.")
    hanging = [*sources_of(found.id), *verdicts_of(found.id), *links_from(found.id)]
    targets = [found.id, *map(row_key, hanging)]
    looked = looking_back()
    until = looked.moment if looked else None
    past = Page(events_about(project.id, targets, until=until), None)
    return jsonify(events=[_told(line) for line in _lines(project.id, past, {})])


@bp.app_template_global()
def trail_of(targets: Sequence[str], looked: LookedBack | None = None) -> list[Line]:
    """What happened to these rows of the project at hand, in words, the newest first.

    Where a page looks back, what had been recorded by then.
    """
    project_id, until = current_project().id, looked.moment if looked else None
    return _lines(project_id, Page(events_about(project_id, targets, until=until), None), {})


@bp.app_template_global()
def action_words(action: str) -> str:
    """What follows the actor's name."""
    return str(ACTION_WORDS[Action(action)])


def _told(line: Line) -> dict[str, Any]:
    fields = [field for field in line.fields if field.name not in _KNOWN]
    return {
        "at": iso(line.at),
        "actor": line.actor,
        "did": str(ACTION_WORDS[Action(line.action)]),
        "fields": [_told_field(field) for field in fields],
    }


def _told_field(field: Field) -> dict[str, str]:
    name_of = get_template_attribute("audit/_words.html", "field_words")
    words_of = get_template_attribute("audit/_words.html", "value_words")
    return {
        "name": str(name_of(field.name, field.number)).strip(),
        "before": "" if field.before is None else str(words_of(field.before, field.name)).strip(),
        "after": "" if field.after is None else str(words_of(field.after, field.name)).strip(),
    }


def _page(project_id: int, form: AuditFilter) -> Page[Event]:
    wanted = form.wanted(_articles(project_id, (form.article.data or "").strip()))
    # What is on its way in shows when it is there; the chain has it from the first moment.
    wanted = replace(wanted, shown=and_(arrived_by_id(Event.article_id), _within_sight()))
    before = cursor_from(request.args.get("before"))
    if not current_sight().is_whole:
        there = count_of(project_id, wanted)
        most = there if before is None else min(before, there)
        found, left = first_events(project_id, wanted, most=most, limit=PAGE_SIZE)
        return Page(found, left or None)
    rows = events(project_id, wanted, before=before, limit=PAGE_SIZE + 1)
    return page_of(rows, lambda event: event.seq)


def _within_sight() -> ColumnElement[bool]:
    """The events that a blind project does not keep back from whoever asks."""
    sight = current_sight()
    if sight.is_whole:
        return true()
    return or_(
        and_(Event.actor_id == sight.person_id, Event.action.in_(_OWN_HAND)),
        Event.target.in_(_NOBODYS_WORK),
        and_(Event.article_id.is_not(None), sight.reach.holds(Event.article_id)),
    )


def _links(slug: str, form: AuditFilter, page: Page[Event]) -> dict[str, str | None]:
    here: dict[str, Any] = dict(form.address())
    plain, newest = url_for("audit.index", slug=slug), url_for("audit.index", slug=slug, **here)
    here["before"] = page.next_cursor
    return {
        "clear_url": None if plain == newest else plain,
        "newest_url": newest if "before" in request.args else None,
        "older_url": url_for("audit.index", slug=slug, **here) if page.next_cursor else None,
    }


def _lines(project_id: int, page: Page[Event], actors: dict[int, str]) -> list[Line]:
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
    lines = [line_of(event, known) for event in page.rows]
    # Numbers without gaps would tell how much others did.
    numbered = current_sight().is_whole
    return [replace(line, numbered=numbered) for line in lines]


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


def _actors(project_id: int) -> dict[int, str]:
    """Everybody who ever did something in the project, members and site admins alike."""
    acted = exists().where(Event.project_id == project_id, Event.actor_id == User.id)
    return {row.id: row.name for row in db.session.execute(select(User.id, User.name).where(acted))}


def _articles(project_id: int, words: str) -> Sequence[str] | Select[str] | None:
    """The articles that somebody means by an identifier or by words of the title."""
    if not words:
        return None
    try:
        return [str(UUID(words))]
    except ValueError:
        found = Article.title_key.contains(title_key(words), autoescape=True)
        return select(Article.id).where(Article.project_id == project_id, found, arrived())


def _titles(lines: Sequence[Line]) -> dict[str, str]:
    wanted = {line.article_id for line in lines if line.article_id}
    query = select(Article.id, Article.title).where(Article.id.in_(wanted), arrived())
    return {row.id: row.title for row in db.session.execute(query)}
