"""The page that brings articles in, and the list of what was brought in before."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from annotator.db import db
from annotator.errors import AnnotatorError
from annotator.formats.interface import Options, Source
from annotator.formats.registry import SUFFIXES
from annotator.imports.forms import ArticleForm, FilesForm
from annotator.imports.queries import past_imports, waiting_imports
from annotator.imports.running import Plan
from annotator.imports.views.blueprint import bp
from annotator.imports.views.progress import (
    Told,
    answer_with_progress,
    steps_of,
    wants_progress,
)
from annotator.permissions import Permission
from annotator.similarity.known import Choice, bring_one, look_up
from annotator.web.counts import ngettext
from annotator.web.errors import sentence_of
from annotator.web.forms import AppForm
from annotator.web.guards import begin_change, current_person, current_project, requires
from annotator.web.known import found_by
from annotator.web.refusals import MENDABLE, form_again
from annotator.web.reports import remarks_of, said_of
from annotator.web.ways import with_way

_NEW = "imports/new.html"
# What is said on the next page travels in a cookie, which takes only so many links.
_MOST_WAYS = 8


@bp.get("/projects/<slug>/articles/new")
@requires(Permission.IMPORT_ARTICLES)
def new(slug: str) -> ResponseReturnValue:
    """A door each: files, and pasted text."""
    return render_template(_NEW, **_forms())


@bp.get("/projects/<slug>/imports")
@requires(Permission.IMPORT_ARTICLES)
def index(slug: str) -> ResponseReturnValue:
    """What was brought in, and what was refused."""
    project = current_project()
    rows = past_imports(project.id)
    told = {"said_of": said_of, "remarks_of": remarks_of, "sentence_of": sentence_of}
    return render_template("imports/index.html", project=project, rows=rows, **told)


@bp.post("/projects/<slug>/articles")
@requires(Permission.IMPORT_ARTICLES, prepares=True)
def paste(slug: str) -> ResponseReturnValue:
    """One article from pasted text."""
    form = ArticleForm()
    if not form.validate():
        return _again(form)
    try:
        there = _pasted(form)
    except MENDABLE as refusal:
        return _again(form, refusal)
    if form.choice() in (Choice.SKIP, Choice.REVISE):
        flash(form.said(), "success")
        return redirect(url_for("workspace.article", slug=slug, article_id=there))
    said = ngettext("%(num)d article is in.", "%(num)d articles are in.", 1)
    href = url_for("workspace.article", slug=slug, article_id=there)
    flash(with_way(said, {"href": href, "text": _("Open the article")}), "success")
    return redirect(url_for("articles.index", slug=slug))


@bp.post("/projects/<slug>/imports")
@requires(Permission.IMPORT_ARTICLES, prepares=True)
def bring(slug: str) -> ResponseReturnValue:
    """Files, each an import of its own; with progress where it is asked for."""
    form = FilesForm()
    if not form.validate():
        return _again(form)
    sent = [file for file in form.files.data if file.filename]
    steps = steps_of([_plan(form, file) for file in sent], dry=form.dry_run.data)
    if wants_progress():
        return answer_with_progress(sent, steps)
    ends = [step for step in steps if "done" in step or "error" in step]
    return _outcome(slug, form, ends)


def _pasted(form: ArticleForm) -> str:
    project, draft, actor = current_project(), form.to_draft(), current_person().actor
    found = look_up(project.id, draft)
    begin_change()
    there = bring_one(project, draft, form.choice(), actor=actor, found=found)
    db.session.commit()
    return there


def _outcome(slug: str, form: FilesForm, ends: list[Told]) -> ResponseReturnValue:
    if all("done" in end for end in ends) and not form.dry_run.data:
        if any(end["waits"] for end in ends):
            return redirect(url_for("imports.repeats", slug=slug))
        for end in ends:
            said = _("%(file)s: %(said)s", file=end["file"], said=end["said"])
            flash(with_way(said, end["way"] if len(ends) <= _MOST_WAYS else None), "success")
        return redirect(url_for("articles.index", slug=slug))
    status = 422 if any("error" in end for end in ends) else 200
    return make_response(render_template(_NEW, **_forms(form), ends=ends), status)


def _plan(form: FilesForm, sent: FileStorage) -> Plan:
    stream = cast("BinaryIO", sent.stream)
    project = current_project()
    stream.seek(0, 2)
    size = stream.tell()
    stream.seek(0)
    options = Options(
        project=project.slug,
        encoding=form.encoding.data or None,
        keep_extra=form.keep_extra.data,
        columns=form.to_columns(),
    )
    return Plan(
        project.id,
        project.slug,
        [Source(_name(sent), lambda: stream, size)],
        current_person().actor,
        options,
        keep_good=form.keep_good.data,
        known=Choice(form.known.data),
    )


def _forms(used: AppForm | None = None) -> dict[str, Any]:
    made: list[AppForm] = [FilesForm(None), ArticleForm(None)]
    files, pasted = (
        used if used is not None and type(used) is type(form) else form for form in made
    )
    project = current_project()
    suffixes = ",".join(SUFFIXES)
    return {
        "project": project,
        "files_form": files,
        "paste_form": pasted,
        "suffixes": suffixes,
        "waiting": waiting_imports(project.id),
    }


def _again(form: AppForm, refusal: AnnotatorError | None = None) -> Response:
    return form_again(_NEW, form, refusal, found=found_by(refusal), **_forms(form))


def _name(sent: FileStorage) -> str:
    """What the browser calls the file, fit to stand in a sentence."""
    name = "".join(sign for sign in sent.filename or "" if sign.isprintable())
    return name[-100:] or _("the file")
