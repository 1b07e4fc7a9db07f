"""Imports that tell how far they are while they run, each in a session of its own."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import closing
from contextvars import Context
from io import BytesIO
from typing import Any

import orjson
from flask import Flask, Response, current_app, request
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from annotator.db import db
from annotator.errors import AnnotatorError
from annotator.imports.clearing import clear_stale
from annotator.imports.rehearsal import Rehearsal
from annotator.imports.reports import Report
from annotator.imports.running import Arrival, Plan
from annotator.web.counts import ngettext
from annotator.web.errors import sentence_of
from annotator.web.reports import besides, remarks_of, said_of
from annotator.web.ways import Find, ways

NDJSON = "application/x-ndjson"

Told = dict[str, Any]

_log = logging.getLogger("annotator")


def wants_progress() -> bool:
    """Whether the caller reads progress lines."""
    return any(kind == NDJSON for kind, _quality in request.accept_mimetypes)


def answer_with_progress(sent: Sequence[FileStorage], steps: Iterator[Told]) -> Response:
    """The steps as lines of JSON, as they are taken."""
    lines = (orjson.dumps(step, option=orjson.OPT_APPEND_NEWLINE) for step in steps)
    answer = Response(lines, mimetype=NDJSON, headers={"X-Accel-Buffering": "no"})
    answer.call_on_close(steps.close)  # type: ignore[attr-defined]
    for file in sent:
        # Flask closes the files of a request that is over, and these are yet to be read.
        stream, file.stream = file.stream, BytesIO()
        answer.call_on_close(stream.close)
    return answer


def steps_of(plans: Sequence[Plan], *, dry: bool) -> Iterator[Told]:
    """`{"file", "read", "articles"}` now and then, and for each file in the end
    `{"file", "done", "said", "refusals", "way", "waits"}` or `{"file", "error"}`; the way is a
    link to what came in, or None, and what waits asks about known articles before it is in.

    A caller who goes away half-way ends the import at hand, and nothing of it stays.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    find = None if dry else ways()
    return _in_own_context(_told(app, str(get_locale()), plans, find))


def _in_own_context(steps: Iterator[Told]) -> Iterator[Told]:
    # The request and its session are over when the server asks for the first line, and it may
    # ask from anywhere: every step, the last included, is taken in one context of its own.
    context = Context()
    try:
        while (step := context.run(next, steps, None)) is not None:
            yield step
    finally:
        context.run(steps.close)  # type: ignore[attr-defined]


def _told(app: Flask, locale: str, plans: Sequence[Plan], find: Find | None) -> Iterator[Told]:
    with app.app_context(), force_locale(locale):
        try:
            for plan in plans:
                if find is not None:
                    clear_stale(plan.project_id, actor=plan.actor)
                yield from _one(plan, find)
        finally:
            db.session.remove()


def _one(plan: Plan, find: Find | None) -> Iterator[Told]:
    name = plan.sources[0].name
    arrival = Rehearsal(plan) if find is None else Arrival(plan)
    yield {"file": name, "read": 0, "articles": 0}
    try:
        with closing(arrival.run()) as steps:
            for source in steps:
                yield {"file": name, "read": source.taken, "articles": arrival.report.articles}
        report = arrival.report
        said = _foretold(plan, report) if find is None else said_of(report, waits=arrival.waits)
        yield {
            "file": name,
            "done": report.articles,
            "said": said,
            "refusals": [*remarks_of(report), *map(sentence_of, report.refusals)],
            "way": find(arrival) if find is not None else None,
            "waits": arrival.waits,
        }
    except AnnotatorError as error:
        yield {"file": name, "error": {"sentence": sentence_of(error), "field": error.field}}
    except Exception as error:
        # The status is long sent; the details go to the log alone.
        _log.error("an import failed", exc_info=error)
        sentence = _("Something went wrong here; nothing was changed.")
        yield {"file": name, "error": {"sentence": sentence, "field": None}}


def _foretold(plan: Plan, report: Report) -> str:
    """What would come of a file, and what to do where nothing would."""
    count = report.articles
    if plan.comes_in(report):
        comes = ngettext("%(num)d article would come in.", "%(num)d articles would come in.", count)
        return " ".join([str(comes), *besides(report)])
    fine = ngettext("%(num)d article is in order.", "%(num)d articles are in order.", count)
    advice = _("So nothing would come in: correct what is listed, or have it left out.")
    return " ".join([str(fine), *besides(report), str(advice)])
