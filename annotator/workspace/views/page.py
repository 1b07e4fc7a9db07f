"""The page of one article, for one reader of one layer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import orjson
from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import get_locale
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from annotator.accounts.queries import preferences
from annotator.adjudication.queries import is_finished
from annotator.articles.queries import is_trashed
from annotator.assignments.models import State
from annotator.clock import now
from annotator.comments.queries import counts_of
from annotator.errors import Invalid
from annotator.guidelines.presenters import facts
from annotator.guidelines.queries import current_guidelines
from annotator.permissions import Permission
from annotator.projects.models import Project, Role
from annotator.similarity.presenters import related_articles
from annotator.text.hidden import hidden_characters
from annotator.training.noting import training_note
from annotator.web.compression import compress_this_answer, pages
from annotator.web.guards import (
    allows,
    current_access,
    current_person,
    current_project,
    requires,
)
from annotator.web.looking_back import KNOWN_ON, TIME, LookedBack, looking_back
from annotator.web.pieces import in_pieces, place_for
from annotator.workspace.corrections import last_correction
from annotator.workspace.forms.known import KnownLayerForm
from annotator.workspace.forms.mark import MarkForm
from annotator.workspace.forms.sources import SourceForm
from annotator.workspace.forms.work import ReturnForm, SubmissionForm
from annotator.workspace.hidden import hidden_json
from annotator.workspace.oddities import odd_places
from annotator.workspace.painting import begins_with_title
from annotator.workspace.past import layer_then
from annotator.workspace.presenters.page import (
    article_facts,
    gaps_json,
    inline_json,
    progress_json,
    scheme_json,
)
from annotator.workspace.presenters.script import script_json
from annotator.workspace.progress import NONE_DONE, progress
from annotator.workspace.queries import Desk
from annotator.workspace.remembered import PaintedLayer, painted_layer
from annotator.workspace.views.blueprint import ARTICLE, bp
from annotator.workspace.views.other_day import day_again
from annotator.workspace.views.reader import (
    Reader,
    known_reader,
    layers_of,
    may_begin,
    may_supervise,
    was_readable,
    whose,
)
from annotator.workspace.views.stepping import Stepping, stepping_of

Shape = dict[str, Any]
Makers = dict[str, Callable[[], Iterable[str]]]


@bp.get(ARTICLE, endpoint="article")
@requires(Permission.READ_PROJECT)
def article_page(slug: str, article_id: UUID) -> Response:
    """The page: the text comes before the data of its marks is put together."""
    if (away := _to_trash(slug, str(article_id))) is not None:
        return away
    reader = whose(str(article_id), request.args.get("reviewer", type=int))
    if reader.layer["mine"]:
        compress_this_answer()
    try:
        looked = looking_back(by_event=True)
    except Invalid as refusal:
        return day_again(reader, refusal)
    return page_of(reader) if looked is None else page_as_known(reader, looked)


def _to_trash(slug: str, article_id: str) -> Response | None:
    """Where whoever may take the article back is told that it is in the trash."""
    if not allows(Permission.TRASH_ARTICLES) or not is_trashed(current_project().id, article_id):
        return None
    return make_response(redirect(url_for("trash.article", slug=slug, article_id=article_id)))


@bp.get(f"{ARTICLE}/annotations", endpoint="annotations")
@requires(Permission.READ_PROJECT)
@pages.compressed()
def layer_annotations(slug: str, article_id: UUID) -> Response:
    """The marks of one layer, as they are now."""
    reader = whose(str(article_id), request.args.get("reviewer", type=int))
    marks = _painted(reader).json(removed=False, numbered=False)
    text = script_json({"layer": reader.layer}, annotations=marks)
    return Response(text, mimetype="application/json")


def page_as_known(now: Reader, looked: LookedBack) -> Response:
    """The page as it was known on that day, to whoever may read this layer now."""
    stepping = stepping_of(now, looked)
    with looked.reading([now.desk.article.id]):
        reader = known_reader(now, looked)
        painted = layer_then(reader.desk, reader.id, shown=was_readable(reader))
        return page_of(reader, painted, stepping)


def page_of(
    reader: Reader, painted: PaintedLayer | None = None, stepping: Stepping | None = None
) -> Response:
    """The answer with the page; `painted` is the layer where it is not the one of today."""
    makers, variables = _variables(current_project(), reader, painted or _painted(reader))
    variables["stepping"] = stepping
    places = {name: place_for(name) for name in makers}
    return in_pieces(render_template("workspace/article.html", **variables, **places), makers)


def _variables(project: Project, reader: Reader, painted: PaintedLayer) -> tuple[Makers, Shape]:
    """What is long, to be made when it is its turn, and the other variables of the template."""
    here = reader.desk
    scheme = scheme_json(here.scheme)
    urls = _urls(project, reader)
    done = progress_json(progress(here.article.id, reader.id) if not reader.past else NONE_DONE)
    data = {
        **_page_data(project, reader, urls),
        "scheme": scheme,
        "progress": done,
        "gaps": gaps_json(here.revision),
        "inline": inline_json(here.revision),
        "hidden": hidden_json(hidden_characters(here.revision.text)),
    }
    makers: Makers = {
        "body": lambda: painted.body(here),
        "data_json": lambda: [_data_json(data, painted, reader)],
    }
    return makers, {
        **_of_project(project),
        **_of_text(here),
        "layer": reader.layer,
        "closed": reader.closed,
        "layers": layers_of(project, reader),
        **_of_then(reader),
        "ratings": scheme["ratings"],
        "definition": here.scheme.definition,
        **_forms(scheme, returnable=urls["return_assignment"] is not None),
        "urls": urls,
        "progress": done,
    }


def _is_adjudicated(reader: Reader) -> bool:
    """Whether the reader may see what adjudication changed in this work of theirs."""
    own = reader.layer["mine"] and reader.is_of_now
    handed_in = reader.layer["state"] == State.SUBMITTED.value
    return bool(own and handed_in and is_finished(reader.desk.article.id))


def _data_json(data: Shape, painted: PaintedLayer, reader: Reader) -> str:
    marks = painted.json(removed=reader.layer["mine"], numbered=True)
    return script_json(data, annotations=marks)


def _of_project(project: Project) -> Shape:
    return {"project": project, "guidelines": facts(current_guidelines(project.id))}


def _of_text(here: Desk) -> Shape:
    revision = here.revision
    return {
        "article": article_facts(here),
        "titled": begins_with_title(revision.text, revision.layout, here.article.title),
        "hidden": hidden_characters(revision.text),
        "oddities": odd_places(revision),
        "related": related_articles(here.article.id, revision),
    }


def _painted(reader: Reader) -> PaintedLayer:
    return painted_layer(reader.desk, reader.id, str(get_locale()))


def _forms(scheme: Shape, *, returnable: bool) -> Shape:
    form = MarkForm(formdata=None)
    form.verdict.form.rating.choices = [
        SelectChoice(rating["id"], rating["label"]) for rating in scheme["ratings"]
    ]
    return {
        "form": form,
        "source_form": SourceForm(formdata=None),
        "submission_form": SubmissionForm(formdata=None),
        "return_form": ReturnForm(formdata=None) if returnable else None,
    }


def _of_then(reader: Reader) -> Shape:
    """Which time the page shows, if it is not now, and whether the work was adjudicated."""
    day_form = None
    if reader.looked is not None:
        time = None if reader.looked.is_day else f"{reader.looked.moment:%H:%M}"
        whose_layer = None if reader.layer["mine"] else reader.id
        day = reader.looked.day.isoformat()
        shown = {KNOWN_ON: day, TIME: time, "reviewer": whose_layer}
        day_form = KnownLayerForm(formdata=None, data=shown)
    training = training_note(reader.desk.article.id, reader.id)
    return {
        "is_adjudicated": training is None and _is_adjudicated(reader),
        "training": training,
        "past": reader.past,
        "correction": None if reader.past else last_correction(reader.desk, reader.id),
        "looked": reader.looked,
        "day_form": day_form,
    }


def _page_data(project: Project, reader: Reader, urls: Shape) -> Shape:
    person = current_person()
    article = reader.desk.article
    return {
        "project": {"slug": project.slug, "name": project.name},
        "article": {
            "id": article.id,
            "title": article.title,
            "url": article.url,
            "language": article.language,
            "revision": reader.desk.revision.number,
        },
        "me": {"id": person.id, "name": person.name},
        "layer": reader.layer,
        "urls": urls,
        "comments": counts_of(article.id, reader.id),
        "preferences": _preferences(person.id),
    }


def _preferences(person_id: int) -> Shape:
    found = preferences(person_id)
    return {"keys": orjson.loads(found.keys or "null"), "announces": found.announces}


def _urls(project: Project, reader: Reader) -> Shape:
    address: Shape = {"slug": project.slug, "article_id": reader.desk.article.id}
    work = reader.desk.work
    returnable = (
        work is not None
        and work.state is State.SUBMITTED
        and not reader.layer["mine"]
        and allows(Permission.RETURN_WORK)
        and reader.is_of_now
    )
    begins = may_begin(reader)
    return {
        **_pages(project, reader),
        "annotations": url_for("workspace.annotations", **address),
        "submission": url_for("workspace.submission", **address),
        "withdrawal": url_for("workspace.withdrawal", **address),
        "opening": url_for("workspace.opening", **address)
        if begins and current_access().role is Role.REVIEWER
        else None,
        "return_assignment": url_for(
            "workspace.return_assignment", slug=project.slug, assignment_id=work.id
        )
        if returnable and work
        else None,
        "start_review": url_for("workspace.start_review", **address)
        if begins and current_access().role is not Role.REVIEWER
        else None,
        "csrf": "/csrf-token",
        "sign_in": "/sign-in",
    }


def _pages(project: Project, reader: Reader) -> Shape:
    """Other pages that this one leads to."""
    address: Shape = {"slug": project.slug, "article_id": reader.desk.article.id}
    supervise = url_for("workspace.supervise_article", **address)
    address["reviewer"] = None if reader.layer["mine"] else reader.id
    return {
        "supervise": supervise if may_supervise(reader) else None,
        "now": url_for("workspace.article", **address),
        # What follows an address of this page's for it to tell of the same day.
        "known_on": f"?{urlencode(reader.looked.address)}" if reader.looked else "",
        "earlier_days": url_for("workspace.article", **address, known_on=now().date()),
        "articles": url_for("articles.index", slug=project.slug),
        "next_article": url_for("assignments.next_article", slug=project.slug),
        "guidelines": url_for("guidelines.index", slug=project.slug),
        "claims": url_for("claims.index", slug=project.slug),
        "own_keys": url_for("accounts.keys"),
        "speakers": url_for("speakers.known", slug=project.slug),
    }
