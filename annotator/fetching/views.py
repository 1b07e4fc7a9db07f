"""The door for pages by their address."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from annotator.config import Config
from annotator.db import db
from annotator.errors import AnnotatorError
from annotator.fetching import service
from annotator.fetching.forms import AddressesForm
from annotator.permissions import Permission
from annotator.web.guards import current_person, current_project, requires
from annotator.web.refusals import MENDABLE, form_again

bp = Blueprint("fetching", __name__)

_NEW = "fetching/new.html"


@bp.app_template_global()
def addresses_form() -> AddressesForm | None:
    """An empty form where pages are fetched, else None; for pages that show this door."""
    return AddressesForm(formdata=None) if _is_on() else None


@bp.get("/projects/<slug>/articles/addresses")
@requires(Permission.IMPORT_ARTICLES)
def new(slug: str) -> ResponseReturnValue:
    """The door by itself."""
    return render_template(_NEW, project=current_project(), form=addresses_form())


@bp.post("/projects/<slug>/articles/addresses")
@requires(Permission.IMPORT_ARTICLES)
def create(slug: str) -> ResponseReturnValue:
    """A job for each address."""
    form, project = AddressesForm(), current_project()
    if not _is_on():
        raise service.off()
    if not form.validate():
        return _again(form)
    try:
        urls = service.addresses_in(form.addresses.data or "")
        jobs = service.ask_for_pages(project, urls, actor=current_person().actor)
    except MENDABLE as refusal:
        return _again(form, refusal)
    db.session.commit()
    number = len(jobs)
    flash(ngettext("%(num)d page is fetched.", "%(num)d pages are fetched.", number), "success")
    return redirect(url_for("jobs.index", slug=slug))


def _again(form: AddressesForm, refusal: AnnotatorError | None = None) -> Response:
    return form_again(_NEW, form, refusal, project=current_project())


def _is_on() -> bool:
    config: Config = current_app.config["ANNOTATOR"]
    return config.fetch
