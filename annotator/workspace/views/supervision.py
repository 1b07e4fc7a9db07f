"""A lead says that they only supervise, and so lifts the curtain of a blind project."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from annotator.articles.queries import find
from annotator.assignments.supervising import supervise
from annotator.db import db
from annotator.errors import NotFound
from annotator.permissions import Permission
from annotator.web.forms import AppForm
from annotator.web.guards import current_person, current_project, requires
from annotator.workspace.views.blueprint import ARTICLE, bp


@bp.post(f"{ARTICLE}/supervision", endpoint="supervise_article")
@requires(Permission.SUPERVISE)
def of_article(slug: str, article_id: UUID) -> Redirect:
    """From now on they see everybody's work on the article, and take none there."""
    if find(current_project().id, str(article_id)) is None:
        raise NotFound("There is no such article.")
    _supervise(str(article_id))
    flash(_("You supervise this article: you see everybody’s work on it from now on."), "success")
    return redirect(url_for("workspace.article", slug=slug, article_id=article_id))


@bp.post("/projects/<slug>/supervision", endpoint="supervise_project")
@requires(Permission.SUPERVISE)
def of_project(slug: str) -> Redirect:
    """The same of every article that the project has, and those still to come."""
    _supervise(None)
    flash(_("You supervise this project: you see everybody’s work from now on."), "success")
    return redirect(url_for("articles.index", slug=slug))


def _supervise(article_id: str | None) -> None:
    AppForm().checked()
    who = current_person()
    supervise(current_project().id, article_id, user_id=who.id, actor=who.actor)
    db.session.commit()
