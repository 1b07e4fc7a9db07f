"""What is wrong with the pages that a project's claims rest on, for its leads."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, request, url_for

from annotator.captures.presenters import wrong_sources
from annotator.config import Config
from annotator.permissions import Permission
from annotator.web.guards import current_project, requires
from annotator.web.sight import current_sight

bp = Blueprint("captures", __name__)


@bp.get("/projects/<slug>/sources")
@requires(Permission.CHECK_SOURCES)
def index(slug: str) -> str:
    """The sources with something wrong, fifty at a time, each with the claim that it is for."""
    project, config, before = current_project(), _config(), request.args.get("before")
    page = wrong_sources(project.id, current_sight(), before)
    older = url_for("captures.index", slug=slug, before=page.older) if page.older else None
    return render_template(
        "captures/index.html",
        project=project,
        page=page,
        fetches=config.fetch,
        older_url=older,
        newest_url=url_for("captures.index", slug=slug) if before else None,
    )


def _config() -> Config:
    config: Config = current_app.config["ANNOTATOR"]
    return config
