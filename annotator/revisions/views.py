"""Correcting an article, what a correction did, and settling what it left open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from annotator.annotations.sight import Others
from annotator.articles.models import Article
from annotator.articles.queries import RevisionText, find, revision_text
from annotator.assignments.queries import assignments_on
from annotator.db import db
from annotator.errors import AnnotatorError, NotFound
from annotator.permissions import Permission
from annotator.projects.queries import names
from annotator.revisions import queries, service
from annotator.revisions.forms import CorrectionForm, SettleForm
from annotator.revisions.models import Carry
from annotator.revisions.planning import Comparison, Planned, counted
from annotator.revisions.presenters import Reported, paragraphs, reported
from annotator.revisions.settling import settle_carry
from annotator.similarity.jobs import ask_for_likenesses
from annotator.text.places import Outcome
from annotator.web.guards import (
    allows,
    begin_change,
    current_person,
    current_project,
    requires,
)
from annotator.web.refusals import MENDABLE, form_again, show
from annotator.web.sight import current_sight

bp = Blueprint("revisions", __name__)

_ARTICLE = "/projects/<slug>/articles/<uuid:article_id>"
_CORRECT = "revisions/correct.html"
_REPORT = "revisions/report.html"


@bp.get(f"{_ARTICLE}/revisions")
@requires(Permission.READ_PROJECT)
def index(slug: str, article_id: UUID) -> str:
    """Every text that the article had, the newest first."""
    article = _article(article_id)
    shown = {"revisions": queries.revisions_of(article.id), "names": names(article.project_id)}
    return render_template(
        "revisions/index.html", project=current_project(), article=article, **shown
    )


@bp.get(f"{_ARTICLE}/correction")
@requires(Permission.CORRECT_ARTICLES)
def correction(slug: str, article_id: UUID) -> str:
    """The form, filled with the newest text."""
    article = _article(article_id)
    newest = revision_text(queries.newest_id(article.id))
    form = CorrectionForm(
        formdata=None, title=article.title, text=newest.text, based_on=newest.number
    )
    return render_template(_CORRECT, form=form, **_about(article))


@bp.post(f"{_ARTICLE}/correction")
@requires(Permission.CORRECT_ARTICLES, prepares=True)
def correct(slug: str, article_id: UUID) -> ResponseReturnValue:
    """Show what a correction would do, or make it."""
    form, article = CorrectionForm(), _article(article_id)
    if form.preview.data or not form.validate():
        return _preview(form, article)
    try:
        # Nobody's save waits while the texts are compared.
        corrected = service.prepare(article, form.to_draft(), form.based_on.data)
        begin_change()
        made = _make(article_id, corrected, form.reason.data or "")
    except MENDABLE as refusal:
        return form_again(_CORRECT, form, refusal, **_about(_article(article_id)))
    db.session.commit()
    flash(_told(str(article_id), made), "success")
    return redirect(_report_url(slug, str(article_id), made.number))


@bp.get(f"{_ARTICLE}/revisions/<int:number>/changes")
@requires(Permission.READ_PROJECT)
def changes(slug: str, article_id: UUID, number: int) -> str:
    """What one correction changed, and what became of the marks that this person may see."""
    return render_template(_REPORT, **_report(_article(article_id), number))


@bp.post("/projects/<slug>/carries/<uuid:carry_id>")
@requires(Permission.ANNOTATE)
def settle(slug: str, carry_id: UUID) -> ResponseReturnValue:
    """Say where a mark belongs."""
    carry = queries.carry_with(current_project().id, str(carry_id))
    if carry is None or carry.annotation.author_id != current_person().id:
        raise NotFound("There is no such mark.")
    form = _form_of(carry, filled=True)
    try:
        settle_carry(carry, form.to_draft(), person=current_person())
    except MENDABLE as refusal:
        return _refused(str(carry_id), form, refusal)
    address = _report_url(slug, carry.article_id, carry.to.number)
    db.session.commit()
    flash(_("Settled."), "success")
    return redirect(f"{address}#to-settle")


def _article(article_id: UUID) -> Article:
    found = find(current_project().id, str(article_id))
    if found is None:
        raise NotFound("There is no such article.")
    return found


def _about(article: Article) -> dict[str, Any]:
    return {"project": current_project(), "article": article}


def _make(article_id: UUID, corrected: Comparison, reason: str) -> service.Report:
    actor = current_person().actor
    ask_for_likenesses(current_project().id, actor)
    return service.make_revision(_article(article_id), corrected, reason=reason, actor=actor)


def _told(article_id: str, made: service.Report) -> Any:
    waiting = queries.open_count(article_id, _only_author(article_id))
    if not waiting:
        return _("The text is corrected; every mark has its place.")
    return ngettext(
        "The text is corrected; %(num)d mark needs a person.",
        "The text is corrected; %(num)d marks need a person.",
        waiting,
    )


def _preview(form: CorrectionForm, article: Article) -> ResponseReturnValue:
    context = _about(article)
    if not form.text.validate(form) or not form.title.validate(form):
        return form_again(_CORRECT, form, **context)
    try:
        corrected = service.prepare(article, form.to_draft(), form.based_on.data)
    except MENDABLE as refusal:
        return form_again(_CORRECT, form, refusal, **context)
    planned = service.preview(article, corrected)
    context |= _foreseen(corrected, planned)
    if form.preview.data:
        return render_template(_CORRECT, form=form, **context)
    return form_again(_CORRECT, form, **context)


def _foreseen(corrected: Comparison, planned: Sequence[Planned]) -> dict[str, Any]:
    return {
        "paragraphs": paragraphs(corrected.before.text, corrected.text),
        "counts": counted(_seen(planned)),
    }


def _seen(planned: Sequence[Planned]) -> list[Planned]:
    """Those marks that this person, a lead, may know of."""
    return [
        one
        for one in planned
        if _only_author(one.annotation.article_id) in (None, one.annotation.author_id)
    ]


def _only_author(article_id: str) -> int | None:
    """The lead at hand, where nobody else's marks are open to them; else None."""
    sight = current_sight()
    return None if sight.reads(article_id) else sight.person_id


