"""Settling an item, opening it again, and finishing an article."""

from __future__ import annotations

from typing import NoReturn
from uuid import UUID

from flask import Response, flash, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from annotator.adjudication import service
from annotator.adjudication.comparing import key_of
from annotator.adjudication.forms import DecisionForm, VersionedForm
from annotator.adjudication.presenters.links import left_out
from annotator.adjudication.standing import Case, marks_of
from annotator.adjudication.views.blueprint import CASE, bp, open_case_at, state_of
from annotator.db import db
from annotator.errors import NotFound, Stale
from annotator.permissions import Permission
from annotator.web.errors import sentence_of, wants_json
from annotator.web.guards import current_person, requires


@bp.post(f"{CASE}/decisions/<uuid:decision_id>")
@requires(Permission.ADJUDICATE)
def decide(slug: str, article_id: UUID, decision_id: UUID) -> ResponseReturnValue:
    """Settle an item."""
    case, form = open_case_at(article_id), DecisionForm()
    form.offer(case.scheme)
    draft = form.to_draft(str(decision_id))
    try:
        service.decide(case, draft, person=current_person())
    except Stale as error:
        _tell(error, frozenset(draft.marks))
    db.session.commit()
    return _answer(slug, article_id, frozenset(draft.marks))


@bp.post(f"{CASE}/decisions/<uuid:decision_id>/reopening")
@requires(Permission.ADJUDICATE)
def reopen(slug: str, article_id: UUID, decision_id: UUID) -> ResponseReturnValue:
    """Take a decision back."""
    case, version = open_case_at(article_id), VersionedForm().based_on()
    found = next((one for one in case.decisions if one.id == str(decision_id)), None)
    if found is None:
        raise NotFound("There is no such decision.")
    marks = marks_of(found)
    try:
        service.reopen(case, found.id, version, person=current_person())
    except Stale as error:
        _tell(error, marks)
    db.session.commit()
    return _answer(slug, article_id, marks)


@bp.post(f"{CASE}/finish")
@requires(Permission.ADJUDICATE)
def finish(slug: str, article_id: UUID) -> ResponseReturnValue:
    """Say that the article's gold layer is whole."""
    case, version = open_case_at(article_id), VersionedForm().based_on()
    try:
        service.finish(case, version, person=current_person())
    except Stale as error:
        # The page shows it all when it is loaded again.
        error.current = None
        raise
    except service.InTheWay as error:
        return _lead_to(error, slug, article_id)
    db.session.commit()
    _tell_finished(open_case_at(article_id))
    return redirect(url_for("adjudication.index", slug=slug))


def _tell_finished(case: Case) -> None:
    flash(_("Finished. The reviewers see what it changed in their work, and why."), "success")
    left = left_out(case)
    if left:
        flash(
            ngettext(
                "%(num)d link was left out of the gold layer; the card it leads from says why.",
                "%(num)d links were left out of the gold layer; the cards they lead from say why.",
                left,
            ),
            "info",
        )


@bp.post(f"{CASE}/finish/reopening")
@requires(Permission.ADJUDICATE)
def take_up(slug: str, article_id: UUID) -> ResponseReturnValue:
    """Say that a finished article is not finished, where there is no decision to reopen."""
    case, version = open_case_at(article_id), VersionedForm().based_on()
    try:
        service.take_up(case, version, person=current_person())
    except Stale as error:
        error.current = None
        raise
    db.session.commit()
    return redirect(url_for("adjudication.article", slug=slug, article_id=article_id))


def _lead_to(error: service.InTheWay, slug: str, article_id: UUID) -> ResponseReturnValue:
    """To the item that is in the way, with what is to be done about it."""
    if wants_json():
        raise error
    db.session.rollback()
    flash(sentence_of(error), "error")
    address = url_for("adjudication.article", slug=slug, article_id=article_id)
    return redirect(f"{address}#item-{error.key}")


def _tell(error: Stale, marks: frozenset[str]) -> NoReturn:
    """Raise it with how the item stands now, in place of the whole case."""
    if isinstance(error.current, Case):
        error.current = state_of(error.current, marks)
    raise error


def _answer(slug: str, article_id: UUID, marks: frozenset[str]) -> ResponseReturnValue:
    if wants_json():
        shown: Response = jsonify(state_of(open_case_at(article_id), marks))
        return shown
    address = url_for("adjudication.article", slug=slug, article_id=article_id)
    return redirect(f"{address}#item-{key_of(marks)}")
