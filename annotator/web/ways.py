"""From what came in to the page where it is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from flask import current_app, request
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.routing import MapAdapter

from annotator.db import db
from annotator.imports.queries import first_of
from annotator.imports.running import Arrival

#: A link: `href`, and `text` in the reader's language.
Way = dict[str, str]
Find = Callable[[Arrival], Way | None]


def ways() -> Find:
    """What finds the way to what an import brought; made in a request, it serves after its end."""
    addresses = cast("MapAdapter", current_app.create_url_adapter(request))

    def find(arrival: Arrival) -> Way | None:
        if arrival.waits:
            href = addresses.build("imports.repeats", {"slug": arrival.plan.slug})
            return {"href": href, "text": str(_("Say what becomes of them"))}
        first = first_of(str(arrival.import_id))
        db.session.rollback()
        if first is None:
            return None
        values: dict[str, Any] = {"slug": arrival.plan.slug}
        if arrival.report.articles == 1:
            values["article_id"] = first[0]
            href = addresses.build("workspace.article", values)
            return {"href": href, "text": str(_("Open the article"))}
        # The list from there on: the newest stand at its end.
        values["after"] = first[1] - 1 or None
        href = addresses.build("articles.index", values)
        return {"href": href, "text": str(_("See what came in"))}

    return find


def with_way(said: str, way: Way | None) -> str:
    """What is said, with the way behind it where there is one."""
    if way is None:
        return said
    return Markup('{} <a href="{}">{}</a>').format(said, way["href"], way["text"])
