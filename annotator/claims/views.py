"""The page of one claim, and the list of all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date

from annotator.claims.forms import ClaimFilter
from annotator.claims.listing import PAGE_SIZE, ListedClaim, Readable, claims, languages_of
from annotator.claims.presenters import claim_page
from annotator.claims.queries import find_claim
from annotator.errors import NotFound
from annotator.permissions import Permission
from annotator.projects.models import Role
from annotator.projects.queries import current_scheme, names, scheme_of
from annotator.web.guards import allows, current_access, current_person, current_project, requires
from annotator.web.layers import may_read
from annotator.web.ratings import in_words
from annotator.workspace.queries import desk

bp = Blueprint("claims", __name__)


@bp.app_template_filter()
def day(text: str) -> str:
    """A day that a shape has as text, in the reader's words."""
    return str(format_date(date.fromisoformat(text), "long"))


@bp.get("/projects/<slug>/claims/<uuid:claim_id>")
@requires(Permission.READ_PROJECT)
def claim(slug: str, claim_id: UUID) -> ResponseReturnValue:
    """A claim from the words in the article to the verdict and its whole history."""
    found, project = find_claim(str(claim_id)), current_project()
    if found is None or not may_read(found.annotation):
        raise NotFound("There is no such claim.")
    author = found.annotation.author_id
    here = desk(project, found.annotation.article_id, author)
    page = claim_page(replace(here, scheme=in_words(here.scheme)), found)
    return render_template("claims/claim.html", project=project, page=page, names=names(project.id))


@bp.get("/projects/<slug>/claims")
@requires(Permission.READ_PROJECT)
def index(slug: str) -> ResponseReturnValue:
    """Every claim that this person may read, the newest first."""
    project, everybodys = current_project(), allows(Permission.READ_OTHERS)
    scheme, people = in_words(scheme_of(current_scheme(project.id))), names(project.id)
    form = ClaimFilter(request.args, meta={"csrf": False})
    form.offer(scheme, people if everybodys else {}, languages_of(project.id))
    readable = Readable(current_person().id, everybodys, current_access().role is Role.OBSERVER)
    rows = claims(project.id, form.wanted(readable, request.args.get("after")))
    shown: dict[str, Any] = {"rows": rows[:PAGE_SIZE], "scheme": scheme, "names": people}
    links = _links(slug, form, rows)
    return render_template("claims/index.html", project=project, form=form, **shown, **links)


def _links(slug: str, form: ClaimFilter, rows: list[ListedClaim]) -> dict[str, str | None]:
    here: dict[str, Any] = dict(form.address())
    further = {**here, "after": rows[PAGE_SIZE - 1].cursor} if len(rows) > PAGE_SIZE else None
    first = url_for("claims.index", slug=slug, **here) if "after" in request.args else None
    return {
        "clear_url": url_for("claims.index", slug=slug) if here else None,
        "first_url": first,
        "next_url": url_for("claims.index", slug=slug, **further) if further else None,
    }
