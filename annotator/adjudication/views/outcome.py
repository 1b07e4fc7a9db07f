"""What adjudication changed in a reviewer's work, for that reviewer."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import render_template

from annotator.adjudication.forms import CATEGORY_WORDS
from annotator.adjudication.presenters.outcome import told_to
from annotator.adjudication.views.blueprint import bp, case_at
from annotator.errors import NotFound
from annotator.permissions import Permission
from annotator.web.guards import current_person, current_project, requires
from annotator.web.ratings import in_words


@bp.get("/projects/<slug>/articles/<uuid:article_id>/outcome")
@requires(Permission.ANNOTATE)
def outcome(slug: str, article_id: UUID) -> str:
    """Mark by mark; there for whoever submitted, once the gold layer is finished."""
    case, person = case_at(article_id), current_person()
    if not case.is_finished or person.id not in case.people:
        raise NotFound("There is no such page.")
    told = told_to(replace(case, scheme=in_words(case.scheme)), person.id)
    changed = [one for one in told if one.became != "same"]
    return render_template(
        "adjudication/outcome.html",
        project=current_project(),
        article=case.article,
        changed=changed,
        same=[one for one in told if one.became == "same"],
        categories=CATEGORY_WORDS,
    )
