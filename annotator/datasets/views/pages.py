"""The page on which a dataset comes in with its annotations: its labels, then the choice."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from annotator.datasets.forms import DatasetForm
from annotator.datasets.views.sending import source_of
from annotator.errors import AnnotatorError, Invalid
from annotator.formats.interface import Options
from annotator.formats.mapping import to_toml
from annotator.formats.survey import Survey, survey
from annotator.imports.clearing import clear_stale
from annotator.imports.handing import workers_in
from annotator.imports.running import Arrival, Plan
from annotator.permissions import Permission
from annotator.similarity.known import Choice
from annotator.web.errors import sentence_of
from annotator.web.guards import current_person, current_project, requires
from annotator.web.refusals import MENDABLE, form_again
from annotator.web.reports import remarks_of, said_of
from annotator.web.ways import ways, with_way

bp = Blueprint("datasets", __name__)

_NEW = "datasets/new.html"


@bp.get("/projects/<slug>/datasets/new")
@requires(Permission.IMPORT_ARTICLES)
def new(slug: str) -> ResponseReturnValue:
    """Choose the files."""
    return render_template(_NEW, project=current_project(), form=_form(None))


@bp.post("/projects/<slug>/datasets/labels")
@requires(Permission.IMPORT_ARTICLES, prepares=True)
def labels(slug: str) -> ResponseReturnValue:
    """The labels that the files have, each with a choice; nothing is kept."""
    form = _form()
    try:
        found = _surveyed(form)
        form.offer(found, form.given())
    except MENDABLE as refusal:
        return _again(form, refusal)
    return render_template(_NEW, project=current_project(), form=form, survey=found)


@bp.post("/projects/<slug>/datasets/mapping")
@requires(Permission.IMPORT_ARTICLES, prepares=True)
def mapping(slug: str) -> ResponseReturnValue:
    """What was chosen, as a file for `annotator import --mapping`."""
    form = _form()
    if not form.validate():
        return _again(form)
    response = Response(to_toml(form.to_mapping()), mimetype="application/toml")
    response.headers.set("Content-Disposition", "attachment", filename=f"{slug}-mapping.toml")
    return response


@bp.post("/projects/<slug>/datasets")
@requires(Permission.IMPORT_ARTICLES, prepares=True)
def bring(slug: str) -> ResponseReturnValue:
    """Bring the files in, with the labels as they were chosen."""
    form = _form()
    if not form.validate():
        return _again(form)
    try:
        arrival = _brought_in(form)
    except MENDABLE as refusal:
        return _again(form, refusal)
    return _outcome(slug, arrival)


def _form(*given: Any) -> DatasetForm:
    form = DatasetForm(*given)
    form.offer_members(workers_in(current_project()))
    return form


def _surveyed(form: DatasetForm) -> Survey:
    found = survey(source_of(_sent(form)))
    if not found.labels:
        raise Invalid("There is no annotation in these files.", "files")
    return found


def _outcome(slug: str, arrival: Arrival) -> ResponseReturnValue:
    report, way = arrival.report, ways()(arrival)
    if not report.refusals and arrival.waits:
        return redirect(url_for("imports.repeats", slug=slug))
    said, remarks = said_of(report, waits=arrival.waits), remarks_of(report)
    if report.refusals or report.known:
        refusals = [sentence_of(refusal) for refusal in report.refusals]
        told = {"said": said, "refusals": refusals, "remarks": remarks, "way": way}
        shown = {"project": current_project(), "form": _form(None), **told}
        return make_response(render_template(_NEW, **shown), 200)
    flash(with_way(said, way), "success")
    for remark in remarks:
        flash(str(remark), "success")
    return redirect(url_for("articles.index", slug=slug))


def _brought_in(form: DatasetForm) -> Arrival:
    project, actor = current_project(), current_person().actor
    options = Options(project=project.slug, mapping=form.to_mapping())
    source, keep_good = source_of(_sent(form)), bool(form.keep_good.data)
    clear_stale(project.id, actor=actor)
    arrival = Arrival(
        Plan(
            project.id,
            project.slug,
            [source],
            actor,
            options,
            keep_good=keep_good,
            known=Choice(form.known.data),
            member=form.worker,
        )
    )
    for _source in arrival.run():
        pass
    return arrival


def _sent(form: DatasetForm) -> list[Any]:
    if not form.sent:
        raise Invalid("Please choose the files of the dataset.", "files")
    return form.sent


def _again(form: DatasetForm, refusal: AnnotatorError | None = None) -> Response:
    found = None
    if form.labels.entries and form.sent:
        # The choice stands beside the counts and examples of what was sent again.
        try:
            found = survey(source_of(form.sent))
        except MENDABLE:
            found = None
    if refusal is not None and refusal.field not in form:
        refusal.field = "files"
    return form_again(_NEW, form, refusal, project=current_project(), survey=found)
