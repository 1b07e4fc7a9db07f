"""The list of articles, and the page on which a lead brings new ones in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from annotator.articles.forms import ArticleFilter, ArticleForm, JsonlFileForm, TextFileForm
from annotator.articles.listing import EVERYBODYS, OWN, PAGE_SIZE, ListQuery, articles
from annotator.articles.queries import count_of
from annotator.articles.service import import_text
from annotator.articles.views.progress import (
    Import,
    answer_with_progress,
    arrived,
    wants_progress,
)
from annotator.db import db
from annotator.errors import AnnotatorError
from annotator.formats.interface import Options, Source
from annotator.formats.reading import import_items, items_of
from annotator.formats.text import read_text_file
from annotator.permissions import Permission
from annotator.projects.models import Project
from annotator.web.forms import AppForm
from annotator.web.guards import allows, current_person, current_project, requires
from annotator.web.paging import cursor_from, page_of
from annotator.web.refusals import MENDABLE, form_again

bp = Blueprint("articles", __name__)

_NEW = "articles/new.html"


@bp.get("/projects/<slug>/articles")
@requires(Permission.READ_PROJECT)
def index(slug: str) -> ResponseReturnValue:
    """The queue: a reviewer with their own states, others with everybody's."""
    project, everybodys = current_project(), allows(Permission.READ_OTHERS)
    form = ArticleFilter(request.args, meta={"csrf": False})
    form.offer(EVERYBODYS if everybodys else OWN)
    after = cursor_from(request.args.get("after"))
    wanted = ListQuery(current_person().id, everybodys, form.progress(), form.q.data, after)
    page = page_of(articles(project.id, wanted), lambda row: row.number, PAGE_SIZE)
    shown: dict[str, Any] = {"page": page, "total": count_of(project.id), "everybodys": everybodys}
    return render_template(
        "articles/index.html", project=project, form=form, **shown, **_links(slug, form, page)
    )


@bp.get("/projects/<slug>/articles/new")
@requires(Permission.IMPORT_ARTICLES)
def new(slug: str) -> ResponseReturnValue:
    """Three ways in: pasted text, a text file, a JSON Lines file."""
    return render_template(_NEW, **_forms())


@bp.post("/projects/<slug>/articles")
@requires(Permission.IMPORT_ARTICLES)
def create(slug: str) -> ResponseReturnValue:
    """One article from pasted text."""
    form = ArticleForm()
    if not form.validate():
        return _again(form)
    try:
        import_text(current_project(), form.to_draft(), actor=current_person().actor)
    except MENDABLE as refusal:
        return _again(form, refusal)
    db.session.commit()
    return _done(slug, 1)


@bp.post("/projects/<slug>/articles/text-file")
@requires(Permission.IMPORT_ARTICLES)
def create_from_text_file(slug: str) -> ResponseReturnValue:
    """One article from a text file."""
    form, project = TextFileForm(), current_project()
    if not form.validate():
        return _again(form)
    sent: FileStorage = form.text_file.data
    try:
        draft = read_text_file(sent.read(), _name(sent), encoding=form.encoding.data or None)
        import_text(project, draft, actor=current_person().actor)
    except MENDABLE as refusal:
        return _again(form, refusal, "text_file")
    db.session.commit()
    return _done(slug, 1)


@bp.post("/projects/<slug>/articles/jsonl-file")
@requires(Permission.IMPORT_ARTICLES)
def create_from_jsonl_file(slug: str) -> ResponseReturnValue:
    """Many articles from JSON Lines, all of them or none; with progress where it is asked for."""
    form = JsonlFileForm()
    if not form.validate():
        return _again(form)
    source, begin = _import_of(form)
    if wants_progress():
        target = url_for("articles.index", slug=slug)
        return answer_with_progress(form.jsonl_file.data, source, begin, target)
    try:
        count = max(begin(), default=0)
    except MENDABLE as refusal:
        return _again(form, refusal, "jsonl_file")
    db.session.commit()
    return _done(slug, count)


def _import_of(form: JsonlFileForm) -> tuple[Source, Import]:
    sent: FileStorage = form.jsonl_file.data
    stream = cast("BinaryIO", sent.stream)
    source = Source(_name(sent), lambda: stream)
    project_id, actor = current_project().id, current_person().actor
    options = Options(project=current_project().slug, keep_extra=form.keep_extra.data)

    def begin() -> Iterator[int]:
        # Fetched anew: with progress, this runs in a session of its own.
        project = db.session.get_one(Project, project_id)
        return import_items(project, items_of(source, options, "jsonl"), actor=actor)

    return source, begin


def _forms(used: AppForm | None = None) -> dict[str, Any]:
    made: list[AppForm] = [ArticleForm(None), TextFileForm(None), JsonlFileForm(None)]
    paste, text, jsonl = (
        used if used is not None and type(used) is type(form) else form for form in made
    )
    return {
        "project": current_project(),
        "paste_form": paste,
        "text_form": text,
        "jsonl_form": jsonl,
    }


def _again(
    form: AppForm, refusal: AnnotatorError | None = None, field: str | None = None
) -> Response:
    if refusal is not None and field is not None:
        # The sentence names the line and the key; the page shows it beside the file.
        refusal.field = field
    return form_again(_NEW, form, refusal, **_forms(form))


def _done(slug: str, count: int) -> ResponseReturnValue:
    flash(arrived(count), "success")
    return redirect(url_for("articles.index", slug=slug))


def _links(slug: str, form: ArticleFilter, page: Any) -> dict[str, str | None]:
    progress = form.progress()
    here: dict[str, Any] = {"q": form.q.data or None, "state": progress.value if progress else None}
    is_filtered = any(here.values())
    is_further = "after" in request.args
    return {
        "clear_url": url_for("articles.index", slug=slug) if is_filtered else None,
        "first_url": url_for("articles.index", slug=slug, **here) if is_further else None,
        "next_url": url_for("articles.index", slug=slug, after=page.next_cursor, **here)
        if page.next_cursor
        else None,
    }


def _name(sent: FileStorage) -> str:
    """What the browser calls the file, fit to stand in a sentence."""
    name = "".join(sign for sign in sent.filename or "" if sign.isprintable())
    return name[-100:] or _("the file")
