"""JSON answers by orjson: an article's marks are written some ten times faster."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Flask
from flask.json.provider import DefaultJSONProvider


class OrjsonProvider(DefaultJSONProvider):
    """What Flask's `jsonify` writes with; reading stays as it was, nothing here takes JSON in."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """The object as JSON text, keys in their own order."""
        return orjson.dumps(obj, option=orjson.OPT_NON_STR_KEYS).decode()


def init_app(app: Flask) -> None:
    """Use it."""
    app.json = OrjsonProvider(app)
