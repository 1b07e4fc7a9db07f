"""The trash of a project, and the way in and out of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.articles.models import Article
from annotator.articles.queries import find_kept
from annotator.db import db
from annotator.errors import Conflict, NotFound
from annotator.permissions import Permission
from annotator.trash.forms import TrashFilter, TrashForm
from annotator.trash.queries import PAGE_SIZE, any_in_trash, in_trash, movers
from annotator.trash.service import move_to_trash, take_back
from annotator.web.guards import current_person, current_project, requires
from annotator.web.paging import cursor_from, page_of
from annotator.web.refusals import MENDABLE, form_again
from annotator.web.sight import current_sight

bp = Blueprint("trash", __name__)

_ARTICLE = "/projects/<slug>/articles/<uuid:article_id>"
_PAGE = "trash/article.html"


@bp.get("/projects/<slug>/trash")
@requires(Permission.TRASH_ARTICLES)
def index(slug: str) -> str:
    """What is in the trash, since when, by whom and why."""
    project, form = current_project(), TrashFilter(request.args, meta={"csrf": False})
    words, after = form.q.data, cursor_from(request.args.get("after"))
    page = page_of(in_trash(project.id, words, after), lambda row: row.number, PAGE_SIZE)
    here: dict[str, Any] = {"slug": slug, "q": words or None}
    older = url_for("trash.index", **here, after=page.next_cursor) if page.next_cursor else None
    shown = {
        "by": movers(project.id, [row.id for row in page.rows]),
        "is_empty": not any_in_trash(project.id),
        "next_url": older,
        "first_url": url_for("trash.index", **here) if after is not None else None,
        "clear_url": url_for("trash.index", slug=slug) if words else None,
    }
    return render_template("trash/index.html", project=project, form=form, page=page, **shown)


@bp.get(f"{_ARTICLE}/trash")
@requires(Permission.TRASH_ARTICLES)
def article(slug: str, article_id: UUID) -> str:
    """Why an article goes to the trash; or since when it is there, and the way back."""
    return render_template(_PAGE, form=TrashForm(formdata=None), **_about(_article(article_id)))


@bp.post(f"{_ARTICLE}/trash")
@requires(Permission.TRASH_ARTICLES)
def move(slug: str, article_id: UUID) -> ResponseReturnValue:
    """Move it there."""
    form, found = TrashForm(), _article(article_id)
    try:
        form.checked()
        _refuse_unseen(found)
        move_to_trash(found, form.reason.data or "", actor=current_person().actor)
    except MENDABLE as refusal:
        return form_again(_PAGE, form, refusal, **_about(_article(article_id)))
    db.session.commit()
    flash(_("It is in the trash. Whatever was done in it is kept, and it can be taken back."))
    return redirect(url_for("trash.index", slug=slug))


@bp.post(f"{_ARTICLE}/trash/restoration")
@requires(Permission.TRASH_ARTICLES)
def restore(slug: str, article_id: UUID) -> ResponseReturnValue:
    """Take it back."""
    take_back(_article(article_id), actor=current_person().actor)
    db.session.commit()
    flash(_("The article is back, with its marks and everybody’s work."), "success")
    return redirect(url_for("workspace.article", slug=slug, article_id=article_id))


def _refuse_unseen(found: Article) -> None:
    # Whether it may go depends on what was published of it, which would be told by the answer.
    if not current_sight().reads(found.id):
        raise Conflict(
            "This project is reviewed blind, and others’ work on this article is kept from you: "
            "somebody who may see it can move it to the trash.",
            "reason",
        )


def _article(article_id: UUID) -> Article:
    found = find_kept(current_project().id, str(article_id))
    if found is None:
        raise NotFound("There is no such article.")
    return found


def _about(found: Article) -> dict[str, Any]:
    by = movers(found.project_id, [found.id]).get(found.id)
    return {"project": current_project(), "article": found, "by": by}
