"""Long pages in pieces, so that a browser shows the first while the others are put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from flask import Response
from markupsafe import Markup

from annotator.web.headers import csp_nonce


def place_for(name: str) -> Markup:
    """What stands in a rendered page where the piece of this name comes.

    Nobody can write it into their words, as it holds what only this answer knows.
    """
    return Markup(f"<!--{csp_nonce()} {name}-->")  # noqa: S704 - our own nonce and names


def in_pieces(page: str, makers: dict[str, Callable[[], Iterable[str]]]) -> Response:
    """The page, with every place filled by what its maker gives.

    The makers are called one after another while the answer is sent, in the order of the places:
    they may not need the request or the database any more.
    """
    places = {name: str(place_for(name)) for name in makers}

    def pieces() -> Iterator[bytes]:
        rest = page
        for name, make in makers.items():
            before, _, rest = rest.partition(places[name])
            yield before.encode()
            yield from (piece.encode() for piece in make())
        yield rest.encode()

    return Response(pieces(), mimetype="text/html")
