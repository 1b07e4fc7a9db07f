"""What leads decided on one's own work, as a list and for the cards of an article."""

from __future__ import annotations

from uuid import UUID

from flask import Response, jsonify, render_template, request, url_for

from annotator.articles.queries import find, some_of
from annotator.errors import NotFound
from annotator.permissions import Permission
from annotator.projects.queries import names
from annotator.spotchecks.presenters import told_json, told_of
from annotator.spotchecks.queries import PAGE_SIZE, decisions_for, decisions_page
from annotator.spotchecks.views.blueprint import bp
from annotator.web.guards import current_person, current_project, requires


@bp.get("/projects/<slug>/checked-work")
@requires(Permission.ANNOTATE)
def mine(slug: str) -> str:
    """What was decided on one's own work, a page of it, by article, the newest first."""
    project, before = current_project(), _cursor()
    rows = decisions_page(project.id, current_person().id, before)
    shown, here = rows[:PAGE_SIZE], "spotchecks.mine"
    older = url_for(here, slug=slug, before=shown[-1].id) if len(rows) > PAGE_SIZE else None
    by_article: dict[str, list[object]] = {}
    for one in told_of(shown):
        by_article.setdefault(one.decision.article_id, []).append(one)
    titles = {one.id: one.title for one in some_of(project.id, list(by_article))}
    said = {"project": project, "names": names(project.id), "titles": titles}
    paged = {"next_url": older, "first_url": url_for(here, slug=slug) if before else None}
    return render_template("spotchecks/mine.html", articles=by_article, **said, **paged)


def _cursor() -> str | None:
    """The decision in the address after which the page goes on; what is none begins it anew."""
    try:
        return str(UUID(request.args.get("before", "")))
    except ValueError:
        return None


@bp.get("/projects/<slug>/articles/<uuid:article_id>/checked-work")
@requires(Permission.ANNOTATE)
def told(slug: str, article_id: UUID) -> Response:
    """The newest decision on each of one's own marks on an article, and on the whole."""
    project = current_project()
    if find(project.id, str(article_id)) is None:
        raise NotFound("There is no such article.")
    decisions = decisions_for(project.id, current_person().id, str(article_id))
    known = names(project.id)
    newest = {one.decision.annotation_id: one for one in reversed(told_of(decisions))}
    return jsonify(decisions=[told_json(one, known) for one in newest.values()])
