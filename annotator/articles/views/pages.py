"""The list of articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from annotator.articles.forms import ArticleFilter, ChoosingForm
from annotator.articles.listing import (
    EVERYBODYS,
    OWN,
    PAGE_SIZE,
    ListedArticle,
    ListQuery,
    articles,
)
from annotator.articles.queries import count_of
from annotator.articles.views.known import known_list
from annotator.clock import now
from annotator.permissions import Permission
from annotator.web.guards import allows, current_person, current_project, requires
from annotator.web.looking_back import looking_back
from annotator.web.paging import cursor_from, page_of
from annotator.web.waiting import own_work

bp = Blueprint("articles", __name__)


@bp.get("/projects/<slug>/articles")
@requires(Permission.READ_PROJECT)
def index(slug: str) -> ResponseReturnValue:
    """The queue: a reviewer with their own states, others with everybody's."""
    if (looked := looking_back()) is not None:
        return known_list(looked)
    project, everybodys = current_project(), allows(Permission.READ_OTHERS)
    form = ArticleFilter(request.args, meta={"csrf": False})
    form.offer(EVERYBODYS if everybodys else OWN)
    after = cursor_from(request.args.get("after"))
    wanted = ListQuery(current_person().id, everybodys, form.progress(), form.q.data, after)
    page = page_of(articles(project.id, wanted), lambda row: row.number, PAGE_SIZE)
    shown: dict[str, Any] = {"page": page, "total": count_of(project.id), "everybodys": everybodys}
    shown |= {"boxes": _boxes(page.rows), "mine": own_work(), "today": now().date()}
    return render_template(
        "articles/index.html", project=project, form=form, **shown, **_links(slug, form, page)
    )


def _boxes(rows: Sequence[ListedArticle]) -> dict[str, Any]:
    """For whoever hands articles out."""
    return ChoosingForm.of([row.id for row in rows]).boxes() if allows(Permission.HAND_OUT) else {}


def _links(slug: str, form: ArticleFilter, page: Any) -> dict[str, str | None]:
    progress = form.progress()
    here: dict[str, Any] = {"q": form.q.data or None, "state": progress.value if progress else None}
    is_filtered = any(here.values())
    is_further = "after" in request.args
    return {
        "earlier_days": url_for("articles.index", slug=slug, known_on=now().date()),
        "clear_url": url_for("articles.index", slug=slug) if is_filtered else None,
        "first_url": url_for("articles.index", slug=slug, **here) if is_further else None,
        "next_url": url_for("articles.index", slug=slug, after=page.next_cursor, **here)
        if page.next_cursor
        else None,
    }
