"""The features' pages and commands; only the application's start imports this."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

#: In the order of their imports, left to right; `views` and `cli` are optional in each.
FEATURES = (
    "audit",
    "accounts",
    "projects",
    "jobs",
    "guidelines",
    "articles",
    "notifications",
    "assignments",
    "people",
    "speakers",
    "annotations",
    "links",
    "sources",
    "verdicts",
    "comments",
    "adjudication",
    "schemes",
    "revisions",
    "agreement",
    "training",
    "similarity",
    "webpages",
    "formats",
    "imports",
    "datasets",
    "fetching",
    "captures",
    "claimreview",
    "export",
    "workspace",
    "claims",
    "spotchecks",
    "pace",
    "dashboards",
    "proofs",
    "history",
    "releases",
    "trash",
    "shelving",
    "demo",
    "web",
)


def register_features(app: Flask) -> None:
    """Register each feature's blueprint, `bp` in its `views`, the kinds of its `jobs`, and its
    `upkeep` after an upgrade.
    """
    for feature in FEATURES:
        _part(feature, "jobs")
        _part(feature, "upkeep")
        views = _part(feature, "views")
        if views is not None:
            app.register_blueprint(views.bp)


def commands() -> list[object]:
    """Each feature's commands: the list `COMMANDS` in its `cli`."""
    found: list[object] = []
    for feature in FEATURES:
        cli = _part(feature, "cli")
        if cli is not None:
            found.extend(cli.COMMANDS)
    return found


def _part(feature: str, part: str):  # type: ignore[no-untyped-def]
    name = f"annotator.{feature}.{part}"
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        return None
