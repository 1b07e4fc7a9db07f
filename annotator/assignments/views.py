"""The next article for somebody, and a lead who hands articles out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from annotator.articles.models import Article
from annotator.articles.planning import plan_articles
from annotator.articles.queries import some_of
from annotator.assignments.forms import AssignForm, ChosenForm, PlanForm, TakeForm
from annotator.assignments.handing import assign_in_steps
from annotator.assignments.queries import WORKERS, assignment, over_limit, work_on
from annotator.assignments.queue import Nothing
from annotator.assignments.service import release
from annotator.assignments.supervising import supervises_any
from annotator.assignments.wanting import wanted_on
from annotator.clock import now
from annotator.db import db
from annotator.errors import Conflict, NotFound
from annotator.permissions import Permission
from annotator.projects.models import Membership
from annotator.projects.queries import members
from annotator.projects.workflow import workflow_of
from annotator.training.handing import look_ahead, take_next
from annotator.web.guards import begin_change, current_person, current_project, requires
from annotator.web.refusals import form_again
from annotator.web.waiting import nothing_words

bp = Blueprint("assignments", __name__)

_PAGE = "assignments/handing_out.html"


@bp.post("/projects/<slug>/next-article")
@requires(Permission.ANNOTATE, prepares=True)
def next_article(slug: str) -> ResponseReturnValue:
    """Give whoever asks the next article of the queue, or say why there is none."""
    TakeForm().checked()
    who, project = current_person(), current_project()
    ahead = look_ahead(project.id, who.id)
    begin_change()
    found = take_next(project.id, who.id, actor=who.actor, ahead=ahead)
    # Abandoned work of others may have gone back, whatever came of it.
    db.session.commit()
    if isinstance(found, Nothing):
        flash(nothing_words(found), "info")
        return redirect(url_for("articles.index", slug=slug))
    return redirect(url_for("workspace.article", slug=slug, article_id=found))


@bp.get("/projects/<slug>/handing-out")
@requires(Permission.HAND_OUT)
def handing_out(slug: str) -> ResponseReturnValue:
    """The chosen articles, who has them, and the forms to hand them out."""
    chosen = ChosenForm(request.args, meta={"csrf": False}).chosen
    articles = some_of(current_project().id, chosen)
    if not articles:
        return _choose_first(slug)
    return render_template(_PAGE, **_shown(articles))


@bp.post("/projects/<slug>/handing-out/people")
@requires(Permission.HAND_OUT, prepares=True)
def hand_out(slug: str) -> ResponseReturnValue:
    """Assign the chosen articles to the chosen people."""
    form, project, who = _offered(), current_project(), current_person()
    articles = some_of(project.id, form.chosen)
    if not articles:
        return _choose_first(slug)
    if not form.validate():
        return form_again(_PAGE, form, **_shown(articles, assign_form=form))
    keys, people = [article.id for article in articles], form.people.data or []
    given: dict[str, Any] = {"due_on": form.due_on.data, "actor": who.actor, "begin": begin_change}
    kept: list[int] = []
    try:
        _keep_each(assign_in_steps(project.id, keys, people, **given), kept)
    except Conflict as refusal:
        return _refused(form, articles, refusal, sum(kept))
    _tell_handed(sum(kept), people)
    return _back(slug, keys)


@bp.post("/projects/<slug>/handing-out/urgency")
@requires(Permission.HAND_OUT)
def plan(slug: str) -> ResponseReturnValue:
    """Say how urgent the chosen articles are."""
    form, project, who = PlanForm(), current_project(), current_person()
    articles = some_of(project.id, form.chosen)
    if not articles:
        return _choose_first(slug)
    if not form.validate():
        return form_again(_PAGE, form, **_shown(articles, plan_form=form))
    plan_articles(articles, form.to_plan(), actor=who.actor)
    db.session.commit()
    flash(_("That is saved."), "success")
    return _back(slug, [article.id for article in articles])


@bp.post("/projects/<slug>/assignments/<uuid:assignment_id>/release")
@requires(Permission.HAND_OUT)
def take_back(slug: str, assignment_id: UUID) -> ResponseReturnValue:
    """Take unfinished work back from somebody; it returns to the queue with its marks."""
    TakeForm().checked()
    found = assignment(current_project().id, str(assignment_id))
    if found is None:
        raise NotFound("There is no such assignment.")
    release(found, actor=current_person().actor)
    db.session.commit()
    flash(_("Taken back from %(name)s; the marks are kept.", name=found.reviewer.name), "success")
    return _back(slug, ChosenForm().chosen or [found.article_id])


def _keep_each(steps: Iterable[int], kept: list[int]) -> None:
    """Each step is a transaction, so that others save between them; `kept` is told of each."""
    for count in steps:
        db.session.commit()
        kept.append(count)


def _refused(
    form: AssignForm, articles: Sequence[Article], refusal: Conflict, made: int
) -> ResponseReturnValue:
    """The form again, with who takes no work on these articles, and what was made before."""
    db.session.rollback()
    form.offer(_reviewers())
    if made:
        # Somebody changed what was true when it began, and earlier steps stand for themselves.
        form.form_errors = [
            ngettext(
                "%(num)d assignment was made before this was refused, and stands; the table "
                "above shows who has what. The rest was not made.",
                "%(num)d assignments were made before this was refused, and stand; the table "
                "above shows who has what. The rest was not made.",
                made,
            )
        ]
    told = refusal if refusal.field == "people" else _supervised(form, articles)
    return form_again(_PAGE, form, told, **_shown(articles, assign_form=form))


def _supervised(form: AssignForm, articles: Sequence[Article]) -> Conflict:
    """Who of those that were chosen only supervises one of these articles."""
    project, keys = current_project(), [article.id for article in articles]
    called = [
        one.user.name
        for one in _reviewers()
        if one.user_id in (form.people.data or ()) and supervises_any(project.id, keys, one.user_id)
    ]
    return Conflict(
        "This project is reviewed blind, and whoever supervises an article does not review it. "
        "Choose somebody else, or other articles, in place of: %(names)s.",
        "people",
        names=", ".join(called),
    )


def _reviewers() -> list[Membership]:
    """Who may be given work: members who may mark articles and whose account is active."""
    found = members(current_project())
    return [one for one in found if one.role in WORKERS and one.user.is_active]


def _shown(articles: Sequence[Article], **shown: Any) -> dict[str, Any]:
    project = current_project()
    assign_form = AssignForm(formdata=None)
    assign_form.offer(_reviewers())
    rules, keys = workflow_of(project.id), [article.id for article in articles]
    return {
        "project": project,
        "articles": articles,
        "work": work_on(keys),
        "wanted": {key: wanted_on(key, rules) for key in keys},
        "today": now().date(),
        "assign_form": assign_form,
        "plan_form": PlanForm.filled(articles),
        **shown,
    }


def _tell_handed(count: int, person_ids: Sequence[int]) -> None:
    """The limit binds the queue alone: a lead may go beyond it, and is told of whom."""
    flash(ngettext("%(num)d assignment made.", "%(num)d assignments made.", count), "success")
    project_id = current_project().id
    limit = workflow_of(project_id).open_limit
    found = over_limit(project_id, person_ids, limit) if limit is not None else []
    if found:
        called = ", ".join(found)
        flash(
            _(
                "Now above the limit of %(limit)d unfinished articles: %(names)s.",
                limit=limit,
                names=called,
            ),
            "info",
        )


def _choose_first(slug: str) -> ResponseReturnValue:
    flash(_("Choose the articles first."), "info")
    return redirect(url_for("articles.index", slug=slug))


def _offered() -> AssignForm:
    form = AssignForm()
    form.offer(_reviewers())
    return form


def _back(slug: str, keys: Sequence[str]) -> ResponseReturnValue:
    return redirect(url_for("assignments.handing_out", slug=slug, article=list(keys)))
