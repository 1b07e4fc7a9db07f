"""The page of one claim, as it is or as it was known on a day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from annotator.claims.presenters import ClaimPage, claim_page
from annotator.claims.queries import find_claim
from annotator.claims.views.blueprint import bp
from annotator.clock import now
from annotator.errors import NotFound
from annotator.permissions import Permission
from annotator.projects.queries import names
from annotator.web.guards import current_project, requires
from annotator.web.layers import may_read
from annotator.web.looking_back import KNOWN_ON, KnownOnForm, LookedBack, looking_back
from annotator.web.ratings import in_words
from annotator.workspace.queries import Mark, desk


@bp.get("/projects/<slug>/claims/<uuid:claim_id>")
@requires(Permission.READ_PROJECT)
def claim(slug: str, claim_id: UUID) -> ResponseReturnValue:
    """A claim from the words in the article to the verdict and its whole history."""
    found, project = find_claim(str(claim_id)), current_project()
    if found is None or not may_read(found.annotation):
        raise NotFound("There is no such claim.")
    looked = looking_back()
    page = _page(found) if looked is None else _page_then(found, looked)
    shown: dict[str, Any] = {"page": page, "names": names(project.id), "looked": looked}
    shown["goes_on_as"] = _goes_on_as(page)
    return render_template("claims/claim.html", project=project, **shown, **_days(page, looked))


def _page(found: Mark) -> ClaimPage:
    here = desk(current_project(), found.annotation.article_id, found.annotation.author_id)
    return claim_page(replace(here, scheme=in_words(here.scheme)), found)


def _page_then(now: Mark, looked: LookedBack) -> ClaimPage:
    """The page as it was known then, to whoever could read it then as now."""
    here = [now.annotation.article_id]
    with looked.reading(here, trail=here):
        found = find_claim(now.annotation.id)
        if found is None or not may_read(found.annotation):
            raise NotFound("This claim was not known yet on that day.")
        return _page(found)


def _goes_on_as(page: ClaimPage) -> str | None:
    """The claim whose check stands in this one's place, if this person may read it."""
    ending = page.review.ending if page.review else None
    found = find_claim(ending.gold) if ending and ending.gold else None
    return found.annotation.id if found and may_read(found.annotation) else None


def _days(page: ClaimPage, looked: LookedBack | None) -> dict[str, Any]:
    """The ways from now to earlier days, or back."""
    here: dict[str, Any] = {"slug": current_project().slug, "claim_id": page.annotation.id}
    if looked is None:
        return {"earlier_days": url_for("claims.claim", **here, known_on=now().date())}
    form = KnownOnForm(formdata=None, data={KNOWN_ON: looked.day.isoformat()})
    return {"day_form": form, "now_url": url_for("claims.claim", **here)}
