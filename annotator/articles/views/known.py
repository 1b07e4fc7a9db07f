"""The list of articles as it was known on a day, with the verdicts of then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for

from annotator.annotations.sight import Sight
from annotator.articles.listing import PAGE_SIZE, ListedArticle, ListQuery, articles
from annotator.articles.queries import come_by
from annotator.permissions import Permission
from annotator.projects.queries import current_scheme, scheme_of
from annotator.verdicts.tallies import Tally, tallies_of
from annotator.web.guards import allows, current_person, current_project
from annotator.web.looking_back import KNOWN_ON, KnownOnForm, LookedBack
from annotator.web.paging import Page, cursor_from, page_of
from annotator.web.ratings import in_words
from annotator.web.sight import current_sight


def known_list(looked: LookedBack) -> str:
    """A page of the articles that were there then, to whoever may see the list now."""
    project, everybodys = current_project(), allows(Permission.READ_OTHERS)
    # Settled by what is so now, whatever was then.
    sight = current_sight()
    after = cursor_from(request.args.get("after"))
    come = come_by(project.id, looked.moment, after=after, limit=PAGE_SIZE + 1)
    found = page_of(come, lambda row: row[1], PAGE_SIZE)
    with looked.reading([key for key, _ in found.rows]):
        rows = articles(project.id, ListQuery(current_person().id, everybodys))
        verdicts = _verdicts(project.id, rows, sight)
    form = KnownOnForm(formdata=None, data={KNOWN_ON: looked.day.isoformat()})
    shown: dict[str, Any] = {"looked": looked, "day_form": form, "verdicts": verdicts}
    shown |= {"page": Page(rows, found.next_cursor), "everybodys": everybodys, "total": len(rows)}
    return render_template("articles/index.html", project=project, **shown, **_links(looked, found))


def _verdicts(
    project_id: int, rows: Sequence[ListedArticle], sight: Sight
) -> dict[str, list[dict[str, Any]]]:
    scheme = in_words(scheme_of(current_scheme(project_id)))

    def shown(tally: Tally) -> dict[str, Any]:
        rating = scheme.rating_then(tally.scheme_id or 0, tally.rating or "")
        return {"rating": rating, "claims": tally.claims, "stale": tally.stale}

    found = tallies_of([row.id for row in rows], sight)
    return {key: [shown(tally) for tally in tallies] for key, tallies in found.items()}


def _links(looked: LookedBack, found: Page[tuple[str, int]]) -> dict[str, str | None]:
    here: dict[str, Any] = {"slug": current_project().slug, KNOWN_ON: looked.said}
    return {
        "first_url": url_for("articles.index", **here) if "after" in request.args else None,
        "next_url": url_for("articles.index", **here, after=found.next_cursor)
        if found.next_cursor
        else None,
    }
