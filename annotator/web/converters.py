"""Numbers in addresses, no larger than the number of a row can be."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

#: The largest number that fits the databases' integer columns.
LARGEST_ROW = 2**31 - 1


class RowNumber(IntegerConverter):
    """`<int:…>` everywhere: ASCII digits, and few enough of them to be a number at all."""

    regex = "[0-9]{1,10}"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max": LARGEST_ROW, **options})


def init_app(app: Flask) -> None:
    """Use it instead of Werkzeug's."""
    app.url_map.converters["int"] = RowNumber
