"""What a request may bring: how much of it is read, and what no address and no field may hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from flask import Flask, Request, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from annotator.config import Config
from annotator.errors import Invalid
from annotator.web.guards import SAFE_METHODS, BadRequestSaid, SignInNeeded
from annotator.web.sessions import person

#: What a form of names, notes and choices needs at most, in bytes, and as many fields.
FORM_BYTES = 500_000
FORM_FIELDS = 1_000
LONGEST_NAME = 100

_UPLOAD = 0
_SAVE_BYTES = 4 * 1024 * 1024
_INDEX = re.compile(r"[0-9]{1,4}")
_ROW = re.compile(r"\A[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=-)")


@dataclass(frozen=True, slots=True)
class Room:
    """How many bytes a body may have, how many of them may be text, and how many fields."""

    body: int
    text: int
    fields: int = FORM_FIELDS

    def within(self, most: int) -> Room:
        """The same with the server's limit, which also stands for "as large as an upload"."""
        return Room(min(self.body or most, most), min(self.text or most, most), self.fields)


_USUAL = Room(FORM_BYTES, FORM_BYTES)

#: Addresses that take more than the usual, and from nobody who is not signed in.
ROOMS = {
    "imports.paste": Room(_UPLOAD, _UPLOAD),
    "imports.bring": Room(_UPLOAD, FORM_BYTES),
    "datasets.labels": Room(_UPLOAD, FORM_BYTES),
    "datasets.mapping": Room(_UPLOAD, FORM_BYTES),
    "datasets.bring": Room(_UPLOAD, FORM_BYTES),
    "webpages.create": Room(_UPLOAD, _UPLOAD),
    # A tick for each paragraph of a page.
    "webpages.accept": Room(_UPLOAD, _UPLOAD, 25_000),
    # A mark may span a whole article.
    "workspace.save": Room(_SAVE_BYTES, _SAVE_BYTES),
}


def init_app(app: Flask) -> None:
    """Look at each request before its form is read; CSRF's check reads it next."""
    app.before_request(refuse_nul_in_address)
    app.before_request(check_form)


def refuse_nul_in_address() -> None:
    """PostgreSQL stores no NUL, and no address of ours has one."""
    query = request.args.items(multi=True) if request.query_string else ()
    if "\0" in request.path or any("\0" in name + text for name, text in query):
        raise BadRequestSaid("The address holds a character that cannot be stored.")


def check_form() -> None:
    """Set how much may be read, then read the form and refuse what no field may be."""
    coming: Request = request._get_current_object()  # type: ignore[attr-defined]
    if coming.method in SAFE_METHODS or coming.endpoint is None:
        return
    room = _room(coming.endpoint)
    coming.max_content_length = room.body
    coming.max_form_memory_size = room.text
    coming.max_form_parts = room.fields
    _refuse_many_fields(coming, room.fields)
    form = coming.form
    for name in (*form, *coming.files):
        if len(name) > LONGEST_NAME or not _is_readable(name):
            raise Invalid("A field of this form has a name that cannot be read.")
    for name, texts in form.lists():
        for text in texts:
            if "\0" in text:
                # What its page calls the field is known to the form alone, which is not read yet.
                raise Invalid(
                    "“%(name)s” holds a character that cannot be stored: type it anew without it.",
                    name,
                    name=name,
                )


def _room(endpoint: str) -> Room:
    room = ROOMS.get(endpoint)
    if room is not None and person() is None:
        raise SignInNeeded
    config: Config = current_app.config["ANNOTATOR"]
    return (room or _USUAL).within(config.max_upload_bytes)


def _refuse_many_fields(coming: Request, most: int) -> None:
    # Werkzeug counts the fields of multipart forms only, and splitting two million of the
    # other kind takes seconds.
    if coming.mimetype != "application/x-www-form-urlencoded":
        return
    if coming.get_data().count(b"&") >= most:
        raise RequestEntityTooLarge


@lru_cache(maxsize=1_000)
def _is_readable(name: str) -> bool:
    # WTForms takes whatever `str.isdigit` calls a digit for the number of an entry, and stops
    # at those that `int` cannot read: superscripts, and thousands of digits.
    # A form of one row among many begins its names with the row's id, whose groups are none.
    indices = (part for part in _ROW.sub("", name).split("-") if part.isdigit())
    return "\0" not in name and all(_INDEX.fullmatch(index) for index in indices)
