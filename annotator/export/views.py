"""The export page, the download, and the schemas of what is downloaded."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import chain
from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from annotator.audit.heads import head_line
from annotator.audit.verify import Head
from annotator.clock import now
from annotator.db import db
from annotator.errors import Invalid, NotAllowed
from annotator.export.compressing import MIMETYPE, SUFFIX
from annotator.export.counts import counts_of
from annotator.export.formats.interface import Export
from annotator.export.formats.registry import format_of
from annotator.export.forms import ExportForm, abouts
from annotator.export.forms.told import Told, told
from annotator.export.losses import Losses, losses_of
from annotator.export.options import Options
from annotator.export.reading.known import snapshot_for
from annotator.export.records.proof import Unproved
from annotator.export.schemas import schema_bytes
from annotator.export.service import record_export
from annotator.export.tally import tally_of
from annotator.export.training import training_left_out
from annotator.export.trashed import trash_left_out
from annotator.permissions import Permission
from annotator.projects.models import Project
from annotator.web.confirming import confirmed
from annotator.web.errors import sentence_of, wants_json
from annotator.web.guards import allows, current_person, current_project, requires
from annotator.web.sight import current_sight

bp = Blueprint("export", __name__)

#: Lines are sent together up to this size: a packet a line would be slow.
_SEND_BYTES = 64 * 1024
#: But the first leaves after so many articles at the latest, so that the file is seen to begin.
_FIRST_PIECES = 16
_DAY = "public, max-age=86400"
_log = logging.getLogger("annotator")


def _with_names() -> bool:
    return "names" in request.form


@bp.get("/projects/<slug>/export")
@requires(Permission.EXPORT)
def index(slug: str) -> ResponseReturnValue:
    """What can be taken out, and how much there is."""
    return _page(_form(None), 200)


@bp.post("/projects/<slug>/export")
@requires(Permission.EXPORT, prepares=True, goes_on=True)
@confirmed(_with_names, file_of="export.index")
def download(slug: str) -> ResponseReturnValue:
    """The export itself, streamed from one snapshot; the trail has it before the first line."""
    form, project, actor = _form(request.form), current_project(), current_person().actor
    if not form.validate():
        return _page(form, 422)
    if form.names.data and not allows(Permission.EXPORT_NAMES):
        raise NotAllowed("There is no such page.")
    options = _options(form)
    head = record_export(project, options, actor=actor)
    db.session.commit()
    response = _stream(project, options)
    response.headers["X-Annotator-Training-Left-Out"] = str(training_left_out(project.id))
    response.headers["X-Annotator-Trash-Left-Out"] = str(trash_left_out(project.id))
    _hand_on(head, response)
    return response


def _hand_on(head: Head, response: Response) -> None:
    # Its number would tell others how much was done.
    if allows(Permission.READ_AUDIT) and current_sight().is_whole:
        response.headers["X-Annotator-Head"] = head_line(current_project().slug, head)


@bp.post("/projects/<slug>/export/counts")
@requires(Permission.EXPORT, prepares=True, goes_on=True)
def counts(slug: str) -> ResponseReturnValue:
    """How much would go in and what would not: the page with it, or what a page is to show."""
    form = _form(request.form)
    if wants_json():
        form.checked()
        return jsonify(asdict(_told(form)))
    if not form.validate():
        return _page(form, 422)
    return _page(form, 200, told=_told(form))


@bp.post("/projects/<slug>/export/losses")
@requires(Permission.EXPORT, prepares=True, goes_on=True)
def losses(slug: str) -> ResponseReturnValue:
    """The page with what a file of this kind would leave out; nothing is taken out."""
    form, project = _form(request.form), current_project()
    if not form.validate():
        return _page(form, 422)
    options = _options(form)
    try:
        with snapshot_for(project.id, replace(options, comments=True)) as snapshot:
            found = losses_of(snapshot, project.slug, options)
            counted = told(tally_of(snapshot, options)) if format_of(options).chooses else None
    except Invalid as refusal:
        form.kind.errors = [sentence_of(refusal)]
        return _page(form, 422)
    return _page(form, 200, losses=found, told=counted)


@bp.get("/schema/<string:name>.json")
@requires(Permission.PUBLIC)
def schema(name: str) -> Response:
    """The JSON Schema of one unit, such as `article-1`; readable without signing in."""
    body = schema_bytes(name)
    if body is None:
        abort(404)
    response = Response(body, mimetype="application/schema+json")
    response.headers["Cache-Control"] = _DAY
    return response


def _form(sent: MultiDict[str, str] | None) -> ExportForm:
    form = ExportForm(sent)
    form.offer_here()
    return form


def _told(form: ExportForm) -> Told:
    options = _options(form)
    if not format_of(options).chooses:
        return Told("", ())
    with snapshot_for(current_project().id, options) as snapshot:
        return told(tally_of(snapshot, options))


def _page(
    form: ExportForm, status: int, *, losses: Losses | None = None, told: Told | None = None
) -> ResponseReturnValue:
    project = current_project()
    counts = counts_of(project.id, submitted_only=_submitted_only(), reach=current_sight().reach)
    shown: dict[str, Any] = {"counts": counts, "submitted_only": _submitted_only()}
    shown |= {"abouts": abouts(), "losses": losses, "told": told}
    return render_template("export/index.html", project=project, form=form, **shown), status


def _options(form: ExportForm) -> Options:
    options = form.to_options(current_project(), submitted_only=_submitted_only())
    return replace(options, reach=current_sight().reach)


def _submitted_only() -> bool:
    # An observer reads submitted work; whoever leads the project answers for all of it.
    return not allows(Permission.EXPORT_NAMES)


def _stream(project: Project, options: Options) -> Response:
    known, snapshot = format_of(options), snapshot_for(project.id, options)
    snapshot.open()
    try:
        total = snapshot.count()
        packets = _packets(known.pieces(Export(snapshot, project.slug, options)))
        # The first packet is made before the status is sent: what fails at once says so.
        body = chain([next(packets)], packets)
    except BaseException:
        snapshot.close()
        raise
    response = Response(body, mimetype=MIMETYPE if options.compressed else known.mimetype)
    response.call_on_close(snapshot.close)
    ending = known.suffix + (SUFFIX if options.compressed else "")
    name = f"{project.slug}-{known.stem(options)}-{_when(options)}{ending}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["X-Annotator-Articles"] = str(total)
    return response


def _when(options: Options) -> str:
    if options.known_on is None:
        return f"{now():%Y-%m-%d}"
    return f"as-known-on-{options.known_on:%Y-%m-%d}"


def _packets(pieces: Iterator[bytes]) -> Iterator[bytes]:
    packet: list[bytes] = []
    size = 0
    try:
        for number, piece in enumerate(pieces, start=1):
            packet.append(piece)
            size += len(piece)
            if size >= _SEND_BYTES or (number == _FIRST_PIECES and size):
                yield b"".join(packet)
                packet, size = [], 0
        yield b"".join(packet)
    except Unproved as error:
        # The status is sent: all that is left is to break the answer off, and to say why here.
        _log.error("an export stopped: %s", error)
        raise
