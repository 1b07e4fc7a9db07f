"""Where a person may be sent after signing in: pages of this server, and nothing else."""

from __future__ import annotations

import re
from urllib.parse import unquote

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException

# Browsers read //host and /\host as another site, so a second slash is refused along with
# anything that this application's own addresses never hold.
_OWN_PATH = re.compile(r"/(?![/\\])[A-Za-z0-9/_\-.?=&%]*")


def next_page(wanted: str | None) -> str:
    """The wanted page if it is one of ours that can be opened, else the list of projects."""
    return wanted if wanted and is_own_page(wanted) else url_for("projects.index")


def is_own_page(wanted: str) -> bool:
    """Whether it is the path of a page of this application."""
    if not _OWN_PATH.fullmatch(wanted):
        return False
    path = unquote(wanted.partition("?")[0])
    if "//" in path or "\\" in path:
        return False
    try:
        endpoint, _values = current_app.create_url_adapter(request).match(path, method="GET")  # type: ignore[union-attr]
    except HTTPException:  # Werkzeug's redirects are of this kind too.
        return False
    return bool(endpoint != "assets.file")
