"""Static files under an address that changes with their content, so that they cache for ever."""

from __future__ import annotations

import hashlib
import posixpath
import re
from pathlib import Path
from typing import Any

import orjson
from flask import Blueprint, Flask, Response, current_app, send_from_directory
from markupsafe import Markup
from werkzeug.security import safe_join

from annotator.paths import resource_folder
from annotator.permissions import Permission
from annotator.web.assembling import assembled
from annotator.web.compression import files
from annotator.web.guards import requires

bp = Blueprint("assets", __name__)

_YEAR = 31_536_000
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_IMPORT = re.compile(
    r"""^\s*(?:import|export)\b[^;]*?["'](\.{1,2}/[\w./-]+\.js)["']""", re.MULTILINE
)


class Assets:
    """The tree of static files, its hash, and the import map of vendored modules."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.version = _tree_hash(folder)
        self._import_map = _import_map(folder / "vendor" / "vendor.lock.json", self.version)
        self._modules: dict[str, list[str]] = {}
        self._assembled: dict[str, bytes] = {}

    def address(self, path: str) -> str:
        """The versioned address of a file, as `asset()` in templates."""
        return f"/static/{self.version}/{path}"

    def import_map(self) -> Markup:
        """Bare module names to addresses, with the hash the browser must find there."""
        return Markup(self._import_map)  # noqa: S704 - made of our own file names and hashes

    def modules(self, name: str) -> list[str]:
        """Addresses of a module (`workspace/workspace`) and all it imports, for `modulepreload`."""
        if name not in self._modules:
            found: list[str] = []
            self._follow(f"{name}.js", found)
            self._modules[name] = [self.address(f"js/{file}") for file in found]
        return self._modules[name]

    def text(self, name: str) -> Response | None:
        """A script, stylesheet or drawing as it travels; None for a file of another kind."""
        path = Path(safe_join(str(self.folder), name) or "")
        if path.suffix not in _TYPES or not path.is_file():
            return None
        if name not in self._assembled:
            self._assembled[name] = assembled(path)
        response = Response(self._assembled[name], mimetype=_TYPES[path.suffix])
        response.add_etag()
        return response

    def _follow(self, file: str, found: list[str]) -> None:
        path = self.folder / "js" / file
        if file in found or not path.is_file():
            return
        found.append(file)
        for imported in _IMPORT.findall(path.read_text(encoding="utf-8")):
            beside = posixpath.join(posixpath.dirname(file), imported)
            self._follow(posixpath.normpath(beside), found)


def init_app(app: Flask) -> None:
    """Serve the files and give templates their addresses."""
    assets = Assets(resource_folder("static"))
    app.extensions["assets"] = assets
    app.jinja_env.globals.update(
        asset=assets.address, import_map=assets.import_map, modules=assets.modules
    )
    app.register_blueprint(bp)


@bp.get("/static/<version>/<path:name>")
@requires(Permission.PUBLIC)
@files.compressed()
def file(version: str, name: str) -> Response:
    """One file; only the present version may be kept by caches."""
    assets: Assets = current_app.extensions["assets"]
    response = assets.text(name) or send_from_directory(assets.folder, name)
    current = version == assets.version
    response.headers["Cache-Control"] = (
        f"public, max-age={_YEAR}, immutable" if current else "no-cache"
    )
    return response


def _tree_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _import_map(lock: Path, version: str) -> str:
    imports: dict[str, str] = {}
    integrity: dict[str, str] = {}
    packages: list[dict[str, Any]] = orjson.loads(lock.read_bytes())["packages"]
    for package in packages:
        for item in package["files"]:
            if item["to"].endswith((".js", ".mjs")):
                address = f"/static/{version}/{item['to'].removeprefix('static/')}"
                imports[package["name"]] = address
                integrity[address] = item["sri"]
    return orjson.dumps({"imports": imports, "integrity": integrity}).decode()
