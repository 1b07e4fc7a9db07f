"""An import that tells how far it is while it runs, as lines of JSON in the answer."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import orjson
from flask import Response, request, stream_with_context
from flask_babel import gettext as _
from flask_babel import ngettext

from annotator.articles.json_lines import JsonLines
from annotator.db import db
from annotator.errors import AnnotatorError
from annotator.web.errors import sentence_of

NDJSON = "application/x-ndjson"

_log = logging.getLogger("annotator")


def wants_progress() -> bool:
    """Whether the caller reads progress lines."""
    return any(kind == NDJSON for kind, _quality in request.accept_mimetypes)


def answer_with_progress(lines: JsonLines, counts: Iterator[int], target: str) -> Response:
    """`{"read", "articles"}` a batch, then `{"done", "url"}` or `{"error"}`.

    All in the request's one write transaction: a caller that goes away half-way ends the
    generator, and nothing stays.
    """
    body = stream_with_context(_lines(lines, counts, target))
    return Response(body, mimetype=NDJSON, headers={"X-Accel-Buffering": "no"})


def _lines(lines: JsonLines, counts: Iterator[int], target: str) -> Iterator[bytes]:
    count = 0
    try:
        yield _line({"read": 0, "articles": 0})
        for count in counts:
            yield _line({"read": lines.read_bytes, "articles": count})
        db.session.commit()
    except AnnotatorError as error:
        yield _refusal(422, sentence_of(error), error.field)
    except Exception as error:
        # The status is long sent; the details go to the log alone.
        _log.error("an import failed", exc_info=error)
        yield _refusal(500, _("Something went wrong here; nothing was changed."), None)
    else:
        yield _line({"done": count, "url": target, "said": _said(count)})
    finally:
        db.session.rollback()


def _said(count: int) -> str:
    return ngettext("%(num)d article is in.", "%(num)d articles are in.", count)


def _refusal(status: int, sentence: str, field: str | None) -> bytes:
    return _line({"error": {"status": status, "sentence": sentence, "field": field}})


def _line(value: dict[str, Any]) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
