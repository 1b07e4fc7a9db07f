"""The door for web pages: a page in, what was kept and cut, and the article out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from annotator.db import db
from annotator.errors import AnnotatorError, NotFound
from annotator.permissions import Permission
from annotator.web.guards import begin_change, current_person, current_project, requires
from annotator.web.known import found_by
from annotator.web.refusals import MENDABLE, form_again
from annotator.webpages.forms import ProposalForm, WebPageForm
from annotator.webpages.models import Proposal
from annotator.webpages.presenters import changes_of
from annotator.webpages.queries import proposal_of, waiting
from annotator.webpages.reading import Page, read_html
from annotator.webpages.service import FormattingLost, keep, page_of, prepare
from annotator.webpages.service import accept as accept_proposal
from annotator.webpages.service import discard as discard_proposal

bp = Blueprint("webpages", __name__)

_NEW = "webpages/new.html"
_PROPOSAL = "webpages/proposal.html"


@bp.get("/projects/<slug>/web-pages/new")
@requires(Permission.IMPORT_ARTICLES)
def new(slug: str) -> ResponseReturnValue:
    """Where a page is sent or pasted, and the pages that wait."""
    return render_template(_NEW, form=WebPageForm(None), **_around())


@bp.post("/projects/<slug>/web-pages")
@requires(Permission.IMPORT_ARTICLES, prepares=True)
def create(slug: str) -> ResponseReturnValue:
    """Read a page; nothing is written, and nobody waits, until it is read."""
    form = WebPageForm()
    if not form.validate():
        return _new_again(form)
    data, encoding = form.content()
    try:
        page = read_html(data, encoding, (form.url.data or "").strip() or None)
    except MENDABLE as refusal:
        refusal.field = "page_file" if form.page_file.data else "html"
        return _new_again(form, refusal)
    begin_change()
    proposal = keep(current_project().id, page, data, actor=current_person().actor)
    db.session.commit()
    return redirect(url_for("webpages.proposal", slug=slug, proposal_id=proposal.id))


@bp.get("/projects/<slug>/web-pages/<uuid:proposal_id>")
@requires(Permission.IMPORT_ARTICLES)
def proposal(slug: str, proposal_id: UUID) -> ResponseReturnValue:
    """What of the page is the article, for a lead to put right."""
    found = _proposal(proposal_id)
    if found.article_id is not None:
        return _to_article(slug, found.article_id)
    page = page_of(found)
    form = ProposalForm.about(page)
    return render_template(_PROPOSAL, form=form, **_shown(page, proposal_id))


@bp.post("/projects/<slug>/web-pages/<uuid:proposal_id>")
@requires(Permission.IMPORT_ARTICLES, prepares=True)
def accept(slug: str, proposal_id: UUID) -> ResponseReturnValue:
    """It becomes an article; or a paragraph is opened, and nothing is written."""
    found = _proposal(proposal_id)
    if found.article_id is not None:
        return _to_article(slug, found.article_id)
    page = page_of(found)
    form = ProposalForm.about(page)
    if form.rearranged(page):
        return render_template(_PROPOSAL, form=form, **_shown(page, proposal_id))
    if not form.validate():
        return form_again(_PROPOSAL, form, **_shown(page, proposal_id))
    try:
        article_id = _accepted(found, form)
    except MENDABLE as refusal:
        return form_again(_PROPOSAL, form, refusal, **_shown(page, proposal_id, refusal))
    flash(_done(form.said(), proposal_id), "success")
    return _to_article(slug, article_id)


@bp.post("/projects/<slug>/web-pages/<uuid:proposal_id>/discarding")
@requires(Permission.IMPORT_ARTICLES)
def discard(slug: str, proposal_id: UUID) -> ResponseReturnValue:
    """It goes; an article that was made of it stays."""
    found = _proposal(proposal_id, lock=True)
    if found.article_id is not None:
        return _to_article(slug, found.article_id)
    discard_proposal(found)
    db.session.commit()
    flash(_("The page was discarded."), "success")
    return redirect(url_for("webpages.new", slug=slug))


def _proposal(proposal_id: UUID, *, lock: bool = False) -> Proposal:
    found = proposal_of(current_project().id, str(proposal_id), lock=lock)
    if found is None:
        raise NotFound("There is no such page.")
    return found


def _accepted(proposal: Proposal, form: ProposalForm) -> str:
    # Nobody's save waits while the texts are compared.
    prepared, proposal_id = prepare(proposal, form.to_wanted()), UUID(proposal.id)
    begin_change()
    article_id = accept_proposal(
        current_project(),
        _proposal(proposal_id, lock=True),
        prepared,
        form.choice(),
        actor=current_person().actor,
    )
    db.session.commit()
    return article_id


def _around() -> dict[str, Any]:
    project = current_project()
    return {"project": project, "waiting": waiting(project.id)}


def _new_again(form: WebPageForm, refusal: AnnotatorError | None = None) -> ResponseReturnValue:
    return form_again(_NEW, form, refusal, **_around())


def _shown(page: Page, proposal_id: UUID, refusal: AnnotatorError | None = None) -> dict[str, Any]:
    return {
        "project": current_project(),
        "page": page,
        "proposal_id": proposal_id,
        "found": found_by(refusal),
        "lost": refusal.lost if isinstance(refusal, FormattingLost) else (),
        "changed": changes_of,
    }


def _done(said: str, proposal_id: UUID) -> str:
    """What is said, with what lets the browser forget what it kept of the proposal."""
    return Markup('<span data-module="proposal-done" data-proposal="{}">{}</span>').format(
        proposal_id, said
    )


def _to_article(slug: str, article_id: str) -> ResponseReturnValue:
    return redirect(url_for("workspace.article", slug=slug, article_id=article_id))
