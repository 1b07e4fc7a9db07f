"""Which answers travel compressed.

Only those that name it. Compression beside a secret tells the secret to whoever can put words of
their own into the same answer again and again, and watch its length from outside (BREACH). The
page of an article holds a form token, and repeats nothing that a request says: not its address,
not its query. It does hold the notes of whoever's layer it shows, so it is compressed for that
person alone: a lead's page must not carry words that a reviewer changes at will. Pages with a
search, a form that was refused or a message repeat what was asked, so they stay as they are. The
layer's JSON and the static files hold no secret.
"""

from __future__ import annotations

from flask import Flask, Request, after_this_request
from flask_compress import Compress, DictCache

#: For views: made anew for each answer, so quick before small.
pages = Compress()
#: For files that never change: small, as each is compressed once and kept.
files = Compress()


def init_app(app: Flask) -> None:
    """Set both up; neither does anything to a view that does not name it."""
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_ALGORITHM=["zstd", "gzip"],
        COMPRESS_ALGORITHM_STREAMING=["zstd", "gzip"],
        COMPRESS_ZSTD_LEVEL=4,
        COMPRESS_BR_LEVEL=11,
    )
    pages.init_app(app)
    files.init_app(app)
    files.enabled_algorithms = ("br", "gzip")
    files.cache = DictCache()
    # By name and not by address: there are only so many names, and any number of addresses.
    files.cache_key = _name_of


def compress_this_answer() -> None:
    """Compress what this request is answered with; for views that know only then if they may."""
    after_this_request(pages.after_request)


def _name_of(request: Request) -> str:
    return str((request.view_args or {})["name"])
