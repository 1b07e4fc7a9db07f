"""What leads decided on one's own work, as a list and for the cards of an article."""

from __future__ import annotations

from uuid import UUID

from flask import Response, jsonify, render_template

from annotator.articles.queries import find, some_of
from annotator.errors import NotFound
from annotator.permissions import Permission
from annotator.projects.queries import names
from annotator.spotchecks.presenters import told_json, told_of
from annotator.spotchecks.queries import decisions_for
from annotator.spotchecks.views.blueprint import bp
from annotator.web.guards import current_person, current_project, requires


@bp.get("/projects/<slug>/checked-work")
@requires(Permission.ANNOTATE)
def mine(slug: str) -> str:
    """Everything that was decided on one's own work, by article, the newest first."""
    project = current_project()
    told = told_of(decisions_for(project.id, current_person().id))
    by_article: dict[str, list[object]] = {}
    for one in told:
        by_article.setdefault(one.decision.article_id, []).append(one)
    titles = {one.id: one.title for one in some_of(project.id, list(by_article))}
    shown = {"project": project, "names": names(project.id), "titles": titles}
    return render_template("spotchecks/mine.html", articles=by_article, **shown)


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
    answer = jsonify(decisions=[told_json(one, known) for one in newest.values()])
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
