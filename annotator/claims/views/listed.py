"""The list of claims, as it is or as it was known on a day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from annotator.annotations.choosing import claimants
from annotator.articles.queries import languages_of
from annotator.claims.forms import ClaimFilter, KnownClaimsForm
from annotator.claims.listing import (
    PAGE_SIZE,
    ClaimQuery,
    ListedClaim,
    claims,
)
from annotator.claims.views.blueprint import bp
from annotator.claims.views.known import known_claims
from annotator.clock import now
from annotator.permissions import Permission
from annotator.projects.queries import current_scheme, names, scheme_of
from annotator.web.guards import allows, current_project, requires
from annotator.web.looking_back import KNOWN_ON, LookedBack, looking_back
from annotator.web.ratings import in_words
from annotator.web.sight import current_sight


@bp.get("/projects/<slug>/claims")
@requires(Permission.READ_PROJECT)
def index(slug: str) -> ResponseReturnValue:
    """Every claim that this person may read, the newest first."""
    project, looked = current_project(), looking_back()
    people, scheme = names(project.id), in_words(scheme_of(current_scheme(project.id)))
    everybodys, sight = allows(Permission.READ_OTHERS), current_sight()
    form = ClaimFilter(request.args, meta={"csrf": False})
    named = claimants(project.id, sight, form.speaker.data)
    form.offer(scheme, people if everybodys else {}, languages_of(project.id), named)
    rows, further = _rows(form.wanted(sight, request.args.get("after")), looked)
    shown: dict[str, Any] = {"rows": rows, "scheme": scheme, "names": people, "looked": looked}
    shown |= _links(slug, form, further, looked)
    return render_template("claims/index.html", project=project, form=form, **shown)


def _rows(
    wanted: ClaimQuery, looked: LookedBack | None
) -> tuple[Sequence[ListedClaim], str | None]:
    """A page of the list, and the cursor of the next one."""
    if looked is not None:
        return known_claims(looked, wanted)
    found = claims(current_project().id, wanted)
    further = found[PAGE_SIZE - 1].cursor if len(found) > PAGE_SIZE else None
    return found[:PAGE_SIZE], further


def _links(
    slug: str, form: ClaimFilter, further: str | None, looked: LookedBack | None
) -> dict[str, Any]:
    filled: dict[str, Any] = dict(form.address())
    day: dict[str, Any] = {KNOWN_ON: looked.said} if looked else {}
    here: dict[str, Any] = {"slug": slug, **filled, **day}
    now_url = url_for("claims.index", slug=slug, **filled)
    found: dict[str, Any] = {
        "clear_url": url_for("claims.index", slug=slug, **day) if filled else None,
        "first_url": url_for("claims.index", **here) if "after" in request.args else None,
        "next_url": url_for("claims.index", **here, after=further) if further else None,
    }
    if looked is None:
        earlier = url_for("claims.index", slug=slug, **filled, known_on=now().date())
        return {**found, "earlier_days": earlier}
    day_form = KnownClaimsForm(formdata=None, data={**filled, KNOWN_ON: looked.day.isoformat()})
    return {**found, "day_form": day_form, "now_url": now_url}
