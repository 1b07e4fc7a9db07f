"""An import that tells how far it is while it runs, as lines of JSON in the answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextvars import Context
from io import BytesIO
from typing import Any

import orjson
from flask import Flask, Response, current_app, request
from flask_babel import force_locale, get_locale, ngettext
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from annotator.db import db, writing
from annotator.errors import AnnotatorError
from annotator.formats.interface import Source
from annotator.web.errors import sentence_of

NDJSON = "application/x-ndjson"

#: Begins an import in the transaction at hand, and gives its progress.
Import = Callable[[], Iterator[int]]

_log = logging.getLogger("annotator")


def wants_progress() -> bool:
    """Whether the caller reads progress lines."""
    return any(kind == NDJSON for kind, _quality in request.accept_mimetypes)


def answer_with_progress(sent: FileStorage, source: Source, begin: Import, target: str) -> Response:
    """`{"read", "articles"}` a batch, then `{"done", "url", "said"}` or `{"error"}`.

    One write transaction, begun with the first line and committed before the last: a caller
    who goes away half-way ends it, and nothing stays.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    told = _in_own_context(_told(app, str(get_locale()), source, begin, target))
    answer = Response(told, mimetype=NDJSON, headers={"X-Accel-Buffering": "no"})
    # Flask closes the files of a request that is over, and this one is yet to be read.
    stream, sent.stream = sent.stream, BytesIO()
    answer.call_on_close(stream.close)
    return answer


def _in_own_context(steps: Iterator[bytes]) -> Iterator[bytes]:
    # The request and its session are over when the server asks for the first line, and it may
    # ask from anywhere: every step, the last included, is taken in one context of its own.
    context = Context()
    try:
        while (step := context.run(next, steps, None)) is not None:
            yield step
    finally:
        context.run(steps.close)  # type: ignore[attr-defined]


def _told(app: Flask, locale: str, source: Source, begin: Import, target: str) -> Iterator[bytes]:
    with app.app_context(), force_locale(locale):
        try:
            yield _line({"read": 0, "articles": 0})
            count = 0
            with writing():
                for count in begin():
                    yield _line({"read": source.taken, "articles": count})
            yield _line({"done": count, "url": target, "said": arrived(count)})
        except AnnotatorError as error:
            yield _refusal(422, sentence_of(error), error.field)
        except Exception as error:
            # The status is long sent; the details go to the log alone.
            _log.error("an import failed", exc_info=error)
            yield _refusal(500, _("Something went wrong here; nothing was changed."), None)
        finally:
            db.session.remove()


def arrived(count: int) -> str:
    """How many articles came in, in words."""
    return str(ngettext("%(num)d article is in.", "%(num)d articles are in.", count))


def _refusal(status: int, sentence: str, field: str | None) -> bytes:
    return _line({"error": {"status": status, "sentence": sentence, "field": field}})


def _line(value: dict[str, Any]) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