def _report_url(slug: str, article_id: str, number: int) -> str:
    return url_for("revisions.changes", slug=slug, article_id=article_id, number=number)


def _authors(article_id: str) -> list[int] | None:
    """Whose marks this person may see: everybody's (None), those submitted, or their own."""
    own, sight = current_person().id, current_sight()
    if not sight.reads(article_id):
        return [own]
    if sight.others is Others.EVERYTHING:
        return None
    handed_in = assignments_on(article_id, submitted_only=True)
    return [own, *(work.reviewer_id for work in handed_in)]


def _report(article: Article, number: int, again: SettleForm | None = None) -> dict[str, Any]:
    now, was = queries.pair_of(article.id, number)
    before, after = revision_text(was.id), revision_text(now.id)
    known = names(article.project_id)
    rows = queries.report(article.id, now.id, authors=_authors(article.id))
    newest = queries.newest_id(article.id) == now.id
    told = [_reported(row, after, known) for row in rows]
    return {
        **_about(article),
        "revision": now,
        "before": was,
        "made_by": known.get(now.made_by or 0),
        "paragraphs": paragraphs(before.text, after.text),
        "groups": _groups(told),
        "counts": {one: sum(row.outcome is one for row in told) for one in Outcome},
        "forms": _forms(rows, again) if newest else {},
        "is_newest": newest,
        "viewer_id": current_person().id,
    }


def _reported(row: Carry, after: RevisionText, known: dict[int, str]) -> Reported:
    return reported(row, revision_text(row.from_id), after, known)


def _groups(told: Sequence[Reported]) -> dict[str, list[Reported]]:
    """What a person has to settle first, then what they may want to look at."""
    closed = [row for row in told if not row.is_open]
    stays = (Outcome.AMBIGUOUS, Outcome.LOST)
    return {
        "open": [row for row in told if row.is_open],
        "changed": [row for row in closed if row.outcome is Outcome.CHANGED],
        "moved": [row for row in closed if row.outcome is Outcome.MOVED],
        "beside": [
            row for row in closed if row.outcome is Outcome.UNCHANGED and row.sentence_changed
        ],
        "settled": [row for row in closed if row.outcome in stays],
    }


def _forms(rows: Sequence[Carry], again: SettleForm | None) -> dict[str, SettleForm]:
    """A form for each of this person's own marks that may be settled, by the id of its row."""
    own = current_person().id
    forms = {
        row.id: _form_of(row, filled=False)
        for row in rows
        if row.annotation.author_id == own
        and (row.outcome is not Outcome.UNCHANGED or row.sentence_changed)
        and allows(Permission.ANNOTATE)
    }
    if again is not None:
        forms[again.carry_id] = again
    return forms


def _form_of(carry: Carry, *, filled: bool) -> SettleForm:
    after = revision_text(carry.to_id)
    told = reported(carry, revision_text(carry.from_id), after, {})
    form = SettleForm(**({} if filled else {"formdata": None}), prefix=carry.id)
    form.carry_id = carry.id
    form.offer(told.places)
    if not filled:
        for words in told.words:
            form.words.append_entry(words)
    return form


def _refused(carry_id: str, form: SettleForm, refusal: AnnotatorError) -> ResponseReturnValue:
    db.session.rollback()
    carry = queries.carry_with(current_project().id, carry_id)
    if carry is None:
        raise NotFound("There is no such mark.")
    article, number = _article(UUID(carry.article_id)), carry.to.number
    show(form, refusal)
    return render_template(_REPORT, **_report(article, number, form)), 422
