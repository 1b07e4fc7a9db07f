"""Asking again for a day that could not be read, with what was typed."""

from __future__ import annotations

from flask import Response, request

from annotator.errors import Invalid
from annotator.web.guards import current_project
from annotator.web.refusals import form_again
from annotator.workspace.forms.known import KnownLayerForm
from annotator.workspace.views.reader import Reader


def day_again(reader: Reader, refusal: Invalid) -> Response:
    """The page that says why no time of this article can be shown, and asks for another."""
    form = KnownLayerForm(request.args, meta={"csrf": False})
    here = {"project": current_project(), "article": reader.desk.article}
    return form_again("workspace/other_day.html", form, refusal, **here)
