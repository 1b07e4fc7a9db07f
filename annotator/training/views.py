"""Training, as reviewers do it and as a lead looks after it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.db import db
from annotator.errors import NotFound
from annotator.permissions import Permission
from annotator.projects.workflow import workflow_of
from annotator.training.attempts import try_again
from annotator.training.forms import (
    AnswersForm,
    EmptyForm,
    ExcuseForm,
    ExplanationForm,
    OfferForm,
)
from annotator.training.listing import PAGE_SIZE, possible_articles, training_articles
from annotator.training.models import Offer, TrainingArticle
from annotator.training.queries import (
    attempt,
    training_article,
)
from annotator.training.service import ask_again, explain, freeze_answers, let_pass, set_offer
from annotator.training.shapes import article_shape, attempt_shape, learners, own_shape
from annotator.web.guards import allows, current_person, current_project, requires
from annotator.web.paging import cursor_from, page_of
from annotator.web.ratings import in_words
from annotator.web.refusals import MENDABLE, form_again
from annotator.web.sight import current_sight

bp = Blueprint("training", __name__)

_ARTICLE = "/projects/<slug>/articles/<uuid:article_id>/training"
_PERSON = "/projects/<slug>/training/people/<int:user_id>"
_PAGE = "training/article.html"


@bp.get("/projects/<slug>/training")
@requires(Permission.ANNOTATE)
def index(slug: str) -> str:
    """A reviewer's own training; for a lead, everybody's and the articles."""
    project = current_project()
    rules = workflow_of(project.id)
    if not allows(Permission.RUN_TRAINING):
        shown = own_shape(project.id, current_person().id, rules)
        return render_template("training/own.html", project=project, rules=rules, **shown)
    articles = training_articles(project.id, current_sight().reach)
    people = learners(project.id, rules, current_sight().reach)
    excuses = {one.id: ExcuseForm.of(one.id) for one in people}
    shown = {"articles": articles, "people": people, "excuses": excuses}
    return render_template("training/index.html", project=project, rules=rules, **shown)


@bp.get("/projects/<slug>/training/possible-articles")
@requires(Permission.RUN_TRAINING)
def possible(slug: str) -> str:
    """The articles that may become ones for training."""
    project, after = current_project(), cursor_from(request.args.get("after")) or 0
    rows = possible_articles(project.id, current_sight().reach, after=after, limit=PAGE_SIZE + 1)
    page = page_of(rows, lambda row: row.number, PAGE_SIZE)
    here = url_for("training.possible", slug=slug)
    return render_template(
        "training/possible.html",
        project=project,
        rows=page.rows,
        next_url=f"{here}?after={page.next_cursor}" if page.next_cursor else None,
        first_url=here if after else None,
    )


@bp.get(_ARTICLE)
@requires(Permission.RUN_TRAINING)
def article(slug: str, article_id: UUID) -> str:
    """One article: its known answers, who did it, and what may be done with it."""
    form = AnswersForm(formdata=None)
    return render_template(_PAGE, form=form, **_article_shape(article_id, form))


@bp.post(_ARTICLE)
@requires(Permission.RUN_TRAINING)
def freeze(slug: str, article_id: UUID) -> ResponseReturnValue:
    """Take the known answers as they are now."""
    form = AnswersForm()
    shown = _article_shape(article_id, form)
    if not form.validate():
        return form_again(_PAGE, form, **shown)
    key, actor = str(article_id), current_person().actor
    try:
        made = freeze_answers(current_project().id, key, form.to_draft(), actor=actor)
    except MENDABLE as refusal:
        return form_again(_PAGE, form, refusal, **shown)
    db.session.commit()
    flash(_("The known answers are frozen: version %(number)s.", number=made.number), "success")
    return _to_article(slug, article_id)


@bp.post(f"{_ARTICLE}/state")
@requires(Permission.RUN_TRAINING)
def offer(slug: str, article_id: UUID) -> ResponseReturnValue:
    """Offer it, retire it, or make it an ordinary article again."""
    form = OfferForm()
    form.checked()
    set_offer(_row(article_id), Offer(form.state.data or ""), actor=current_person().actor)
    db.session.commit()
    flash(_("That is saved."), "success")
    return _to_article(slug, article_id)


@bp.post(f"{_ARTICLE}/explanations/<uuid:mark_id>")
@requires(Permission.RUN_TRAINING)
def explanation(slug: str, article_id: UUID, mark_id: UUID) -> ResponseReturnValue:
    """Say why a known answer is right."""
    form = ExplanationForm()
    form.checked()
    text, version = form.text.data or "", form.version.data or 0
    explain(_row(article_id), str(mark_id), text, version, actor=current_person().actor)
    db.session.commit()
    flash(_("The explanation is saved."), "success")
    return redirect(f"{url_for('training.article', slug=slug, article_id=article_id)}#m-{mark_id}")


@bp.get("/projects/<slug>/training/attempts/<uuid:attempt_id>")
@requires(Permission.ANNOTATE)
def result(slug: str, attempt_id: UUID) -> str:
    """The score of one attempt and the differences: for whoever made it, and for leads."""
    found = attempt(current_project().id, str(attempt_id))
    if found is None or not _may_read(found.user_id, found.article_id):
        raise NotFound("There is no such page.")
    rules = workflow_of(found.project_id)
    shown = attempt_shape(found, rules, mine=found.user_id == current_person().id)
    shown["scheme"] = in_words(shown["scheme"])
    return render_template("training/attempt.html", project=current_project(), **shown)


@bp.post(f"{_ARTICLE}/further-attempts")
@requires(Permission.ANNOTATE)
def again(slug: str, article_id: UUID) -> ResponseReturnValue:
    """Begin another attempt on an article that was scored."""
    EmptyForm().checked()
    who, project = current_person(), current_project()
    try_again(project.id, str(article_id), user_id=who.id, actor=who.actor)
    db.session.commit()
    return redirect(url_for("workspace.article", slug=slug, article_id=article_id))


@bp.post(f"{_PERSON}/pass")
@requires(Permission.RUN_TRAINING)
def excuse(slug: str, user_id: int) -> ResponseReturnValue:
    """Let somebody pass whom the score has not let pass."""
    form = ExcuseForm()
    form.checked()
    let_pass(current_project().id, user_id, form.reason.data or "", actor=current_person().actor)
    db.session.commit()
    flash(_("They have passed: the queue gives them other articles now."), "success")
    return redirect(url_for("training.index", slug=slug))


@bp.post(f"{_PERSON}/repetition")
@requires(Permission.RUN_TRAINING)
def repeat(slug: str, user_id: int) -> ResponseReturnValue:
    """Ask somebody for the training again."""
    EmptyForm().checked()
    ask_again(current_project().id, user_id, actor=current_person().actor)
    db.session.commit()
    flash(_("They do the training again before the queue gives them other articles."), "success")
    return redirect(url_for("training.index", slug=slug))


def _may_read(user_id: int, article_id: str) -> bool:
    if user_id == current_person().id:
        return True
    return allows(Permission.RUN_TRAINING) and current_sight().reads(article_id)


def _row(article_id: UUID) -> TrainingArticle:
    """The training article's row, where its marks are open to whoever asks."""
    found = training_article(current_project().id, str(article_id))
    if found is None or not current_sight().reads(found.article_id):
        raise NotFound("There is no such page.")
    return found


def _article_shape(article_id: UUID, form: AnswersForm) -> dict[str, Any]:
    if not current_sight().reads(str(article_id)):
        raise NotFound("There is no such page.")
    shown = article_shape(current_project(), str(article_id), form)
    own = {one["id"]: ExplanationForm.of(one["id"], one["explanation"]) for one in shown["known"]}
    shown["scheme"] = in_words(shown["scheme"])
    return {"project": current_project(), "explanations": own, **shown}


def _to_article(slug: str, article_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("training.article", slug=slug, article_id=article_id))
