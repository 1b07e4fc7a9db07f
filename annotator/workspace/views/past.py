"""The page of an article in an earlier text, with the marks as they were."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import Response, request

from annotator.permissions import Permission
from annotator.web.guards import requires
from annotator.workspace.past import earlier, layer_before
from annotator.workspace.views.blueprint import ARTICLE, bp
from annotator.workspace.views.page import page_of
from annotator.workspace.views.reader import whose


@bp.get(f"{ARTICLE}/revisions/<int:number>")
@requires(Permission.READ_PROJECT)
def past(slug: str, article_id: UUID, number: int) -> Response:
    """The page, for reading only."""
    reader = whose(str(article_id), request.args.get("reviewer", type=int))
    here, later = earlier(reader.desk, number)
    reader = replace(reader, desk=here, layer={**reader.layer, "editable": False}, past=later)
    return page_of(reader, layer_before(here, reader.id, later))
