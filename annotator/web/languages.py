"""Which language a reader is answered in, and the catalogue that the scripts of a page use."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import orjson
from babel import Locale
from babel.messages.mofile import read_mo
from flask import Blueprint, Flask, Response, current_app, has_request_context, request, url_for
from flask_babel import Babel, get_locale
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from annotator.config import Config
from annotator.db import db
from annotator.errors import AnnotatorError, NotFound
from annotator.permissions import Permission
from annotator.web import counts
from annotator.web.guards import requires
from annotator.web.sessions import look_no_further, person

bp = Blueprint("languages", __name__)

#: The language that the sentences in the sources are written in.
WRITTEN_IN = "en"
_FOLDER = Path(__file__).parent.parent / "translations"
_YEAR = 31_536_000
#: No list of languages that is longer is remembered.
_USUAL_LENGTH = 200


class Languages:
    """The languages that there are catalogues for, by tag (`ar`, `pt-BR`), English first."""

    def __init__(self, folders: list[Path]) -> None:
        found = {place.parent.parent for folder in folders for place in folder.glob("*/*/*.mo")}
        self.tags = [WRITTEN_IN, *sorted(path.name.replace("_", "-") for path in found)]
        self._scripts = {path.name.replace("_", "-"): _for_scripts(path) for path in sorted(found)}
        self._versions = {
            tag: hashlib.sha256(said).hexdigest()[:16] for tag, said in self._scripts.items()
        }

    def scripts(self, tag: str) -> bytes:
        """What scripts say, as JSON; raises `NotFound` for a language that is not there."""
        if tag not in self._scripts:
            raise NotFound("There is no such page.")
        return self._scripts[tag]

    def version(self, tag: str) -> str | None:
        """What changes with the catalogue; None where scripts need no catalogue."""
        return self._versions.get(tag)


def init_app(app: Flask) -> None:
    """Answer everybody in their language."""
    config: Config = app.config["ANNOTATOR"]
    folders = [_FOLDER, *([config.translations] if config.translations else [])]
    app.extensions["languages"] = Languages(folders)
    app.jinja_env.globals.update(page_language=page_language, script_catalogue=script_catalogue)
    app.register_blueprint(bp)
    directories = ";".join(str(folder) for folder in folders)
    Babel(app, default_translation_directories=directories, locale_selector=_locale_of_reader)
    counts.init_app(app)


@bp.get("/catalogue/<version>/<language>")
@requires(Permission.PUBLIC)
def catalogue(version: str, language: str) -> Response:
    """The sentences of the scripts, from English; only the present version may be kept."""
    languages = _languages()
    response = Response(languages.scripts(language), mimetype="application/json")
    current = version == languages.version(language)
    response.headers["Cache-Control"] = (
        f"public, max-age={_YEAR}, immutable" if current else "no-cache"
    )
    return response


def page_language() -> str:
    """The tag of the language that this answer is in, such as `pt-BR`."""
    return str(get_locale() or WRITTEN_IN).replace("_", "-")


def script_catalogue() -> str | None:
    """The address of what this page's scripts say; None for the language they are written in."""
    language = page_language()
    version = _languages().version(language)
    return version and url_for("languages.catalogue", version=version, language=language)


def language_choices() -> list[SelectChoice]:
    """The languages to choose from, each by its own name, and the browser's choice."""
    return [SelectChoice("", _("As the browser asks for")), *map(_choice, _languages().tags)]


def locale_for(language: str | None) -> str:
    """The locale of a person's choice, and without one of what their browser asks for."""
    tags = _languages().tags
    if language not in tags:
        # Most browsers ask for one of few lists, which takes long to weigh.
        asked = request.headers.get("Accept-Language", "")
        best = _best_match if len(asked) <= _USUAL_LENGTH else _best_match.__wrapped__
        language = best(asked, tuple(tags))
    return (language or WRITTEN_IN).replace("-", "_")


@lru_cache(maxsize=256)
def _best_match(asked: str, tags: tuple[str, ...]) -> str:
    return parse_accept_header(asked, LanguageAccept).best_match(tags, default=WRITTEN_IN)


def _locale_of_reader() -> Locale | None:
    # The command line speaks English.
    if not has_request_context():
        return None
    try:
        who = person()
    except (AnnotatorError, SQLAlchemyError):
        # A database that failed is not asked again for the page that says so.
        db.session.rollback()
        look_no_further()
        who = None
    return _locale(locale_for(who.language if who else None))


@cache
def _locale(name: str) -> Locale:
    # Babel looks a locale's data up on the disk each time it reads a name.
    return Locale.parse(name)


def _choice(tag: str) -> SelectChoice:
    locale = Locale.parse(tag, sep="-")
    return SelectChoice(tag, locale.get_display_name(), {"lang": tag, "dir": locale.text_direction})


def _languages() -> Languages:
    languages: Languages = current_app.extensions["languages"]
    return languages


def _for_scripts(folder: Path) -> bytes:
    """A sentence to its translation, and a counted one to the list of its forms."""
    said: dict[str, Any] = {}
    path = folder / "LC_MESSAGES" / "scripts.mo"
    if path.is_file():
        with path.open("rb") as file:
            messages = [message for message in read_mo(file) if message.id]
        for message in messages:
            said[message.id if isinstance(message.id, str) else message.id[0]] = message.string
    return orjson.dumps(said)
