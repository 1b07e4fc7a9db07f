"""Samples of events: drawn from what the timeline shows, and drawn again to prove it."""

from __future__ import annotations

from secrets import token_hex
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.audit.findings import keep_sample
from annotator.audit.models import EventSample
from annotator.audit.queries import head
from annotator.audit.sampled import PAGE_SIZE, samples_of
from annotator.audit.sampling import Asked, draw, is_drawn_again
from annotator.audit.verify import Head
from annotator.audit.views.blueprint import SAMPLE, SAMPLES, bp
from annotator.audit.views.filtering import AuditFilter
from annotator.audit.views.found import sample_at, words_of
from annotator.audit.views.sampling import DrawForm, asked_by, drawable, drawn_from
from annotator.audit.views.timeline import offered, page_of_events, wanted_by
from annotator.db import cursor_of, db
from annotator.errors import Invalid
from annotator.permissions import Permission
from annotator.projects.queries import names
from annotator.web.guards import begin_change, current_person, current_project, requires
from annotator.web.refusals import show
from annotator.web.sight import current_sight


@bp.get(SAMPLES, endpoint="samples")
@requires(Permission.READ_AUDIT)
def index(slug: str) -> str:
    """The samples with what was found, the newest first."""
    project, before = current_project(), request.args.get("before")
    # How much others look at is nobody's business from whom their work is kept.
    own = None if current_sight().is_whole else current_person().id
    rows = samples_of(project.id, own, before)
    last = rows[PAGE_SIZE - 1].sample if len(rows) > PAGE_SIZE else None
    here = url_for("audit.samples", slug=slug)
    older = f"{here}?before={cursor_of(last.drawn_at, last.id)}" if last else None
    paging = {"next_url": older, "first_url": here if before else None}
    shown = {"samples": rows[:PAGE_SIZE], "names": names(project.id), "words_of": words_of}
    return render_template("audit/samples.html", project=project, **shown, **paging)


@bp.post(SAMPLES, endpoint="draw")
@requires(Permission.SAMPLE_EVENTS, prepares=True)
def draw_events(slug: str) -> ResponseReturnValue:
    """Draw from what the filter shows; nobody waits for it, as events stay what they are."""
    form = offered(AuditFilter(request.form, meta={"csrf": False}))
    drawing, wanted = DrawForm(), wanted_by(form)
    if not drawing.validate() or wanted is None:
        return page_of_events(slug, form, drawing)
    try:
        made = _drawn(asked_by(form, wanted), drawing.size.data or 0)
    except Invalid as refusal:
        db.session.rollback()
        show(drawing, refusal)
        return page_of_events(slug, form, drawing)
    where = url_for("audit.sample", slug=slug, sample_id=made.id)
    db.session.commit()
    return redirect(where)


@bp.post(f"{SAMPLE}/proof", endpoint="redraw")
@requires(Permission.READ_AUDIT, prepares=True, goes_on=True)
def prove(slug: str, sample_id: UUID) -> ResponseReturnValue:
    """Draw it again from the chain up to its head, and say whether the same comes out."""
    sample = sample_at(sample_id).sample
    if is_drawn_again(sample, drawn_from(sample)):
        flash(_("Drawn again from the events up to then: the same come out."), "success")
    else:
        flash(_("Drawn again, others come out: check the chain of events."), "error")
    return redirect(url_for("audit.sample", slug=slug, sample_id=sample.id))


def _drawn(asked: Asked, size: int) -> EventSample:
    project_id, actor, seed = current_project().id, current_person(), token_hex(16)
    newest = Head(*head(project_id))
    wanted = drawable(project_id, asked, newest.seq, actor.id)
    drawn = draw(project_id, wanted, last=newest.seq, seed=seed, size=size)
    begin_change()
    return keep_sample(project_id, asked, drawn, seed=seed, head=newest, actor=actor.actor)
